"""What the state machine found once, as a short story each."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from events import actions
from events.errors import AnswersClosed, NoRoom
from members.models import Member
from tests.cast import EVENING, ZONE
from tribemeet.outbox.models import Message

START: datetime = EVENING.replace(tzinfo=ZoneInfo(ZONE))


@pytest.fixture
def clock():
    with time_machine.travel(START - timedelta(hours=80), tick=False) as clock:
        yield clock


def status(event, member):
    return event.rsvps.get(member=member).status


def look():
    return actions.look(timezone.now())


def test_after_answers_closed_a_party_does_not_grow(propose, clock, ann):
    event = propose(guests_each=2, answers_close_at=START - timedelta(hours=79))
    actions.respond(event, member=ann, answer="going", guests=1)
    clock.shift(timedelta(hours=2))
    with pytest.raises(AnswersClosed):
        actions.respond(event, member=ann, answer="going", guests=2)
    assert actions.respond(event, member=ann, answer="going", guests=0).status == "going"


def test_new_seats_go_to_the_line_before_those_who_only_asked(propose, hope, ann, ben, answer):
    event = propose(capacity=1, by_approval=True)
    answer(ben, event)
    actions.approve(answer(ann, event), by=hope)
    actions.edit(event, by=hope, by_approval=False, capacity=2)
    assert (status(event, ann), status(event, ben)) == ("going", "waitlisted")


def test_the_floor_is_asked_about_once_the_line_was_served(propose, clock, hope, ann, ben, answer):
    event = actions.edit(propose(capacity=2, reconfirm=True), by=hope, minimum_people=2)
    for member in (ann, ben):
        answer(member, event)
    for hours in (8, 36):
        clock.shift(timedelta(hours=hours))
        look()
    assert (status(event, ann), status(event, ben)) == ("released", "going")
    assert not Message.objects.filter(kind="floor_missed").exists()


def test_moved_close_to_the_start_seats_kept_for_newcomers_are_offered(propose, clock, hope, ann, answer):
    with time_machine.travel(START - timedelta(days=60)):
        answer(ann, propose(local_start=EVENING - timedelta(days=50)))
    event = propose(capacity=2, first_timer_seats=1)
    assert answer(ann, event).status == "waitlisted"
    actions.move(event, by=hope, local_start=EVENING - timedelta(hours=72))
    assert status(event, ann) == "offered"


def test_reconfirming_chosen_late_asks_nobody_however_late_the_tick(propose, clock, hope, ann, answer):
    event = propose()
    answer(ann, event)
    actions.ask_for_seat(event, name="Zoë", email="zoe@example.org")
    clock.shift(timedelta(hours=9))
    actions.edit(event, by=hope, reconfirm=True)
    look()
    assert not Message.objects.filter(kind="reconfirm_asked").exists()


def test_who_was_asked_to_keep_a_seat_need_not_once_hosts_do_not_ask(propose, clock, hope, ann, answer):
    event = propose(reconfirm=True)
    answer(ann, event)
    clock.shift(timedelta(hours=8))
    look()
    actions.edit(event, by=hope, reconfirm=False)
    actions.edit(event, by=hope, reconfirm=True)
    clock.shift(timedelta(hours=37))
    look()
    assert status(event, ann) == "going"


def test_hosts_do_not_push_a_party_out_of_its_offer_by_adding_it(propose, clock, hope, ann, ben, answer):
    event = propose(capacity=2, guests_each=3)
    answer(ann, event)
    answer(ben, event)
    clock.shift(timedelta(hours=74))
    actions.leave(event, member=ann)
    with pytest.raises(NoRoom):
        actions.add(event, by=hope, member=ben, guests=1)
    assert status(event, ben) == "offered"
    assert actions.add(event, by=hope, member=ben).status == "going"


def test_who_waits_for_a_yes_and_asks_again_keeps_their_turn(propose, clock, hope, ann, ben, answer):
    event = propose(by_approval=True, capacity=2)
    for member in (ann, ben):
        answer(member, event)
        clock.shift(timedelta(minutes=1))
    event = actions.move(event, by=hope, local_start=EVENING + timedelta(hours=1))
    answer(ann, event)
    actions.edit(event, by=hope, by_approval=False)
    assert (status(event, ann), status(event, ben)) == ("going", "waitlisted")


def test_a_late_proof_that_is_refused_changes_nothing_and_the_clock_lets_go(propose, clock):
    event = propose(capacity=2, answers_close_at=START - timedelta(hours=79))
    actions.ask_for_seat(event, name="Zoe", email="zoe@example.org")
    zoe = Member.objects.get(email="zoe@example.org")
    clock.shift(timedelta(hours=2))
    with pytest.raises(AnswersClosed):
        actions.confirm(event, member=zoe)
    assert status(event, zoe) == "unconfirmed"
    look()
    assert status(event, zoe) == "released"
