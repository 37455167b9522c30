"""What every form of a page can do: ask one action, and say its no beside the right field."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Self, TypeVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tribemeet.errors import Refusal

Row = TypeVar("Row")


# In place of the sentences that come with Django; a field that says it better keeps its own.
PLAIN = {"required": "Fill this in.", "invalid_choice": "Choose one that is offered."}
PLAIN_LIMITS = {
    "max_length": "At most %(limit_value)d characters; this has %(show_value)d.",
    "min_value": "Not less than %(limit_value)s.",
    "max_value": "Not more than %(limit_value)s.",
}


class PageForm(forms.Form):
    """A form in front of one action."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for field in self.fields.values():
            _speak_plainly(field)

    @classmethod
    def of(cls, request: HttpRequest, **more: Any) -> Self:
        """Filled by a POST, even an empty one; fresh otherwise."""
        if request.method == "POST":
            return cls(request.POST, request.FILES, **more)
        return cls(**more)

    def carry_out(self, act: Callable[..., Row], *args: Any, **more: Any) -> Row | None:
        """Call the action with what was entered; None when the form or the action says no."""
        if not self.is_valid():
            return None
        try:
            return act(*args, **more, **self.asked())
        except Refusal as refusal:
            self.refuse(refusal)
            return None

    def asked(self) -> dict[str, Any]:
        """What the action is called with."""
        return self.cleaned_data

    def refuse(self, refusal: Refusal) -> None:
        self.status = HTTPStatus(refusal.status)
        for name, sentence in refusal.fields.items():
            self.add_error(name if name in self.fields else None, sentence)
        if not refusal.fields:
            self.add_error(None, refusal.message)


def _speak_plainly(field: forms.Field) -> None:
    stock: dict[str, Any] = {}
    for kind in reversed(type(field).__mro__):
        stock |= getattr(kind, "default_error_messages", {})
    said = field.error_messages
    kept = {code: words for code, words in said.items() if code not in PLAIN or words is not stock.get(code)}
    field.error_messages = {**PLAIN_LIMITS, **PLAIN, **kept}


def show(request: HttpRequest, template: str, form: PageForm, **more: Any) -> HttpResponse:
    """The page of a form: 200 when it is fresh, the 4xx of what is wrong otherwise."""
    status = form.status if form.errors else HTTPStatus.OK
    return render(request, template, {"form": form, **more}, status=status)
