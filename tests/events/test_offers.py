"""Close to the start a freed seat is offered for a while; what nobody takes moves on."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from events import actions
from events.errors import OfferOver
from events.models import Rsvp
from tests.cast import EVENING, ZONE
from tribemeet.outbox.models import Message

START: datetime = EVENING.replace(tzinfo=ZoneInfo(ZONE))


@pytest.fixture
def late(propose, ann, ben, cleo, answer):
    """Hope and Ann have the two seats; Ben and Cleo wait. Six hours are left."""
    event = propose(capacity=2)
    for member in (ann, ben, cleo):
        answer(member, event)
    with time_machine.travel(START - timedelta(hours=6), tick=False) as clock:
        yield event, clock


def statuses(event):
    return {rsvp.member.handle: rsvp.status for rsvp in event.rsvps.select_related("member")}


def taken(event):
    event.refresh_from_db()
    return event.seats_taken


def test_a_seat_freed_early_is_given(propose, ann, ben, answer):
    event = propose(capacity=2)
    answer(ann, event)
    answer(ben, event)
    actions.leave(event, member=ann)
    assert statuses(event)["Ben"] == "going"


def test_a_seat_freed_late_is_offered_and_counted_as_held(late, ann):
    event, _ = late
    actions.leave(event, member=ann)
    ben = event.rsvps.get(member__handle="Ben")
    assert (ben.status, ben.held_until - timezone.now()) == ("offered", timedelta(hours=2))
    assert (taken(event), statuses(event)["Cleo"]) == (2, "waitlisted")
    assert event.next_look_at == ben.held_until
    promise = Message.objects.get(kind="rsvp_offered")
    assert (promise.payload["rsvp_id"], promise.expires_at) == (ben.pk, ben.held_until)


def test_who_takes_the_offer_is_going_and_mailed_once(late, ann, ben, answer):
    event, _ = late
    actions.leave(event, member=ann)
    assert answer(ben, event).status == "going"
    assert answer(ben, event).held_until is None
    assert taken(event) == 2
    settled = Message.objects.filter(kind="rsvp_settled", payload__rsvp_id=event.rsvps.get(member=ben).pk)
    assert settled.count() == 2  # waiting, then going


def test_who_passes_hands_it_on(late, ann, ben):
    event, _ = late
    actions.leave(event, member=ann)
    actions.respond(event, member=ben, answer="declined")
    assert (statuses(event)["Cleo"], taken(event)) == ("offered", 2)


def test_an_offer_that_nobody_takes_moves_on_and_then_the_seat_is_free(late, ann):
    event, clock = late
    actions.leave(event, member=ann)
    clock.shift(timedelta(hours=2))
    assert actions.look(timezone.now()) == 1
    assert (statuses(event)["Ben"], statuses(event)["Cleo"]) == ("released", "offered")
    clock.shift(timedelta(hours=2))
    actions.look(timezone.now())
    assert (statuses(event)["Cleo"], taken(event)) == ("released", 1)
    event.refresh_from_db()
    assert event.next_look_at is None


def test_an_offer_that_is_over_cannot_be_taken_even_before_anybody_looked(late, ann, ben, answer):
    event, clock = late
    actions.leave(event, member=ann)
    clock.shift(timedelta(hours=2))
    with pytest.raises(OfferOver):
        answer(ben, event)
    assert statuses(event)["Ben"] == "offered"


def test_looking_twice_or_early_changes_nothing(late, ann):
    event, clock = late
    actions.leave(event, member=ann)
    before = statuses(event)
    assert actions.look(timezone.now()) == 0
    clock.shift(timedelta(hours=2))
    actions.look(timezone.now())
    after = statuses(event)
    assert actions.look(timezone.now()) == 0
    assert before != after == statuses(event)


def test_an_offer_never_outlasts_the_start(late, ann):
    event, clock = late
    clock.move_to(START - timedelta(minutes=40))
    actions.leave(event, member=ann)
    assert event.rsvps.get(status="offered").held_until == START - timedelta(minutes=20)


def test_the_released_may_ask_again_like_anybody(late, ann, ben, answer):
    event, clock = late
    actions.leave(event, member=ann)
    clock.shift(timedelta(hours=2))
    actions.look(timezone.now())
    assert answer(ben, event).position == 1


def test_a_bigger_capacity_is_offered_late_too(late, hope):
    event, _ = late
    actions.edit(event, by=hope, capacity=4)
    assert Rsvp.objects.filter(event=event, status="offered").count() == 2
