from typing import cast

from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from tribemeet.rest.description import operation
from tribemeet.rest.paging import Pages

from .. import actions
from ..models import Token
from ..policies import tokens_visible_to
from ..serializers.tokens import NewTokenSerializer, TokenSerializer, TokenShape
from .doors import Door


class Tokens(Door):
    queryset = Token.objects.all()
    pagination_class = Pages

    @operation("tokens_list", "tokens", responses=TokenSerializer(many=True))
    def get(self, request: Request) -> Response:
        """One's tokens that still open something, without their secrets."""
        return self.page(tokens_visible_to(self.member).live(timezone.now()), TokenSerializer)

    @operation(
        "tokens_make", "tokens", request=TokenShape, responses={201: NewTokenSerializer},
        example={"name": "my calendar script", "scope": "read"},
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        """Make a token; the answer holds its secret, this once. It does not outlive the one that asks."""
        own = cast(Token, request.auth)
        token, secret = actions.issue_token(self.member, made_with=own, **self.asked(TokenShape))
        shown = TokenSerializer(token).data | {"secret": secret}
        return Response(shown, status=201, headers={"Cache-Control": "no-store"})


class OneToken(Door):
    queryset = Token.objects.all()

    @operation("tokens_revoke", "tokens", request=None, responses={204: None})
    def delete(self, request: Request, pk: int) -> Response:
        """Revoke a token; it opens nothing from now on."""
        actions.revoke_token(get_object_or_404(tokens_visible_to(self.member), pk=pk))
        return Response(status=204)
