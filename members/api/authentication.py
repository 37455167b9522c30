from typing import Any

from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, Throttled
from rest_framework.request import Request
from rest_framework.throttling import AnonRateThrottle

from ..models import Member, Token

SCHEME = "Bearer"


class UnknownCaller(AnonRateThrottle):
    """Counts a token that opens nothing as what it is: a request of nobody known, from this address."""

    def get_cache_key(self, request: Request, view: Any) -> str:
        # without a look at request.user, which is being found out just now
        return self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)}


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer tm_...` (RFC 6750). One query, and nothing is written."""

    def authenticate(self, request: Request) -> tuple[Member, Token] | None:
        scheme, _, secret = get_authorization_header(request).partition(b" ")
        if scheme.lower() != SCHEME.lower().encode():
            return None
        found = Token.objects.live(timezone.now()).with_secret(secret.strip().decode("latin-1"))
        token = found.select_related("member").first()
        if token is None or not token.member.is_active:
            count_as_unknown(request)
            raise AuthenticationFailed("That token is unknown, revoked or expired.", code="bad_token")
        return token.member, token

    def authenticate_header(self, request: Request) -> str:
        return SCHEME


def count_as_unknown(request: Request) -> None:
    rate = UnknownCaller()
    if not rate.allow_request(request, request.parser_context["view"]):
        raise Throttled(rate.wait())


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # it registers its subclasses
    """How the description tells of tokens."""

    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "A personal token: `tm_...`"}
