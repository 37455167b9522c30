"""What hosts may ask of answers, and what they do with the list."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from events import actions
from events.errors import (
    AnswersClosed,
    BadQuestion,
    BadReply,
    BadTime,
    HostStays,
    NoMaybe,
    NotYetOpen,
    TooManyGuests,
)
from events.policies import attendees_visible_to
from members import actions as member_actions
from tests.cast import EVENING, ZONE
from tribemeet.errors import NotAllowed
from tribemeet.outbox.models import Message

START: datetime = EVENING.replace(tzinfo=ZoneInfo(ZONE))
NOW = timezone.now()
DIET = {"text": "What do you not eat?", "kind": "text", "required": True}
BUS = {"text": "Which bus?", "kind": "choice", "choices": ["Early", "Late"]}
DRIVES = {"text": "Do you drive?", "kind": "yes_no"}


def taken(event):
    event.refresh_from_db()
    return event.seats_taken


def test_before_they_open_answers_are_refused_except_a_no(propose, ann, answer):
    event = propose(answers_open_at=NOW + timedelta(days=1))
    with pytest.raises(NotYetOpen):
        answer(ann, event)
    assert answer(ann, event, "declined").status == "declined"


def test_after_they_close_a_seat_can_only_be_given_back(propose, ann, ben, answer):
    event = propose(answers_close_at=START - timedelta(days=2))
    answer(ann, event)
    with time_machine.travel(START - timedelta(days=1)):
        with pytest.raises(AnswersClosed):
            answer(ben, event)
        assert answer(ann, event, "declined").status == "declined"


def test_the_line_still_moves_after_answers_closed(propose, ann, ben, answer):
    event = propose(capacity=2, answers_close_at=START - timedelta(days=2))
    answer(ann, event)
    answer(ben, event)
    with time_machine.travel(START - timedelta(days=1)):
        actions.leave(event, member=ann)
    assert event.rsvps.get(member=ben).status == "going"


@pytest.mark.parametrize(
    "hours",
    [
        {"answers_close_at": START + timedelta(minutes=1)},
        {"answers_open_at": START},
        {"answers_open_at": NOW + timedelta(days=2), "answers_close_at": NOW + timedelta(days=1)},
    ],
)
def test_hours_that_make_no_sense_are_refused(propose, hours):
    with pytest.raises(BadTime):
        propose(**hours)


def test_the_hours_move_with_the_meetup(propose, hope):
    event = propose(answers_close_at=START - timedelta(days=2))
    event = actions.move(event, by=hope, local_start=EVENING + timedelta(days=1))
    assert event.answers_close_at == event.starts_at - timedelta(days=2)


def test_maybe_can_be_switched_off(propose, ann, answer):
    with pytest.raises(NoMaybe):
        answer(ann, propose(maybe_allowed=False), "maybe")


def test_names_of_guests_are_kept_and_never_more_than_there_are(propose, ann):
    event = propose(guests_each=2)
    rsvp = actions.respond(event, member=ann, answer="going", guests=2, guest_names=["Zoë", "Al"])
    assert rsvp.guest_names == ["Zoë", "Al"]
    assert actions.respond(event, member=ann, answer="going", guests=1).guest_names == ["Zoë"]
    with pytest.raises(TooManyGuests):
        actions.respond(event, member=ann, answer="going", guests=1, guest_names=["Zoë", "Al"])


def test_questions_are_asked_of_who_comes_and_remembered(propose, ann):
    event = propose(questions=[DIET, BUS, DRIVES])
    assert [question["key"] for question in event.questions] == ["q1", "q2", "q3"]
    with pytest.raises(BadReply) as refusal:
        actions.respond(event, member=ann, answer="going", replies={"q2": "Never", "q9": "x"})
    assert set(refusal.value.fields) == {"replies.q1", "replies.q2", "replies.q9"}
    replies = {"q1": "Olives", "q2": "Late", "q3": True}
    said = actions.respond(event, member=ann, answer="going", replies=replies)
    assert said.replies == {"q1": "Olives", "q2": "Late", "q3": "yes"}
    actions.respond(event, member=ann, answer="maybe")
    assert actions.respond(event, member=ann, answer="going").replies == said.replies


@pytest.mark.parametrize(
    "asked",
    [
        [DIET] * 11,
        [{"text": ""}],
        [{"text": "x" * 201}],
        [{"text": "x", "kind": "essay"}],
        [{"text": "x", "kind": "choice", "choices": ["one"]}],
        [{"text": "x", "kind": "choice", "choices": ["one", "one"]}],
        [DIET | {"key": "q1"}, BUS | {"key": "q1"}],
    ],
)
def test_questions_that_do_not_work_are_refused(propose, asked):
    with pytest.raises(BadQuestion):
        propose(questions=asked)


def test_where_hosts_approve_nothing_is_held_until_they_say_yes(propose, hope, ann, ben, answer):
    event = propose(capacity=2, by_approval=True)
    assert (answer(ann, event).status, taken(event)) == ("pending", 1)
    answer(ben, event)
    assert actions.approve(event.rsvps.get(member=ben), by=hope).status == "going"
    assert actions.approve(event.rsvps.get(member=ann), by=hope).position == 1
    assert actions.approve(event.rsvps.get(member=ann), by=hope).status == "waitlisted"
    assert Message.objects.filter(kind="rsvp_approved").count() == 2


def test_only_hosts_say_yes_and_add(propose, ann, ben, answer):
    event = propose(by_approval=True)
    rsvp = answer(ann, event)
    with pytest.raises(NotAllowed):
        actions.approve(rsvp, by=ann)
    with pytest.raises(NotAllowed):
        actions.add(event, by=ann, member=ben)


def test_who_asks_is_seen_by_the_hosts_only(propose, hope, ann, ben, answer):
    event = propose(by_approval=True)
    rsvp = answer(ann, event)
    assert rsvp in attendees_visible_to(hope, event)
    assert rsvp in attendees_visible_to(ann, event)
    assert rsvp not in attendees_visible_to(ben, event)


def test_when_hosts_need_no_yes_any_more_those_who_asked_are_seated_in_order(propose, hope, ann, ben, answer):
    event = propose(capacity=2, by_approval=True)
    answer(ben, event)
    answer(ann, event)
    actions.edit(event, by=hope, by_approval=False)
    assert [event.rsvps.get(member=member).status for member in (ben, ann)] == ["going", "waitlisted"]


def test_hosts_add_people_to_a_seat_or_the_line_even_those_taken_off(propose, hope, ann, ben, answer):
    event = propose(capacity=2)
    actions.remove(answer(ann, event), by=hope)
    assert actions.add(event, by=hope, member=ann).status == "going"
    assert actions.add(event, by=hope, member=ben).position == 1
    assert taken(event) == 2


def test_the_invited_are_asked_once_and_answer_like_anybody(propose, hope, ann, ben, answer):
    event = propose()
    assert actions.invite(event, by=hope, members=[ann, ben]) == 2
    assert actions.invite(event, by=hope, members=[ann, hope]) == 0
    assert Message.objects.filter(kind="event_invited").count() == 2
    rsvp = answer(ann, event)
    assert (rsvp.status, rsvp.first_timer) == ("going", True)


def test_who_proposed_the_meetup_stays_on_it(propose, hope, join, tribe):
    event = propose()
    organiser = join("Olga")
    member_actions.change_role(tribe.memberships.get(member=organiser), by=hope, role="organiser")
    with pytest.raises(HostStays):
        actions.remove(event.rsvps.get(member=hope), by=organiser)


def test_who_hides_is_counted_and_not_named(propose, hope, ann, ben, answer):
    event = propose()
    rsvp = answer(ann, event)
    actions.hide(event, member=ann, hidden=True)
    assert taken(event) == 2
    assert [rsvp in attendees_visible_to(member, event) for member in (ben, ann, hope)] == [False, True, True]


def test_seats_are_kept_for_first_timers_until_they_are_offered(propose, hope, ann, ben, cleo, answer):
    with time_machine.travel(START - timedelta(days=60)):
        answer(ann, propose(local_start=EVENING - timedelta(days=50)))
    event = propose(capacity=3, first_timer_seats=1)
    assert answer(ben, event).first_timer
    assert answer(ann, event).status == "going"  # Ben took the seat that was kept
    actions.leave(event, member=ben)
    actions.leave(event, member=ann)
    with time_machine.travel(START - timedelta(days=3)):
        event = propose(capacity=2, first_timer_seats=1)
        assert (answer(ann, event).first_timer, event.rsvps.get(member=ann).status) == (False, "waitlisted")
        assert answer(cleo, event).status == "going"
        actions.leave(event, member=cleo)
        assert event.rsvps.get(member=ann).status == "waitlisted"
    with time_machine.travel(START - timedelta(hours=12), tick=False):
        actions.look(timezone.now())
        assert event.rsvps.get(member=ann).status == "offered"
