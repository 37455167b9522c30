"""Lists inside a form: times that could work, questions. A row that is left empty says nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, ClassVar, Generic, Self, TypeVar

from django.http import HttpRequest

from tribemeet.errors import Refusal
from tribemeet.forms import PageForm

ADD = "more"  # the name of a button that asks for empty rows and for nothing else


class RowForm(PageForm):
    """One row. `SEEN` says which of its inputs shows a fault that the rules name otherwise."""

    use_required_attribute = False
    SEEN: ClassVar[Mapping[str, str]] = {}

    def blame(self, name: str, sentence: str) -> None:
        seen = self.SEEN.get(name, name)
        self.add_error(seen if seen in self.fields else next(iter(self.fields)), sentence)


Row = TypeVar("Row", bound=RowForm)


@dataclass(frozen=True)
class RowList(Generic[Row]):
    """How many rows there are at first, how many a press adds, how many there can be."""

    name: str
    kind: type[Row]
    most: int
    at_first: int
    added: int
    fault: str

    def fresh(self, known: Sequence[Mapping[str, Any]], empty: int) -> list[Row]:
        count = min(len(known) + empty, self.most)
        rows = [*known, *({} for _ in range(count))][:count]
        return [
            self.kind(initial=dict(row), prefix=f"{self.name}-{number}") for number, row in enumerate(rows)
        ]

    def filled(self, posted: Mapping[str, Any]) -> list[Row]:
        return [
            self.kind(posted, prefix=f"{self.name}-{number}", empty_permitted=True)
            for number in range(max(self._sent(posted), 1))
        ]

    def _sent(self, posted: Mapping[str, Any]) -> int:
        first = next(iter(self.kind.base_fields))
        return max(
            (number + 1 for number in range(self.most) if f"{self.name}-{number}-{first}" in posted),
            default=0,
        )


class RowsForm(PageForm):
    """A form with lists in it. A press that only asks for more rows keeps everything as it was typed."""

    LISTS: ClassVar[tuple[RowList[Any], ...]] = ()

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.asks_for = ""  # the list that more rows were asked for
        self.rows: dict[str, list[RowForm]] = {
            each.name: each.filled(self.data)
            if self.is_bound
            else each.fresh(self.initial.get(each.name) or [], each.at_first)
            for each in self.LISTS
        }

    @classmethod
    def of(cls, request: HttpRequest, **more: Any) -> Self:
        form = super().of(request, **more)
        return form.with_more_rows(more) if form.is_bound and ADD in form.data else form

    def all_rows(self) -> list[RowForm]:
        return [row for rows in self.rows.values() for row in rows]

    def clean(self) -> None:
        super().clean()
        for each in self.LISTS:
            if not all(row.is_valid() for row in self.rows[each.name]):
                self.add_error(None, each.fault)

    def said(self, name: str) -> list[RowForm]:
        """The rows that say something."""
        return [row for row in self.rows[name] if row.has_changed()]

    def refuse(self, refusal: Refusal) -> None:
        """`questions.2` is the third of those that say something."""
        ours = {name for name, sentence in refusal.fields.items() if self._blames_a_row(name, sentence)}
        for each in self.LISTS:
            if any(name.startswith(f"{each.name}.") for name in ours):
                self.add_error(None, each.fault)
        others = {name: sentence for name, sentence in refusal.fields.items() if name not in ours}
        if ours and not others:
            self.status = HTTPStatus(refusal.status)
        else:
            refusal.fields = others
            super().refuse(refusal)

    def _blames_a_row(self, name: str, sentence: str) -> bool:
        where, _, rest = name.partition(".")
        number, _, field = rest.partition(".")
        if where not in self.rows or not number.isdigit() or int(number) >= len(self.said(where)):
            return False
        self.said(where)[int(number)].blame(field, sentence)
        return True

    def with_more_rows(self, more: dict[str, Any]) -> Self:
        """The same form, asked nothing yet, with what was typed in it."""
        form = type(self)(**more | {"initial": typed(self)})
        form.asks_for = str(self.data[ADD])
        for each in self.LISTS:
            empty = each.added if form.asks_for == each.name else 0
            form.rows[each.name] = each.fresh([typed(row) for row in self.rows[each.name]], empty)
        return form


def typed(form: PageForm) -> dict[str, Any]:
    """What stands in each input, whether it makes sense or not."""
    return {
        name: field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
        for name, field in form.fields.items()
    }
