from typing import Any

from django import forms

from tribemeet.forms import PageForm

from ..actions.following import FOLLOWING, THIS
from ..models import Rsvp

MOST_NAMED = 4


class FollowingForm(PageForm):
    """One press of a button: going to this date and all that follow, or stopping here."""

    answer = forms.ChoiceField(choices=[(Rsvp.Status.GOING, "Going"), (Rsvp.Status.DECLINED, "Can't")])
    guests = forms.IntegerField(min_value=0, max_value=10, required=False)

    def asked(self) -> dict[str, Any]:
        asked = {"answer": self.cleaned_data["answer"], "scope": FOLLOWING}
        if asked["answer"] == Rsvp.Status.GOING:
            asked["guests"] = self.cleaned_data["guests"] or 0
        return asked

    def news(self, in_line: list[str]) -> str:
        """What came of it: a place at each date, or in line on those days."""
        if self.cleaned_data["answer"] == Rsvp.Status.DECLINED:
            return "You're not going to this one, nor to any that follows."
        if not in_line:
            return "You're going to this one and all that follow. One invite holds them all."
        named = ", ".join(in_line[:MOST_NAMED]) + (" and more" if len(in_line) > MOST_NAMED else "")
        return f"You follow this one and all to come. Where it is full you're in line: {named}."


class ScopeForm(PageForm):
    """Which dates a change is of. Of a meetup that does not repeat nothing is asked."""

    scope = forms.ChoiceField(
        choices=[(THIS, "Only this date"), (FOLLOWING, "This and all that follow")],
        initial=THIS,
        required=False,
        label="Which dates",
        widget=forms.RadioSelect,
    )

    SCOPE_HELP = ""

    def __init__(self, *args: Any, repeats: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["scope"].help_text = self.SCOPE_HELP
        if not repeats:
            del self.fields["scope"]

    @property
    def which(self) -> str:
        """Which dates were meant; nothing where it was not asked."""
        return str(self.cleaned_data.get("scope", ""))

    def clean_scope(self) -> str:
        return self.cleaned_data["scope"] or THIS
