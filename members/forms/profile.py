from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from tribemeet.forms import PageForm

from ..models import Place
from .picture import remade
from .tribes import ZoneField


class ProfileForm(PageForm):
    handle = forms.CharField(max_length=30, help_text="The name your people know online.")
    display_name = forms.CharField(
        max_length=60, required=False, label="Name", help_text="Shown instead of the handle."
    )
    bio = forms.CharField(
        max_length=1000, required=False, label="About you", widget=forms.Textarea(attrs={"rows": 4})
    )
    interests = forms.CharField(
        max_length=300,
        required=False,
        label="What you care about",
        help_text="Beyond your tribes.",
    )
    home = forms.CharField(
        max_length=200,
        required=False,
        label="Home town",
        help_text="A town, never an address. Members of your tribes see it.",
        widget=forms.TextInput(attrs={"list": "places", "data-places": "/places/", "autocomplete": "off"}),
    )
    time_zone = ZoneField(label="Your time zone", help_text="A meetup's own time always comes first.")

    def clean_home(self) -> Place | None:
        """The town by its whole label, or the largest one of that name."""
        text = self.cleaned_data["home"].strip()
        if not text:
            return None
        place = Place.objects.called(text)
        if place is None:
            raise ValidationError("We do not know that town. Try a larger one nearby.", code="unknown_place")
        return place


class PictureForm(PageForm):
    picture = forms.FileField(
        label="Picture",
        help_text="JPEG, PNG or WebP, up to 10 MB. Where it was taken is removed.",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )

    def clean_picture(self) -> "ContentFile[bytes]":
        return remade(self.cleaned_data["picture"])


def filled(member: Any) -> dict[str, Any]:
    """What the profile form starts with; the handle that a guest was given is not theirs to keep."""
    return {name: getattr(member, name) for name in ProfileForm.base_fields} | {
        "home": str(member.home or ""),
        "handle": "" if member.is_guest else member.handle,
    }
