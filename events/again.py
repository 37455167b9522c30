"""The same once more: what a new proposal would hold, and when that is likely to be."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q

from members.models import Member

from .models import Event
from .models.wall_clock import instant
from .policies import address_visible_to, events_visible_to

COPIED = (
    "title", "description", "place", "area", "address_shown_to", "visibility", "attendees_shown_to",
    "capacity", "guests_each", "by_approval", "maybe_allowed", "questions", "offer_hours",
    "first_timer_seats", "reconfirm",
)  # fmt: skip
# people need so long to hear of it and to make room
NOTICE = timedelta(weeks=1)
WEEK = timedelta(weeks=1)
# so many dates tell how often it is, and this many weeks apart is once a month
READ = 12
MONTH = (4, 5)
LONGEST_GAP = 5
Span = tuple[datetime, datetime, bool]


def again(event: Event, now: datetime, *, member: Member | None = None) -> dict[str, Any]:
    """What `propose` takes: on the same weekday at the same hour, as often as it has been, in a week or
    later and after this one. The address goes along for those who see it."""
    copied = {name: getattr(event, name) for name in COPIED}
    address = event.address if address_visible_to(member, event) else ""
    more = {"address": address, "time_zone": event.time_zone}
    return copied | _vote_of(event) | _when(event, now, _held_on(event, member)) | more


def _vote_of(event: Event) -> dict[str, Any]:
    """What had to find its date will have to again."""
    if event.decide_by is None:
        return {}
    return {"minimum_people": event.minimum_people, "if_needed_counts": event.if_needed_counts}


def _when(event: Event, now: datetime, held_on: list[date]) -> dict[str, Any]:
    """One time, or as many as there were to vote on, as far apart as they were."""
    spans = _spans(event)
    ahead = _ahead(spans, event.time_zone, now, held_on)
    times = [_time(start + ahead, end + ahead, all_day=all_day) for start, end, all_day in spans]
    return times[0] if len(times) == 1 else {"slots": times}


def _time(start: datetime, end: datetime, *, all_day: bool) -> dict[str, Any]:
    more = {"all_day": True} if all_day else {}
    return {"local_start": start, "local_end": end} | more


def _spans(event: Event) -> list[Span]:
    if event.status in (Event.Status.PROPOSED, Event.Status.LAPSED):
        slots = event.slots.open().order_by("starts_at", "pk")
        return [(slot.local_start, slot.local_end, slot.all_day) for slot in slots]
    return [(event.local_start, event.local_end, event.all_day)]


def _held_on(event: Event, member: Member | None) -> list[date]:
    """Days on which there is the same: of the series, or of this title in the tribe, as far as one sees."""
    same = Q(title__iexact=event.title)
    if event.series_id is not None:
        same |= Q(series=event.series_id)
    seen = events_visible_to(member).filter(same, tribe=event.tribe_id, status=Event.Status.SCHEDULED)
    starts = seen.order_by("-local_start").values_list("local_start", flat=True)[:READ]
    return sorted({start.date() for start in starts})


def _ahead(spans: list[Span], zone: str, now: datetime, held_on: list[date]) -> timedelta:
    """By the wall clock, so that the hour stays. A night in which the clock skips it is passed over, and so
    is a day on which there is one already."""
    first = spans[0][0].date()
    earliest = (now.astimezone(ZoneInfo(zone)).replace(tzinfo=None) + NOTICE).date()
    days = (day for day in _days_after(first, _cadence(held_on)) if day >= earliest and day not in held_on)
    return next(day - first for day in days if all(_exists(span, zone, day - first) for span in spans))


def _days_after(day: date, step: Callable[[date], date]) -> Iterator[date]:
    while True:
        day = step(day)
        yield day


def _cadence(days: list[date]) -> Callable[[date], date]:
    """How far apart it mostly was, in weeks; once a month is the same weekday of the month."""
    gaps = [round((later - earlier) / WEEK) for earlier, later in pairwise(days)]
    seen = Counter("month" if gap in MONTH else gap for gap in reversed(gaps) if 1 <= gap <= LONGEST_GAP)
    usual = seen.most_common(1)[0][0] if seen else 1
    if usual == "month":
        return _in_a_month
    return lambda day: day + WEEK * int(usual)


def _in_a_month(day: date) -> date:
    """The second Thursday after the second Thursday; what was the fifth is the last."""
    first = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    found = first + timedelta(days=(day.weekday() - first.weekday()) % 7) + WEEK * ((day.day - 1) // 7)
    return found if found.month == first.month else found - WEEK


def _exists(span: Span, zone: str, ahead: timedelta) -> bool:
    start, end, all_day = span
    return all_day or all(instant(moment + ahead, zone) for moment in (start, end))
