"""Proposing: what, when, where. When may be several times, of which those who vote choose one."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar

from django import forms

from tribemeet.errors import Refusal

from .details import DATE, MEANT_YEARS, TIME, DetailsForm, TimeForm, end_of
from .moments import WallClock, to_moment
from .people import CohostsForm
from .repeating import RepeatForm
from .rows import RowForm, RowList
from .rules import as_typed

MOST_SLOTS = 20
MIDNIGHT = time()


class SlotRow(RowForm):
    """One more time that could work. Without an hour it is the whole day."""

    # the number of the first of these rows: before them stands the time on top
    FIRST: ClassVar[int] = 2
    SEEN = {"local_start": "date", "local_end": "time"}

    date = forms.DateField(
        required=False,
        validators=MEANT_YEARS,
        widget=DATE,
        error_messages={"invalid": "Such a day does not exist."},
    )
    time = forms.TimeField(required=False, widget=TIME)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        number = int(str(self.prefix).rpartition("-")[2]) + self.FIRST
        self.fields["date"].label, self.fields["time"].label = f"Day {number}", f"Time {number}"

    def clean(self) -> None:
        if self.has_changed() and not self.cleaned_data.get("date") and "date" not in self.errors:
            self.add_error("date", "Say on which day.")


SLOTS = RowList(
    "slots", SlotRow, most=MOST_SLOTS, at_first=3, added=5, fault="One of the other times does not work."
)


class ProposeForm(RepeatForm, TimeForm, DetailsForm, CohostsForm):
    """Three fields are asked; the rest waits under More. A list of faults goes down the page."""

    field_order = ("title", "date", "time", "place", "minimum_people", "decide_by", "end_time", "end_date")
    LISTS = (SLOTS, *DetailsForm.LISTS)
    ASKED = ("title", "date", "time", "place", "minimum_people", "if_needed_counts", "decide_by")

    decide_by = WallClock(
        required=False,
        label="Decided by",
        help_text="Two days before the first of the times, if you leave it empty.",
    )

    def zone(self) -> str:
        return str(self.cleaned_data.get("time_zone", ""))

    def finds_a_date(self) -> bool:
        """Something was typed that makes people vote."""
        typed = any(self[name].value() for name in ("minimum_people", "decide_by"))
        rows = any(row["date"].value() or row["time"].value() for row in self.rows["slots"])
        return bool(typed or rows or self.asks_for == "slots")

    def more_is_at_fault(self) -> bool:
        """Nobody looks for a fault in what is folded away."""
        elsewhere = {*self.ASKED, *RepeatForm.base_fields}
        at_fault = any(name in self.fields and name not in elsewhere for name in self.errors)
        return at_fault or self.questions_open()

    def clean(self) -> None:
        if self._votes():
            self._forgive("time")
        if self.said("slots") and not self["date"].value():
            self._forgive("date")
        super().clean()
        if self.zone():
            to_moment(self, "decide_by", self.zone())
        if self._votes() and self.cleaned_data.get("repeat"):
            self.add_error(
                "repeat", "What people vote on does not repeat. Give one time, or choose “Not at all”."
            )

    def _votes(self) -> bool:
        typed = self.cleaned_data.get("minimum_people") or self.cleaned_data.get("decide_by")
        return bool(typed or self.said("slots"))

    def _forgive(self, name: str) -> None:
        """Where people vote a day without an hour will do, and the first of the times may be left out."""
        if not self[name].value():
            self.errors.pop(name, None)
            self.cleaned_data[name] = None

    def asked(self) -> dict[str, Any]:
        asked = self.repeated(self.rules())
        first = {name: asked.pop(name) for name in ("date", "time", "end_date", "end_time")}
        decide_by = asked.pop("decide_by")
        if not self._votes():
            start = datetime.combine(first["date"], first["time"])
            return asked | {"local_start": start, "local_end": end_of(start, first)}
        others = [row.cleaned_data for row in self.said("slots")]
        days = [first, *others] if first["date"] else others
        return asked | {"decide_by": decide_by, "slots": [_slot(each, first) for each in days]}

    def refuse(self, refusal: Refusal) -> None:
        """The first of the slots is the time on top, where there is one."""
        if self.cleaned_data.get("date"):
            refusal.fields = {_one_less(name): words for name, words in refusal.fields.items()}
        super().refuse(refusal)


def as_entered(details: Mapping[str, Any]) -> dict[str, Any]:
    """A meetup as it would be proposed once more, in the inputs of the form."""
    first, *others = details.get("slots") or [{}]
    entered: dict[str, Any] = {name: value for name, value in details.items() if name != "slots"} | first
    entered["slots"] = [_row(time) for time in others]
    start, end = entered.pop("local_start", None), entered.pop("local_end", None)
    all_day = entered.pop("all_day", False)
    entered["no_maybe"] = not entered.pop("maybe_allowed", True)
    entered["questions"] = [as_typed(question) for question in entered.get("questions", ())]
    if start and end:
        entered |= {"date": start.date(), "time": None if all_day else start.time()}
        last = end - timedelta(days=1) if all_day else end
        entered["end_time"] = None if all_day else end.time()
        entered["end_date"] = (
            last.date() if last.date() > start.date() and _needs_a_last_day(start, end) else None
        )
    return entered


def _row(time: Mapping[str, Any]) -> dict[str, Any]:
    start = time["local_start"]
    return {"date": start.date(), "time": None if time.get("all_day") else start.time()}


def _needs_a_last_day(start: datetime, end: datetime) -> bool:
    """Earlier than the start means the next day without saying so."""
    return end - start >= timedelta(days=1)


def _one_less(name: str) -> str:
    """slots.3.local_start is of the third row; slots.0.local_start of the field on top."""
    where, _, rest = name.partition(".")
    number, _, field = rest.partition(".")
    if where != "slots" or not number.isdigit():
        return name
    return field if number == "0" else f"slots.{int(number) - 1}.{field}"


def _slot(day: Mapping[str, Any], first: Mapping[str, Any]) -> dict[str, Any]:
    """All of them last as long as the first."""
    start = datetime.combine(day["date"], day["time"] or MIDNIGHT)
    lasts = _length(first)
    end = start + lasts if lasts and day["time"] else _last_day(day["date"], first)
    return {"local_start": start, "local_end": end, "all_day": day["time"] is None}


def _length(first: Mapping[str, Any]) -> timedelta | None:
    if not (first["date"] and first["time"]):
        return None
    start = datetime.combine(first["date"], first["time"])
    end = end_of(start, first)
    return end - start if end else None


def _last_day(day: date, first: Mapping[str, Any]) -> datetime | None:
    """A weekend has a last day, and other weekends are as long."""
    if first["time"] or not (first["date"] and first["end_date"]):
        return None
    return datetime.combine(day + (first["end_date"] - first["date"]) + timedelta(days=1), MIDNIGHT)
