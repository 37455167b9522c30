from collections.abc import Sequence
from typing import Any

from django import forms

from tribemeet.forms import PageForm

from .. import when
from ..models import Event

GO_ON = "go_on"


class FloorForm(PageForm):
    """Go on with few, or join another meetup."""

    choice = forms.ChoiceField(
        choices=((GO_ON, "Go on"), ("merge", "Merge")),
        error_messages={"required": "Choose what becomes of it."},
    )
    into = forms.ChoiceField(
        required=False,
        label="Which one",
        error_messages={"invalid_choice": "Choose a meetup of the tribe that is still to come."},
    )

    def __init__(self, *args: Any, others: Sequence[Event], **more: Any) -> None:
        super().__init__(*args, **more)
        self.others = {str(event.pk): event for event in others}
        self.fields["into"].choices = [  # type: ignore[attr-defined]
            (pk, f"{event.title}, {_when(event)}") for pk, event in self.others.items()
        ]

    def clean(self) -> None:
        merges = self.cleaned_data.get("choice") == "merge"
        if merges and not self.cleaned_data.get("into") and "into" not in self.errors:
            self.add_error("into", "Choose the meetup that people go to instead.")

    def asked(self) -> dict[str, Any]:
        merges = self.cleaned_data["choice"] != GO_ON
        return {"into": self.others[self.cleaned_data["into"]] if merges else None}

    def words(self) -> str:
        if self.cleaned_data["choice"] == GO_ON:
            return "It goes on with those who are left."
        other = self.others[self.cleaned_data["into"]]
        return f"It is called off, and everybody is asked to “{other.title}” instead, by one mail each."


def _when(event: Event) -> str:
    if event.status == Event.Status.PROPOSED:
        return "still looking for a date"
    return when.short(event.local_start, all_day=event.all_day)
