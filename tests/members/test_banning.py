"""Banning from a tribe: who may, and that no door leads back in."""

import pytest

from members import actions
from members.errors import Banned
from members.models import Membership, Tribe
from members.policies import memberships_visible_to, tribes_listed_for, tribes_visible_to
from tests.cast import ZONE
from tribemeet.errors import NotAllowed, NotFound
from tribemeet.outbox.models import Message

pytestmark = pytest.mark.django_db


def of(member, tribe) -> Membership:
    return Membership.objects.get(tribe=tribe, member=member)


@pytest.fixture
def roles(tribe, hope, ann, ben, cleo) -> dict[str, Membership]:
    """Hope owns it; Ann and Ben organise, Cleo is a member."""
    for member in (ann, ben):
        actions.change_role(of(member, tribe), by=hope, role="organiser")
    return {
        name: of(member, tribe) for name, member in {"owner": hope, "organiser": ben, "member": cleo}.items()
    }


@pytest.mark.parametrize(
    ("by", "whom"),
    [("Cleo", "member"), ("Cleo", "organiser"), ("Ann", "organiser"), ("Ann", "owner"), ("Hope", "owner")],
)
def test_nobody_is_banned_by_who_may_not(roles, tribe, by, whom):
    with pytest.raises(NotAllowed):
        actions.ban(roles[whom], by=tribe.memberships.get(member__handle=by).member)
    assert of(roles[whom].member, tribe).status == "active"
    assert not Message.objects.filter(kind="membership_ended").exists()


@pytest.mark.parametrize(("by", "whom"), [("Ann", "member"), ("Hope", "member"), ("Hope", "organiser")])
def test_organisers_ban_members_and_owners_organisers_too(roles, tribe, by, whom):
    by = tribe.memberships.get(member__handle=by).member
    for _ in range(2):
        banned = actions.ban(roles[whom], by=by)
    assert (banned.status, banned.role) == ("banned", "member")
    assert Message.objects.filter(kind="membership_ended", payload__member_id=banned.member_id).count() == 1


def test_nobody_bans_themselves_or_in_another_tribe(roles, tribe, hope, ann, stranger):
    with pytest.raises(NotAllowed):
        actions.ban(of(ann, tribe), by=ann)
    actions.found_tribe(by=stranger, hashtag="Other", name="Other", time_zone=ZONE)
    with pytest.raises(NotAllowed):
        actions.ban(roles["member"], by=stranger)


def test_who_only_asks_can_be_banned_and_ask_no_more(tribe, hope, stranger):
    Tribe.objects.update(admission="approval")
    tribe.refresh_from_db()
    actions.ban(actions.join(tribe, member=stranger), by=hope)
    with pytest.raises(Banned):
        actions.join(tribe, member=stranger)
    assert of(stranger, tribe).status == "banned"


@pytest.mark.parametrize("admission", ["open", "approval"])
def test_no_door_leads_back_in(tribe, hope, ann, admission):
    Tribe.objects.update(admission=admission)
    tribe.refresh_from_db()
    banned = actions.ban(of(ann, tribe), by=hope)
    link = actions.make_join_link(tribe, by=hope)
    for door in (
        lambda: actions.join(tribe, member=ann),
        lambda: actions.join_by_link(link, member=ann),
        lambda: actions.admit(banned, by=hope),
    ):
        with pytest.raises(Banned):
            door()
    actions.leave(tribe, member=ann)
    actions.turn_away(banned, by=hope)
    assert of(ann, tribe).status == "banned"


def test_a_ban_is_lifted_by_organisers_and_then_they_may_join(tribe, hope, ann, ben):
    banned = actions.ban(of(ann, tribe), by=hope)
    with pytest.raises(NotAllowed):
        actions.lift_ban(banned, by=ben)
    actions.lift_ban(banned, by=hope)
    assert not Tribe.objects.of(ann).exists()
    assert actions.join(tribe, member=ann).status == "active"
    with pytest.raises(NotFound):
        actions.lift_ban(banned, by=hope)


def test_lifting_touches_no_member(tribe, hope, ann):
    actions.lift_ban(of(ann, tribe), by=hope)
    assert of(ann, tribe).status == "active"


def test_who_is_banned_is_told_to_organisers_and_sees_what_strangers_see(tribe, hope, ann, ben):
    banned = actions.ban(of(ann, tribe), by=hope)
    seen = [banned in memberships_visible_to(member, tribe) for member in (hope, ben, None)]
    assert seen == [True, False, False]
    assert tribe in tribes_visible_to(ann)
    for visibility in ("unlisted", "private"):
        actions.edit_tribe(tribe, by=hope, visibility=visibility)
        assert tribe not in tribes_listed_for(ann)
    assert tribe not in tribes_visible_to(ann)
