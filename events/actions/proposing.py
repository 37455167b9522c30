from collections.abc import Sequence
from datetime import datetime
from typing import Any, NotRequired, TypedDict, Unpack

from django.db import transaction
from django.utils import timezone

from members.actions.checks import check
from members.errors import NotAMember
from members.models import Member, Tribe
from members.policies import belongs_to

from ..errors import BadTime
from ..models import Event
from .answers import rsvp_of
from .clock import plan
from .rules import RULES, check_rules
from .seats import save_seats, take_seats
from .slots import Time, check_decide_by, checked_slots, offer, usual_decide_by
from .times import check_time_zone, put_at, set_time


class Details(TypedDict):
    title: NotRequired[str]
    description: NotRequired[str]
    place: NotRequired[str]
    area: NotRequired[str]
    address: NotRequired[str]
    address_shown_to: NotRequired[str]
    visibility: NotRequired[str]
    attendees_shown_to: NotRequired[str]
    capacity: NotRequired[int | None]
    guests_each: NotRequired[int]
    minimum_people: NotRequired[int]
    if_needed_counts: NotRequired[bool]
    answers_open_at: NotRequired[datetime | None]
    answers_close_at: NotRequired[datetime | None]
    by_approval: NotRequired[bool]
    maybe_allowed: NotRequired[bool]
    questions: NotRequired[list[dict[str, Any]]]
    offer_hours: NotRequired[int]
    first_timer_seats: NotRequired[int]
    reconfirm: NotRequired[bool]


@transaction.atomic
def propose(
    tribe: Tribe,
    *,
    by: Member,
    local_start: datetime | None = None,
    local_end: datetime | None = None,
    all_day: bool = False,
    time_zone: str = "",
    slots: Sequence[Time] | None = None,
    decide_by: datetime | None = None,
    **details: Unpack[Details],
) -> Event:
    """Put a meetup before the tribe. At one time it stands, and its host is going. With slots, or a number of
    people that it needs, it looks for its date. Two hours in the tribe's zone unless said."""
    if not belongs_to(by, tribe):
        raise NotAMember
    event = Event(tribe=tribe, host=by, time_zone=time_zone or tribe.time_zone, **details)
    now = timezone.now()
    if slots is not None and local_start is not None:
        raise BadTime(fields={"local_start": "Give one time, or slots to vote on, not both."})
    times = slots if slots is not None else [_one(local_start, local_end, all_day=all_day)]
    if slots is None and decide_by is None and "minimum_people" not in details:
        _schedule(event, times[0], now)
    else:
        _put_to_vote(event, times, decide_by, now)
    return event


def _one(local_start: datetime | None, local_end: datetime | None, *, all_day: bool) -> Time:
    if local_start is None:
        raise BadTime(fields={"local_start": "Say when it is."})
    return Time(local_start=local_start, local_end=local_end, all_day=all_day)


def _schedule(event: Event, time: Time, now: datetime) -> None:
    set_time(event, **time, time_zone=event.time_zone, now=now)
    _save(event)
    take_seats(event, rsvp_of(event, event.host))
    plan(event, now)
    save_seats(event)


def _put_to_vote(event: Event, times: Sequence[Time], decide_by: datetime | None, now: datetime) -> None:
    check_time_zone(event.time_zone)
    slots = checked_slots(event, times, now)
    earliest = min(slots, key=lambda slot: slot.starts_at)
    put_at(event, earliest)
    event.status = Event.Status.PROPOSED
    event.decide_by = decide_by or usual_decide_by(earliest.starts_at, now)
    check_decide_by(event.decide_by, earliest.starts_at, now)
    _save(event)
    offer(event, slots, event.host)
    plan(event, now)
    save_seats(event)


def _save(event: Event) -> None:
    check(event)
    check_rules(event, RULES)
    event.save(force_insert=True)
