from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Count, F, Q

from members.models import Member

from .event import Event
from .wall_clock import WallClockField


class SlotQuerySet(models.QuerySet["Slot"]):
    def open(self) -> Self:
        """Those the event can still be fixed to."""
        return self.filter(vetoed=False)

    def tallied(self) -> Self:
        """Each with its votes counted as `yes`, `if_needed` and `no`."""
        return self.annotate(
            **{choice.value: Count("votes", filter=Q(votes__choice=choice)) for choice in Vote.Choice}
        )


class Slot(models.Model):
    """A time that a proposed event could take place at. With `all_day` it is a date, or several, and no zone
    ever moves it: from midnight to the midnight after the last day."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="slots")
    local_start = WallClockField()
    local_end = WallClockField()
    all_day = models.BooleanField(default=False)
    starts_at = models.DateTimeField(editable=False)
    ends_at = models.DateTimeField(editable=False)
    vetoed = models.BooleanField(default=False)

    # counted by `tallied`, and the vote of who looks (see policies)
    yes: int
    if_needed: int
    no: int
    mine: str

    objects = SlotQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                "event", "local_start", "local_end", "all_day", name="no_slot_is_proposed_twice"
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="slot_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.local_start:%Y-%m-%d %H:%M} for {self.event}"

    def supporters(self, event: Event) -> int:
        """How many could come, as the host counts. Of a tallied slot."""
        return self.yes + (self.if_needed if event.if_needed_counts else 0)

    def is_past(self, now: datetime) -> bool:
        return self.starts_at <= now


class Vote(models.Model):
    """What a member says of one slot."""

    class Choice(models.TextChoices):
        YES = "yes", "Yes"
        IF_NEEDED = "if_needed", "If needed"
        NO = "no", "No"

    slot = models.ForeignKey(Slot, models.CASCADE, related_name="votes")
    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    choice = models.CharField(max_length=9, choices=Choice)
    # seats are dealt in this order; drawn anew when a choice changes
    ticket = models.PositiveIntegerField(editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint("slot", "member", name="one_vote_per_slot_and_member"),
        ]
        indexes = [models.Index("slot", "choice", "ticket", name="vote_by_slot_and_choice")]

    def __str__(self) -> str:
        return f"{self.member}: {self.choice} to {self.slot}"
