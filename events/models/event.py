from datetime import datetime, timedelta
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from members.models import Member, Tribe
from members.models.zone import TimeZoneField

from ..errors import Closed
from .rules import AnswerRules
from .series import Series
from .wall_clock import WallClockField

REMINDER = timedelta(hours=24)
# so long before the start seats are asked to be kept, those of the silent are given to the line, and so long
# they have to say so
ASKS_TO_KEEP = timedelta(hours=72)
RELEASES = timedelta(hours=36)
TIME_TO_KEEP = timedelta(hours=12)
TIMES_KEPT = 10


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

    def ahead(self, now: datetime) -> Self:
        """Those that stand and have not begun, in the order in which they are locked."""
        return self.standing().filter(starts_at__gt=now).order_by("pk")

    def due_to_remind(self, now: datetime) -> Self:
        return self.filter(next_reminder_at__lte=now)

    def due_to_look_at(self, now: datetime) -> Self:
        return self.filter(next_look_at__lte=now)


class Event(AnswerRules):
    """One meetup, at a local time of its own zone. While it is proposed, that is its earliest slot's."""

    class Status(models.TextChoices):
        PROPOSED = "proposed"
        SCHEDULED = "scheduled"
        CANCELLED = "cancelled"
        LAPSED = "lapsed"

    class Visibility(models.TextChoices):
        PUBLIC = "public", "Everyone who can see the tribe"
        UNLISTED = "unlisted", "Whoever has the link"
        TRIBE = "tribe", "Tribe members"
        INVITED = "invited", "Only those who are invited"

    class AddressShownTo(models.TextChoices):
        EVERYONE = "everyone", "Everyone who can see the meetup"
        MEMBERS = "members", "Tribe members"
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
    # which date of a series it is by the rule, wherever it was moved to: the RECURRENCE-ID of calendars
    series = models.ForeignKey(Series, models.RESTRICT, null=True, related_name="events", editable=False)
    original_start = WallClockField(null=True, editable=False)  # type: ignore[misc] # NULL: of no series
    cohosts = models.ManyToManyField(Member, related_name="+", blank=True)
    title = models.CharField(max_length=120)
    description = models.TextField(max_length=10_000, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.SCHEDULED)

    local_start = WallClockField()
    local_end = WallClockField()
    time_zone = TimeZoneField()
    # the day is fixed and the hour is not said: midnight to the midnight after the last day
    all_day = models.BooleanField(default=False)
    starts_at = models.DateTimeField(editable=False)
    ends_at = models.DateTimeField(editable=False)

    place = models.CharField(max_length=160)
    area = models.CharField(max_length=120, blank=True)
    address = models.CharField(max_length=300, blank=True)
    address_shown_to = models.CharField(max_length=8, choices=AddressShownTo, default=AddressShownTo.EVERYONE)
    visibility = models.CharField(max_length=8, choices=Visibility, default=Visibility.PUBLIC)
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
    # times it was moved away from: up to which sequence, the start by the wall clock, whether it was a day
    times_before = models.JSONField(default=list, editable=False)

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
            models.CheckConstraint(
                condition=~Q(status="proposed") | Q(decide_by__isnull=False, seats_taken=0),
                name="a_proposal_has_a_deadline_and_no_seats",
            ),
            models.UniqueConstraint("series", "original_start", name="a_date_of_a_series_is_made_once"),
            models.CheckConstraint(
                condition=Q(series=None, original_start=None)
                | Q(series__isnull=False, original_start__isnull=False),
                name="a_date_of_a_series_knows_which",
            ),
        ]
        indexes = [
            models.Index("tribe", "starts_at", name="event_by_tribe_and_start"),
            models.Index("starts_at", "id", name="event_by_start"),
            models.Index(
                "next_reminder_at", name="event_due_to_remind", condition=Q(next_reminder_at__isnull=False)
            ),
            models.Index(
                "next_look_at", name="event_due_to_look_at", condition=Q(next_look_at__isnull=False)
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
        """Seats that nobody holds; None without a limit."""
        return None if self.capacity is None else max(0, self.capacity - self.seats_taken)

    def offers(self, now: datetime) -> bool:
        """So close to the start a freed seat is offered, no longer given."""
        return self.starts_at - self.offer_lead <= now

    def held_back(self, now: datetime) -> int:
        """Free seats that only people at their first meetup of the tribe may take now."""
        if self.capacity is None or self.offers(now):
            return 0
        return max(0, self.first_timer_seats - self.first_timer_seats_taken)

    def room(self, now: datetime, *, first_timer: bool) -> int | None:
        """Seats that a party may take now; None without a limit."""
        free = self.seats_free
        return free if free is None or first_timer else max(0, free - self.held_back(now))

    def fits(self, seats: int, now: datetime, *, first_timer: bool = False) -> bool:
        room = self.room(now, first_timer=first_timer)
        return room is None or seats <= room

    def unproved_seats(self) -> int:
        """Seats that are held for people who have not proved their mail address yet."""
        held = self.rsvps.filter(status="unconfirmed", queue_ticket=None)
        return held.aggregate(seats=Coalesce(Sum(F("guests") + 1), 0))["seats"] or 0

    def may_hold(self, seats: int, *, unproved: int) -> bool:
        """Of the capacity a third at most is held for the unproved, so that nobody who types addresses takes
        the seats of all others; one party always."""
        return self.capacity is None or not unproved or unproved + seats <= self.capacity // 3

    def is_past(self, now: datetime) -> bool:
        return self.ends_at <= now

    def takes_answers(self, now: datetime) -> bool:
        """Whether an answer means anything yet, and still. The hosts' own hours are another question."""
        return self.status == self.Status.SCHEDULED and now < self.starts_at

    def stands_ahead(self, now: datetime) -> bool:
        """As `ahead` asks of many."""
        return self.status in (self.Status.SCHEDULED, self.Status.PROPOSED) and now < self.starts_at

    def answers_opened(self, now: datetime) -> bool:
        return self.answers_open_at is None or self.answers_open_at <= now

    def answers_closed(self, now: datetime) -> bool:
        return self.answers_close_at is not None and self.answers_close_at <= now

    def move_to(self, status: "Event.Status") -> None:
        """Take a step of the status machine, or refuse."""
        if status not in self.NEXT[self.status]:
            raise Closed(f"This meetup is {self.status} and cannot become {status}.")
        self.status = status

    def count_seats(self, change: int, *, first_timer: bool = False) -> None:
        """Give out or take back seats. The caller holds the row's lock and saves."""
        self.seats_taken += change
        if first_timer:
            self.first_timer_seats_taken += change
        if self.capacity is not None:
            self.seats_over = min(self.seats_over, max(0, self.seats_taken - self.capacity))

    def keep_seats_given(self) -> None:
        """A lower capacity throws nobody out: who has a seat keeps it, nobody new gets one."""
        self.seats_over = 0 if self.capacity is None else max(0, self.seats_taken - self.capacity)

    def remember_time(self) -> None:
        """It is about to be moved."""
        was = [self.sequence, self.local_start.isoformat(), self.all_day]
        self.times_before = [*self.times_before, was][-TIMES_KEPT:]

    def time_before(self, sequence: int) -> tuple[datetime, bool] | None:
        """When it began as of that sequence, and whether that was a day; None if it has not moved since."""
        for last, start, all_day in self.times_before:
            if sequence <= last:
                return datetime.fromisoformat(start), all_day
        return None

    def host_ids(self) -> set[int]:
        return {self.host_id, *self.cohosts.values_list("pk", flat=True)}

    def reminder_time(self, now: datetime) -> datetime | None:
        """When the reminder falls due; None when that moment has passed already."""
        due = self.starts_at - REMINDER
        return due if due > now else None

    @property
    def asks_to_keep_at(self) -> datetime:
        return self.starts_at - ASKS_TO_KEEP

    @property
    def releases_at(self) -> datetime | None:
        """When the seats of those who did not say that they keep them go back; None if nobody was asked."""
        if self.reconfirm_asked_at is None:
            return None
        return max(self.starts_at - RELEASES, self.reconfirm_asked_at + TIME_TO_KEEP)
