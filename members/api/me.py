from rest_framework.request import Request
from rest_framework.response import Response

from tribemeet.rest.description import operation

from .. import actions
from ..serializers.people import MeSerializer, ProfileShape
from .doors import Door


class Me(Door):
    @operation("me_read", "me", responses=MeSerializer)
    def get(self, request: Request) -> Response:
        """Oneself."""
        return Response(MeSerializer(self.member).data)

    @operation("me_edit", "me", request=ProfileShape, responses=MeSerializer, example={"display_name": "Ann"})
    def patch(self, request: Request) -> Response:
        """Change what one says of oneself."""
        member = actions.edit_profile(self.member, **self.asked(ProfileShape, partial=True))
        return Response(MeSerializer(member).data)
