from functools import cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.db import models
from tzfpy import get_tz

if TYPE_CHECKING:
    Text = models.CharField[str, str]
else:
    Text = models.CharField  # Django's fields take type arguments in the eyes of mypy only


@cache
def zone_names() -> frozenset[str]:
    """Names of places and UTC; none of tzdata's fixed offsets and legacy abbreviations."""
    return frozenset(
        name for name in available_timezones() if "/" in name and not name.startswith("Etc/")
    ) | {"UTC"}


def check_zone(name: str) -> None:
    if name not in zone_names():
        raise ValidationError("Choose a time zone such as America/New_York.", code="unknown_zone")


class TimeZoneField(Text):
    """The IANA name of a time zone."""

    default_validators = [check_zone]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 64)
        super().__init__(*args, **kwargs)


def zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def zone_of(latitude: float, longitude: float) -> str:
    """The zone whose clocks hang there, worked out offline; UTC far out at sea."""
    name = get_tz(longitude, latitude)
    return name if name in zone_names() else "UTC"
