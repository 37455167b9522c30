"""Links of mails that act for their recipient: signed, each for one purpose, and kept nowhere.

The signature is what lets in, so neither a session nor a cookie is needed. What a link opens is a page with
one button (see views/links.py). Opening it changes nothing, since scanners open every link of a mail first.
"""

from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.core import signing
from django.urls import reverse

from members.models import Member

from .errors import BadLink, LinkTooOld
from .models import Event

# What a link is for, by the letter that its token begins with
PURPOSES = {"a": "answer", "v": "vote", "o": "offer", "k": "keep", "c": "confirm"}
LETTERS = {purpose: letter for letter, purpose in PURPOSES.items()}
LASTS = timedelta(days=60)
# Of the 43 characters that SHA-256 gives: 132 bits stay, and the link fits a line.
SIGNATURE_LENGTH = 22


class Link(NamedTuple):
    purpose: str
    event_id: int
    member_id: int


class _Signer(signing.TimestampSigner):
    """Of each purpose its own: what is signed for one opens no other."""

    def __init__(self, purpose: str) -> None:
        super().__init__(sep=".", salt=f"events.links.{purpose}")

    def signature(self, value: str | bytes, key: str | bytes | None = None) -> str:
        return super().signature(value, key)[:SIGNATURE_LENGTH]


def url(purpose: str, event: Event, member: Member) -> str:
    """The address that a mail to the member gives."""
    return settings.PUBLIC_URL + reverse("link", args=[token(purpose, event, member)])


def token(purpose: str, event: Event, member: Member) -> str:
    return _Signer(purpose).sign(f"{LETTERS[purpose]}{event.pk}-{member.pk}")


def read(token: str) -> Link:
    """What a link is for; a refusal when it is too old or none of ours."""
    purpose = PURPOSES.get(token[:1], "")
    try:
        value = _Signer(purpose).unsign(token, max_age=LASTS)
    except signing.SignatureExpired as error:
        raise LinkTooOld from error
    except signing.BadSignature as error:
        raise BadLink from error
    event_id, _, member_id = value[1:].partition("-")
    return Link(purpose, int(event_id), int(member_id))
