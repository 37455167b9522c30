"""What hosts do to a proposal by hand: take a slot out and put it back, add some, take more time."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events import actions
from events.errors import BadSlots, BadTime, DateOpen, LastSlot, NotProposed
from events.models import Event, Vote
from tests.cast import EVENING, NIGHTS
from tribemeet.errors import NotAllowed, NotFound

from .test_proposals import said, slots_of

DAY = timedelta(days=1)


def test_a_vetoed_slot_does_not_count_until_it_is_put_back(proposal, hope, ann, ben):
    event = proposal()
    first = slots_of(event)[0]
    event = actions.veto(event, by=hope, slot=first.pk)
    assert event.local_start == EVENING + DAY
    for member in (ann, ben):
        actions.vote(event, member=member, choices={slots_of(event)[1].pk: "no"})
    event = actions.veto(event, by=hope, slot=first.pk, vetoed=False)
    assert (event.local_start, event.status) == (EVENING, "proposed")


def test_a_slot_put_back_with_enough_votes_fixes_the_date(proposal, hope, ann, ben):
    event = proposal(minimum_people=3)
    first = slots_of(event)[0]
    actions.vote(event, member=ann, choices={first.pk: "yes"})
    actions.veto(event, by=hope, slot=first.pk)
    Vote.objects.create(slot=first, member=ben, choice="yes", ticket=99)
    event = actions.veto(event, by=hope, slot=first.pk, vetoed=False)
    assert event.status == "scheduled"


def test_the_last_open_slot_stays(proposal, hope):
    event = proposal(slots=NIGHTS[:2])
    first, second = slots_of(event)
    actions.veto(event, by=hope, slot=first.pk)
    with pytest.raises(LastSlot):
        actions.veto(event, by=hope, slot=second.pk)


def test_an_earlier_slot_that_is_added_is_decided_before_it_begins(proposal, hope):
    event = proposal()
    soon = EVENING - 39 * DAY
    actions.add_slots(event, by=hope, slots=[{"local_start": soon}])
    event.refresh_from_db()
    assert (event.local_start, event.decide_by) == (soon, event.starts_at)
    assert said(event, hope) == ["yes"] * 4


def test_slots_that_are_added_are_twenty_in_all_and_never_twice(proposal, hope):
    event = proposal()
    for slots in (NIGHTS[:1], [{"local_start": EVENING + n * DAY} for n in range(10, 28)]):
        with pytest.raises(BadSlots):
            actions.add_slots(event, by=hope, slots=slots)
    assert event.slots.count() == 3


def test_hosts_take_more_time_until_the_earliest_slot(proposal, hope):
    event = proposal()
    later = event.decide_by + DAY
    assert actions.extend(event, by=hope, decide_by=later).next_look_at == later
    with pytest.raises(BadTime):
        actions.extend(event, by=hope, decide_by=event.starts_at + DAY)


def test_only_hosts_decide_by_hand(proposal, hope, ann, propose):
    event = proposal()
    slot = slots_of(event)[0].pk
    acts = [
        lambda event, by: actions.choose(event, by=by, slot=slot),
        lambda event, by: actions.veto(event, by=by, slot=slot),
        lambda event, by: actions.extend(event, by=by, decide_by=timezone.now() + DAY),
        lambda event, by: actions.add_slots(event, by=by, slots=NIGHTS),
    ]
    scheduled = propose()
    for act in acts:
        with pytest.raises(NotAllowed):
            act(event, ann)
        with pytest.raises(NotProposed):
            act(scheduled, hope)
    with pytest.raises(NotFound):
        actions.choose(event, by=hope, slot=10**30)


def test_an_open_date_is_not_moved_and_staying_is_no_move(proposal, hope):
    event = proposal()
    for change in (actions.move, actions.change):
        with pytest.raises(DateOpen):
            change(event, by=hope, local_start=EVENING + 5 * DAY)
    assert actions.change(event, by=hope, local_start=EVENING, title="Drinks").title == "Drinks"


def test_fewer_people_needed_may_fix_the_date(proposal, hope, ann):
    event = proposal(minimum_people=5)
    actions.vote(event, member=ann, choices={slots_of(event)[0].pk: "if_needed"})
    assert actions.edit(event, by=hope, minimum_people=2).status == "proposed"
    event = actions.edit(event, by=hope, if_needed_counts=True)
    assert (event.status, Event.objects.get().status) == ("scheduled", "scheduled")
