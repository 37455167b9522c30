"""Seats are asked to be kept three days before, and those of the silent go to the line."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from events import actions
from events.errors import NothingToKeep
from events.models import Event
from members.models import Member
from tests.cast import EVENING, ZONE
from tribemeet.outbox.models import Message

START: datetime = EVENING.replace(tzinfo=ZoneInfo(ZONE))


@pytest.fixture
def event(propose, ann, ben, cleo, answer) -> Event:
    """Hope, Ann and Ben have the three seats, Cleo waits."""
    event = propose(capacity=3, reconfirm=True)
    for member in (ann, ben, cleo):
        answer(member, event)
    return event


@pytest.fixture
def clock():
    with time_machine.travel(START - timedelta(hours=72), tick=False) as clock:
        yield clock


def look():
    return actions.look(timezone.now())


def asked():
    return Message.objects.filter(kind="reconfirm_asked").count()


def statuses(event):
    return {rsvp.member.handle: rsvp.status for rsvp in event.rsvps.select_related("member")}


def test_everybody_with_a_seat_but_the_host_is_asked_once(event, clock):
    assert look() == 1
    assert (asked(), look(), asked()) == (2, 0, 2)
    event.refresh_from_db()
    assert event.next_look_at == START - timedelta(hours=36)


def test_nobody_is_asked_early_or_where_hosts_did_not_choose_it(event, clock, hope, propose):
    actions.edit(event, by=hope, reconfirm=False)
    look()
    assert asked() == 0
    actions.edit(propose(reconfirm=True), by=hope, title="Another")
    with time_machine.travel(START - timedelta(hours=73), tick=False):
        assert (look(), asked()) == (0, 0)


def test_silent_seats_go_to_the_line_and_kept_ones_stay(event, clock, ann):
    look()
    actions.keep(event, member=ann)
    clock.shift(timedelta(hours=36))
    assert look() == 1
    assert statuses(event) == {"Hope": "going", "Ann": "going", "Ben": "released", "Cleo": "going"}
    assert Message.objects.filter(kind="rsvp_released").count() == 1


def test_an_answer_given_after_the_question_keeps_the_seat(event, clock, ben, answer):
    look()
    clock.shift(timedelta(hours=1))
    answer(ben, event, "maybe")
    answer(ben, event)  # behind Cleo now, who was given the seat
    clock.shift(timedelta(hours=35))
    look()
    assert statuses(event)["Cleo"] == "going"


def test_below_the_floor_the_hosts_are_asked_once(event, clock, hope, cleo):
    actions.edit(event, by=hope, minimum_people=3)
    actions.leave(event, member=cleo)
    look()
    clock.shift(timedelta(hours=36))
    look()
    assert statuses(event)["Ann"] == "released"
    missed = Message.objects.filter(kind="floor_missed")
    assert [message.payload["member_id"] for message in missed] == [hope.pk]


def test_below_the_floor_hosts_who_do_not_come_themselves_are_asked_too(event, clock, hope, cleo, join):
    dora = join("Dora")
    actions.set_cohosts(event, by=hope, members=[dora])
    actions.edit(event, by=hope, minimum_people=3)
    actions.leave(event, member=cleo)
    look()
    clock.shift(timedelta(hours=36))
    look()
    assert not event.rsvps.filter(member=dora).exists()
    assert asked_about_the_floor() == {hope.pk, dora.pk}


def test_below_the_floor_the_organisers_are_asked_where_no_host_is_left(
    event, clock, tribe, hope, cleo, join
):
    dora = join("Dora")
    tribe.memberships.filter(member=dora).update(role="organiser")
    actions.edit(event, by=hope, minimum_people=3)
    actions.leave(event, member=cleo)
    Member.objects.filter(pk=hope.pk).update(is_active=False)
    tribe.memberships.filter(member=hope).delete()
    look()
    clock.shift(timedelta(hours=36))
    look()
    assert asked_about_the_floor() == {dora.pk}


@pytest.fixture
def close(event, hope, answer, join, clock) -> Event:
    """All three are asked whether they come; Cleo and Dora wait, and are offered seats two days ahead."""
    actions.edit(event, by=hope, offer_hours=48)
    answer(join("Dora"), event)
    look()
    return event


def test_an_offer_is_nobody_who_comes(close, clock, hope):
    clock.shift(timedelta(hours=36))
    look()
    assert sorted(statuses(close).values()) == ["going", "offered", "offered", "released", "released"]
    assert (Event.objects.get().seats_taken, asked_about_the_floor()) == (3, {hope.pk})
    clock.shift(timedelta(hours=2))
    look()
    assert Message.objects.filter(kind="floor_missed").count() == 1


def test_fewer_than_it_needs_are_left_later_when_an_offer_was_passed_over(close, clock, ann, ben, hope):
    actions.keep(close, member=ann)
    actions.keep(close, member=ben)
    clock.shift(timedelta(hours=36))
    look()
    assert asked_about_the_floor() == set()
    actions.leave(close, member=ann)
    clock.shift(timedelta(hours=1))
    look()
    assert asked_about_the_floor() == set()  # Cleo may still take it
    clock.shift(timedelta(hours=1))
    look()
    assert asked_about_the_floor() == {hope.pk}
    for _ in range(3):
        clock.shift(timedelta(hours=2))
        look()
    assert Message.objects.filter(kind="floor_missed").count() == 1


def test_before_the_silent_were_asked_nobody_asks_the_hosts(propose, clock, ann, ben, answer):
    event = propose(capacity=2, reconfirm=True, offer_hours=100)
    answer(ann, event)
    answer(ben, event)
    actions.leave(event, member=ann)
    clock.shift(timedelta(hours=3))
    look()
    assert statuses(event)["Ben"] == "released"
    assert asked_about_the_floor() == set()


def asked_about_the_floor():
    missed = Message.objects.filter(kind="floor_missed")
    return {message.payload["member_id"] for message in missed}


def test_enough_people_ask_nothing_of_the_hosts(event, clock, ann, ben):
    look()
    actions.keep(event, member=ann)
    actions.keep(event, member=ben)
    clock.shift(timedelta(hours=36))
    look()
    assert not Message.objects.filter(kind="floor_missed").exists()


def test_a_late_tick_still_leaves_time_to_say_so(event, clock):
    clock.move_to(START - timedelta(hours=40))
    look()
    event.refresh_from_db()
    assert (asked(), event.next_look_at) == (2, START - timedelta(hours=28))


def test_a_meetup_proposed_within_three_days_asks_nobody(propose, clock, ann, answer):
    event = propose(reconfirm=True, local_start=EVENING - timedelta(days=1))
    answer(ann, event)
    event.refresh_from_db()
    assert (event.next_look_at, asked()) == (None, 0)


def test_moving_asks_anew_three_days_before_the_new_time(event, clock, hope):
    look()
    actions.move(event, by=hope, local_start=EVENING + timedelta(days=7))
    event.refresh_from_db()
    assert event.next_look_at == event.starts_at - timedelta(hours=72)
    clock.shift(timedelta(days=7))
    look()
    assert asked() == 4


def test_only_a_seat_can_be_kept(event, clock, cleo, stranger):
    for member in (cleo, stranger):
        with pytest.raises(NothingToKeep):
            actions.keep(event, member=member)
