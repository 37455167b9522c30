"""What the pages' tests add to the cast: longer names, and a browser that has signed in."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page

from events import actions as event_actions
from events import links
from events.models import Event
from members.models import Member
from tests.cast import EVENING, ZONE, make

PHONE = {"width": 320, "height": 568}
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def hope(db) -> Member:
    return make("HopeHarbor", display_name="Hope Harbor", time_zone=ZONE)


@pytest.fixture
def ann(join) -> Member:
    return join("AnnOrchard")


@pytest.fixture
def propose(tribe, hope) -> Callable[..., Event]:
    def proposed(start: datetime = EVENING, **more: Any) -> Event:
        fields = {
            "by": hope,
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
def crowd(join) -> Callable[[int], list[Member]]:
    def of(size: int) -> list[Member]:
        return [join(f"guest_{number}") for number in range(size)]

    return of


@pytest.fixture
def enter(live_server, browse) -> Callable[[Page, Member], None]:
    """Give this browser the session of a member."""

    def entered(page: Page, member: Member) -> None:
        value = browse(member).cookies["session"].value
        page.context.add_cookies([{"name": "session", "value": value, "url": live_server.url}])

    return entered


@pytest.fixture
def plain(browser: Browser):
    """A page in a browser that runs no script."""
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    yield context.new_page()
    context.close()


@pytest.fixture
def address() -> Callable[[str, Event, Member], str]:
    """The path of a mailed link, as a browser asks for it."""

    def of(purpose: str, event: Event, member: Member) -> str:
        return links.url(purpose, event, member).removeprefix(settings.PUBLIC_URL)

    return of


@pytest.fixture
def nobody() -> Client:
    """A browser without a cookie, held to Django's check of form tokens."""
    return Client(enforce_csrf_checks=True)
