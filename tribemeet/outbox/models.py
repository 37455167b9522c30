import uuid
from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone


class MessageQuerySet(models.QuerySet["Message"]):
    def due(self, now: datetime) -> Self:
        """What can be claimed now: waiting, its time come, in nobody's hands and the first of its lane."""
        free = Q(lease_until=None) | Q(lease_until__lte=now)
        behind = Exists(Message.objects.ahead_of(OuterRef("lane"), OuterRef("pk"), now))
        waiting = self.filter(free, ~behind, state=Message.State.WAITING, due_at__lte=now)
        return waiting.order_by("due_at", "pk")

    def ahead_of(self, lane: OuterRef, pk: OuterRef, now: datetime) -> Self:
        """Earlier ones of the lane that are due or in hand. A postponed one is passed: what is told is read
        afresh, so being late does not make it wrong, but two in hand at once could."""
        earlier = self.filter(state=Message.State.WAITING, lane=lane, pk__lt=pk)
        return earlier.filter(due_at__lte=now).exclude(lane="")


class Message(models.Model):
    """A promise to tell one recipient one thing, made in the transaction that made it true."""

    class State(models.TextChoices):
        WAITING = "waiting"
        KEPT = "kept"
        MOOT = "moot"
        DEAD = "dead"

    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=40)
    # messages of one lane are told one after the other, in the order they were promised
    lane = models.CharField(max_length=40, blank=True)
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
            models.Index("lane", "id", name="message_in_lane", condition=Q(state="waiting") & ~Q(lane="")),
            models.Index("settled_at", name="message_settled", condition=Q(settled_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}: {self.state}"

    def delay(self) -> timedelta:
        """How long to wait after this many attempts: 5 s doubling, an hour at most."""
        return timedelta(seconds=min(3600, 5 * 2 ** min(self.attempts, 10)))
