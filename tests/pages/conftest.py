"""The cast of the pages: Ted hosts for #usguys, Meg belongs, Ann asks to, nobody knows the stranger."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from events import actions as event_actions
from events.models import Event
from members import actions
from members.models import Member, Tribe

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ZONE = "America/New_York"
# A day that no clock change touches, far enough ahead for every rule.
EVENING = (timezone.now() + timedelta(days=40)).replace(
    hour=19, minute=0, second=0, microsecond=0, tzinfo=None
)


def make(handle: str, **profile: Any) -> Member:
    return actions.make_member(handle=handle, email=f"{handle.lower()}@example.org", **profile)


@pytest.fixture
def ted(db) -> Member:
    return make("TedRubin", display_name="Ted Rubin", time_zone=ZONE)


@pytest.fixture
def tribe(ted) -> Tribe:
    return actions.found_tribe(by=ted, hashtag="UsGuys", name="Us guys", time_zone=ZONE)


@pytest.fixture
def meg(tribe) -> Member:
    member = make("MegFowler")
    actions.join(tribe, member=member)
    return member


@pytest.fixture
def stranger(db) -> Member:
    return make("Stranger")


@pytest.fixture
def propose(tribe, ted) -> Callable[..., Event]:
    def proposed(start: datetime = EVENING, **more: Any) -> Event:
        fields = {
            "by": ted,
            "title": "Cocktails in New York",
            "local_start": start,
            "local_end": start + timedelta(hours=3),
            "time_zone": ZONE,
            "place": "The Campbell",
        }
        return event_actions.propose(tribe, **fields | more)

    return proposed


@pytest.fixture
def meetup(propose) -> Event:
    return propose()


@pytest.fixture
def browse() -> Callable[[Member | None], Client]:
    """A browser in which this member has signed in."""

    def signed_in(member: Member | None = None) -> Client:
        client = Client()
        if member:
            client.force_login(member, backend=BACKEND)
        return client

    return signed_in


@pytest.fixture
def crowd(tribe) -> Callable[[int], list[Member]]:
    def of(size: int) -> list[Member]:
        people = [make(f"guest_{number}") for number in range(size)]
        for member in people:
            actions.join(tribe, member=member)
        return people

    return of
