"""A mailed link whose button is pressed twice, or once more ten minutes later, shows the same page and
changes no row of any table."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from events import actions
from members.models import Member
from tests.cast import EVENING, ZONE
from tests.mail.test_scanners import rows

START: datetime = EVENING.replace(tzinfo=ZoneInfo(ZONE))


@pytest.fixture
def clock():
    with time_machine.travel(timezone.now(), tick=False) as clock:
        yield clock


def going(purpose, wanted):
    """To answer by a link."""

    def at(cast, propose, clock):
        return purpose, propose(capacity=3), cast["ann"], {"answer": wanted}

    return at


def in_line(cast, propose, clock):
    event = propose(capacity=1)
    return "answer", event, cast["ann"], {"answer": "going"}


def offered(wanted):
    def at(cast, propose, clock):
        event = propose(capacity=2)
        for name in ("ben", "ann"):
            actions.respond(event, member=cast[name], answer="going")
        clock.move_to(START - timedelta(hours=6))
        actions.leave(event, member=cast["ben"])
        return "offer", event, cast["ann"], {"answer": wanted}

    return at


def asked_to_keep(wanted):
    def at(cast, propose, clock):
        event = propose(capacity=3, reconfirm=True)
        actions.respond(event, member=cast["ann"], answer="going")
        clock.move_to(START - timedelta(hours=72))
        actions.look(timezone.now())
        return "keep", event, cast["ann"], {"answer": wanted}

    return at


def unproved(wanted):
    def at(cast, propose, clock):
        event = propose(capacity=3)
        actions.ask_for_seat(event, name="Ana", email="ana@example.org")
        return "confirm", event, Member.objects.get(email="ana@example.org"), {"answer": wanted}

    return at


def voting(choice):
    def at(cast, propose, clock):
        event = propose(local_start=None, local_end=None, slots=[{"local_start": EVENING}])
        slot = event.slots.get()
        actions.vote(event, member=cast["ann"], choices={slot.pk: "no"})
        return "vote", event, cast["ann"], {f"slot-{slot.pk}": choice} if choice else {"back": slot.pk}

    return at


PRESSES = {
    "going": going("answer", "going"),
    "maybe": going("answer", "maybe"),
    "declined": going("answer", "declined"),
    "in line": in_line,
    "take": offered("take"),
    "pass": offered("pass"),
    "keep": asked_to_keep("keep"),
    "give back": asked_to_keep("give_back"),
    "confirm": unproved("going"),
    "let go": unproved("declined"),
    "vote": voting("yes"),
    "vote taken back": voting(""),
}


def without_tokens(response):
    """A page without what differs at every look."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.text)


@pytest.mark.parametrize("press", PRESSES.values(), ids=PRESSES)
def test_pressed_again_it_is_the_same_page_and_nothing_changes(
    press, propose, ann, ben, clock, address, nobody
):
    purpose, event, member, sent = press({"ann": ann, "ben": ben}, propose, clock)
    path = address(purpose, event, member)
    first = nobody.post(path, sent)
    assert first.status_code == 200
    before = rows()
    for later in (timedelta(seconds=1), timedelta(minutes=10)):
        clock.shift(later)
        again = nobody.post(path, sent)
        assert again.status_code == 200
        assert without_tokens(again) == without_tokens(first)
        assert rows() == before
