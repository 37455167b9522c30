from typing import Any

from django import forms
from django.http import HttpRequest

from ..models.zone import zone_names


class SignUpForm(forms.Form):
    """What joining asks beside the address. allauth builds its own form on this one."""

    # Filled by script where there is one; without, the profile page asks later.
    time_zone = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"data-my-zone": ""}))

    def clean_time_zone(self) -> str:
        """A browser may name a zone that we do not know; joining never fails over that."""
        zone: str = self.cleaned_data["time_zone"]
        return zone if zone in zone_names() else "UTC"

    def signup(self, request: HttpRequest, user: Any) -> None:
        """A hook that allauth asks for; the account adapter has done all there is to do."""
