"""Proposing a meetup that repeats."""

from typing import Any

from django import forms

from tribemeet.errors import Refusal
from tribemeet.forms import PageForm

from ..recurrence import DAY, MONTHLY, MOST_DATES, MOST_INTERVAL, WEEKDAY, WEEKLY
from .details import DATE, MEANT_YEARS

MONTHLY_BY_WEEKDAY = "monthly_by_weekday"
HOW = [
    ("", "Not at all"),
    (WEEKLY, "Weekly"),
    (MONTHLY, "Monthly, on the same day of the month"),
    (MONTHLY_BY_WEEKDAY, "Monthly, on the same weekday"),
]
# the fields here of what the rules speak of
SEEN = {
    "repeat.frequency": "repeat",
    "repeat.by": "repeat",
    "repeat.interval": "repeat_every",
    "repeat.count": "repeat_count",
    "repeat.until": "repeat_until",
}
MORE = ("repeat_every", "repeat_count", "repeat_until")


class RepeatForm(PageForm):
    """How often. The date on top says on which day."""

    repeat = forms.ChoiceField(choices=HOW, required=False, label="Repeat")
    repeat_every = forms.IntegerField(
        min_value=1,
        max_value=MOST_INTERVAL,
        required=False,
        label="Weeks or months apart",
        help_text="1 if you leave it empty; 2 is every second one.",
    )
    repeat_count = forms.IntegerField(
        min_value=1,
        max_value=MOST_DATES,
        required=False,
        label="How many times",
        help_text="For two years, if you say neither this nor a last day.",
    )
    repeat_until = forms.DateField(
        required=False,
        label="Last day it may be",
        validators=MEANT_YEARS,
        widget=DATE,
        error_messages={"invalid": "Such a day does not exist."},
    )

    def repeats(self) -> bool:
        """Something was typed, or is at fault, that makes it repeat."""
        return any(self[name].value() or name in self.errors for name in RepeatForm.base_fields)

    def clean(self) -> None:
        super().clean()
        said = self.cleaned_data
        if any(said.get(name) for name in MORE) and not said.get("repeat") and "repeat" not in self.errors:
            self.add_error("repeat", "Say how it repeats.")

    def repeated(self, asked: dict[str, Any]) -> dict[str, Any]:
        """What the action is called with, the fields here as one rule."""
        how, every, count, until = (asked.pop(name) for name in ("repeat", *MORE))
        if not how:
            return asked
        by = WEEKDAY if how == MONTHLY_BY_WEEKDAY else DAY
        frequency = WEEKLY if how == WEEKLY else MONTHLY
        rule = {"frequency": frequency, "interval": every or 1, "by": by, "count": count, "until": until}
        return asked | {"repeat": rule}

    def refuse(self, refusal: Refusal) -> None:
        refusal.fields = {SEEN.get(name, name): words for name, words in refusal.fields.items()}
        super().refuse(refusal)
