"""Moments typed as what the clock at the place shows."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError

from tribemeet.forms import PageForm

from ..errors import NoSuchTime
from ..models.wall_clock import instant

# A year that nobody means would overflow what is reckoned from it.
FIRST_YEAR, LAST_YEAR = 2000, 2100


class WallClockInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class WallClock(forms.Field):
    """A day and a time without a zone: the form says of which place."""

    widget = WallClockInput
    default_error_messages = {"invalid": "Say a day and a time that exist."}

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values:
            return None
        try:
            found = datetime.fromisoformat(str(value).strip())
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error
        if found.tzinfo or not FIRST_YEAR <= found.year <= LAST_YEAR:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return found.replace(second=0, microsecond=0)


def to_moment(form: PageForm, name: str, zone: str) -> None:
    """Put the moment that is meant in place of what the clock shows, or a fault beside the field."""
    shown = form.cleaned_data.get(name)
    if shown is None:
        return
    moment = instant(shown, zone)
    if moment is None:
        form.add_error(name, NoSuchTime.message)
    else:
        form.cleaned_data[name] = moment


def shown_there(moment: datetime | None, zone: str) -> datetime | None:
    """What the clock at the place shows then."""
    return moment and moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
