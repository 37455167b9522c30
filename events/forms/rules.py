"""What hosts ask of those who answer."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from .moments import WallClock, to_moment
from .rows import RowForm, RowList, RowsForm

KINDS = (("text", "A few words"), ("yes_no", "Yes or no"), ("choice", "One of these"))
HOURS = ("answers_open_at", "answers_close_at")


class QuestionRow(RowForm):
    text = forms.CharField(max_length=200, required=False)
    kind = forms.ChoiceField(choices=KINDS, initial="text", required=False, label="Answered by")
    choices = forms.CharField(
        max_length=5000,
        required=False,
        label="Choices, one on each line",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    required = forms.BooleanField(required=False, label="Has to be answered")
    key = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["text"].label = f"Question {int(str(self.prefix).rpartition('-')[2]) + 1}"

    def has_changed(self) -> bool:
        """A question whose words are deleted is asked no more; its kind alone asks nothing."""
        return bool({"text", "choices", "required"} & set(self.changed_data)) and not self._is_deleted()

    def _is_deleted(self) -> bool:
        return bool(self["key"].value()) and not str(self["text"].value() or "").strip()

    def asked(self) -> dict[str, Any]:
        lines = [line.strip() for line in self.cleaned_data["choices"].splitlines()]
        kind = self.cleaned_data["kind"] or "text"
        choices = [line for line in lines if line] if kind == "choice" else []
        return self.cleaned_data | {"kind": kind, "choices": choices}


QUESTIONS = RowList(
    "questions", QuestionRow, most=10, at_first=1, added=2, fault="One of the questions does not work."
)


def as_typed(question: Mapping[str, Any]) -> dict[str, Any]:
    return {**question, "choices": "\n".join(question["choices"])}


class RulesForm(RowsForm):
    LISTS: ClassVar[tuple[RowList[Any], ...]] = (QUESTIONS,)

    minimum_people = forms.IntegerField(
        min_value=2, max_value=100_000, required=False, label="People it needs"
    )
    if_needed_counts = forms.BooleanField(required=False, label="“If needed” counts as a yes")
    answers_open_at = WallClock(
        required=False, label="Answers open", help_text="Until then people can read it, and not answer yet."
    )
    answers_close_at = WallClock(
        required=False, label="Answers close", help_text="When it begins, if you leave it empty."
    )
    by_approval = forms.BooleanField(required=False, label="A host says yes to each who wants to come")
    no_maybe = forms.BooleanField(required=False, label="Only yes or no: nobody answers “maybe”")
    first_timer_seats = forms.IntegerField(
        min_value=0,
        max_value=100_000,
        required=False,
        initial=0,
        label="Places kept for first-timers",
        help_text="For people at their first meetup of the tribe.",
    )
    offer_hours = forms.IntegerField(
        min_value=0,
        max_value=168,
        required=False,
        initial=12,
        label="Ask first, hours before",
        help_text="A place that comes free so late is offered to the next in line, no longer just given.",
    )
    reconfirm = forms.BooleanField(
        required=False,
        label="Ask again three days before",
        help_text="Who does not say that they still come gives the place back a day and a half before.",
    )

    def zone(self) -> str:
        """Of the place: what hours are typed in."""
        raise NotImplementedError

    def keys(self) -> set[str]:
        """Of the questions that were asked so far."""
        return set()

    def clean(self) -> None:
        super().clean()
        if zone := self.zone():
            for name in HOURS:
                to_moment(self, name, zone)

    def rules_at_fault(self) -> bool:
        return any(name in self.errors for name in RulesForm.base_fields)

    def questions_open(self) -> bool:
        asked = any(row["text"].value() for row in self.rows["questions"])
        return asked or self.asks_for == "questions" or any(row.errors for row in self.rows["questions"])

    def clean_first_timer_seats(self) -> int:
        return self.cleaned_data["first_timer_seats"] or 0

    def clean_offer_hours(self) -> int:
        hours = self.cleaned_data["offer_hours"]
        return 12 if hours is None else hours

    def rules(self) -> dict[str, Any]:
        """What was entered, under the names of the rules."""
        asked = {name: value for name, value in self.cleaned_data.items() if name != "edition"}
        asked["maybe_allowed"] = not asked.pop("no_maybe")
        asked["questions"] = [self._question(row) for row in self.said("questions")]
        if asked["minimum_people"] is None:
            del asked["minimum_people"]
        return asked

    def _question(self, row: RowForm) -> dict[str, Any]:
        asked = row.asked()
        return asked | {"key": asked["key"] if asked["key"] in self.keys() else ""}
