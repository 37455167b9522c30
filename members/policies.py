"""Who may see and who may do, for members and tribes. Every door asks here."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import Combinable

from .models import Member, Membership, Token, Tribe
from .models.membership import MembershipQuerySet
from .models.token import TokenQuerySet
from .models.tribe import TribeQuerySet


def tribes_visible_to(member: Member | None) -> TribeQuerySet:
    """Tribes that a link opens: all but the private ones of others."""
    seen: Combinable | Q = Q(visibility__in=(Tribe.Visibility.PUBLIC, Tribe.Visibility.UNLISTED))
    if member is not None:
        own = Membership.objects.exclude(status=Membership.Status.BANNED)
        seen |= Exists(own.filter(tribe=OuterRef("pk"), member=member))
    return Tribe.objects.filter(seen)


def tribes_listed_for(member: Member | None) -> TribeQuerySet:
    """Tribes that lists and searches show: the public ones and one's own."""
    seen: Combinable | Q = Q(visibility=Tribe.Visibility.PUBLIC)
    if member is not None:
        seen |= Exists(Membership.objects.active().filter(tribe=OuterRef("pk"), member=member))
    return Tribe.objects.filter(seen)


def memberships_visible_to(member: Member | None, tribe: Tribe) -> MembershipQuerySet:
    """Who belongs to a tribe: told to its members; who asks and who is banned only to its organisers."""
    own = membership_of(member, tribe)
    if own is None or own.status != Membership.Status.ACTIVE:
        return Membership.objects.filter(tribe=tribe, member=member) if member else Membership.objects.none()
    found = Membership.objects.filter(tribe=tribe)
    return found if own.organises else found.filter(Q(status=Membership.Status.ACTIVE) | Q(member=member))


def members_visible_to(member: Member | None) -> QuerySet[Member]:
    """People: oneself, and those one shares a tribe with. Guests have no page yet."""
    if member is None:
        return Member.objects.none()
    mine = Membership.objects.active().filter(member=member).values("tribe")
    shared = Membership.objects.active().filter(member=OuterRef("pk"), tribe__in=mine)
    return Member.objects.filter(Q(pk=member.pk) | Q(Exists(shared), is_guest=False), is_active=True)


def tokens_visible_to(member: Member) -> TokenQuerySet:
    return Token.objects.filter(member=member)


def membership_of(member: Member | None, tribe: Tribe) -> Membership | None:
    return Membership.objects.filter(tribe=tribe, member=member).first() if member else None


def belongs_to(member: Member | None, tribe: Tribe) -> bool:
    return member is not None and Membership.objects.active().filter(tribe=tribe, member=member).exists()


def is_banned(member: Member | None, tribe: Tribe) -> bool:
    """They have no part in the tribe or in what it plans; what everybody sees of it they see, too."""
    return member is not None and Membership.objects.banned().filter(tribe=tribe, member=member).exists()


def may_organise(member: Member | None, tribe: Tribe) -> bool:
    return member is not None and Membership.objects.organising().filter(tribe=tribe, member=member).exists()


def has_handle(member: Member) -> bool:
    """They chose a name of their own; what belongs to a full account waits for that."""
    return not member.is_guest


def may_ban(own: Membership | None, other: Membership) -> bool:
    """Organisers ban members, owners organisers as well; nobody bans an owner, or themselves."""
    if own is None or not own.organises:
        return False
    return other.role == Membership.Role.MEMBER or (
        own.role == Membership.Role.OWNER and other.role == Membership.Role.ORGANISER
    )


def may_give_role(own: Membership | None, other: Membership, role: str) -> bool:
    """Owners give every role; organisers make members organisers."""
    if own is None or not own.organises:
        return False
    if own.role == Membership.Role.OWNER:
        return True
    return Membership.Role.OWNER not in (other.role, role) and other.role == Membership.Role.MEMBER
