from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from tribemeet.forms import PageForm

from ..models import Token

LIFETIMES = [("7", "7 days"), ("30", "30 days"), ("90", "90 days"), ("365", "A year")]


class TokenForm(PageForm):
    name = forms.CharField(max_length=60, label="What it is for", help_text="Such as “my phone's shortcut”.")
    scope = forms.ChoiceField(
        choices=Token.Scope.choices,
        initial=Token.Scope.READ,
        label="What it may do",
        widget=forms.RadioSelect,
    )
    days = forms.ChoiceField(choices=LIFETIMES, initial="90", label="How long it lasts")

    def asked(self) -> dict[str, Any]:
        asked = {**self.cleaned_data}
        asked["expires_at"] = timezone.now() + timedelta(days=int(asked.pop("days")))
        return asked
