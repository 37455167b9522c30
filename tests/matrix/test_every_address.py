"""An address is a door of the matrix, or says why it shows nothing of a meetup that the matrix would miss."""

import pytest
from django.urls import reverse

from ..house.test_doors import ACCOUNTS, addresses
from .doors import DOORS, never, told, unlike
from .oracle import ROLES, Case, rows
from .world import World, build

NO_MEETUPS = "of people and tribes: it names no meetup"

# tests/matrix/test_changes.py asks each of these two kinds
CHANGES = {
    "event_rsvp", "event_vote", "event_guest", "event_keep", "event_hide", "event_following",
    "api:votes", "api:rsvp_keep", "api:rsvp_hidden",
}  # fmt: skip
FOR_HOSTS = {
    "event_edit", "event_move", "event_cancel", "event_remove", "event_add", "event_invite",
    "event_invite_all", "event_cohosts", "event_approve", "event_floor", "event_choose", "event_veto",
    "event_slots", "event_extend", "api:event_cancel", "api:event_extend", "api:event_merge",
    "api:invitations", "api:attendee", "api:attendee_approve", "api:cohosts", "api:slot_choose",
    "api:slot_veto",
}  # fmt: skip
EXEMPT: dict[str, set[str]] = {
    "a change: it answers with a page or an event of the matrix, and fetches by the same rule": CHANGES,
    "for hosts, through the rule of the edit page or of the hosts' page": FOR_HOSTS,
    "leads to a page of the matrix, or starts a new meetup from what that page shows": {
        "event_again", "propose", "tribe_in_capitals",
    },
    NO_MEETUPS: {
        "about", "places", "tribes", "tribe_new", "tribe_edit", "tribe_join", "tribe_leave", "tribe_members",
        "tribe_role", "tribe_admit", "tribe_turn_away", "join_link", "member", "profile", "profile_picture",
        "tokens", "token_revoke", "media", "api:tribes", "api:tribe", "api:join_links", "api:me",
        "tribe_ban", "tribe_lift_ban", "api:memberships", "api:membership_ban",
        "api:membership", "api:own_membership", "api:tokens", "api:token",
    },
    "of the house itself": {"choose_theme", "healthz", "readyz", "api:schema", "api:docs"},
    "of the embedded run only: everybody's mail, on one's own machine": {
        "inbox", "inbox_mail", "inbox_html", "inbox_eml", "inbox_ics",
    },
}  # fmt: skip


def test_a_new_address_needs_a_door_in_the_matrix_or_a_reason():
    known = {name for door in DOORS.values() for name in door.stands_for}.union(*EXEMPT.values())
    assert {name for name, _ in addresses() if not name.startswith(ACCOUNTS)} - known == set()


def test_no_reason_outlives_its_address():
    assert set().union(*EXEMPT.values()) - {name for name, _ in addresses()} == set()


@pytest.fixture
def world(db) -> World:
    return build()


def test_what_is_of_people_names_no_meetup_to_those_who_see_most(world):
    names = world.where(there=True) | {"handle": world.member("host").handle, "token": "x"}
    names["path"] = "pictures/x.webp"
    names["pk"] = world.tribe.memberships.get(member=world.member("member")).pk
    host = world.viewers["owner"]
    (case,) = (Case(role, rows()[0]) for role in ROLES if role.name == "owner")
    for name, address in addresses():
        if name in EXEMPT[NO_MEETUPS]:
            path = reverse(name, kwargs={key: names[key] for key in address.pattern.regex.groupindex})
            for client in (host.browser, host.program):
                assert unlike(told(client.get(path)), never(case)) == [], name
