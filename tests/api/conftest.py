"""Programs of the cast, each with a token of its own."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from rest_framework.test import APIClient

from events.models import Event
from members import actions
from members.models import Member

Program = Callable[..., APIClient]


@pytest.fixture(autouse=True)
def nobody_has_asked_yet() -> None:
    """Rates are counted in the cache, which outlives a test."""
    cache.clear()


@pytest.fixture
def program() -> Program:
    """What asks on behalf of a member; without one, a program that has no token."""

    def of(member: Member | None = None, scope: str = "write") -> APIClient:
        client: Any = APIClient()
        if member:
            _, secret = actions.issue_token(member, name="a test", scope=scope)
            client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
        return client

    return of


@pytest.fixture
def event(propose) -> Event:
    return propose()
