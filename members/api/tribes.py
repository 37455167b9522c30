from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django_filters import rest_framework as filters
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from tribemeet.rest.description import operation
from tribemeet.rest.paging import Pages
from tribemeet.rest.shapes import Nothing

from .. import actions
from ..actions.join_links import LASTS
from ..models import Tribe
from ..policies import tribes_listed_for, tribes_visible_to
from ..serializers.tribes import AboutTribeShape, JoinLinkSerializer, TribeSerializer, TribeShape
from .doors import Door
from .permissions import AnyoneMayRead


class TribeFilter(filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    q = filters.CharFilter(
        method="named", max_length=100, help_text="Part of the name, or how the hashtag begins."
    )

    class Meta:
        model = Tribe
        fields: list[str] = []

    def named(self, tribes: QuerySet[Tribe], name: str, value: str) -> QuerySet[Tribe]:
        text = value.strip().removeprefix("#")
        return tribes.filter(Q(name__icontains=text) | Q(slug__startswith=text.lower()))


class Tribes(Door):
    queryset = Tribe.objects.all()
    permission_classes = [AnyoneMayRead]
    filterset_class = TribeFilter
    pagination_class = Pages
    ordering = ("slug",)

    @operation("tribes_list", "tribes", responses=TribeSerializer(many=True), open_to_all=True)
    def get(self, request: Request) -> Response:
        """Tribes that are listed, and one's own."""
        return self.page(tribes_listed_for(self.viewer).with_standing_of(self.viewer), TribeSerializer)

    @operation(
        "tribes_found", "tribes", request=TribeShape, responses={201: TribeSerializer},
        example={"hashtag": "UsGuys", "name": "Us guys", "time_zone": "America/New_York"},
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        """Found a tribe and own it."""
        tribe = actions.found_tribe(by=self.member, **self.asked(TribeShape))
        founded = Tribe.objects.with_standing_of(self.member).get(pk=tribe.pk)
        address = reverse("api:tribe", args=[tribe.slug], request=request)
        return Response(TribeSerializer(founded).data, status=201, headers={"Location": address})


class OneTribe(Door):
    queryset = Tribe.objects.all()
    permission_classes = [AnyoneMayRead]

    @operation("tribes_read", "tribes", responses=TribeSerializer, open_to_all=True)
    def get(self, request: Request, slug: str) -> Response:
        """One tribe."""
        seen = tribes_visible_to(self.viewer).with_standing_of(self.viewer)
        return Response(TribeSerializer(get_object_or_404(seen, slug=slug.lower())).data)

    @operation(
        "tribes_change", "tribes", request=AboutTribeShape, responses=TribeSerializer,
        example={"admission": "approval"},
    )  # fmt: skip
    def patch(self, request: Request, slug: str) -> Response:
        """Change what is named; for organisers"""
        tribe = get_object_or_404(tribes_visible_to(self.member), slug=slug.lower())
        actions.edit_tribe(tribe, by=self.member, **self.asked(AboutTribeShape, partial=True))
        changed = Tribe.objects.with_standing_of(self.member).get(pk=tribe.pk)
        return Response(TribeSerializer(changed).data)


class JoinLinks(Door):
    queryset = Tribe.objects.all()

    @operation("join_links_make", "tribes", request=None, responses={201: JoinLinkSerializer})
    def post(self, request: Request, slug: str) -> Response:
        """Make a link that lets people in for 14 days; for organisers"""
        self.asked(Nothing)
        tribe = get_object_or_404(tribes_visible_to(self.member), slug=slug.lower())
        token = actions.make_join_link(tribe, by=self.member)
        link = {
            "url": reverse("join_link", args=[token], request=request),
            "expires_at": timezone.now() + LASTS,
        }
        return Response(JoinLinkSerializer(link).data, status=201, headers={"Cache-Control": "no-store"})
