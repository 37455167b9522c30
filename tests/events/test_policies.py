"""Who may see what of a meetup."""

from itertools import product
from typing import Any

import pytest

from events import actions
from events.models import Event
from events.policies import (
    address_visible_to,
    as_seen_by,
    attendees_visible_to,
    events_visible_to,
    is_going,
    may_edit,
)
from members import actions as member_actions
from members.models import Tribe
from tests.cast import EVENING, ZONE, make

HOSTS = {"owner", "host", "organiser"}
OUTSIDE = {"nobody", "stranger", "stranger going"}
SETTINGS = list(product(Event.Visibility.values, Event.AddressShownTo.values, Event.AttendeesShownTo.values))


@pytest.fixture
def looking(tribe, hope, join, stranger, answer):
    """A meetup of four seats, and everybody who may look at it by what they are to it."""
    cast = {
        name: join(name)
        for name in ("host", "organiser", "member", "going", "maybe", "removed", "promoted", "waiting")
    }
    member_actions.change_role(tribe.memberships.get(member=cast["organiser"]), by=hope, role="organiser")
    evening = {"local_start": EVENING, "time_zone": ZONE}
    event = actions.propose(tribe, by=cast["host"], title="Supper", place="Katz's", capacity=4, **evening)
    cast |= {"owner": hope, "nobody": None, "stranger": stranger, "stranger going": make("Traveller")}
    for name in ("going", "stranger going", "removed", "promoted", "maybe"):
        answer(cast[name], event, "maybe" if name == "maybe" else "going")
    actions.remove(event.rsvps.get(member=cast["removed"]), by=cast["host"])
    answer(cast["waiting"], event)
    return event, cast


@pytest.mark.parametrize(("said", "seen"), [("going", True), ("maybe", True), ("declined", False)])
def test_who_may_come_still_sees_a_meetup_that_is_for_members_now(
    propose, hope, stranger, answer, said, seen
):
    event = propose()
    answer(stranger, event, said)
    actions.edit(event, by=hope, visibility="tribe")
    assert events_visible_to(stranger).filter(pk=event.pk).exists() is seen


def test_who_waits_in_line_still_sees_a_meetup_whose_tribe_became_private(propose, ann, stranger, answer):
    event = propose(capacity=2)
    for member in (ann, stranger):
        answer(member, event)
    Tribe.objects.update(visibility="private")
    assert event in events_visible_to(stranger)


def test_who_was_taken_off_a_meetup_for_members_no_longer_sees_it(propose, hope, stranger, answer):
    event = propose()
    rsvp = answer(stranger, event)
    actions.edit(event, by=hope, visibility="tribe")
    actions.remove(rsvp, by=hope)
    assert event not in events_visible_to(stranger)


def changed(event, visibility, address_shown_to, attendees_shown_to):
    Event.objects.update(
        visibility=visibility, address_shown_to=address_shown_to, attendees_shown_to=attendees_shown_to
    )
    event.refresh_from_db()
    return event


def test_the_rules_for_many_rows_and_for_one_are_the_same(looking):
    for settings in SETTINGS:
        event, cast = changed(looking[0], *settings), looking[1]
        for name, member in cast.items():
            row: Any = as_seen_by(member, events_visible_to(member)).first()
            many = (row.editable, row.address_seen, row.my_status == "going") if row else (False,) * 3
            one = may_edit(member, event), address_visible_to(member, event), is_going(member, event)
            assert many == one, (name, settings)


def seen(cast, event):
    """Who may edit, who sees the address, the meetup, and others on its list."""
    others = {
        name for name, who in cast.items() if attendees_visible_to(who, event).exclude(member=who).exists()
    }
    return (
        {name for name, who in cast.items() if may_edit(who, event)},
        {name for name, who in cast.items() if address_visible_to(who, event)},
        {name for name, who in cast.items() if events_visible_to(who).exists()},
        others,
    )


def test_everybody_sees_what_the_settings_say_and_no_more(looking):
    event, cast = looking
    going = {"host", "going", "stranger going", "promoted"}
    inside = cast.keys() - OUTSIDE
    addresses = {"everyone": {*cast}, "members": inside | going, "going": HOSTS | going}
    lists = {"everyone": {*cast}, "members": inside, "going": HOSTS | going, "hosts": HOSTS}
    opened = {"public": {*cast}, "unlisted": {*cast}, "tribe": inside | {"stranger going"}}
    opened["invited"] = HOSTS | going | {"maybe", "waiting"}
    for visibility, address, attendees in SETTINGS:
        found = seen(cast, changed(event, visibility, address, attendees))
        told = addresses[address] & opened[visibility]
        assert found == (HOSTS, told, opened[visibility], lists[attendees])
