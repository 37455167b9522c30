"""Role by state by setting by door: what anybody reads anywhere is what the sentences of oracle.py say."""

from dataclasses import astuple

import pytest
from django.core.cache import cache
from django.db.models import Q
from rest_framework.throttling import SimpleRateThrottle

from events import policies
from events.models.rsvp import RsvpQuerySet

from .doors import DOORS
from .oracle import ADDRESSES, ATTENDEES, ROLES, STATES, TRIBES, VISIBILITY, rows
from .walking import cells_of, spread, walk, wrong
from .world import World, build


@pytest.fixture(autouse=True)
def as_often_as_one_likes(monkeypatch):
    cache.clear()
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", {"anon": None, "user": None})


@pytest.fixture
def world(db) -> World:
    return build()


def test_a_corner_of_the_matrix(world):
    """What the quick suite walks: each door by a few."""
    few = [role for role in ROLES if role.name in ("anonymous", "stranger", "member", "going", "host")]
    found = walk(world, cells_of(rows()[:1], few))
    assert wrong(found) == {}
    assert len(found) == len(few) * len(DOORS)


@pytest.mark.thorough
def test_the_matrix_at_every_sixth_cell(world):
    """What CI walks."""
    found = walk(world, spread(rows()))
    assert wrong(found) == {}
    assert len(found) >= 2000


def test_every_sixth_cell_leaves_nothing_out():
    cells = spread(rows())
    settings = {setting for row, _, _ in cells for setting in enumerate(astuple(row))}
    asked = [STATES, VISIBILITY, TRIBES, ATTENDEES, ADDRESSES]
    assert settings == {(place, value) for place, values in enumerate(asked) for value in values}
    assert len({(row, role) for row, role, _ in cells}) == len(rows()) * len(ROLES)
    assert len({(row, door) for row, _, door in cells}) == len(rows()) * len(DOORS)
    met = {(role, door, row.visibility) for row, role, door in cells}
    assert len(met) == len(ROLES) * len(DOORS) * len(VISIBILITY)
    met = {(role, door, row.state) for row, role, door in cells}
    assert len(met) == len(ROLES) * len(DOORS) * 4
    assert {row for row, _, _ in cells} == set(rows())


@pytest.mark.slow
def test_the_whole_matrix(world):
    found = walk(world, cells_of(rows()))
    assert wrong(found) == {}
    assert len(found) >= 10_000


# Rules made looser, each by one word, with a door that has to show it
LOOSER = {
    "who hides is named": (RsvpQuerySet, "shown", lambda rows: rows.filter(status="going"), "api: attendees"),
    "who asks is named": (RsvpQuerySet, "shown", lambda rows: rows.filter(hidden=False), "api: attendees"),
    "all read the list": (policies, "sees_attendees", lambda *_: True, "api: attendees"),
    "all know the way": (policies, "is_going", lambda *_: True, "calendar file"),
    "strangers belong": (policies, "belongs_to", lambda *_: True, "calendar file"),
    "unlisted is listed": (policies, "LISTED", Q(pk__gt=0), "tribe"),
    "one unlisted date is listed": (policies, "LISTED", Q(pk__gt=0), "another date"),
    "all host": (policies, "_hosts", lambda _: Q(pk__gt=0), "attendees file"),
    "a no keeps the page open": (RsvpQuerySet, "concerned", lambda rows: rows.all(), "live"),
    "a vote outlives a removal": (policies, "_concerned", lambda _: Q(slots__isnull=False), "api: event"),
    "what is for the tribe is open": (policies, "OPEN", (*policies.OPEN, "tribe"), "api: event"),
    "a private tribe is open": (policies, "LINKED", (*policies.LINKED, "private"), "page"),
}


@pytest.mark.thorough
@pytest.mark.parametrize("loosened", LOOSER)
def test_the_matrix_notices_a_looser_rule(world, monkeypatch, loosened):
    where, name, looser, door = LOOSER[loosened]
    looking = [role for role in ROLES if role.name in ("stranger", "member", "declined", "removed_voter")]
    monkeypatch.setattr(where, name, looser)
    found = wrong(walk(world, cells_of(rows()[::2], looking, [door])))
    assert [fault for faults_found in found.values() for fault in faults_found if "misses" not in fault]
