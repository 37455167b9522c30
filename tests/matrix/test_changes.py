"""A change asks by the same rules as the page: of what one may not see it says what it says of nothing at
all, and of what one sees and does not host it does nothing."""

import json
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.core.cache import cache
from django.urls import resolve, reverse
from rest_framework.throttling import SimpleRateThrottle

from events.api import doors as api_doors
from events.api import rsvps as api_rsvps
from events.models import Event
from events.views import answering, hosting, series

from ..api.operations import OPERATIONS, Operation
from ..api.test_bad_input import everything
from ..house.test_doors import addresses
from ..pages.bad_forms import FORMS
from ..refusals import said
from .oracle import ROLES, Case, Role, Row
from .test_every_address import CHANGES, FOR_HOSTS
from .walking import quick_and_quiet
from .world import Viewer, World, build

UNSEEN = Row("scheduled", "invited", "public", "everyone", "everyone")
SEEN = Row("proposed", "public", "public", "everyone", "everyone")
STRANGERS = [role for role in ROLES if not Case(role, UNSEEN).sees]
GUESTS = [role for role in ROLES if role.name in ("anonymous", "stranger", "member", "voter", "invited")]
RIGHT = {form.name: form.right for form in FORMS} | {
    "event_guest": {"name": "Grace", "email": "grace@example.org", "answer": "going"},
    "event_following": {"answer": "going"},
    "event_hide": {"hidden": "yes"},
}
PATTERNS = dict(addresses())
# What people do for themselves; all other changes of the API are for hosts
OWN = {"rsvp_answer", "rsvp_give_back", "rsvp_hide", "rsvp_keep", "votes_cast"}
OF_EVENTS = [operation for operation in OPERATIONS if operation.path.startswith("/api/v1/events/{id}")]
PAGES = sorted(name for name in CHANGES | FOR_HOSTS if not name.startswith("api:"))
# Answers an address with the names that stand in it
Ask = Callable[[Viewer, dict[str, object]], Any]


@pytest.fixture
def world(db, monkeypatch) -> World:
    cache.clear()
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", {"anon": None, "user": None})
    return build()


def by_page(name: str, method: str) -> Ask:
    def ask(viewer: Viewer, names: dict[str, object]) -> Any:
        path = reverse(name, kwargs={key: names[key] for key in PATTERNS[name].pattern.converters})
        return getattr(viewer.browser, method)(path, RIGHT.get(name, {}))

    return ask


def by_program(operation: Operation) -> Ask:
    body = json.dumps(operation.right) if operation.takes_a_body else ""

    def ask(viewer: Viewer, names: dict[str, object]) -> Any:
        path = operation.path.format(id=names["pk"], slot=names["slot"], handle="invited_")
        return viewer.program.generic(operation.method.upper(), path, body, "application/json")

    return ask


def on_pages(names: Iterable[str]) -> dict[str, Ask]:
    return {f"{method} {name}": by_page(name, method) for name in names for method in ("get", "post")}


def by_programs(operations: Iterable[Operation]) -> dict[str, Ask]:
    return {operation.name: by_program(operation) for operation in operations}


def differences(world: World, roles: Iterable[Role]) -> list[str]:
    """Who is told by a change that there is a meetup, and which of the changes."""
    asks = on_pages(PAGES) | by_programs(OF_EVENTS)
    here, nowhere = world.where(there=True), world.where(there=False)
    with world.under(UNSEEN), quick_and_quiet():
        before = everything()
        found = [
            f"{role.name}: {name}"
            for role in roles
            for name, ask in asks.items()
            if said(ask(world.viewers[role.name], here)) != said(ask(world.viewers[role.name], nowhere))
        ]
        return found + ([] if everything() == before else ["something changed"])


def test_a_change_to_what_one_may_not_see_is_answered_like_one_to_nothing(world):
    assert differences(world, STRANGERS[1:2]) == []


@pytest.mark.thorough
def test_to_nobody_else_either(world):
    assert differences(world, [STRANGERS[0], *STRANGERS[2:]]) == []


@pytest.mark.thorough
@pytest.mark.parametrize("door", [answering, hosting, series, api_doors, api_rsvps])
def test_a_change_that_forgot_to_ask_is_noticed(world, monkeypatch, door):
    monkeypatch.setattr(door, "events_visible_to", lambda _: Event.objects.all())
    assert differences(world, STRANGERS[1:2])


@pytest.mark.thorough
def test_whoever_does_not_host_it_changes_nothing(world):
    changes = [each for each in OF_EVENTS if each.method != "get" and each.name not in OWN]
    asks = on_pages(name for name in PAGES if name in FOR_HOSTS) | by_programs(changes)
    names = world.where(there=True)
    with world.under(SEEN), quick_and_quiet():
        before = everything()
        for role in GUESTS:
            allowed = (403, 405) if Case(role, SEEN).signed_in else (302, 401, 405)
            answers = {name: ask(world.viewers[role.name], names).status_code for name, ask in asks.items()}
            assert {name: code for name, code in answers.items() if code not in allowed} == {}, role.name
        assert everything() == before


def test_the_description_of_the_api_names_every_change():
    described = {resolve(each.path.format(id=1, slot=1, handle="x")).view_name for each in OF_EVENTS}
    assert {name for name in CHANGES | FOR_HOSTS if name.startswith("api:")} - described == set()
