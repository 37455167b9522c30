"""The same once more: what a new proposal would hold, and when that is likely to be."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from members.models import Member

from .models import Event
from .models.wall_clock import instant
from .policies import address_visible_to

COPIED = (
    "title", "description", "place", "area", "address_shown_to", "visibility", "attendees_shown_to",
    "capacity", "guests_each", "by_approval", "maybe_allowed", "questions", "offer_hours",
    "first_timer_seats", "reconfirm",
)  # fmt: skip
# people need so long to hear of it and to make room
NOTICE = timedelta(weeks=1)
WEEK = timedelta(weeks=1)


def again(event: Event, now: datetime, *, member: Member | None = None) -> dict[str, Any]:
    """What `propose` takes, on the same weekday at the same hour, in a week's time or later and after this
    one. The address goes along for those who see it."""
    copied = {name: getattr(event, name) for name in COPIED}
    address = event.address if address_visible_to(member, event) else ""
    ahead = _weeks_ahead(event, now)
    time = {"local_start": event.local_start + ahead, "local_end": event.local_end + ahead}
    more = {"all_day": True} if event.all_day else {}
    return copied | _vote_of(event) | time | more | {"address": address, "time_zone": event.time_zone}


def _vote_of(event: Event) -> dict[str, Any]:
    """What had to find its date will have to again."""
    if event.decide_by is None:
        return {}
    return {"minimum_people": event.minimum_people, "if_needed_counts": event.if_needed_counts}


def _weeks_ahead(event: Event, now: datetime) -> timedelta:
    """By the wall clock, so that the hour stays; a night in which the clock skips it is passed over."""
    today = now.astimezone(ZoneInfo(event.time_zone)).replace(tzinfo=None)
    earliest = (today + NOTICE).date()
    ahead = WEEK * max(1, -((event.local_start.date() - earliest).days // 7))
    while not _exists(event, ahead):
        ahead += WEEK
    return ahead


def _exists(event: Event, ahead: timedelta) -> bool:
    ends = (event.local_start + ahead, event.local_end + ahead)
    return event.all_day or all(instant(moment, event.time_zone) for moment in ends)
