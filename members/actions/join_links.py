"""Links that let people into a tribe: signed and kept nowhere, so they end by their age alone."""

from datetime import timedelta

from django.core import signing
from django.db import transaction

from tribemeet.errors import NotAllowed

from ..errors import BadJoinLink, Banned, NoHandleYet
from ..models import Member, Membership, Tribe
from ..policies import has_handle, may_organise

SALT = "members.join_link"
LASTS = timedelta(days=14)


def make_join_link(tribe: Tribe, *, by: Member) -> str:
    """The signed part of a link with which whoever has it may join, private tribe or not, for 14 days."""
    if not may_organise(by, tribe):
        raise NotAllowed
    return signing.dumps(tribe.pk, salt=SALT)


def tribe_of_join_link(token: str) -> Tribe:
    """The tribe that a link leads into; a refusal when it is too old or none of ours."""
    try:
        pk = signing.loads(token, salt=SALT, max_age=LASTS)
    except signing.BadSignature as error:
        raise BadJoinLink from error
    tribe = Tribe.objects.filter(pk=pk).first()
    if tribe is None:
        raise BadJoinLink
    return tribe


@transaction.atomic
def join_by_link(token: str, *, member: Member) -> Membership:
    """Join at once: an organiser's link is the approval, and lifts no ban. Joining twice changes nothing."""
    if not has_handle(member):
        raise NoHandleYet
    active, banned = Membership.Status.ACTIVE, Membership.Status.BANNED
    membership, _ = Membership.objects.select_for_update(of=("self",)).get_or_create(
        tribe=tribe_of_join_link(token), member=member, defaults={"status": active}
    )
    if membership.status == banned:
        raise Banned
    if membership.status != active:
        membership.status = active
        membership.save(update_fields=["status"])
    return membership
