"""People by the names they are known by."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.db.models.functions import Lower

from members.models import Member, Tribe
from members.policies import memberships_visible_to
from tribemeet.forms import PageForm

MOST_AT_ONCE = 100
BETWEEN_NAMES = re.compile(r"[\s,;]+")


class Handles(forms.CharField):
    """`@ann, ben cleo`: found among those that `among` holds, each of them or none."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**{"max_length": 4000} | more)
        self.among: QuerySet[Member] = Member.objects.none()

    def clean(self, value: Any) -> list[Member]:
        written = [name.lstrip("@") for name in BETWEEN_NAMES.split(super().clean(value))]
        wanted = {name.lower(): name for name in written if name}
        if len(wanted) > MOST_AT_ONCE:
            raise ValidationError(f"Name at most {MOST_AT_ONCE} people at once.")
        called = self.among.annotate(called=Lower("handle")).filter(called__in=wanted)
        found: list[Member] = [*called.order_by("pk")]
        missing = wanted.keys() - {member.handle.lower() for member in found}
        if missing:
            names = ", ".join(sorted(f"@{wanted[name]}"[:40] for name in missing))
            raise ValidationError(f"There is nobody here called {names}.")
        return found


class PeopleForm(PageForm):
    """A form that names people; `among` says which may be named."""

    def __init__(self, *args: Any, among: QuerySet[Member] | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        for field in self.fields.values():
            if isinstance(field, Handles) and among is not None:
                field.among = among


class InviteForm(PeopleForm):
    members = Handles(
        label="Who else",
        help_text="By the names they go by here, such as “annorchard, ben”.",
        error_messages={"required": "Say whom."},
    )


class AddForm(PeopleForm):
    """One person, whom the hosts put on the list themselves."""

    member = Handles(
        label="Whom", help_text="By the name they go by here.", error_messages={"required": "Say whom."}
    )
    guests = forms.IntegerField(min_value=0, max_value=10, required=False, label="Guests with them")

    def clean_member(self) -> Member:
        named: list[Member] = self.cleaned_data["member"]
        if len(named) != 1:
            raise ValidationError("One person at a time.")
        return named[0]


class CohostsForm(PeopleForm):
    cohosts = Handles(
        required=False,
        label="Co-hosts",
        help_text="Members of the tribe who may edit it and keep its list with you, by the names they go by.",
    )

    def asked(self) -> dict[str, Any]:
        return {"members": self.cleaned_data["cohosts"]}


def members_of(tribe: Tribe, by: Member) -> QuerySet[Member]:
    """The members of a tribe, for who may know them."""
    active = memberships_visible_to(by, tribe).active().values("member")
    return Member.objects.filter(pk__in=active, is_active=True)


def handles(members: QuerySet[Member]) -> str:
    return ", ".join(members.order_by("handle").values_list("handle", flat=True))
