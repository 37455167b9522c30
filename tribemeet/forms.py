"""What every form of a page can do: ask one action, and say its no beside the right field."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Self, TypeVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tribemeet.errors import Refusal

Row = TypeVar("Row")


class PageForm(forms.Form):
    """A form in front of one action."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY

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


def show(request: HttpRequest, template: str, form: PageForm, **more: Any) -> HttpResponse:
    """The page of a form: 200 when it is fresh, the 4xx of what is wrong otherwise."""
    status = form.status if form.errors else HTTPStatus.OK
    return render(request, template, {"form": form, **more}, status=status)
