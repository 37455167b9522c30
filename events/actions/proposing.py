from datetime import datetime
from typing import NotRequired, TypedDict, Unpack

from django.db import transaction
from django.utils import timezone

from members.actions.checks import check
from members.errors import NotAMember
from members.models import Member, Tribe
from members.policies import belongs_to

from ..models import Event, Rsvp
from .seats import take_seats
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
    event = Event(tribe=tribe, host=by, **details)
    set_time(
        event,
        local_start=local_start,
        local_end=local_end,
        time_zone=time_zone or tribe.time_zone,
        now=timezone.now(),
    )
    check(event)
    event.save(force_insert=True)
    take_seats(event, Rsvp(event=event, member=by, status=Rsvp.Status.GOING))
    event.save(update_fields=["seats_taken", "revision", "updated_at"])
    return event
