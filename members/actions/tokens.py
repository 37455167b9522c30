import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from tribemeet.errors import Invalid

from ..errors import NoHandleYet, TooManyTokens
from ..models import Member, Token
from ..models.token import PREFIX, digest_of
from ..policies import has_handle
from .checks import check

LIMIT = 20
LONGEST = timedelta(days=366)


@transaction.atomic
def issue_token(
    member: Member,
    *,
    name: str,
    scope: str = Token.Scope.READ,
    expires_at: datetime | None = None,
    made_with: Token | None = None,
) -> tuple[Token, str]:
    """A new token and its secret, which is shown this once and kept nowhere. It lasts 90 days unless said,
    and never outlives the one it was made with: who steals a token cannot make it last."""
    if not has_handle(member):
        raise NoHandleYet
    now = timezone.now()
    expires_at = expires_at or now + timedelta(days=90)
    if not now < expires_at <= now + LONGEST:
        raise Invalid(fields={"expires_at": "Choose a time within the next 366 days."})
    if made_with:
        expires_at = min(expires_at, made_with.expires_at)
    Member.objects.select_for_update().get(pk=member.pk)
    if Token.objects.live(now).filter(member=member).count() >= LIMIT:
        raise TooManyTokens
    secret = PREFIX + secrets.token_urlsafe(32)
    token = Token(
        member=member,
        name=name,
        scope=scope,
        digest=digest_of(secret),
        hint=secret[-4:],
        expires_at=expires_at,
    )
    check(token)
    token.save(force_insert=True)
    return token, secret


def revoke_token(token: Token) -> None:
    """End a token at once; revoking twice changes nothing."""
    Token.objects.filter(pk=token.pk).delete()
