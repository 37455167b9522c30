import uuid
from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone


class MessageQuerySet(models.QuerySet["Message"]):
    def due(self, now: datetime) -> Self:
        """What can be claimed now: waiting, with its time come, in nobody's hands."""
        free = Q(lease_until=None) | Q(lease_until__lte=now)
        return self.filter(free, state=Message.State.WAITING, due_at__lte=now).order_by("due_at", "pk")


class Message(models.Model):
    """A promise to tell one recipient one thing, made in the transaction that made it true."""

    class State(models.TextChoices):
        WAITING = "waiting"
        KEPT = "kept"
        MOOT = "moot"
        DEAD = "dead"

    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=40)
    payload = models.JSONField(default=dict)
    # names the mail in its Message-ID: the same on every repeat
    name = models.UUIDField(default=uuid.uuid4, editable=False)
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    lease_token = models.UUIDField(null=True)
    settled_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting", settled_at=None)
                | (~Q(state="waiting") & Q(settled_at__isnull=False)),
                name="settled_messages_say_when",
            ),
        ]
        indexes = [
            models.Index("due_at", "id", name="message_due", condition=Q(state="waiting")),
            models.Index("settled_at", name="message_settled", condition=Q(settled_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}: {self.state}"

    def delay(self) -> timedelta:
        """How long to wait after this many attempts: 5 s doubling, an hour at most."""
        return timedelta(seconds=min(3600, 5 * 2 ** min(self.attempts, 10)))
