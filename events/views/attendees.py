"""The list of a meetup, for the hosts to take along."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from django.http import HttpRequest, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from members.views.viewer import viewer
from tribemeet.spreadsheet import lines_of

from ..models import Event, Rsvp
from ..policies import attendees_visible_to, events_hosted_by

HEAD = ["Name", "Handle", "Answer", "Guests", "Names of guests", "First time", "Hides here", "Answered"]
AT_ONCE = 1000


@require_safe
def event_attendees_csv(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """For hosts; to everybody else it does not exist. Its name is a number, its cells plain text."""
    member = viewer(request)
    event = get_object_or_404(events_hosted_by(member), pk=pk)
    rsvps = attendees_visible_to(member, event).select_related("member").order_by("answered_at", "pk")
    rows = _rows(event, rsvps.iterator(chunk_size=AT_ONCE))
    response = StreamingHttpResponse(lines_of(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="tribemeet-{pk}-attendees.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


def _rows(event: Event, rsvps: Iterator[Rsvp]) -> Iterator[list[object]]:
    yield HEAD + [question["text"] for question in event.questions]
    zone = ZoneInfo(event.time_zone)
    for rsvp in rsvps:
        replies = [rsvp.replies.get(question["key"], "") for question in event.questions]
        yield [
            rsvp.member.name,
            rsvp.member.handle,
            rsvp.get_status_display(),
            rsvp.guests,
            ", ".join(rsvp.guest_names),
            "yes" if rsvp.first_timer else "",
            "yes" if rsvp.hidden else "",
            f"{rsvp.answered_at.astimezone(zone):%Y-%m-%d %H:%M}",
            *replies,
        ]
