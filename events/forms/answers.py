from typing import Any

from django import forms

from tribemeet.forms import PageForm

from ..models import Rsvp


class AnswerForm(PageForm):
    """One press of a button: the answer, the guests, and whether the page had promised a place."""

    answer = forms.ChoiceField(choices=[(answer.value, answer.label) for answer in Rsvp.ANSWERS])
    guests = forms.IntegerField(min_value=0, max_value=10, required=False)
    expects = forms.CharField(max_length=10, required=False)

    def asked(self) -> dict[str, Any]:
        return {"answer": self.cleaned_data["answer"], "guests": self.cleaned_data["guests"] or 0}

    def expected_a_seat(self) -> bool:
        return self.cleaned_data.get("expects") == "seat" and self.cleaned_data["answer"] == Rsvp.Status.GOING


class AgendaFilter(forms.Form):
    """Which of one's answers the agenda shows; what makes no sense shows all."""

    CHOICES = (
        ("", "All"),
        ("going", "Going"),
        ("maybe", "Maybe"),
        ("waitlisted", "Waiting"),
        ("past", "Past"),
    )
    show = forms.ChoiceField(choices=CHOICES, required=False)

    def shown(self) -> str:
        chosen: str = self.cleaned_data["show"] if self.is_valid() else ""
        return chosen
