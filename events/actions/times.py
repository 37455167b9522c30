from datetime import datetime, timedelta

from django.core.exceptions import ValidationError

from members.models.zone import check_zone

from ..errors import BadTime, InThePast, NoSuchTime
from ..models import Event
from ..models.wall_clock import instant

LONGEST = timedelta(days=14)
FARTHEST = timedelta(days=3 * 366)


def set_time(
    event: Event, *, local_start: datetime, local_end: datetime, time_zone: str, now: datetime
) -> None:
    """Put the event at a wall-clock time of its zone, and work out the moments that are meant (UTC)."""
    try:
        check_zone(time_zone)
    except ValidationError as error:
        raise BadTime(fields={"time_zone": error.messages[0]}) from error
    starts_at = moment_of("local_start", local_start, time_zone)
    ends_at = moment_of("local_end", local_end, time_zone)
    if starts_at <= now:
        raise InThePast(fields={"local_start": InThePast.message})
    if starts_at > now + FARTHEST:
        raise BadTime(fields={"local_start": "Choose a time within the next three years."})
    if not starts_at < ends_at <= starts_at + LONGEST:
        raise BadTime(fields={"local_end": "The end comes after the start, two weeks later at most."})
    event.local_start, event.local_end, event.time_zone = local_start, local_end, time_zone
    event.starts_at, event.ends_at = starts_at, ends_at
    event.next_reminder_at = event.reminder_time(now)


def moment_of(name: str, wall_clock: datetime, zone: str) -> datetime:
    """The moment that the clock of the zone means, or a refusal that names the field."""
    try:
        moment = instant(wall_clock, zone)
    except OverflowError as error:
        raise BadTime(fields={name: BadTime.message}) from error
    if moment is None:
        raise NoSuchTime(fields={name: NoSuchTime.message})
    return moment
