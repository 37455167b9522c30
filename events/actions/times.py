from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError

from members.models.zone import check_zone

from ..errors import BadTime, InThePast, NoSuchTime
from ..models import Event
from ..models.wall_clock import instant

USUAL_LENGTH = timedelta(hours=2)
LONGEST = timedelta(days=14)
FARTHEST = timedelta(days=3 * 366)


def set_time(
    event: Event, *, local_start: datetime, local_end: datetime | None, time_zone: str, now: datetime
) -> None:
    """Put the event at a wall-clock time of its zone, and work out the moments that are meant (UTC). Without
    an end it lasts as long as it did, a new one two hours."""
    try:
        check_zone(time_zone)
    except ValidationError as error:
        raise BadTime(fields={"time_zone": error.messages[0]}) from error
    starts_at = moment_of("local_start", local_start, time_zone)
    if starts_at <= now:
        raise InThePast(fields={"local_start": InThePast.message})
    if starts_at > now + FARTHEST:
        raise BadTime(fields={"local_start": "Choose a time within the next three years."})
    local_end = local_end or _end_after(_length(event), local_start, starts_at, time_zone)
    ends_at = moment_of("local_end", local_end, time_zone)
    if not starts_at < ends_at <= starts_at + LONGEST:
        raise BadTime(fields={"local_end": "The end comes after the start, two weeks later at most."})
    event.local_start, event.local_end, event.time_zone = local_start, local_end, time_zone
    event.starts_at, event.ends_at = starts_at, ends_at
    event.next_reminder_at = event.reminder_time(now)


def _length(event: Event) -> timedelta:
    return event.ends_at - event.starts_at if event.pk else USUAL_LENGTH


def _end_after(length: timedelta, local_start: datetime, starts_at: datetime, zone: str) -> datetime:
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
