"""What an answer does not say of guests, their names and replies stays as it was."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from events import actions
from events.errors import TooManyGuests
from events.models import Follow
from members.models import Member
from tests.cast import dates_of

LOU = {"guests": 2, "guest_names": ["Lou"]}


@pytest.fixture
def event(propose):
    return propose(guests_each=2)


def go(member, event, answer="going", **party):
    rsvp = actions.respond(event, member=member, answer=answer, **party)
    return rsvp.status, rsvp.guests, rsvp.guest_names


def test_guests_that_are_not_named_stay(event, ann):
    go(ann, event, **LOU)
    assert go(ann, event) == ("going", 2, ["Lou"])
    assert go(ann, event, "maybe") == ("maybe", 2, ["Lou"])
    assert go(ann, event) == ("going", 2, ["Lou"])
    event.refresh_from_db()
    assert event.seats_taken == 4


def test_a_number_of_guests_is_what_holds_from_now_on(event, ann):
    go(ann, event, **LOU)
    assert go(ann, event, guests=0) == ("going", 0, [])


def test_who_cannot_come_brings_nobody_then_or_later(event, ann):
    go(ann, event, **LOU)
    assert go(ann, event, "declined") == ("declined", 0, [])
    assert go(ann, event) == ("going", 0, [])


def test_guests_stay_as_far_as_each_may_still_bring_them(event, hope, ann):
    go(ann, event, "maybe", **LOU)
    actions.edit(event, by=hope, guests_each=1)
    assert go(ann, event) == ("going", 1, ["Lou"])
    with pytest.raises(TooManyGuests):
        go(ann, event, guests=2)


def test_guests_that_were_let_in_stay_under_a_stricter_limit(event, hope, ann):
    go(ann, event, **LOU)
    actions.move(event, by=hope, local_start=event.local_start + timedelta(hours=1))
    actions.edit(event, by=hope, guests_each=0)
    assert go(ann, event) == ("going", 2, ["Lou"])


def test_an_offer_is_taken_for_all_who_waited(propose, ann):
    event = propose(capacity=1, guests_each=2)
    go(ann, event, **LOU)
    with time_machine.travel(event.starts_at - timedelta(hours=6)):
        actions.edit(event, by=event.host, capacity=4)
        assert actions.take_offer(event, member=ann).guests == 2


def test_a_guest_who_proves_the_address_late_brings_as_many_as_are_still_let_in(event, hope):
    actions.ask_for_seat(event, name="Ana", email="ana@example.org", guests=2)
    actions.edit(event, by=hope, guests_each=1)
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        actions.look(timezone.now())
        rsvp = actions.confirm(event, member=Member.objects.get(email="ana@example.org"))
    assert (rsvp.status, rsvp.guests) == ("going", 1)


def test_guests_stay_at_all_dates(weekly, ann):
    first = weekly(guests_each=2)
    actions.answer(first, member=ann, answer="going", scope="following", **LOU)
    actions.answer(first, member=ann, answer="going", scope="following")
    assert Follow.objects.get(member=ann).guests == 2
    assert {date.rsvps.get(member=ann).guests for date in dates_of(first)} == {2}


def test_who_stays_away_from_one_date_and_says_all_there_again_brings_whom_they_bring_to_all(weekly, ann):
    first, second, *_ = dates_of(weekly(guests_each=2))
    actions.answer(first, member=ann, answer="going", scope="following", **LOU)
    actions.respond(second, member=ann, answer="declined")
    actions.answer(second, member=ann, answer="going", scope="following")
    assert Follow.objects.get(member=ann).guests == 2
    assert second.rsvps.get(member=ann).guests == 2
