from typing import Any

from django import forms

from tribemeet.forms import PageForm

from ..models import Membership, Tribe
from ..models.zone import check_zone, zone_names


def zone_choices() -> list[tuple[str, str]]:
    return [(name, name.replace("_", " ")) for name in sorted(zone_names())]


class ZoneSelect(forms.Select):
    """Five hundred names, each sent once: an option without a value sends what it shows."""

    option_template_name = "forms/bare_option.html"


class ZoneField(forms.ChoiceField):
    """Every zone there is, by name."""

    widget = ZoneSelect
    default_validators = [check_zone]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=zone_choices, **kwargs)

    def to_python(self, value: Any) -> str:
        """As it is shown, or as it is called."""
        zone: str = super().to_python(value)
        return zone.replace(" ", "_")


class AboutTribeForm(PageForm):
    """What may change after a tribe was founded: all but its hashtag."""

    name = forms.CharField(max_length=80, label="Name")
    description = forms.CharField(
        max_length=2000,
        required=False,
        label="What it is about",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    time_zone = ZoneField(label="Time zone", help_text="What a new meetup starts with; each may differ.")
    admission = forms.ChoiceField(
        choices=Tribe.Admission.choices,
        initial=Tribe.Admission.OPEN,
        label="Who may join",
        widget=forms.RadioSelect,
    )
    visibility = forms.ChoiceField(
        choices=Tribe.Visibility.choices,
        initial=Tribe.Visibility.PUBLIC,
        label="Who can see it",
        widget=forms.RadioSelect,
    )


class TribeForm(AboutTribeForm):
    field_order = ["hashtag"]
    hashtag = forms.CharField(
        max_length=41,
        help_text="2 to 40 letters, digits or underscores. It becomes the address of the tribe.",
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )


def about(tribe: Tribe) -> dict[str, Any]:
    """What the form of a tribe starts with."""
    return {name: getattr(tribe, name) for name in AboutTribeForm.base_fields}


class RoleForm(PageForm):
    role = forms.ChoiceField(choices=Membership.Role.choices)


class SearchForm(forms.Form):
    """A search in the address bar: what makes no sense is left out and never an error."""

    q = forms.CharField(max_length=80, required=False, label="Find")

    def text(self) -> str:
        found: str = self.cleaned_data["q"] if self.is_valid() else ""
        return found
