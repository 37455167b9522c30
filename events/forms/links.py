"""What the page of a mailed link asks: one thing, and one button that does it."""

from collections.abc import Iterable
from typing import Any

from django import forms

from tribemeet.forms import PageForm

from ..actions.following import FOLLOWING, THIS
from ..models import Event, Rsvp
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
    """An answer by one button: the party stays as it is, and what the hosts ask stands above the button. Of a
    series it may be one to this date and all that follow."""

    TO_ALL = {"follow": Rsvp.Status.GOING, "unfollow": Rsvp.Status.DECLINED}

    def __init__(self, *args: Any, event: Event, **more: Any) -> None:
        super().__init__(*args, event=event, **more)
        if event.series_id is not None:
            self.fields["answer"].choices += [(value, value) for value in self.TO_ALL]  # type: ignore[attr-defined] # it has

    @property
    def to_all(self) -> bool:
        return self.cleaned_data.get("answer") in self.TO_ALL

    def asked(self) -> dict[str, Any]:
        said, replied = self.cleaned_data["answer"], self.replied()
        answer = self.TO_ALL.get(said, said)
        asked = {"answer": answer, "expects": self.cleaned_data["expects"]}
        asked["scope"] = FOLLOWING if self.to_all else THIS
        return asked | ({"replies": replied} if answer == Rsvp.Status.GOING and replied else {})
