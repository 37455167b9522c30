"""Who hears of a wish to join, and of its answer."""

from django.conf import settings
from django.urls import reverse

from tribemeet.outbox.models import Message
from tribemeet.outbox.registry import Moot, handles

from ..models import Membership
from .letters import address_of, reachable, tell


@handles("membership_requested")
def ask_organiser_to_admit(message: Message) -> None:
    membership = _fresh(message.payload["membership_id"], Membership.Status.REQUESTED)
    organiser = (
        Membership.objects.organising()
        .select_related("member")
        .filter(tribe=membership.tribe, member=message.payload["organiser_id"])
        .first()
    )
    if organiser is None:
        raise Moot("they organise this tribe no more")
    context = _context(membership) | {"asks": membership.member, "recipient": organiser.member.name}
    tell(message, address_of(reachable(organiser.member)), "membership_requested", context)


@handles("member_admitted")
def welcome_member(message: Message) -> None:
    membership = _fresh(message.payload["membership_id"], Membership.Status.ACTIVE)
    member = reachable(membership.member)
    tell(message, address_of(member), "member_admitted", _context(membership) | {"recipient": member.name})


def _fresh(pk: int, status: Membership.Status) -> Membership:
    membership = Membership.objects.select_related("tribe", "member").filter(pk=pk, status=status).first()
    if membership is None:
        raise Moot("it was settled meanwhile")
    return membership


def _context(membership: Membership) -> dict[str, object]:
    slug = [membership.tribe.slug]
    return {
        "tribe": str(membership.tribe),
        "tribe_name": membership.tribe.name,
        "tribe_url": settings.PUBLIC_URL + reverse("tribe", args=slug),
        "members_url": settings.PUBLIC_URL + reverse("tribe_members", args=slug),
    }
