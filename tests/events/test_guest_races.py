"""Guests at the same moment, on real PostgreSQL: with each other, with the line and with the clock."""

from collections import Counter

import pytest
import time_machine
from django.utils import timezone

from events import actions
from events.actions.guests import HOLD
from events.models import Rsvp
from members.models import Member

from .test_races import at_once, going, is_sound, ruled

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.thorough]


def asking(event, email, **more):
    return lambda: actions.ask_for_seat(event, name="Ana", email=email, **more)


def confirming(event, member):
    return lambda: actions.confirm(event, member=member)


def held(event):
    return sum(rsvp.seats for rsvp in event.rsvps.all() if rsvp.holds_seats)


def test_fifty_guests_at_once_hold_their_share_exactly_and_fill_the_last_five_seats_once_proved(propose):
    event = propose(capacity=6)
    ruled(at_once(*(asking(event, f"guest{number}@example.org") for number in range(50))))
    event.refresh_from_db()
    assert (held(event), event.seats_taken) == (3, 3)
    assert Counter(event.rsvps.values_list("status", flat=True)) == {"going": 1, "unconfirmed": 50}
    guests = Member.objects.filter(is_guest=True)
    answers = ruled(at_once(*(confirming(event, member) for member in guests)))
    assert Counter(rsvp.status for rsvp in answers) == {"going": 5, "waitlisted": 45}
    assert is_sound(event)


def test_one_guest_pressing_twenty_times_holds_one_seat_and_is_one_member(propose):
    event = propose(capacity=30)
    answers = at_once(*[asking(event, "ana@example.org")] * 20)
    assert len([answer for answer in answers if not isinstance(answer, Exception)]) == 3
    event.refresh_from_db()
    assert (event.seats_taken, Member.objects.filter(is_guest=True).count()) == (2, 1)


def test_a_hold_that_ends_while_it_is_confirmed_ends_in_one_of_both_and_never_in_two(propose, join):
    for number in range(10):
        event = propose(capacity=2)
        actions.ask_for_seat(event, name="Ana", email=f"ana{number}@example.org")
        actions.respond(event, member=join(f"waits_{number}"), answer="going")
        member = Member.objects.get(email=f"ana{number}@example.org")
        over = timezone.now() + HOLD
        with time_machine.travel(over, tick=False):
            ruled(at_once(confirming(event, member), lambda now=over: actions.look(now)))
        assert Counter(event.rsvps.values_list("status", flat=True)) == {"going": 2, "waitlisted": 1}
        assert is_sound(event)


def test_just_before_the_end_a_confirmation_beside_the_clock_keeps_the_seat(propose, join):
    event = propose(capacity=2)
    actions.ask_for_seat(event, name="Ana", email="ana@example.org")
    actions.respond(event, member=join("waits"), answer="going")
    member = Member.objects.get(email="ana@example.org")
    ruled(at_once(confirming(event, member), lambda: actions.look(timezone.now())))
    assert event.rsvps.get(member=member).status == Rsvp.Status.GOING


def test_guests_members_and_the_clock_together_never_oversell(propose, join):
    event = propose(capacity=8, guests_each=2)
    people = [join(f"member_{number}") for number in range(12)]
    asks = [asking(event, f"guest{number}@example.org", guests=number % 3) for number in range(12)]
    ruled(at_once(*asks, *(going(event, member, 1) for member in people)))
    over = timezone.now() + HOLD * 2
    guests = list(Member.objects.filter(is_guest=True))
    with time_machine.travel(over, tick=False):
        ruled(at_once(*(confirming(event, member) for member in guests), lambda: actions.look(over)))
    assert not event.rsvps.filter(status="unconfirmed").exists()
    assert is_sound(event)
