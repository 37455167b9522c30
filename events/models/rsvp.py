from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Count, Q, Sum
from django.utils import timezone

from members.models import Member

from .event import Event


def lane(rsvp_id: int) -> str:
    return f"rsvp:{rsvp_id}"


class RsvpQuerySet(models.QuerySet["Rsvp"]):
    def going(self) -> Self:
        return self.filter(status=Rsvp.Status.GOING)

    def maybe(self) -> Self:
        return self.filter(status=Rsvp.Status.MAYBE)

    def in_line(self) -> Self:
        """All who hold a place in line, the first first: who waits, and who still proves an address."""
        return self.filter(queue_ticket__isnull=False).order_by("queue_ticket")

    def queue(self) -> Self:
        """Those of the line who can be served, the first to be served first."""
        return self.filter(status=Rsvp.Status.WAITLISTED).order_by("queue_ticket")

    def listed(self) -> Self:
        """Less the rows that say nothing yet, and keep only that a voter hides."""
        return self.exclude(status="")

    def expecting(self) -> Self:
        """Those who mean to come, might, or wait to."""
        return self.filter(status__in=Rsvp.EXPECTING)

    def concerned(self) -> Self:
        """Those for whom the page opens, however few may see it."""
        return self.filter(status__in=Rsvp.CONCERNED)

    def shown(self) -> Self:
        """Those that others may know of; who hides at this meetup is counted and not named."""
        return self.filter(status__in=Rsvp.SHOWN, hidden=False, member__is_active=True)

    def people(self) -> int:
        """Members and the guests they bring."""
        counted = self.aggregate(members=Count("pk"), guests=Sum("guests", default=0))
        return int(counted["members"] + counted["guests"])

    def held(self) -> Self:
        """Seats and places in line that go back at `held_until`."""
        return self.filter(status__in=Rsvp.HELD)

    def been_to(self, tribe_id: int, now: datetime) -> Self:
        """Those who came to a meetup of the tribe that is over."""
        over = self.going().filter(event__tribe=tribe_id, event__ends_at__lte=now)
        return over.filter(event__status=Event.Status.SCHEDULED)

    def with_people(self) -> Self:
        return self.select_related("member__home", "event__tribe", "event__host")


