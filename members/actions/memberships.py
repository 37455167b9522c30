from django.db import transaction

from tribemeet.errors import NotAllowed, NotFound
from tribemeet.outbox.post import post

from ..errors import Banned, LastOwner, NoHandleYet, NotAMember
from ..models import Member, Membership, Tribe
from ..policies import has_handle, may_ban, may_give_role, may_organise, membership_of

Role, Status = Membership.Role, Membership.Status


@transaction.atomic
def join(tribe: Tribe, *, member: Member) -> Membership:
    """Join an open tribe, or ask to join one that approves; asking again changes nothing."""
    if not has_handle(member):
        raise NoHandleYet
    status = Status.ACTIVE if tribe.admission == Tribe.Admission.OPEN else Status.REQUESTED
    membership, asked = Membership.objects.get_or_create(
        tribe=tribe, member=member, defaults={"status": status}
    )
    if membership.status == Status.BANNED:
        raise Banned
    if asked and status == Status.REQUESTED:
        for organiser in Membership.objects.organising().filter(tribe=tribe):
            post(
                "membership_requested",
                f"membership_requested:{membership.pk}:{organiser.member_id}",
                membership_id=membership.pk,
                organiser_id=organiser.member_id,
            )
    return membership


@transaction.atomic
def leave(tribe: Tribe, *, member: Member) -> None:
    """Leave the tribe; the last owner stays until there is another. Leaving twice changes nothing, and lifts
    no ban."""
    belonging = Membership.objects.exclude(status=Status.BANNED)
    own = belonging.filter(tribe=_locked(tribe), member=member).first()
    if own is None:
        return
    _keep_an_owner(own)
    if own.status == Status.ACTIVE:
        _say_that_it_ended(own)
    own.delete()


@transaction.atomic
def admit(membership: Membership, *, by: Member) -> Membership:
    """Let someone in who asked; letting in twice changes nothing."""
    membership = _one(membership)
    if not may_organise(by, membership.tribe):
        raise NotAllowed
    if membership.status == Status.BANNED:
        raise Banned("They are banned. Lift that first.")
    if membership.status == Status.REQUESTED:
        membership.status = Status.ACTIVE
        membership.save(update_fields=["status"])
        post("member_admitted", f"member_admitted:{membership.pk}", membership_id=membership.pk)
    return membership


@transaction.atomic
def turn_away(membership: Membership, *, by: Member) -> None:
    """Say no to someone who asked. A member who is in already is not touched."""
    membership = _one(membership)
    if not may_organise(by, membership.tribe):
        raise NotAllowed
    if membership.status == Status.REQUESTED:
        membership.delete()


@transaction.atomic
def ban(membership: Membership, *, by: Member) -> Membership:
    """Put someone out, for good: they give back all they have here, and no door lets them in again until the
    ban is lifted. Banning twice changes nothing."""
    membership = _one(membership)
    if not may_ban(membership_of(by, membership.tribe), membership):
        raise NotAllowed
    if membership.status != Status.BANNED:
        membership.status, membership.role = Status.BANNED, Role.MEMBER
        membership.save(update_fields=["status", "role"])
        _say_that_it_ended(membership)
    return membership


@transaction.atomic
def lift_ban(membership: Membership, *, by: Member) -> None:
    """They may join again, as anybody may, or ask to. A member who is not banned is not touched."""
    membership = _one(membership)
    if not may_organise(by, membership.tribe):
        raise NotAllowed
    if membership.status == Status.BANNED:
        membership.delete()


@transaction.atomic
def change_role(membership: Membership, *, by: Member, role: str) -> Membership:
    """Give a member of the tribe another role; the last owner keeps theirs."""
    membership = _one(membership)
    if not may_give_role(membership_of(by, membership.tribe), membership, role):
        raise NotAllowed
    if membership.status != Status.ACTIVE:
        raise NotAMember("Let them in first.")
    if role != Role.OWNER:
        _keep_an_owner(membership)
    membership.role = Role(role)
    membership.save(update_fields=["role"])
    return membership


def _say_that_it_ended(membership: Membership) -> None:
    """What they have of the tribe's meetups ends with it (see events/facts.py)."""
    post(
        "membership_ended",
        f"membership_ended:{membership.pk}",
        tribe_id=membership.tribe_id,
        member_id=membership.member_id,
    )


def _locked(tribe: Tribe) -> Tribe:
    """Owners are counted under the tribe's lock: two who leave at once do not both go."""
    return Tribe.objects.select_for_update().get(pk=tribe.pk)


def _one(membership: Membership) -> Membership:
    """The row as it is now, with its tribe locked."""
    _locked(membership.tribe)
    found = Membership.objects.select_related("tribe", "member").filter(pk=membership.pk).first()
    if found is None:
        raise NotFound
    return found


def _keep_an_owner(membership: Membership) -> None:
    others = Membership.objects.active().filter(tribe=membership.tribe_id, role=Role.OWNER)
    if membership.role == Role.OWNER and not others.exclude(pk=membership.pk).exists():
        raise LastOwner
