"""Role by state by setting by door: what anybody reads anywhere is what the sentences of oracle.py say."""

from collections.abc import Iterable

import pytest
from django.core.cache import cache
from rest_framework.throttling import SimpleRateThrottle

from events.models.rsvp import RsvpQuerySet

from .doors import DOORS, faults
from .oracle import ROLES, Case, Role, Row, rows
from .world import World, build

Cells = dict[tuple[str, str, str], list[str]]


@pytest.fixture(autouse=True)
def as_often_as_one_likes(monkeypatch):
    cache.clear()
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", {"anon": None, "user": None})


@pytest.fixture
def world(db) -> World:
    return build()


def walk(world: World, asked: Iterable[Row], roles: Iterable[Role] = ROLES, doors=tuple(DOORS)) -> Cells:
    """Every cell with what is wrong in it."""
    cells: Cells = {}
    for row in asked:
        with world.under(row):
            for role in roles:
                case, viewer = Case(role, row), world.viewers[role.name]
                for door in doors:
                    cells[str(row), role.name, door] = faults(DOORS[door], world, viewer, case)
    return cells


def wrong(cells: Cells) -> Cells:
    return {cell: found for cell, found in cells.items() if found}


def test_a_row_of_the_matrix(world):
    """What the quick suite walks."""
    cells = walk(world, rows()[:1])
    assert wrong(cells) == {}
    assert len(cells) >= 400


@pytest.mark.slow
def test_a_fifth_of_the_matrix(world):
    cells = walk(world, rows()[::5])
    assert wrong(cells) == {}
    assert len(cells) >= 2000


@pytest.mark.slow
def test_the_whole_matrix(world):
    cells = walk(world, rows())
    assert wrong(cells) == {}
    assert len(cells) >= 10_000


def test_the_matrix_would_notice_a_looser_rule(world, monkeypatch):
    monkeypatch.setattr(RsvpQuerySet, "shown", lambda self: self.filter(status__in=("going", "pending")))
    found = wrong(walk(world, rows()[:1], doors=("page", "api: attendees")))
    assert any("Heron" in fault for faults_found in found.values() for fault in faults_found)
