from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from members.forms.tribes import ZoneField
from tribemeet.errors import Refusal
from tribemeet.forms import PageForm

from ..models import Event

# A year that nobody means would overflow what is reckoned from it.
MEANT_YEARS = [MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2100, 12, 31))]

# Browsers read and write native inputs in this form whatever they show.
DATE = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
TIME = forms.TimeInput({"type": "time"}, format="%H:%M")


class DetailsForm(PageForm):
    """What a meetup is, less its time."""

    title = forms.CharField(max_length=120, label="What", error_messages={"required": "Say what it is."})
    place = forms.CharField(
        max_length=160,
        label="Where",
        help_text="A place people find, such as “The Campbell”.",
        error_messages={"required": "Say where it is."},
    )
    area = forms.CharField(max_length=120, required=False, label="Part of town")
    address = forms.CharField(max_length=300, required=False, label="Exact address")
    address_shown_to = forms.ChoiceField(
        choices=Event.AddressShownTo.choices,
        initial=Event.AddressShownTo.EVERYONE,
        label="Who sees the address",
    )
    description = forms.CharField(
        max_length=10_000,
        required=False,
        label="What it is like",
        help_text="Markdown works: *emphasis*, - lists, links.",
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    capacity = forms.IntegerField(
        min_value=1,
        max_value=100_000,
        required=False,
        label="Places",
        help_text="Empty means there is no limit.",
    )
    guests_each = forms.IntegerField(
        min_value=0, max_value=10, required=False, initial=0, label="Guests each may bring"
    )
    visibility = forms.ChoiceField(
        choices=Event.Visibility.choices, initial=Event.Visibility.PUBLIC, label="Who sees the meetup"
    )
    attendees_shown_to = forms.ChoiceField(
        choices=Event.AttendeesShownTo.choices,
        initial=Event.AttendeesShownTo.EVERYONE,
        label="Who sees who is coming",
    )

    def clean_guests_each(self) -> int:
        return self.cleaned_data["guests_each"] or 0


class TimeForm(PageForm):
    """When it is, on the wall clock of the place. How long without an end is for the action to say."""

    date = forms.DateField(
        label="Date",
        validators=MEANT_YEARS,
        widget=DATE,
        error_messages={"required": "Say on which day.", "invalid": "Such a day does not exist."},
    )
    time = forms.TimeField(label="Time", widget=TIME, error_messages={"required": "Say at what time."})
    end_time = forms.TimeField(
        required=False,
        label="Until",
        help_text="Two hours if you leave it empty. Earlier than the start means the next day.",
        widget=TIME,
    )
    end_date = forms.DateField(
        required=False,
        label="Last day",
        help_text="Only for more than a night.",
        validators=MEANT_YEARS,
        widget=DATE,
    )
    time_zone = ZoneField(label="Time zone of the place")

    def clean(self) -> None:
        if self.cleaned_data.get("end_date") and not self.cleaned_data.get("end_time"):
            self.add_error("end_time", "Say until when on the last day.")

    def asked(self) -> dict[str, Any]:
        asked = {**self.cleaned_data}
        start = datetime.combine(asked.pop("date"), asked.pop("time"))
        end_date, end_time = asked.pop("end_date"), asked.pop("end_time")
        return asked | {"local_start": start, "local_end": _end(start, end_date, end_time)}

    def refuse(self, refusal: Refusal) -> None:
        """The rules speak of a start and an end; here they are a date and a time."""
        seen = {"local_start": "date", "local_end": "end_time", "starts_at": "date", "ends_at": "end_time"}
        refusal.fields = {seen.get(name, name): sentence for name, sentence in refusal.fields.items()}
        super().refuse(refusal)


class ProposeForm(TimeForm, DetailsForm):
    """Three fields are asked; the rest waits under More. A list of faults goes down the page."""

    field_order = ("title", "date", "time", "place", "end_time", "end_date", "time_zone")

    ASKED = ("title", "date", "time", "place")

    def more_is_at_fault(self) -> bool:
        """Nobody looks for a fault in what is folded away."""
        return any(name in self.fields and name not in self.ASKED for name in self.errors)


class ChangeForm(PageForm):
    """A change to what one saw: somebody else's change in between is not written over."""

    edition = forms.IntegerField(required=False, widget=forms.HiddenInput)


class MoveForm(ChangeForm, TimeForm):
    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields[
            "end_time"
        ].help_text = "As long as before if you leave it empty. Earlier than the start means the next day."


class EditForm(ChangeForm, DetailsForm):
    pass


class CancelForm(ChangeForm):
    reason = forms.CharField(
        max_length=300,
        required=False,
        label="Why",
        help_text="Everybody who answered reads it.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def _end(start: datetime, end_date: date | None, end_time: time | None) -> datetime | None:
    if not end_time:
        return None
    end = datetime.combine(end_date or start.date(), end_time)
    return end if end_date or end > start else end + timedelta(days=1)


def details_of(event: Event) -> dict[str, Any]:
    """What the edit form starts with."""
    return {name: getattr(event, name) for name in EditForm.base_fields}


def time_of(event: Event) -> dict[str, Any]:
    """What the move form starts with. Without an end: a new start alone keeps the length."""
    return {
        "date": event.local_start.date(),
        "time": event.local_start.time(),
        "time_zone": event.time_zone,
        "edition": event.edition,
    }
