"""The page of a meetup, and the parts of it that follow what happens elsewhere."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from members.models import Member
from members.policies import belongs_to
from members.views.viewer import viewer
from tribemeet.live import live_url

from ..forms.answers import AnswerForm
from ..forms.guests import GuestForm
from ..models import Event
from ..models.event import EventQuerySet
from ..policies import as_seen_by, events_visible_to, may_hide
from ..standing import Look, look_at, standing_of
from .ballot import ballot_of
from .series import series_of, with_series
from .who import who_is_coming

MAP = "https://www.openstreetmap.org/search"
# what becomes of waiting while one looks on
PROMOTED = {("waitlisted", "going"), ("pending", "going")}


@require_safe
def event(request: HttpRequest, pk: int) -> HttpResponse:
    member = viewer(request)
    found = get_object_or_404(_as_shown(events_visible_to(member), member), pk=pk)
    chosen = {"chosen": request.GET.get("answer", "")}
    return render(request, "events/event.html", _page(found, member) | chosen)


@require_safe
def event_live(request: HttpRequest, pk: int) -> HttpResponse:
    """The parts that change while a page is open, all by one look at the rows."""
    member, shown = viewer(request), request.GET.get("standing", "")
    found = get_object_or_404(_as_shown(events_visible_to(member), member), pk=pk)
    context = _page(found, member)
    news = "You got a place!" if (shown, context["standing"].kind) in PROMOTED else ""
    return render(request, "events/parts/live.html", context | {"news": news})


def page_of(event: Event, member: Member | None, form: AnswerForm | None = None) -> dict[str, Any]:
    """The page as it is after a press."""
    return _page(_as_shown(Event.objects.filter(pk=event.pk), member).get(), member, form)


def _as_shown(events: EventQuerySet, member: Member | None) -> EventQuerySet:
    """With what would else be asked of the policies one by one."""
    return as_seen_by(member, with_series(events, member))


def _page(seen: Any, member: Member | None, form: AnswerForm | None = None) -> dict[str, Any]:
    """Everything the page shows, by the same rules as every other door. A form at fault stays as it came."""
    event: Event = seen
    look = look_at(event, member, timezone.now(), organises=seen.editable, banned=seen.banned)
    address = event.address if seen.address_seen else ""
    ballot = ballot_of(event, member, look.now)
    open_to_change = not event.is_past(look.now) and event.status != Event.Status.CANCELLED
    return {
        "event": event,
        "cohosts": list(event.cohosts.filter(is_active=True).order_by("pk")),
        "rsvp": look.rsvp,
        "standing": standing_of(look),
        "form": form if form is not None and form.errors else AnswerForm(event=event, rsvp=look.rsvp),
        "stranger": member is None,
        "guest_form": GuestForm(event=event) if member is None else None,
        "may_hide": member is not None and may_hide(member, event, look.rsvp, voted=ballot["voted"]),
        "may_repeat": may_repeat(look, member),
        "may_edit": look.organises and open_to_change,
        "address": address,
        "live_url": live_url(event.channel),
        "map_url": map_url(address),
        **ballot,
        **series_of(look, member),
        **who_is_coming(look, member),
    }


def may_repeat(look: Look, member: Member | None) -> bool:
    """It is over or off, and any member of the tribe may propose the same again."""
    off = look.event.status in (Event.Status.CANCELLED, Event.Status.LAPSED)
    return (off or look.event.is_past(look.now)) and belongs_to(member, look.event.tribe)


def map_url(address: str) -> str:
    return f"{MAP}?{urlencode({'query': address})}"
