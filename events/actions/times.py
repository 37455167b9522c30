from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError

from members.models.zone import check_zone

from ..errors import BadTime, InThePast, NoSuchTime
from ..models import Event, Slot
from ..models.wall_clock import first_moment_of, instant

USUAL_LENGTH = timedelta(hours=2)
LONGEST = timedelta(days=14)
FARTHEST = timedelta(days=3 * 366)


@dataclass(frozen=True)
class Span:
    """From a wall clock to a wall clock of one zone, and the moments that are meant."""

    local_start: datetime
    local_end: datetime
    all_day: bool
    starts_at: datetime
    ends_at: datetime


def set_time(
    event: Event,
    *,
    local_start: datetime,
    local_end: datetime | None = None,
    time_zone: str,
    now: datetime,
    all_day: bool = False,
) -> None:
    """Put the event at a wall-clock time of its zone, and work out the moments that are meant (UTC). Without
    an end it lasts as long as it did, a new one two hours."""
    check_time_zone(time_zone)
    lasts = event.ends_at - event.starts_at if event.pk and not event.all_day else USUAL_LENGTH
    span = span_of(local_start, local_end, time_zone, now=now, all_day=all_day, lasts=lasts)
    event.time_zone = time_zone
    put_at(event, span)
    event.next_reminder_at = event.reminder_time(now)


def put_at(row: Event | Slot, span: Span | Slot) -> None:
    row.local_start, row.local_end, row.all_day = span.local_start, span.local_end, span.all_day
    row.starts_at, row.ends_at = span.starts_at, span.ends_at


def check_time_zone(time_zone: str) -> None:
    try:
        check_zone(time_zone)
    except ValidationError as error:
        raise BadTime(fields={"time_zone": error.messages[0]}) from error


def span_of(
    local_start: datetime,
    local_end: datetime | None,
    zone: str,
    *,
    now: datetime,
    all_day: bool = False,
    lasts: timedelta = USUAL_LENGTH,
    field: str = "",
) -> Span:
    """The time that is meant, or a refusal that names the field (`field` goes before its name). With
    `all_day` the hours are dropped: it is from midnight to the midnight after the last day."""
    span = _days if all_day else _hours
    try:
        found = span(local_start, local_end, zone, lasts, field)
    except OverflowError as error:
        raise BadTime(fields={f"{field}local_start": BadTime.message}) from error
    if found.starts_at <= now:
        raise InThePast(fields={f"{field}local_start": InThePast.message})
    if found.starts_at > now + FARTHEST:
        raise BadTime(fields={f"{field}local_start": "Choose a time within the next three years."})
    longest = LONGEST + timedelta(hours=1) if all_day else LONGEST  # clocks may go back on one of the days
    if not found.starts_at < found.ends_at <= found.starts_at + longest:
        sentence = "The end comes after the start, two weeks later at most."
        raise BadTime(fields={f"{field}local_end": sentence})
    return found


def _hours(
    local_start: datetime, local_end: datetime | None, zone: str, lasts: timedelta, field: str
) -> Span:
    starts_at = moment_of(f"{field}local_start", local_start, zone)
    local_end = local_end or end_after(lasts, local_start, starts_at, zone)
    return Span(local_start, local_end, False, starts_at, moment_of(f"{field}local_end", local_end, zone))


def _days(local_start: datetime, local_end: datetime | None, zone: str, lasts: timedelta, field: str) -> Span:
    """Days are days: an end within one means the whole of it, and no end means one day."""
    start = datetime.combine(local_start, time())
    end = datetime.combine(local_end or start + timedelta(days=1), time())
    if local_end and local_end != end:
        end += timedelta(days=1)
    return Span(start, end, True, first_moment_of(start, zone), first_moment_of(end, zone))


def end_after(length: timedelta, local_start: datetime, starts_at: datetime, zone: str) -> datetime:
    """What the clock shows after so much time, whatever it does in between."""
    shown = (starts_at + length).astimezone(ZoneInfo(zone))
    # of a time that comes twice the first is meant: an end at the second goes where the clock is clear again
    return local_start + length if shown.fold else shown.replace(tzinfo=None)


def moment_of(name: str, wall_clock: datetime, zone: str) -> datetime:
    """The moment that the clock of the zone means, or a refusal that names the field."""
    try:
        moment = instant(wall_clock, zone)
    except OverflowError as error:
        raise BadTime(fields={name: BadTime.message}) from error
    if moment is None:
        raise NoSuchTime(fields={name: NoSuchTime.message})
    return moment
