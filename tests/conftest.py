"""The cast: Hope founds #UsGuys and hosts; Ann, Ben and Cleo belong to it; nobody knows the stranger."""

from collections.abc import Callable
from typing import Any

import pytest

from events import actions as event_actions
from events.models import Event, Rsvp
from members import actions
from members.models import Member, Tribe

from .cast import EVENING, NIGHTS, ZONE, make

THOROUGH = {"test_bad_input.py", "test_docs.py", "test_mutants.py", "test_races.py", "test_scanners.py"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What needs a browser, starts servers of its own or walks a grid is left out of the quick suite."""
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        if "browser" in fixtures or "setup" in item.path.parts or item.path.name in THOROUGH:
            item.add_marker("thorough")


@pytest.fixture
def hope(db) -> Member:
    return make("Hope", time_zone=ZONE)


@pytest.fixture
def tribe(hope) -> Tribe:
    return actions.found_tribe(by=hope, hashtag="UsGuys", name="Us guys", time_zone=ZONE)


@pytest.fixture
def join(tribe) -> Callable[..., Member]:
    def joined(handle: str, **profile: Any) -> Member:
        member = make(handle, **profile)
        actions.join(tribe, member=member)
        return member

    return joined


@pytest.fixture
def ann(join) -> Member:
    return join("Ann")


@pytest.fixture
def ben(join) -> Member:
    return join("Ben")


@pytest.fixture
def cleo(join) -> Member:
    return join("Cleo")


@pytest.fixture
def stranger(db) -> Member:
    return make("Stranger")


@pytest.fixture
def propose(tribe, hope) -> Callable[..., Event]:
    """Hope hosts and is going herself, so a capacity of 3 leaves 2 seats."""

    def proposed(**more: Any) -> Event:
        fields = {
            "by": hope,
            "title": "Cocktails in New York",
            "local_start": EVENING,
            "time_zone": ZONE,
            "place": "The Long Bar",
        }
        return event_actions.propose(tribe, **fields | more)

    return proposed


@pytest.fixture
def proposal(propose) -> Callable[..., Event]:
    """Hope looks for one of three nights, and can make all of them."""
    return lambda **more: propose(**{"local_start": None, "slots": NIGHTS} | more)


@pytest.fixture
def weekly(tribe, hope) -> Callable[..., Event]:
    """Hope's, every week, twelve times; the first of its dates."""

    def proposed(**more: Any) -> Event:
        fields = {
            "by": hope,
            "title": "Thursday table",
            "local_start": EVENING,
            "time_zone": ZONE,
            "place": "The Long Bar",
            "repeat": {"frequency": "weekly", "count": 12},
        }
        return event_actions.propose_series(tribe, **fields | more)

    return proposed


@pytest.fixture
def answer() -> Callable[..., Rsvp]:
    def answered(member: Member, event: Event, answer: str = "going", guests: int = 0) -> Rsvp:
        return event_actions.respond(event, member=member, answer=answer, guests=guests)

    return answered
