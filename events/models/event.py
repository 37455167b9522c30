from datetime import datetime, timedelta
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from members.models import Member, Tribe
from members.models.zone import TimeZoneField

from ..errors import Closed
from .wall_clock import WallClockField

REMINDER = timedelta(hours=24)


class EventQuerySet(models.QuerySet["Event"]):
    def locked(self) -> Self:
        """Hold the rows until the transaction ends. Seats are counted under this lock and nowhere else."""
        return self.select_for_update(of=("self",))

    def with_people(self) -> Self:
        return self.select_related("tribe", "host")

    def upcoming(self, now: datetime) -> Self:
        return self.filter(ends_at__gt=now).order_by("starts_at", "pk")

    def past(self, now: datetime) -> Self:
        return self.filter(ends_at__lte=now).order_by("-starts_at", "-pk")

    def standing(self) -> Self:
        return self.filter(status__in=(Event.Status.PROPOSED, Event.Status.SCHEDULED))

    def due_to_remind(self, now: datetime) -> Self:
        return self.filter(next_reminder_at__lte=now)


class Event(models.Model):
    """One meetup, at a local time of its own zone."""

    class Status(models.TextChoices):
        PROPOSED = "proposed"
        SCHEDULED = "scheduled"
        CANCELLED = "cancelled"
        LAPSED = "lapsed"

    class Visibility(models.TextChoices):
        PUBLIC = "public", "Everyone who can see the tribe"
        TRIBE = "tribe", "Tribe members"

    class AddressShownTo(models.TextChoices):
        EVERYONE = "everyone", "Everyone who can see the meetup"
        GOING = "going", "Only those going"

    class AttendeesShownTo(models.TextChoices):
        EVERYONE = "everyone", "Everyone who can see the meetup"
        MEMBERS = "members", "Tribe members"
        GOING = "going", "Only those going"
        HOSTS = "hosts", "Hosts"

    NEXT: dict[str, frozenset[str]] = {
        Status.PROPOSED: frozenset({Status.SCHEDULED, Status.CANCELLED, Status.LAPSED}),
        Status.SCHEDULED: frozenset({Status.CANCELLED}),
        Status.CANCELLED: frozenset(),
        Status.LAPSED: frozenset(),
    }

    tribe = models.ForeignKey(Tribe, models.CASCADE, related_name="events")
    host = models.ForeignKey(Member, models.PROTECT, related_name="hosted_events")
    title = models.CharField(max_length=120)
    description = models.TextField(max_length=10_000, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.SCHEDULED)

    local_start = WallClockField()
    local_end = WallClockField()
    time_zone = TimeZoneField()
    starts_at = models.DateTimeField(editable=False)
    ends_at = models.DateTimeField(editable=False)

    place = models.CharField(max_length=160)
    area = models.CharField(max_length=120, blank=True)
    address = models.CharField(max_length=300, blank=True)
    address_shown_to = models.CharField(max_length=8, choices=AddressShownTo, default=AddressShownTo.EVERYONE)
    visibility = models.CharField(max_length=6, choices=Visibility, default=Visibility.PUBLIC)
    attendees_shown_to = models.CharField(
        max_length=8, choices=AttendeesShownTo, default=AttendeesShownTo.EVERYONE
    )

    capacity = models.PositiveIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(100_000)]
    )
    guests_each = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(10)])
    seats_taken = models.PositiveIntegerField(default=0, editable=False)
    # seats beyond the capacity that people keep after it was lowered: only ever shrinks
    seats_over = models.PositiveIntegerField(default=0, editable=False)
    queue_tickets = models.PositiveIntegerField(default=0, editable=False)

    # what a calendar must ask again about; what a calendar shows; anything a reader can see
    sequence = models.PositiveIntegerField(default=0, editable=False)
    time_sequence = models.PositiveIntegerField(default=0, editable=False)
    edition = models.PositiveIntegerField(default=0, editable=False)
    revision = models.PositiveIntegerField(default=0, editable=False)

    cancel_reason = models.CharField(max_length=300, blank=True)
    next_reminder_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="event_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(capacity=None) | Q(seats_taken__lte=F("capacity") + F("seats_over")),
                name="event_is_never_oversold",
            ),
            models.CheckConstraint(
                condition=Q(capacity=None) | Q(capacity__gte=1), name="capacity_is_one_or_more"
            ),
            models.CheckConstraint(condition=Q(guests_each__lte=10), name="guests_each_is_ten_at_most"),
            models.CheckConstraint(
                condition=~Q(status="cancelled") | Q(next_reminder_at=None), name="cancelled_reminds_nobody"
            ),
        ]
        indexes = [
            models.Index("tribe", "starts_at", name="event_by_tribe_and_start"),
            models.Index("starts_at", "id", name="event_by_start"),
            models.Index(
                "next_reminder_at", name="event_due_to_remind", condition=Q(next_reminder_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def channel(self) -> str:
        """Where open pages hear that something changed."""
        return f"event:{self.pk}"

    @property
    def seats_free(self) -> int | None:
        """Seats that can still be given; None without a limit."""
        return None if self.capacity is None else max(0, self.capacity - self.seats_taken)

    def fits(self, seats: int) -> bool:
        return self.capacity is None or self.seats_taken + seats <= self.capacity

    def is_past(self, now: datetime) -> bool:
        return self.ends_at <= now

    def takes_answers(self, now: datetime) -> bool:
        return self.status == self.Status.SCHEDULED and now < self.starts_at

    def move_to(self, status: "Event.Status") -> None:
        """Take a step of the status machine, or refuse."""
        if status not in self.NEXT[self.status]:
            raise Closed(f"This meetup is {self.status} and cannot become {status}.")
        self.status = status

    def count_seats(self, change: int) -> None:
        """Give out or take back seats. The caller holds the row's lock and saves."""
        self.seats_taken += change
        if self.capacity is not None:
            self.seats_over = min(self.seats_over, max(0, self.seats_taken - self.capacity))

    def keep_seats_given(self) -> None:
        """A lower capacity throws nobody out: who has a seat keeps it, nobody new gets one."""
        self.seats_over = 0 if self.capacity is None else max(0, self.seats_taken - self.capacity)

    def reminder_time(self, now: datetime) -> datetime | None:
        """When the reminder falls due; None when that moment has passed already."""
        due = self.starts_at - REMINDER
        return due if due > now else None
