"""Each address says who may come in, and a stranger at the door finds it so."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from events import actions as event_actions
from members import actions
from members.api.permissions import MayUseScope

# Anyone may knock; what they see there is for the policies to say.
OPEN = {
    "home", "about", "places", "tribes", "tribe", "event", "event_live", "event_ics", "event_rsvp",
    "event_vote", "event_guest", "series", "event_attendees_csv", "tribe_ics",
    "choose_theme", "healthz", "readyz", "inbox", "inbox_mail", "inbox_html", "inbox_eml", "inbox_ics",
    "media", "tribe_in_capitals", "join_link", "link", "link_ics",
}  # fmt: skip
# These send strangers to sign in first.
SIGNED_IN = {
    "agenda", "profile", "profile_picture", "member", "tokens", "token_revoke",
    "tribe_new", "tribe_join", "tribe_leave", "tribe_members", "tribe_role", "tribe_admit", "tribe_turn_away",
    "tribe_ban", "tribe_lift_ban",
    "tribe_edit", "propose", "event_following", "event_edit", "event_move", "event_cancel", "event_remove",
    "event_hosts", "event_add", "event_invite", "event_invite_all", "event_cohosts", "event_approve",
    "event_floor", "event_again", "event_choose", "event_veto", "event_slots", "event_extend", "event_keep",
    "event_hide",
}  # fmt: skip
# allauth's own, guarded by allauth
ACCOUNTS = ("account_", "mfa_")
# The API's two addresses that need no token: its own description
DESCRIPTION = {"api:schema", "api:docs"}


def addresses(patterns: Any = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns or get_resolver().url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from addresses(pattern.url_patterns, inner)
        else:
            yield f"{prefix}{pattern.name}", pattern


def test_every_address_says_who_may_come_in():
    pages = {name for name, _ in addresses() if not name.startswith(("api:", *ACCOUNTS))}
    assert pages - OPEN - SIGNED_IN == set()


def test_every_address_of_the_api_asks_the_scope_of_a_token():
    views = {name: pattern.callback for name, pattern in addresses() if name.startswith("api:")}
    classes = {name: view.cls.permission_classes for name, view in views.items()}  # type: ignore[attr-defined]
    guarded = {name for name, found in classes.items() if any(issubclass(one, MayUseScope) for one in found)}
    assert views.keys() - guarded == DESCRIPTION


@pytest.fixture
def rows(db) -> dict[str, object]:
    """One of everything that an address can name."""
    ted = actions.make_member(handle="ted", email="ted@example.org")
    tribe = actions.found_tribe(by=ted, hashtag="UsGuys", name="Us guys", time_zone="America/New_York")
    evening = timezone.now().replace(microsecond=0, tzinfo=None) + timedelta(days=30)
    event = event_actions.propose(
        tribe, by=ted, title="Cocktails", local_start=evening, local_end=evening + timedelta(hours=2),
        time_zone="America/New_York", place="The Campbell",
    )  # fmt: skip
    return {
        "slug": tribe.slug,
        "handle": ted.handle,
        "event": event.pk,
        "membership": tribe.memberships.get().pk,
    }


def address_of(name: str, pattern: URLPattern, rows: dict[str, Any]) -> str:
    known = rows | {"pk": rows["membership" if name.startswith("tribe_") else "event"], "rsvp": 1, "slot": 1}
    return reverse(name, kwargs={key: known[key] for key in pattern.pattern.converters})


@pytest.mark.parametrize("method", ["get", "post"])
def test_strangers_are_sent_to_sign_in(rows, method):
    answers = {
        name: getattr(Client(), method)(address_of(name, pattern, rows))
        for name, pattern in addresses()
        if name in SIGNED_IN
    }
    let_in = {
        name: answer.status_code
        for name, answer in answers.items()
        if answer.status_code != 405 and not answer.headers.get("Location", "").startswith("/accounts/login/")
    }
    assert let_in == {}


def test_a_stranger_with_a_made_up_token_is_turned_away(rows):
    for name, pattern in addresses():
        if name.startswith("api:") and name not in DESCRIPTION and not pattern.pattern.converters:
            answer = Client(headers={"Authorization": "Bearer made-up"}).get(reverse(name))
            assert answer.status_code == 401, name
