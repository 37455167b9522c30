from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from members.forms.tribes import ZoneField
from tribemeet.errors import Refusal
from tribemeet.forms import PageForm

from ..actions.following import FOLLOWING, THIS
from ..actions.pattern import new_to_series
from ..models import Event
from .moments import shown_there
from .rules import RulesForm, as_typed
from .series import ScopeForm

# A year that nobody means would overflow what is reckoned from it.
MEANT_YEARS = [MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2100, 12, 31))]

# Browsers read and write native inputs in this form whatever they show.
DATE = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
TIME = forms.TimeInput({"type": "time"}, format="%H:%M")


class DetailsForm(RulesForm):
    """What a meetup is and asks of those who answer, less its time."""

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

    def clean_description(self) -> str:
        """Browsers end lines in a way of their own, and that is no change."""
        return str(self.cleaned_data["description"]).replace("\r\n", "\n")

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
        super().clean()
        last = self.cleaned_data.get("end_date")
        if last and self.cleaned_data.get("time") and not self.cleaned_data.get("end_time"):
            self.add_error("end_time", "Say until when on the last day.")

    def asked(self) -> dict[str, Any]:
        asked = {**self.cleaned_data}
        start = datetime.combine(asked.pop("date"), asked.pop("time"))
        last = {name: asked.pop(name) for name in ("end_date", "end_time")}
        return asked | {"local_start": start, "local_end": end_of(start, last)}

    def refuse(self, refusal: Refusal) -> None:
        """The rules speak of a start and an end; here they are a date and a time."""
        seen = {"local_start": "date", "local_end": "end_time", "starts_at": "date", "ends_at": "end_time"}
        refusal.fields = {seen.get(name, name): sentence for name, sentence in refusal.fields.items()}
        super().refuse(refusal)


class ChangeForm(PageForm):
    """A change to what one saw: somebody else's change in between is not written over."""

    edition = forms.IntegerField(required=False, widget=forms.HiddenInput)


class MoveForm(ScopeForm, ChangeForm, TimeForm):
    SCOPE_HELP = "All that follow repeat from the new date on, at the new time."

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields[
            "end_time"
        ].help_text = "As long as before if you leave it empty. Earlier than the start means the next day."


class EditForm(ScopeForm, ChangeForm, DetailsForm):
    """Hours are typed as the clock shows at the place."""

    SCOPE_HELP = (
        "All that follow get only what you change here and now. If you change nothing, they get what was "
        "changed before at this date alone."
    )

    def __init__(self, *args: Any, event: Event, **more: Any) -> None:
        self.event = event
        super().__init__(*args, repeats=event.series is not None, **more)

    def zone(self) -> str:
        return self.event.time_zone

    def keys(self) -> set[str]:
        return {question["key"] for question in self.event.questions}

    def asked(self) -> dict[str, Any]:
        asked = self.rules()
        scope = asked.pop("scope", THIS)
        if scope == FOLLOWING:
            asked = new_to_series(self.event, asked)
        return asked | {"edition": self.cleaned_data["edition"], "scope": scope}


class CancelForm(ScopeForm, ChangeForm):
    reason = forms.CharField(
        max_length=300,
        required=False,
        label="Why",
        help_text="Everybody who answered reads it.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def end_of(start: datetime, last: Mapping[str, Any]) -> datetime | None:
    """Earlier than the start means the next day, unless a last day is named."""
    end_date, end_time = last["end_date"], last["end_time"]
    if not end_time:
        return None
    end = datetime.combine(end_date or start.date(), end_time)
    return end if end_date or end > start else end + timedelta(days=1)


def details_of(event: Event) -> dict[str, Any]:
    """What the edit form starts with."""
    hours = ("answers_open_at", "answers_close_at")
    plain = {name: getattr(event, name) for name in EditForm.base_fields if hasattr(event, name)}
    return plain | {
        **{name: shown_there(getattr(event, name), event.time_zone) for name in hours},
        "no_maybe": not event.maybe_allowed,
        "questions": [as_typed(question) for question in event.questions],
    }


def time_of(event: Event) -> dict[str, Any]:
    """What the move form starts with. Without an end: a new start alone keeps the length."""
    return {
        "date": event.local_start.date(),
        "time": event.local_start.time(),
        "time_zone": event.time_zone,
        "edition": event.edition,
    }
