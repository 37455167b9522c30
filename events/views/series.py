"""Meetups that repeat: the way to the next date, and one answer to all that follow."""

from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from members.models import Member
from members.views.viewer import MemberRequest, signed_in, viewer
from tribemeet.forms import show

from .. import actions, when
from ..actions.following import unbroken
from ..forms.series import FollowingForm
from ..models import Event, Follow, Rsvp
from ..models.event import EventQuerySet
from ..policies import as_seen_by, dates_listed_for, events_visible_to
from ..standing import Look

DATES_SHOWN = 4


@require_safe
def series(request: HttpRequest, pk: int) -> HttpResponse:
    """Calendars link here: to the next date, or to the last one when all are over."""
    dates, now = dates_listed_for(viewer(request)).filter(series=pk), timezone.now()
    date = dates.standing().upcoming(now).first() or dates.order_by("-starts_at").first()
    if date is None:
        raise Http404
    return redirect("event", date.pk)


@require_POST
@signed_in
def event_following(request: MemberRequest, pk: int) -> HttpResponse:
    """Go to this date and all that follow, or stop with it."""
    seen = events_visible_to(request.user).filter(pk=pk)
    event = get_object_or_404(seen)
    form = FollowingForm.of(request)
    if form.carry_out(actions.answer, event, member=request.user, via=Rsvp.Via.WEB):
        messages.success(request, form.news(_days_in_line(event, request.user)))
        return redirect("event", pk) if seen.exists() else redirect("home")
    return show(request, "events/refused.html", form, event=event)


def with_series(events: EventQuerySet, member: Member | None) -> EventQuerySet:
    """Each with its series, and whether one goes to this date and all that follow (`followed`)."""
    stands = Q(ended_before=None) | Q(ended_before__gt=OuterRef("original_start"))
    own = Follow.objects.filter(stands, series=OuterRef("series"), member=member)
    followed = own.filter(unbroken(member, OuterRef(OuterRef("original_start"))))
    return events.select_related("tribe", "host", "series").annotate(followed=Exists(followed))


def series_of(look: Look, member: Member | None) -> dict[str, Any]:
    """What the page of a date says of the others, with one's own answers. A single one asks nothing."""
    event = look.event
    if event.series is None:
        return {}
    others = dates_listed_for(member).filter(series=event.series_id).exclude(pk=event.pk)
    shown = as_seen_by(member, others.standing().upcoming(look.now))
    return {
        "repeats": event.series.sentence,
        "other_dates": list(shown[:DATES_SHOWN]),
        "following": _following(event, look, member),
    }


def _following(event: Any, look: Look, member: Member | None) -> str:
    """Whether one goes to all that follow, may, or has its questions to answer first. Hosts go anyhow, and
    where they say yes to each who comes there is no yes to all."""
    if member is None or member.pk == event.host_id or not event.takes_answers(look.now):
        return ""
    if event.followed:
        return "follows"
    if event.by_approval or not look.open:
        return ""
    asks = any(question["required"] for question in event.questions)
    return "asks" if asks and not (look.rsvp and look.rsvp.replies) else "may"


def _days_in_line(event: Event, member: Member) -> list[str]:
    """The dates from this one on at which they wait for a place."""
    waiting = Rsvp.objects.queue().filter(member=member, event__series=event.series_id)
    waiting = waiting.filter(event__original_start__gte=event.original_start).select_related("event")
    return [when.day(rsvp.event.local_start) for rsvp in waiting.order_by("event__starts_at")]
