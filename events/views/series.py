"""Meetups that repeat: the way to the next date, and one answer to all that follow."""

from datetime import datetime
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

from .. import actions, recurrence
from ..forms.series import FollowingForm
from ..models import Follow, Rsvp
from ..models.event import EventQuerySet
from ..policies import events_visible_to
from ..standing import Look

DATES_SHOWN = 4


@require_safe
def series(request: HttpRequest, pk: int) -> HttpResponse:
    """Calendars link here: to the next date, or to the last one when all are over."""
    dates, now = events_visible_to(viewer(request)).filter(series=pk), timezone.now()
    date = dates.standing().upcoming(now).first() or dates.order_by("-starts_at").first()
    if date is None:
        raise Http404
    return redirect("event", date.pk)


@require_POST
@signed_in
def event_following(request: MemberRequest, pk: int) -> HttpResponse:
    """Go to this date and all that follow, or stop with it."""
    event = get_object_or_404(events_visible_to(request.user), pk=pk)
    form = FollowingForm.of(request)
    if form.carry_out(actions.answer, event, member=request.user, via=Rsvp.Via.WEB):
        messages.success(request, form.news())
        return redirect("event", pk)
    return show(request, "events/refused.html", form, event=event)


def with_series(events: EventQuerySet, member: Member | None) -> EventQuerySet:
    """Each with its series, and whether one goes to this date and all that follow (`followed`)."""
    own = Follow.objects.filter(
        series=OuterRef("series"), member=member, since__lte=OuterRef("original_start")
    )
    stands = Q(ended_before=None) | Q(ended_before__gt=OuterRef("original_start"))
    return events.select_related("tribe", "host", "series").annotate(followed=Exists(own.filter(stands)))


def series_of(look: Look, member: Member | None) -> dict[str, Any]:
    """What the page of a date says of the others. Nothing is asked where there is none."""
    event = look.event
    if event.series is None:
        return {}
    others = events_visible_to(member).filter(series=event.series_id).exclude(pk=event.pk)
    return {
        "repeats": recurrence.words(event.series.rule),
        "other_dates": list(others.standing().upcoming(look.now)[:DATES_SHOWN]),
        "following": _following(event, look.rsvp, member, look.now),
    }


def _following(event: Any, rsvp: Rsvp | None, member: Member | None, now: datetime) -> str:
    """Whether one goes to all that follow, may, or has its questions to answer first. Hosts go anyhow, and
    where they say yes to each who comes there is no yes to all."""
    if member is None or member.pk == event.host_id or event.by_approval or not event.takes_answers(now):
        return ""
    if event.followed:
        return "follows"
    asks = any(question["required"] for question in event.questions)
    return "asks" if asks and not (rsvp and rsvp.replies) else "may"
