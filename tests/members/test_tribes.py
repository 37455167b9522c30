"""Founding, joining, leaving, roles."""

import pytest
from django.db import connection

from members import actions
from members.errors import HashtagTaken, LastOwner
from members.models import Membership, Tribe
from members.policies import memberships_visible_to, tribes_listed_for, tribes_visible_to
from tests.cast import ZONE, make
from tests.events.test_races import at_once
from tribemeet.errors import Invalid, NotAllowed
from tribemeet.outbox.models import Message


def role_of(member, tribe):
    return Membership.objects.get(tribe=tribe, member=member).role


@pytest.fixture
def asking(hope):
    return actions.found_tribe(by=hope, hashtag="Quiet", name="Quiet", time_zone=ZONE, admission="approval")


def test_the_founder_owns_it_and_the_hash_is_left_out(hope):
    tribe = actions.found_tribe(by=hope, hashtag="#NightOwls", name="Night owls", time_zone=ZONE)
    assert (tribe.slug, str(tribe), role_of(hope, tribe)) == ("nightowls", "#NightOwls", "owner")


def test_a_hashtag_is_taken_once_whatever_its_case(tribe, ann):
    with pytest.raises(HashtagTaken) as refused:
        actions.found_tribe(by=ann, hashtag="USGUYS", name="Others", time_zone=ZONE)
    assert "hashtag" in refused.value.fields
    assert Tribe.objects.count() == 1


def test_a_tribe_called_new_would_have_no_page(hope):
    with pytest.raises(HashtagTaken):
        actions.found_tribe(by=hope, hashtag="New", name="New", time_zone=ZONE)


@pytest.mark.parametrize(
    "change",
    [
        {"hashtag": "a b"},
        {"hashtag": ""},
        {"hashtag": "x" * 41},
        {"hashtag": "ümlaut"},
        {"name": ""},
        {"name": "a\0b"},
        {"time_zone": "Moon/Base"},
        {"admission": "sometimes"},
        {"visibility": "secret"},
    ],
)
def test_what_makes_no_tribe_is_refused(hope, change):
    fields = {"hashtag": "Fine", "name": "Fine", "time_zone": ZONE}
    with pytest.raises(Invalid) as refused:
        actions.found_tribe(by=hope, **fields | change)
    assert list(refused.value.fields) == list(change)
    assert not Tribe.objects.exists()


def test_an_open_tribe_is_joined_at_once_and_twice_is_once(tribe, stranger):
    first, second = (actions.join(tribe, member=stranger) for _ in range(2))
    assert (first.pk, first.status) == (second.pk, "active")


def test_who_asks_waits_until_let_in_and_the_organisers_hear(asking, hope, ann):
    membership = actions.join(asking, member=ann)
    assert membership.status == "requested"
    assert Message.objects.filter(kind="membership_requested", payload__organiser_id=hope.pk).count() == 1
    with pytest.raises(NotAllowed):
        actions.admit(membership, by=ann)
    assert actions.admit(membership, by=hope).status == "active"
    assert Message.objects.filter(kind="member_admitted").count() == 1


def test_turned_away_the_request_is_gone_but_never_a_member(asking, hope, ann, tribe):
    actions.turn_away(actions.join(asking, member=ann), by=hope)
    assert not Membership.objects.filter(tribe=asking, member=ann).exists()
    belonging = Membership.objects.get(tribe=tribe, member=ann)
    actions.turn_away(belonging, by=hope)
    assert Membership.objects.filter(pk=belonging.pk).exists()


def test_the_last_owner_stays(tribe, hope, ann):
    with pytest.raises(LastOwner):
        actions.leave(tribe, member=hope)
    actions.change_role(Membership.objects.get(member=ann), by=hope, role="owner")
    actions.leave(tribe, member=hope)
    assert not Membership.objects.filter(member=hope).exists()


@pytest.mark.django_db(transaction=True)
def test_two_owners_who_leave_at_once_do_not_both_go(tribe, hope, ann):
    actions.change_role(Membership.objects.get(member=ann), by=hope, role="owner")
    answers = at_once(*(lambda m=member: actions.leave(tribe, member=m) for member in (hope, ann)))
    assert sorted(type(answer).__name__ for answer in answers) == ["LastOwner", "NoneType"]
    assert Membership.objects.filter(tribe=tribe, role="owner").count() == 1
    assert connection.is_usable()


def test_organisers_make_organisers_and_touch_no_owner(tribe, hope, ann, ben):
    actions.change_role(Membership.objects.get(member=ann), by=hope, role="organiser")
    actions.change_role(Membership.objects.get(member=ben), by=ann, role="organiser")
    for member, role in ((hope, "member"), (ben, "owner")):
        with pytest.raises(NotAllowed):
            actions.change_role(Membership.objects.get(member=member), by=ann, role=role)


def test_leaving_promises_that_seats_are_given_back(tribe, ann):
    actions.leave(tribe, member=ann)
    assert Message.objects.get(kind="membership_ended").payload["member_id"] == ann.pk


def test_private_tribes_are_seen_by_their_members_only(hope, ann):
    tribe = actions.found_tribe(by=hope, hashtag="Inner", name="Inner", time_zone=ZONE, visibility="private")
    seen = [tribe in tribes_visible_to(member) for member in (hope, ann, None)]
    assert seen == [True, False, False]


def test_unlisted_tribes_open_by_link_and_stand_in_no_list(hope, ann):
    tribe = actions.found_tribe(by=hope, hashtag="Link", name="Link", time_zone=ZONE, visibility="unlisted")
    assert tribe in tribes_visible_to(None)
    assert [tribe in tribes_listed_for(member) for member in (hope, ann, None)] == [True, False, False]


def test_who_belongs_is_told_to_members_and_who_asks_to_organisers(asking, hope, ann, ben):
    actions.admit(actions.join(asking, member=ann), by=hope)
    request = actions.join(asking, member=ben)
    seen = [request in memberships_visible_to(member, asking) for member in (hope, ann, ben, None)]
    assert seen == [True, False, True, False]
    assert list(memberships_visible_to(make("Outsider"), asking)) == []
