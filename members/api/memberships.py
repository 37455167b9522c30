from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from tribemeet.rest.description import operation
from tribemeet.rest.paging import Pages
from tribemeet.rest.shapes import Nothing

from .. import actions
from ..models import Member, Membership, Tribe
from ..models.membership import MembershipQuerySet
from ..policies import memberships_visible_to, tribes_visible_to
from ..serializers.memberships import MembershipSerializer, MembershipShape
from .doors import Door


def _tribe(slug: str, member: Member) -> Tribe:
    return get_object_or_404(tribes_visible_to(member), slug=slug.lower())


def _seen(pk: int, member: Member) -> MembershipQuerySet:
    """The memberships of that one's tribe, as far as one may see them."""
    tribe = get_object_or_404(tribes_visible_to(member), memberships=pk)
    return memberships_visible_to(member, tribe).select_related("tribe", "member").filter(pk=pk)


class Memberships(Door):
    queryset = Membership.objects.all()
    pagination_class = Pages
    ordering = ("joined_at", "pk")

    @operation("memberships_list", "memberships", responses=MembershipSerializer(many=True))
    def get(self, request: Request, slug: str) -> Response:
        """Who belongs to a tribe, as far as one may see."""
        seen = memberships_visible_to(self.member, _tribe(slug, self.member))
        return self.page(seen.select_related("tribe", "member"), MembershipSerializer)

    @operation("memberships_join", "memberships", request=None, responses=MembershipSerializer)
    def post(self, request: Request, slug: str) -> Response:
        """Join, or ask to; again changes nothing."""
        self.asked(Nothing)
        joined = actions.join(_tribe(slug, self.member), member=self.member)
        return Response(MembershipSerializer(joined).data)


class OwnMembership(Door):
    @operation("memberships_leave", "memberships", request=None, responses={204: None})
    def delete(self, request: Request, slug: str) -> Response:
        """Leave the tribe, and what it plans."""
        actions.leave(_tribe(slug, self.member), member=self.member)
        return Response(status=204)


class Ban(Door):
    queryset = Membership.objects.all()

    @operation("memberships_ban", "memberships", request=None, responses=MembershipSerializer)
    def post(self, request: Request, pk: int) -> Response:
        """Put someone out who does not come back; for organisers. Again changes nothing."""
        found = get_object_or_404(_seen(pk, self.member))
        self.asked(Nothing)
        return Response(MembershipSerializer(actions.ban(found, by=self.member)).data)

    @operation("memberships_lift_ban", "memberships", request=None, responses={204: None})
    def delete(self, request: Request, pk: int) -> Response:
        """Lift a ban: they may join again."""
        found = get_object_or_404(_seen(pk, self.member).banned())
        actions.lift_ban(found, by=self.member)
        return Response(status=204)


class OneMembership(Door):
    queryset = Membership.objects.all()

    @operation(
        "memberships_change", "memberships", request=MembershipShape, responses=MembershipSerializer,
        example={"role": "organiser"},
    )  # fmt: skip
    def patch(self, request: Request, pk: int) -> Response:
        """Give a role, or let someone in who asked."""
        found = get_object_or_404(_seen(pk, self.member))
        asked = self.asked(MembershipShape)
        change = actions.change_role if "role" in asked else actions.admit
        asked.pop("status", None)
        return Response(MembershipSerializer(change(found, by=self.member, **asked)).data)

    @operation("memberships_turn_away", "memberships", request=None, responses={204: None})
    def delete(self, request: Request, pk: int) -> Response:
        """Say no to someone who asked."""
        found = get_object_or_404(_seen(pk, self.member).requested())
        actions.turn_away(found, by=self.member)
        return Response(status=204)
