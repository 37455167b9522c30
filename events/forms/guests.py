"""What somebody who has not signed in says to a meetup."""

from typing import Any

from django import forms

from ..models import Event
from .answers import AnswerForm


class GuestForm(AnswerForm):
    """The answer of who has no account: what a member says, and who says it. It is one whole form always."""

    name = forms.CharField(
        max_length=100, label="Your name", widget=forms.TextInput({"autocomplete": "name"})
    )
    email = forms.EmailField(
        max_length=254,
        label="Your mail address",
        help_text="We mail you the invite. No account, no list.",
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    again = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, event: Event, **more: Any) -> None:
        super().__init__(*args, event=event, auto_id="guest_%s", **more)

    def asked(self) -> dict[str, Any]:
        wanted = {name: self.cleaned_data[name] for name in ("name", "email", "again")}
        self.cleaned_data["party"] = True
        return super().asked() | wanted

    @property
    def sent(self) -> list[tuple[str, str]]:
        """Every pair that came in, to send it once more."""
        known = [name for name in self.data if name in self.fields and name not in ("again", "expects")]
        return [(name, value) for name in known for value in self.data.getlist(name)]  # type: ignore[attr-defined] # a QueryDict
