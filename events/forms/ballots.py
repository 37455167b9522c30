"""Votes, and what hosts do to the times that are voted on."""

from datetime import datetime, timedelta
from typing import Any

from django import forms

from tribemeet.errors import Refusal
from tribemeet.forms import PageForm

from .. import when
from ..errors import DateFixed
from ..models import Event, Vote
from .moments import WallClock, to_moment
from .proposing import MIDNIGHT, MOST_SLOTS, SlotRow
from .rows import RowList, RowsForm


class VoteForm(PageForm):
    """A choice for each time; those that are not chosen stay as they were. A button of its own takes the vote
    on one of them back. `too_late` says to which date the meetup was fixed before."""

    too_late = ""

    def __init__(self, *args: Any, event: Event, **more: Any) -> None:
        super().__init__(*args, **more)
        slots = event.slots.all()
        self.fields["back"] = forms.ChoiceField(choices=[(slot.pk, "") for slot in slots], required=False)
        for slot in slots:
            self.fields[f"slot-{slot.pk}"] = forms.ChoiceField(
                choices=Vote.Choice.choices,
                required=False,
                label=when.short(slot.local_start, all_day=slot.all_day),
            )

    def clean(self) -> None:
        if not any(self.cleaned_data.values()) and not self.errors:
            self.add_error(None, "Say of at least one of the times whether you can.")

    def asked(self) -> dict[str, Any]:
        said = {name: choice for name, choice in self.cleaned_data.items() if choice and name != "back"}
        choices = {int(name.partition("-")[2]): choice for name, choice in said.items()}
        if back := self.cleaned_data["back"]:
            choices[int(back)] = ""
        return {"choices": choices}

    def refuse(self, refusal: Refusal) -> None:
        self.too_late = refusal.message if isinstance(refusal, DateFixed) else ""
        refusal.fields = {name.replace("votes.", "slot-"): words for name, words in refusal.fields.items()}
        super().refuse(refusal)


class AddedRow(SlotRow):
    FIRST = 1


ADDED = RowList(
    "slots", AddedRow, most=MOST_SLOTS, at_first=2, added=5, fault="One of the times does not work."
)


class AddTimesForm(RowsForm):
    """More times to vote on, each as long as the first of those there are."""

    LISTS = (ADDED,)

    def __init__(self, *args: Any, event: Event, **more: Any) -> None:
        self.event = event
        super().__init__(*args, **more)

    def clean(self) -> None:
        super().clean()
        if not self.said("slots"):
            self.add_error(None, "Say at least one more time.")

    def asked(self) -> dict[str, Any]:
        return {"slots": [self._slot(row.cleaned_data) for row in self.said("slots")]}

    def _slot(self, day: dict[str, Any]) -> dict[str, Any]:
        start = datetime.combine(day["date"], day["time"] or MIDNIGHT)
        length = self._length()
        end = start + length if day["time"] and length else None
        return {"local_start": start, "local_end": end, "all_day": day["time"] is None}

    def _length(self) -> timedelta | None:
        return None if self.event.all_day else self.event.local_end - self.event.local_start


class MoreTimeForm(PageForm):
    decide_by = WallClock(label="Decided by", error_messages={"required": "Say until when."})

    def __init__(self, *args: Any, zone: str, **more: Any) -> None:
        self.zone = zone
        super().__init__(*args, **more)

    def clean(self) -> None:
        to_moment(self, "decide_by", self.zone)


class OneSlotForm(PageForm):
    """A press of a button about one of the times."""

    vetoed = forms.ChoiceField(choices=(("yes", "Rule it out"), ("no", "Bring it back")))

    def asked(self) -> dict[str, Any]:
        return {"vetoed": self.cleaned_data["vetoed"] == "yes"}

    def refuse(self, refusal: Refusal) -> None:
        """There is no page to say it beside: the rule's own page says it."""
        raise refusal
