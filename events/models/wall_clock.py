from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.dateparse import parse_datetime

if TYPE_CHECKING:
    Moment = models.Field[datetime | str, datetime]
else:
    Moment = models.Field  # Django's fields take type arguments in the eyes of mypy only


class WallClockField(Moment):
    """What the clock on the wall shows: a date and time without a zone (PostgreSQL `timestamp`)."""

    def db_type(self, connection: Any) -> str:
        return "timestamp"

    def to_python(self, value: Any) -> datetime | None:
        return parse_datetime(value) if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> datetime | None:
        return self.to_python(super().get_prep_value(value))


def instant(wall_clock: datetime, zone: str) -> datetime | None:
    """The UTC moment when the clock in the zone shows this; the first of two when clocks go back, None when
    they go forward over it."""
    moment = wall_clock.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)
    shown = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return moment if shown == wall_clock.replace(fold=0) else None


def first_moment_of(wall_clock: datetime, zone: str) -> datetime:
    """The UTC moment of the wall clock, or the first that exists after it: some zones skip a midnight."""
    moment = instant(wall_clock, zone)
    while moment is None:
        wall_clock += timedelta(minutes=1)
        moment = instant(wall_clock, zone)
    return moment
