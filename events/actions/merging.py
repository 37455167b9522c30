"""Two meetups become one, so that nobody sits alone."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from members.models import Member, Membership
from tribemeet.errors import NotAllowed

from .. import when
from ..errors import NotMergeable
from ..models import Event
from ..policies import events_visible_to, may_edit
from .ending import cancel
from .inviting import ask
from .locking import lock
from .seats import save_seats
from .tipping import willing

Visibility = Event.Visibility


@transaction.atomic
def merge(event: Event, *, into: Event, by: Member) -> Event:
    """Call this one off for the sake of another of the tribe, and ask everybody who meant to come to come
    there. One has to host this one, and the other has to be one that `by` may bring people to."""
    now = timezone.now()
    event, into = _both_locked(event, into)
    if not may_edit(by, event):
        raise NotAllowed
    _check(event, into, by, now)
    people = _those_to_ask(event, into, by)
    event = cancel(event, by=by, reason=_reason(event, into))
    ask(into, people, now)
    into.revision += 1
    save_seats(into)
    return event


def _both_locked(event: Event, into: Event) -> tuple[Event, Event]:
    """Always in the order of their ids, so that two merges never wait for each other."""
    locked = {one.pk: lock(one) for one in sorted((event, into), key=lambda one: one.pk)}
    return locked[event.pk], locked[into.pk]


def _check(event: Event, into: Event, by: Member, now: datetime) -> None:
    if into.tribe_id != event.tribe_id or into.pk == event.pk:
        raise NotMergeable(fields={"into": "Choose another meetup of the same tribe."})
    standing = into.status in (Event.Status.PROPOSED, Event.Status.SCHEDULED)
    if not standing or into.starts_at <= now:
        raise NotMergeable(fields={"into": "Choose a meetup that is still to come."})
    if not events_visible_to(by).filter(pk=into.pk).exists() or not _may_bring_people(by, into):
        raise NotAllowed


def _may_bring_people(by: Member, into: Event) -> bool:
    return into.visibility != Visibility.INVITED or may_edit(by, into)


def _those_to_ask(event: Event, into: Event, by: Member) -> list[Member]:
    """Everybody who meant to come, or said before there was a date that they could; to a meetup of others
    that is for the tribe, only its members."""
    meant_to = set(event.rsvps.expecting().values_list("member", flat=True))
    if event.status == Event.Status.PROPOSED:
        meant_to |= willing(event)
    people = Member.objects.filter(pk__in=meant_to, is_active=True)
    if into.visibility == Visibility.TRIBE and not may_edit(by, into):
        belong = Membership.objects.active().filter(tribe=into.tribe_id).values("member")
        people = people.filter(pk__in=belong)
    return list(people)


def _reason(event: Event, into: Event) -> str:
    """Names the other one only where everybody who reads this could have read of it."""
    if into.visibility not in (Visibility.PUBLIC, event.visibility):
        return f"We join another meetup of {event.tribe}."
    if into.status == Event.Status.PROPOSED:
        return f"We join “{into.title}”, which is looking for its date."
    return f"We join “{into.title}”, {when.short(into.local_start, all_day=into.all_day)}."
