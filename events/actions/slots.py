"""Times that a proposal offers. The caller holds the event's lock, and saves the event."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NotRequired, TypedDict

from members.models import Member

from ..errors import BadSlots, BadTime
from ..models import Event, Slot, Vote
from .rules import shift_hours
from .seats import draw_ticket
from .times import put_at, span_of

MOST = 20
# people want to know so long before
DECIDED_AHEAD = timedelta(days=2)


class Time(TypedDict):
    local_start: datetime
    local_end: NotRequired[datetime | None]
    all_day: NotRequired[bool]


def checked_slots(
    event: Event, times: Sequence[Time], now: datetime, known: Sequence[Slot] = ()
) -> list[Slot]:
    """The times as slots that are not saved yet, or a refusal that names the one at fault. None of them, nor
    of those that are known already, is offered twice."""
    if not 1 <= len(times) <= MOST - len(known):
        raise BadSlots(fields={"slots": f"Offer 1 to {MOST} times in all."})
    slots = [_checked(event, number, given, now) for number, given in enumerate(times)]
    seen = {_when(slot) for slot in known}
    for number, slot in enumerate(slots):
        if _when(slot) in seen:
            raise BadSlots(fields={f"slots.{number}.local_start": "This time is offered already."})
        seen.add(_when(slot))
    return slots


def _checked(event: Event, number: int, given: Time, now: datetime) -> Slot:
    slot = Slot(event=event)
    span = span_of(
        given["local_start"],
        given.get("local_end"),
        event.time_zone,
        now=now,
        all_day=given.get("all_day", False),
        field=f"slots.{number}.",
    )
    put_at(slot, span)
    return slot


def _when(slot: Slot) -> tuple[datetime, datetime, bool]:
    return slot.local_start, slot.local_end, slot.all_day


def offer(event: Event, slots: list[Slot], host: Member) -> None:
    """Put the times up. Who hosts can make all of them."""
    Slot.objects.bulk_create(slots)
    votes = [
        Vote(slot=slot, member=host, choice=Vote.Choice.YES, ticket=draw_ticket(event)) for slot in slots
    ]
    Vote.objects.bulk_create(votes)


def take_time_of(event: Event, slot: Slot) -> None:
    """Hours of answering keep their distance to the start."""
    was = event.starts_at
    put_at(event, slot)
    shift_hours(event, event.starts_at - was)


def take_earliest_time(event: Event) -> None:
    """While it is proposed an event stands at its earliest open slot, and is decided before that begins."""
    earliest = event.slots.open().order_by("starts_at", "pk")[0]
    take_time_of(event, earliest)
    if event.decide_by:
        event.decide_by = min(event.decide_by, earliest.starts_at)


def check_decide_by(decide_by: datetime, earliest: datetime, now: datetime) -> None:
    if decide_by <= now:
        raise BadTime(fields={"decide_by": "Choose a moment that is still to come."})
    if decide_by > earliest:
        raise BadTime(fields={"decide_by": "Decide before the earliest time begins."})


def usual_decide_by(earliest: datetime, now: datetime) -> datetime:
    """Two days ahead, or half way there when that is past already."""
    usual = earliest - DECIDED_AHEAD
    return usual if usual > now else now + (earliest - now) / 2
