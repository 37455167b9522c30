"""What the page of a mailed link asks: one thing, and one button that does it."""

from collections.abc import Iterable
from typing import Any

from django import forms

from tribemeet.forms import PageForm


class ChoiceForm(PageForm):
    """One of the few answers that the link is good for."""

    answer = forms.ChoiceField()

    def __init__(self, *args: Any, values: Iterable[str] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["answer"].choices = [(value, value) for value in values]  # type: ignore[attr-defined] # a ChoiceField
