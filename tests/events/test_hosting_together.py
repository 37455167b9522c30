"""Co-hosts, and two meetups that become one."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events import actions, facts
from events.errors import NotMergeable, TooManyHosts
from events.models import Event, Rsvp
from events.policies import may_edit
from members.actions import found_tribe, make_member
from members.errors import NotAMember
from members.models import Member, Membership
from tests.cast import EVENING
from tribemeet.errors import NotAllowed
from tribemeet.outbox.models import Message

LATER = EVENING + timedelta(days=2)


def promised(kind: str) -> list[dict[str, int]]:
    return [message.payload for message in Message.objects.filter(kind=kind).order_by("pk")]


def test_a_cohost_may_edit_and_is_told_once(propose, hope, ann):
    event = propose()
    actions.set_cohosts(event, by=hope, members=[ann])
    actions.set_cohosts(event, by=hope, members=[ann, hope])
    assert may_edit(ann, event)
    assert promised("cohost_added") == [{"event_id": event.pk, "member_id": ann.pk}]


def test_who_is_not_named_any_more_hosts_no_more(propose, hope, ann, ben):
    event = propose()
    actions.set_cohosts(event, by=hope, members=[ann])
    actions.set_cohosts(event, by=hope, members=[ben])
    assert (may_edit(ann, event), may_edit(ben, event)) == (False, True)


def test_a_cohost_makes_nobody_one(propose, tribe, hope, ann, ben):
    event = propose()
    actions.set_cohosts(event, by=hope, members=[ann])
    with pytest.raises(NotAllowed):
        actions.set_cohosts(event, by=ann, members=[ann, ben])
    assert not may_edit(ben, event)


def test_an_organiser_of_the_tribe_says_who_hosts_too(propose, tribe, ann, ben):
    Membership.objects.filter(tribe=tribe, member=ben).update(role="organiser")
    event = propose(by=ann)
    assert may_edit(ben, actions.set_cohosts(event, by=ben, members=[ben]))


def test_nine_are_too_many_and_strangers_are_none(propose, hope, join, stranger):
    event, crowd = propose(), [join(f"guest_{number}") for number in range(8)]
    actions.set_cohosts(event, by=hope, members=crowd[:7])
    with pytest.raises(TooManyHosts):
        actions.set_cohosts(event, by=hope, members=crowd)
    with pytest.raises(NotAMember):
        actions.set_cohosts(event, by=hope, members=[stranger])
    assert event.cohosts.count() == 7


def test_who_leaves_the_tribe_hosts_its_meetups_no_more(propose, tribe, hope, ann):
    event = propose()
    actions.set_cohosts(event, by=hope, members=[ann])
    Membership.objects.filter(tribe=tribe, member=ann).delete()
    facts.free_seats_in_the_tribe(Message(payload={"tribe_id": tribe.pk, "member_id": ann.pk}))
    assert not may_edit(ann, event)


def test_a_proposal_names_its_cohosts_or_is_none(tribe, hope, ann, stranger):
    what = {"title": "Brunch", "place": "The Diner", "local_start": EVENING}
    event = actions.propose_together(tribe, by=hope, cohosts=[ann], **what)
    assert may_edit(ann, event)
    with pytest.raises(NotAMember):
        actions.propose_together(tribe, by=hope, cohosts=[stranger], **what)
    assert Event.objects.count() == 1


@pytest.fixture
def two(propose, hope, ann, ben, answer):
    """A meetup that Ann and Ben mean to come to, and a later one that only Ben knows."""
    small, large = propose(), propose(title="Picnic", local_start=LATER)
    answer(ann, small)
    answer(ben, small, "maybe")
    answer(ben, large, "declined")
    return small, large


def test_merged_it_is_off_and_those_who_meant_to_come_are_asked_once(two, hope, ann, ben):
    small, large = two
    actions.merge(small, into=large, by=hope)
    small.refresh_from_db()
    assert small.status == "cancelled"
    assert small.cancel_reason.startswith("We join “Picnic”, ")
    assert Rsvp.objects.get(event=large, member=ann).status == "invited"
    assert Rsvp.objects.get(event=large, member=ben).status == "declined"
    assert len(promised("event_invited")) == 1
    assert len(promised("event_cancelled")) == 3


def test_who_could_have_come_to_a_proposal_is_asked_as_well(
    proposal, propose, hope, ann, ben, cleo, stranger
):
    looking, into = proposal(minimum_people=9), propose(title="Picnic", local_start=LATER)
    first, second, _ = looking.slots.all()
    actions.vote(looking, member=ann, choices={first.pk: "yes"})
    actions.vote(looking, member=ben, choices={first.pk: "no", second.pk: "if_needed"})
    actions.vote(looking, member=cleo, choices={first.pk: "no"})
    actions.vote(looking, member=stranger, choices={second.pk: "yes"})
    Member.objects.filter(pk=stranger.pk).update(is_active=False)
    actions.merge(looking, into=into, by=hope)
    asked = into.rsvps.filter(status="invited").values_list("member__handle", flat=True)
    assert sorted(asked) == ["Ann", "Ben"]
    assert len(promised("event_invited")) == 2


def test_only_who_hosts_it_merges_it(two, ann):
    small, large = two
    with pytest.raises(NotAllowed):
        actions.merge(small, into=large, by=ann)
    small.refresh_from_db()
    assert small.status == "scheduled"


def test_into_itself_another_tribes_or_what_is_over_nothing_is_merged(two, propose, hope, stranger):
    small, _ = two
    off = actions.cancel(propose(title="Off"), by=hope)
    begun = propose(title="Begun")
    Event.objects.filter(pk=begun.pk).update(starts_at=timezone.now() - timedelta(hours=1))
    for into in (small, off, begun):
        with pytest.raises(NotMergeable):
            actions.merge(small, into=into, by=hope)
    small.refresh_from_db()
    assert small.status == "scheduled"


def test_a_meetup_of_another_tribe_takes_nobody_in(two, hope):
    from_here, _ = two
    other = found_tribe(by=hope, hashtag="Elsewhere", name="Elsewhere", time_zone="UTC")
    there = actions.propose(other, by=hope, title="There", place="Bar", local_start=LATER)
    with pytest.raises(NotMergeable):
        actions.merge(from_here, into=there, by=hope)


def test_people_are_brought_only_where_one_may_bring_them(propose, hope, ann, ben, answer):
    mine, invited = propose(by=ann), propose(visibility="invited")
    with pytest.raises(NotAllowed):
        actions.merge(mine, into=invited, by=ann)
    actions.invite(invited, by=hope, members=[ann])
    with pytest.raises(NotAllowed):
        actions.merge(mine, into=invited, by=ann)
    outsider = make_member(handle="Outsider", email="out@example.org")
    answer(outsider, mine)
    answer(ben, mine)
    among_us = propose(visibility="tribe", title="Among us")
    off = actions.merge(mine, into=among_us, by=ann)
    asked = set(Rsvp.objects.filter(event=among_us, status="invited").values_list("member", flat=True))
    assert asked == {ann.pk, ben.pk}
    assert "Among us" not in off.cancel_reason
