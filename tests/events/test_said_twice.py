"""The same answer twice is the same as once, also when it would be too late by now."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events import actions
from events.errors import AnswersClosed, BadReply, Closed, NoMaybe, Removed
from events.models import Event
from tribemeet.outbox.models import Message

QUESTIONS = [{"key": "q1", "text": "Meat or fish?", "kind": "text", "required": True}]
RULES = {
    "going": {},
    "maybe": {},
    "declined": {},
    "waitlisted": {"capacity": 1},
    "pending": {"by_approval": True},
}


def say(event, member, status, **party):
    answer = "going" if status in ("waitlisted", "pending") else status
    return actions.respond(event, member=member, answer=answer, **party)


def close(event, hope):
    return actions.edit(event, by=hope, answers_close_at=timezone.now() - timedelta(minutes=1))


def stands():
    return Event.objects.values().get(), Message.objects.count()


@pytest.fixture(params=RULES)
def said(request, propose, ann):
    """What Ann said, and what it came to."""
    event = propose(guests_each=2, questions=QUESTIONS, **RULES[request.param])
    party = {} if request.param == "declined" else {"guests": 1, "guest_names": ["Lou"]}
    party |= {} if request.param in ("declined", "maybe") else {"replies": {"q1": "Fish"}}
    assert say(event, ann, request.param, **party).status == request.param
    return event, request.param, party


def test_after_answers_closed_the_same_is_taken_and_changes_nothing(said, hope, ann):
    event, status, party = said
    event = close(event, hope)
    before = stands()
    assert say(event, ann, status, **party).status == status
    assert stands() == before


def test_a_stricter_limit_is_not_held_against_what_was_said(said, hope, ann):
    event, status, party = said
    actions.edit(event, by=hope, guests_each=0)
    before = stands()
    assert say(event, ann, status, **party).guests == party.get("guests", 0)
    assert stands() == before


def test_a_maybe_stands_where_nobody_can_say_maybe_any_more(propose, hope, ann, ben):
    event = propose()
    say(event, ann, "maybe")
    actions.edit(event, by=hope, maybe_allowed=False)
    assert say(event, ann, "maybe").status == "maybe"
    with pytest.raises(NoMaybe):
        say(event, ben, "maybe")


@pytest.mark.parametrize("status", ["waitlisted", "maybe", "pending"])
def test_after_answers_closed_nothing_new_is_taken(status, propose, hope, ann):
    event = propose(guests_each=2, **RULES[status])
    say(event, ann, status)
    close(event, hope)
    with pytest.raises(AnswersClosed):
        say(event, ann, status, guests=1)
    with pytest.raises(AnswersClosed):
        say(event, ann, status, guests=1, guest_names=["Lou"])


def test_a_question_asked_since_is_no_reason_to_refuse_what_stands(propose, hope, ann):
    event = propose()
    say(event, ann, "going")
    actions.edit(event, by=hope, questions=QUESTIONS)
    assert say(event, ann, "going").status == "going"
    with pytest.raises(BadReply):
        say(event, ann, "going", replies={})
    assert say(event, ann, "going", replies={"q1": "Fish"}).replies == {"q1": "Fish"}


def test_who_is_asked_again_by_a_move_says_something_new(propose, hope, ann):
    event = propose(capacity=1)
    say(event, ann, "waitlisted")
    actions.move(event, by=hope, local_start=event.local_start + timedelta(hours=1))
    close(event, hope)
    with pytest.raises(AnswersClosed):
        say(event, ann, "waitlisted")


def test_once_it_is_off_or_they_are_nothing_is_said_even_twice(propose, hope, ann, ben):
    event = propose()
    say(event, ann, "going")
    actions.remove(say(event, ben, "going"), by=hope)
    with pytest.raises(Removed):
        say(event, ben, "going")
    actions.cancel(event, by=hope)
    with pytest.raises(Closed):
        say(event, ann, "going")