class Rsvp(models.Model):
    """A member's answer to an event."""

    class Status(models.TextChoices):
        GOING = "going", "Going"
        MAYBE = "maybe", "Maybe"
        DECLINED = "declined", "Can't come"
        WAITLISTED = "waitlisted", "On the waiting list"
        OFFERED = "offered", "Offered a place"
        PENDING = "pending", "Waiting for a host's yes"
        UNCONFIRMED = "unconfirmed", "To be confirmed by mail"
        INVITED = "invited", "Invited"
        RELEASED = "released", "Place given back unheard"
        REMOVED = "removed", "Removed by a host"

    class Via(models.TextChoices):
        WEB = "web"
        API = "api"
        MAIL = "mail"
        CALENDAR = "calendar"
        HOST = "host"
        VOTE = "vote"
        SERIES = "series"

    ANSWERS = (Status.GOING, Status.MAYBE, Status.DECLINED)
    # whom it matters to, and whom others may know of
    EXPECTING = (Status.GOING, Status.MAYBE, Status.WAITLISTED, Status.OFFERED, Status.PENDING)
    SHOWN = (Status.GOING, Status.MAYBE, Status.WAITLISTED, Status.OFFERED)
    CONCERNED = (*EXPECTING, Status.INVITED, Status.RELEASED)
    # a seat held, or a place in line kept, until `held_until`
    HELD = (Status.OFFERED, Status.UNCONFIRMED)

    event = models.ForeignKey(Event, models.CASCADE, related_name="rsvps")
    member = models.ForeignKey(Member, models.CASCADE, related_name="rsvps")
    status = models.CharField(max_length=11, choices=Status)
    guests = models.PositiveSmallIntegerField(default=0)
    guest_names = models.JSONField(default=list, blank=True)
    replies = models.JSONField(default=dict, blank=True)
    # at this meetup others do not read that they come
    hidden = models.BooleanField(default=False)
    first_timer = models.BooleanField(default=False, editable=False)
    queue_ticket = models.PositiveIntegerField(null=True, editable=False)
    held_until = models.DateTimeField(null=True, editable=False)
    kept_at = models.DateTimeField(null=True, editable=False)
    answered_at = models.DateTimeField(default=timezone.now)
    answered_sequence = models.PositiveIntegerField(default=0)
    # the sequence they were mailed of without having an entry, and the event's revision at their last step
    told_sequence = models.PositiveIntegerField(default=0, editable=False)
    settled_revision = models.PositiveIntegerField(default=0, editable=False)
    via = models.CharField(max_length=8, choices=Via, default=Via.WEB)

    objects = RsvpQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("event", "member", name="one_rsvp_per_event_and_member"),
            models.UniqueConstraint(
                "event",
                "queue_ticket",
                name="one_place_in_the_queue_each",
                condition=Q(queue_ticket__isnull=False),
            ),
            models.CheckConstraint(
                condition=Q(status="waitlisted", queue_ticket__isnull=False)
                | Q(status="unconfirmed")
                | ~Q(status="waitlisted") & Q(queue_ticket=None),
                name="the_waitlisted_hold_a_ticket",
            ),
            models.CheckConstraint(
                condition=Q(status__in=("offered", "unconfirmed"), held_until__isnull=False)
                | ~Q(status__in=("offered", "unconfirmed")) & Q(held_until=None),
                name="what_is_held_is_held_until_then",
            ),
            models.CheckConstraint(condition=Q(guests__lte=10), name="guests_are_ten_at_most"),
        ]
        indexes = [
            models.Index("event", "status", "answered_at", "id", name="rsvp_by_event_and_status"),
            models.Index("member", "status", name="rsvp_by_member_and_status"),
        ]

    def __str__(self) -> str:
        return f"{self.member} at {self.event}: {self.status}"

    @property
    def seats(self) -> int:
        """Seats this party takes, or would take."""
        return 1 + self.guests

    @property
    def guests_counted(self) -> int:
        """Guests that were let in or wait already; a later, stricter limit does not send them home."""
        return self.guests if self.status in (*self.HELD, self.Status.GOING, self.Status.WAITLISTED) else 0

    @property
    def seats_held(self) -> int:
        return self.seats if self.holds_seats else 0

    @property
    def holds_seats(self) -> bool:
        return self.status in (*self.HELD, self.Status.GOING) and self.queue_ticket is None

    @property
    def keeps_its_count(self) -> bool:
        """A seat or a place in line stays what it was counted as: of a first-timer, or not."""
        return self.holds_seats or self.queue_ticket is not None

    def asked_to_keep(self, event: Event) -> bool:
        """They were asked whether they still come, and have not said so since."""
        asked_at = event.reconfirm_asked_at if event.reconfirm else None
        if asked_at is None or self.status != self.Status.GOING or self.member_id == event.host_id:
            return False
        return self.answered_at < asked_at and (self.kept_at is None or self.kept_at < asked_at)

    def owes_reply(self, event: Event) -> bool:
        """They came by a vote, or before it was asked, and the hosts need to know something of who comes."""
        wants = self.status in (self.Status.GOING, self.Status.WAITLISTED, self.Status.PENDING)
        required = [question["key"] for question in event.questions if question["required"]]
        return wants and self.member_id != event.host_id and not all(map(self.replies.get, required))

    @property
    def lane(self) -> str:
        """Where what this member hears of the event keeps its order."""
        return lane(self.pk)

    @property
    def position(self) -> int | None:
        """Place in the waiting line, counted from 1. Who still proves an address is counted, so that it only
        ever gets nearer."""
        if self.queue_ticket is None:
            return None
        before = Rsvp.objects.in_line().filter(event=self.event_id, queue_ticket__lt=self.queue_ticket)
        return before.count() + 1

    def outdated(self, event: Event) -> bool:
        """The event moved after this answer: it counts, and is asked again."""
        return self.answered_sequence < event.sequence

    def knows(self, event: Event) -> bool:
        """They answered since it moved, or were mailed that it did."""
        return max(self.answered_sequence, self.told_sequence) >= event.sequence
