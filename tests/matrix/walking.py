"""Walks through the matrix: its cells, and what is wrong in each."""

import gc
import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from .doors import DOORS, Nowhere, faults
from .oracle import ROLES, Case, Role, Row
from .world import World

Cell = tuple[Row, Role, str]
Faults = dict[tuple[str, str, str], list[str]]


def cells_of(rows: Iterable[Row], roles: Iterable[Role] = ROLES, doors: Iterable[str] = DOORS) -> list[Cell]:
    return [(row, role, door) for row in rows for role in roles for door in doors]


def spread(rows: list[Row]) -> list[Cell]:
    """Every sixth cell, so that each role meets each row, each door is asked under each row and by each role,
    and of one role at one door the rows are unlike each other."""
    return [
        (row, role, door)
        for number, row in enumerate(rows)
        for place, role in enumerate(ROLES)
        for turn, door in enumerate(DOORS)
        if (number + 2 * (number // 6) + place + turn) % 6 == 0
    ]


def walk(world: World, cells: Iterable[Cell]) -> Faults:
    """By cell what is wrong in it, if only nothing."""
    found: Faults = {}
    nowhere: Nowhere = {}
    with quick_and_quiet():
        for row, asked in _by_row(cells).items():
            with world.under(row):
                for role, door in asked:
                    viewer, case = world.viewers[role.name], Case(role, row)
                    found[str(row), role.name, door] = faults(DOORS[door], world, viewer, case, nowhere)
    return found


def wrong(found: Faults) -> Faults:
    return {cell: sentences for cell, sentences in found.items() if sentences}


def _by_row(cells: Iterable[Cell]) -> dict[Row, list[tuple[Role, str]]]:
    grouped: dict[Row, list[tuple[Role, str]]] = defaultdict(list)
    for row, role, door in cells:
        grouped[row].append((role, door))
    return grouped


@contextmanager
def quick_and_quiet() -> Iterator[None]:
    """To look for garbage among all that the tests hold takes a fifth of the time. Refusals are what is asked
    for, so nothing is written of them."""
    usual, said = gc.get_threshold(), logging.getLogger("django.request")
    gc.set_threshold(100_000, 50, 1000)
    said.disabled = True
    yield
    said.disabled = False
    gc.set_threshold(*usual)
