from typing import Self

from django.db import models
from django.utils import timezone

from members.models import Member, ReplyAddress

from .event import Event
from .series import Follow, new_uid


class InviteQuerySet(models.QuerySet["Invite"]):
    def standing(self) -> Self:
        """Those whose calendar holds the event."""
        return self.filter(standing=Invite.Standing.REQUESTED)

    def with_people(self) -> Self:
        return self.select_related(
            "member", "reply_address", "event__tribe", "event__host", "event__series", "follow"
        )


class Invite(models.Model):
    """The calendar message for one member's rsvp: one UID for life, SEQUENCE rising (RFC 5546, 2.1.4). With a
    follow it is one date of an entry that repeats: its UID, and the date as RECURRENCE-ID."""

    class Standing(models.TextChoices):
        REQUESTED = "requested"
        CANCELLED = "cancelled"

    event = models.ForeignKey(Event, models.CASCADE, related_name="invites")
    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    follow = models.ForeignKey(Follow, models.CASCADE, null=True, related_name="invites")
    uid = models.CharField(max_length=80, default=new_uid, editable=False)
    sequence = models.PositiveIntegerField()
    standing = models.CharField(max_length=9, choices=Standing, default=Standing.REQUESTED)
    reply_address = models.ForeignKey(ReplyAddress, models.PROTECT, related_name="+")
    # what the member was last told (see events/notices), so that an update can say what changed for them
    told = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = InviteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("event", "member", name="one_invite_per_event_and_member"),
            models.UniqueConstraint("uid", "event", name="one_uid_for_each_entry_and_date"),
        ]

    def __str__(self) -> str:
        return f"{self.uid} #{self.sequence}"

    def stands(self) -> bool:
        return self.standing == self.Standing.REQUESTED

    def goes_with_its_series(self) -> bool:
        """The rule in their calendar ends before this date, and a mail of its own says so."""
        ended = self.follow.ended_before if self.follow else None
        return ended is not None and ended <= self.event.original_start

    def stand_again(self, event: Event) -> None:
        """Back in the calendar; what went with its series comes back as an entry of its own."""
        self.standing = self.Standing.REQUESTED
        if self.goes_with_its_series():
            self.follow, self.uid, self.sequence, self.told = None, new_uid(), event.sequence, {}
        else:
            self.raise_sequence(event)

    def raise_sequence(self, event: Event) -> None:
        """Rise past every earlier copy, this member's and the event's own."""
        self.sequence = max(self.sequence + 1, event.sequence)
