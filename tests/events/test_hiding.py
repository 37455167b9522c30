"""Who hides at a meetup is counted and not named: as a voter, once the date is fixed, and when it is over."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from events import actions
from events.errors import NothingToHide
from events.models import Event
from events.policies import (
    as_seen_by,
    attendees_visible_to,
    events_visible_to,
    people_to_ask,
    voters_visible_to,
)
from tests.cast import days_later
from tribemeet.outbox.models import Message

EIGHT_WEEKS = 56


@pytest.fixture
def vote():
    """Votes for the slots in their order: `vote(event, ann, "no yes")`."""

    def voted(event, member, said):
        choices = {slot.pk: word for slot, word in zip(event.slots.all(), said.split(), strict=False)}
        actions.vote(event, member=member, choices=choices)
        event.refresh_from_db()

    return voted


def voters(event, looker):
    return set(voters_visible_to(looker, event).values_list("member__handle", flat=True))


def named(event, looker):
    return set(attendees_visible_to(looker, event).values_list("member__handle", flat=True))


def test_a_voter_hides_and_is_named_again(proposal, vote, hope, ann, ben):
    event = proposal()
    vote(event, ann, "yes")
    actions.hide(event, member=ann, hidden=True)
    assert [voters(event, who) for who in (ben, None)] == [{"Hope"}, {"Hope"}]
    assert [voters(event, who) for who in (ann, hope)] == [{"Hope", "Ann"}, {"Hope", "Ann"}]
    actions.hide(event, member=ann, hidden=False)
    assert voters(event, ben) == {"Hope", "Ann"}


def test_that_one_hides_is_no_answer(proposal, vote, hope, ann):
    """Nobody reads a row of it, and it opens nothing once the votes are taken back."""
    event = proposal(visibility="invited")
    slot = event.slots.all()[0].pk
    vote(event, ann, "yes")
    actions.hide(event, member=ann, hidden=True)
    assert named(event, hope) == named(event, ann) == set()
    seen: Any = as_seen_by(ann, events_visible_to(ann)).get()
    assert seen.my_status is None
    actions.vote(event, member=ann, choices={slot: ""})
    assert not events_visible_to(ann).exists()


@pytest.mark.parametrize(("said", "status"), [("yes", "going"), ("if_needed", "maybe")])
def test_hiding_outlasts_the_vote_that_fixes_the_date(proposal, vote, hope, ann, ben, said, status):
    event = proposal(minimum_people=9)
    vote(event, ann, said)
    actions.hide(event, member=ann, hidden=True)
    actions.choose(event, by=hope, slot=event.slots.all()[0].pk)
    rsvp = event.rsvps.get(member=ann)
    assert (rsvp.status, rsvp.hidden) == (status, True)
    assert "Ann" not in named(event, ben)
    assert "Ann" in named(event, hope)


def test_who_voted_for_another_time_hides_when_they_come_all_the_same(proposal, vote, hope, ann, ben, cleo):
    event = proposal()
    vote(event, ann, "no yes")
    actions.hide(event, member=ann, hidden=True)
    for member in (ben, cleo):
        vote(event, member, "yes")
    assert named(event, hope) == {"Hope", "Ben", "Cleo"}
    assert actions.respond(event, member=ann, answer="going").hidden
    assert named(event, ben) == {"Hope", "Ben", "Cleo"}
    assert event.seats_taken == 3
    assert Event.objects.get().seats_taken == 4


def test_who_hid_and_took_the_votes_back_can_be_invited_and_stays_hidden(proposal, vote, hope, ann, stranger):
    event = proposal()
    vote(event, stranger, "yes")
    actions.hide(event, member=stranger, hidden=True)
    actions.vote(event, member=stranger, choices={event.slots.all()[0].pk: ""})
    assert stranger not in people_to_ask(hope, event)
    assert actions.invite(event, by=hope, members=[stranger, ann]) == 2
    assert Message.objects.filter(kind="event_invited").count() == 2
    rsvp = event.rsvps.get(member=stranger)
    assert (rsvp.status, rsvp.via, rsvp.hidden) == ("invited", "host", True)


def test_there_is_nothing_to_hide_where_nobody_reads_the_name(
    propose, proposal, vote, hope, ann, ben, answer
):
    meetup, kept = propose(), propose(attendees_shown_to="hosts")
    answer(ann, meetup, "declined")
    answer(ann, kept)
    looking, keeping = proposal(), proposal(attendees_shown_to="hosts")
    vote(keeping, ann, "yes")
    nothing = [(meetup, ben), (meetup, ann), (meetup, hope), (kept, ann), (looking, ann), (looking, hope)]
    for event, member in [*nothing, (keeping, ann)]:
        for hidden in (True, False):
            with pytest.raises(NothingToHide):
                actions.hide(event, member=member, hidden=hidden)
    assert not looking.rsvps.exists()


@pytest.mark.parametrize("status", ["going", "maybe", "waitlisted", "offered"])
def test_whoever_the_list_names_can_hide_also_when_it_is_over(propose, ann, ben, answer, status):
    event = propose(capacity=2)
    answer(ben, event)
    answer(ann, event, "maybe" if status == "maybe" else "going")
    if status == "going":
        actions.remove(event.rsvps.get(member=ben), by=event.host)
    if status == "offered":
        with time_machine.travel(event.starts_at - timedelta(hours=3), tick=False):
            actions.leave(event, member=ben)
    assert event.rsvps.get(member=ann).status == status
    with days_later(EIGHT_WEEKS):
        assert "Ann" in named(event, None)
        actions.hide(event, member=ann, hidden=True)
    assert "Ann" not in named(event, None)


def test_hiding_twice_is_hiding_once(proposal, vote, ann):
    event = proposal()
    vote(event, ann, "yes")
    actions.hide(event, member=ann, hidden=True)
    revision = Event.objects.get().revision
    actions.hide(event, member=ann, hidden=True)
    assert (Event.objects.get().revision, event.rsvps.count()) == (revision, 1)
