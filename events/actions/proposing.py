from datetime import datetime
from typing import Any, NotRequired, TypedDict, Unpack

from django.db import transaction
from django.utils import timezone

from members.actions.checks import check
from members.errors import NotAMember
from members.models import Member, Tribe
from members.policies import belongs_to

from ..models import Event
from .answers import rsvp_of
from .clock import plan
from .rules import RULES, check_rules
from .seats import save_seats, take_seats
from .times import set_time


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
    local_start: datetime,
    local_end: datetime | None = None,
    time_zone: str = "",
    **details: Unpack[Details],
) -> Event:
    """Put a meetup before the tribe; its host is going. Two hours in the tribe's zone unless said."""
    if not belongs_to(by, tribe):
        raise NotAMember
    event, now = Event(tribe=tribe, host=by, **details), timezone.now()
    set_time(
        event,
        local_start=local_start,
        local_end=local_end,
        time_zone=time_zone or tribe.time_zone,
        now=now,
    )
    check(event)
    check_rules(event, RULES)
    event.save(force_insert=True)
    take_seats(event, rsvp_of(event, by))
    plan(event, now)
    save_seats(event)
    return event
