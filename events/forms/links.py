"""What the page of a mailed link asks: one thing, and one button that does it."""

from collections.abc import Iterable
from typing import Any

from django import forms

from tribemeet.forms import PageForm

from ..models import Rsvp
from .answers import AnswerForm, RepliesForm


class ChoiceForm(PageForm):
    """One of the few answers that the link is good for."""

    answer = forms.ChoiceField()

    def __init__(self, *args: Any, values: Iterable[str], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["answer"].choices = [(value, value) for value in values]  # type: ignore[attr-defined] # it is one


class AskingForm(RepliesForm):
    """As above, and what the hosts ask stands over the button that says yes."""

    answer = forms.ChoiceField()

    def __init__(self, *args: Any, values: Iterable[str], yes: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["answer"].choices = [(value, value) for value in values]  # type: ignore[attr-defined] # it is one
        self.yes = yes

    def asked(self) -> dict[str, Any]:
        answer, replied = self.cleaned_data["answer"], self.replied()
        return {"answer": answer} | ({"replies": replied} if answer == self.yes and replied else {})


class MailedAnswerForm(AnswerForm):
    """An answer by one button: the party stays as it is, and what the hosts ask stands above the button."""

    def asked(self) -> dict[str, Any]:
        answer, replied = self.cleaned_data["answer"], self.replied()
        asked = {"answer": answer, "expects": self.cleaned_data["expects"]}
        return asked | ({"replies": replied} if answer == Rsvp.Status.GOING and replied else {})
