"""A meetup that looks for its date: slots, votes, and what hosts do to them."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from events import actions
from events.errors import (
    BadSlots,
    BadTime,
    BadVote,
    InThePast,
    NoSuchTime,
    NotProposed,
)
from events.models import Event, Slot, Vote
from members import actions as member_actions
from tests.cast import EVENING, NIGHTS, ZONE
from tribemeet.errors import Invalid
from tribemeet.outbox.models import Message

DAY = timedelta(days=1)


def slots_of(event):
    return list(event.slots.all())


def said(event, member):
    return list(
        Vote.objects.filter(slot__event=event, member=member)
        .order_by("slot__starts_at")
        .values_list("choice", flat=True)
    )


def test_a_proposal_stands_at_its_earliest_slot_and_its_host_can_make_all(proposal, hope):
    event = proposal(slots=NIGHTS[::-1])
    assert (event.status, event.local_start, event.seats_taken) == ("proposed", EVENING, 0)
    assert said(event, hope) == ["yes"] * 3
    assert (event.rsvps.count(), event.invites.count(), Message.objects.count()) == (0, 0, 0)
    assert event.next_reminder_at is None


def test_it_is_decided_two_days_ahead_or_half_way_there(proposal, time_machine):
    event = proposal()
    assert event.decide_by == event.starts_at - 2 * DAY
    time_machine.move_to(event.starts_at - DAY, tick=False)
    assert proposal().decide_by == event.starts_at - DAY / 2


def test_one_time_that_needs_people_is_a_proposal_of_one_slot(propose):
    event = propose(minimum_people=5)
    assert (event.status, event.slots.count(), event.minimum_people) == ("proposed", 1, 5)
    assert propose().status == "scheduled"


@pytest.mark.parametrize(
    ("slots", "error", "field"),
    [
        ([], BadSlots, "slots"),
        ([{"local_start": EVENING + number * DAY} for number in range(21)], BadSlots, "slots"),
        ([*NIGHTS, NIGHTS[1]], BadSlots, "slots.3.local_start"),
        ([NIGHTS[0], {"local_start": datetime(2020, 1, 1)}], InThePast, "slots.1.local_start"),
        ([NIGHTS[0] | {"local_end": EVENING}], BadTime, "slots.0.local_end"),
        ([{"local_start": datetime.max, "all_day": True}], BadTime, "slots.0.local_start"),
        ([NIGHTS[0], {"local_start": datetime(9999, 1, 1)}], BadTime, "slots.1.local_start"),
    ],
)
def test_slots_that_make_no_sense_are_refused_by_name(proposal, slots, error, field):
    with pytest.raises(error) as refused:
        proposal(slots=slots)
    assert list(refused.value.fields) == [field]
    assert not Event.objects.exists()


def test_without_a_time_there_is_nothing_to_propose(propose):
    with pytest.raises(BadTime) as refused:
        propose(local_start=None)
    assert list(refused.value.fields) == ["local_start"]


def test_a_slot_that_clocks_skip_is_refused_by_name(proposal, time_machine):
    time_machine.move_to("2027-01-15T12:00Z")
    night = {"local_start": datetime(2027, 3, 14, 2, 30)}
    with pytest.raises(NoSuchTime) as refused:
        proposal(slots=[{"local_start": datetime(2027, 3, 13, 19)}, night])
    assert (refused.value.code, [*refused.value.fields]) == ("nonexistent_time", ["slots.1.local_start"])


def test_a_slot_that_comes_twice_means_the_first(proposal, time_machine):
    time_machine.move_to("2027-10-15T12:00Z")
    event = proposal(slots=[{"local_start": datetime(2027, 11, 7, 1, 30)}])
    assert (event.starts_at.hour, event.starts_at.minute) == (5, 30)


@pytest.mark.parametrize(
    "decide_by", [timedelta(), -DAY, timedelta(days=41)], ids=["now", "past", "after the earliest"]
)
def test_the_decision_lies_between_now_and_the_earliest_slot(proposal, decide_by):
    with pytest.raises(BadTime) as refused:
        proposal(decide_by=timezone.now() + decide_by)
    assert list(refused.value.fields) == ["decide_by"]


def test_a_vote_changes_what_it_names_and_nothing_else(proposal, ann):
    event = proposal()
    first, second, third = slots_of(event)
    actions.vote(event, member=ann, choices={first.pk: "yes", second.pk: "if_needed"})
    actions.vote(event, member=ann, choices={second.pk: "no", third.pk: "yes"})
    assert said(event, ann) == ["yes", "no", "yes"]
    actions.vote(event, member=ann, choices={second.pk: ""})
    assert said(event, ann) == ["yes", "yes"]


def test_the_same_vote_again_keeps_its_place_and_a_new_one_goes_to_the_end(proposal, ann, ben):
    event = proposal(minimum_people=9)
    slot = slots_of(event)[0]
    for member, choice in ((ann, "yes"), (ben, "yes"), (ann, "yes")):
        actions.vote(event, member=member, choices={slot.pk: choice})
    event.refresh_from_db()
    before = event.revision
    order = slot.votes.order_by("ticket").values_list("member__handle", flat=True)
    assert list(order) == ["Hope", "Ann", "Ben"]
    actions.vote(event, member=ann, choices={slot.pk: "yes"})
    event.refresh_from_db()
    assert event.revision == before
    for choice in ("no", "yes"):
        actions.vote(event, member=ann, choices={slot.pk: choice})
    assert list(order.all()) == ["Hope", "Ben", "Ann"]


def test_votes_for_what_is_not_offered_are_refused_and_none_of_them_counts(proposal, hope, ann):
    event, other = proposal(), proposal()
    first, second, third = slots_of(event)
    actions.veto(event, by=hope, slot=second.pk)
    for pk, choice in ((slots_of(other)[0].pk, "yes"), (second.pk, "yes"), (third.pk, "often"), (10**30, "")):
        with pytest.raises(BadVote) as refused:
            actions.vote(event, member=ann, choices={first.pk: "yes", pk: choice})
        assert list(refused.value.fields) == [f"votes.{pk}"]
    assert said(event, ann) == []


def test_a_slot_that_has_begun_takes_no_votes(proposal, ann, time_machine):
    event = proposal()
    Slot.objects.filter(pk=slots_of(event)[0].pk).update(starts_at=timezone.now() - DAY)
    with pytest.raises(BadVote):
        actions.vote(event, member=ann, choices={slots_of(event)[0].pk: "yes"})


def test_at_its_hour_voting_is_over_even_before_the_tick(proposal, ann, time_machine):
    event = proposal()
    time_machine.move_to(event.decide_by, tick=False)
    with pytest.raises(NotProposed):
        actions.vote(event, member=ann, choices={slots_of(event)[0].pk: "yes"})


def test_what_is_scheduled_takes_no_votes(propose, ann):
    with pytest.raises(NotProposed):
        actions.vote(propose(), member=ann, choices={})


def test_who_leaves_the_tribe_takes_the_votes_along(proposal, tribe, ann, cleo):
    event = proposal()
    actions.vote(event, member=ann, choices={slots_of(event)[0].pk: "yes"})
    actions.vote(event, member=cleo, choices={slots_of(event)[1].pk: "no"})
    member_actions.leave(tribe, member=ann)
    actions.take_back_votes(tribe, member=ann)
    assert (said(event, ann), said(event, cleo)) == ([], ["no"])


def test_called_off_it_tells_those_who_would_have_come(proposal, hope, ann, ben, cleo):
    event = proposal()
    first, second, _ = slots_of(event)
    actions.vote(event, member=ann, choices={first.pk: "yes"})
    actions.vote(event, member=ben, choices={second.pk: "if_needed"})
    actions.vote(event, member=cleo, choices={first.pk: "no"})
    actions.cancel(event, by=hope, reason="Rain")
    told = Message.objects.filter(kind="proposal_cancelled").values_list("payload__member_id", flat=True)
    assert set(told) == {ann.pk, ben.pk}
    assert Message.objects.count() == 2


def test_a_day_is_a_day_even_where_its_midnight_does_not_exist(proposal, time_machine):
    time_machine.move_to("2027-01-15T12:00Z")
    # clocks in Beirut go from midnight to one on the last Sunday of March
    event = proposal(time_zone="Asia/Beirut", slots=[{"local_start": datetime(2027, 3, 28), "all_day": True}])
    assert (event.all_day, event.local_start) == (True, datetime(2027, 3, 28))
    assert f"{event.starts_at:%d %H:%M}" == "27 22:00"
    assert event.ends_at - event.starts_at == timedelta(hours=23)


@pytest.mark.parametrize(
    ("end", "days"), [(None, 1), (EVENING, 1), (EVENING + DAY, 2), (EVENING.replace(hour=0) + DAY, 1)]
)
def test_days_are_whole(proposal, end, days):
    slot = {"local_start": EVENING, "local_end": end, "all_day": True}
    event = proposal(slots=[slot])
    assert event.local_start == EVENING.replace(hour=0)
    assert event.local_end - event.local_start == days * DAY


def test_rules_of_the_meetup_hold_for_a_proposal_too(proposal):
    with pytest.raises(Invalid):
        proposal(minimum_people=1)
    assert proposal(time_zone=ZONE).time_zone == ZONE
