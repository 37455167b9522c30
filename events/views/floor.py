"""Fewer people are left than the meetup needs: the hosts choose, so that nobody sits alone."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from members.models import Member
from members.views.viewer import MemberRequest, signed_in
from tribemeet.forms import show

from .. import actions
from ..forms.merging import FloorForm
from ..models import Event
from ..models.event import EventQuerySet
from ..policies import events_listed_at, may_edit
from .hosting import editable

FEWEST = 2
MOST_OFFERED = 20


@signed_in
def event_floor(request: MemberRequest, pk: int) -> HttpResponse:
    event, now = editable(request, pk), timezone.now()
    others = mergeable_with(event, request.user, now)
    form = FloorForm.of(request, others=others)
    if form.carry_out(_carry_out, event, by=request.user):
        messages.success(request, form.words())
        return redirect("event", pk)
    left = event.rsvps.going().people()
    context = {"event": event, "others": others, "left": left, "below": below_floor(event, left, now)}
    return show(request, "events/floor.html", form, **context)


def _carry_out(event: Event, *, by: Member, into: Event | None) -> Event:
    """Merge it, or go on with those who are left: so many are enough from now on."""
    if into is not None:
        return actions.merge(event, into=into, by=by)
    enough = max(FEWEST, event.rsvps.going().people())
    return actions.edit(event, by=by, minimum_people=min(event.minimum_people, enough))


def below_floor(event: Event, left: int, now: datetime) -> bool:
    """The silent were asked and released, and too few are left who go."""
    released = event.releases_at is not None and event.releases_at <= now
    return released and event.takes_answers(now) and left < event.minimum_people


def mergeable_with(event: Event, by: Member, now: datetime) -> list[Event]:
    """Meetups of the tribe still to come that `by` may bring people to, the soonest first."""
    coming: EventQuerySet = events_listed_at(event.tribe, by).filter(starts_at__gt=now).standing()
    found = coming.with_people().exclude(pk=event.pk).order_by("starts_at", "pk")[:MOST_OFFERED]
    return [other for other in found if other.visibility != Event.Visibility.INVITED or may_edit(by, other)]
