import base64
import secrets

from django.db import models
from django.utils import timezone

from .member import Member
from .tribe import Tribe


def new_reply_token() -> str:
    """160 random bits in lower-case base32: some systems lower-case the local part of an address."""
    return base64.b32encode(secrets.token_bytes(20)).decode().lower()


class ReplyAddress(models.Model):
    """Where a member's calendar sends its answers to one tribe, and the sender of that tribe's invites.

    Stable across events: a calendar trusts a sender it knows.
    """

    tribe = models.ForeignKey(Tribe, models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    token = models.CharField(max_length=40, unique=True, default=new_reply_token, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name_plural = "reply addresses"
        constraints = [
            models.UniqueConstraint("tribe", "member", name="one_reply_address_per_tribe_and_member"),
        ]

    def __str__(self) -> str:
        return f"{self.member} at {self.tribe}"
