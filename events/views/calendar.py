from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from members.views.viewer import viewer

from ..calendar.entry import Entry
from ..calendar.write import download
from ..models import Event, Invite
from ..policies import address_visible_to, events_visible_to


@require_safe
def event_ics(request: HttpRequest, pk: int) -> HttpResponse:
    """A copy to import. Who was mailed an invite gets its UID, so that theirs stays one entry."""
    member = viewer(request)
    event = get_object_or_404(events_visible_to(member).with_people(), pk=pk)
    invite = Invite.objects.filter(event=event, member=member).first() if member else None
    address = event.address if address_visible_to(member, event) else ""
    response = HttpResponse(
        download(entry_of(event, invite, address)), content_type="text/calendar; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="tribemeet-{pk}.ics"'
    return response


def entry_of(event: Event, invite: Invite | None, address: str) -> Entry:
    return Entry(
        uid=invite.uid if invite else f"event-{event.pk}@tribemeet",
        sequence=invite.sequence if invite else event.sequence,
        dtstamp=event.updated_at,
        local_start=event.local_start,
        local_end=event.local_end,
        time_zone=event.time_zone,
        title=event.title,
        description=event.description,
        place_line=", ".join(part for part in (event.place, event.area, address) if part),
        url=settings.PUBLIC_URL + reverse("event", args=[event.pk]),
        created=event.created_at,
        last_modified=event.updated_at,
        status="CANCELLED" if event.status == Event.Status.CANCELLED else "CONFIRMED",
    )
