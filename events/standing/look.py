from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, Sum

from members.models import Member
from members.policies import is_banned

from .. import when
from ..models import Event, Rsvp
from ..policies import is_first_timer, may_edit

Status = Rsvp.Status


@dataclass(frozen=True)
class Turnout:
    """How many answered what; `going` and `guests` count people, the rest parties. `waiting` are all who hold
    a place in line, `unconfirmed` those who are held a seat while they prove their address."""

    going: int = 0
    guests: int = 0
    going_parties: int = 0
    maybe: int = 0
    waiting: int = 0
    offered: int = 0
    unconfirmed: int = 0
    pending: int = 0
    invited: int = 0


def turnout_of(event: Event) -> Turnout:
    """By one question for any number of answers."""
    rows = (
        event.rsvps.order_by()
        .values_list("status")
        .annotate(
            parties=Count("pk", filter=Q(queue_ticket=None)),
            waiting=Count("queue_ticket"),
            guests=Sum("guests"),
        )
    )
    counted = {status: parties for status, parties, _, _ in rows}
    guests = next((guests for status, _, _, guests in rows if status == Status.GOING), 0)
    going = counted.get(Status.GOING, 0)
    rest = (Status.MAYBE, Status.OFFERED, Status.UNCONFIRMED, Status.PENDING, Status.INVITED)
    return Turnout(
        going=going + guests,
        guests=guests,
        going_parties=going,
        waiting=sum(waiting for _, _, waiting, _ in rows),
        **{status.value: counted.get(status, 0) for status in rest},
    )


@dataclass(frozen=True)
class Look:
    """What the sentence depends on: the event, the answer of who looks, and how many answered what."""

    event: Event
    rsvp: Rsvp | None
    now: datetime
    turnout: Turnout = Turnout()
    position: int | None = None
    signed_in: bool = True
    first_timer: bool = False
    organises: bool = False
    banned: bool = False
    # so many more people can come, and a proposal has its date
    missing: int = 0

    @property
    def status(self) -> str:
        return self.rsvp.status if self.rsvp else ""

    @property
    def seats(self) -> int:
        """Of the party as it stands."""
        return self.rsvp.seats if self.rsvp else 1

    @property
    def open(self) -> bool:
        return self.event.answers_opened(self.now) and not self.event.answers_closed(self.now)

    @property
    def fits(self) -> bool:
        return self.event.fits(self.seats, self.now, first_timer=self.first_timer)

    @property
    def asks(self) -> bool:
        """The hosts say yes first."""
        return self.event.by_approval and not self.organises

    def clock(self, moment: datetime) -> str:
        """On the wall of the place, with as much of the date as it takes."""
        return when.moment(moment, self.event.time_zone, self.now)


def look_at(
    event: Event,
    member: Member | None,
    now: datetime,
    *,
    organises: bool | None = None,
    banned: bool | None = None,
) -> Look:
    """What was asked for many events at once need not be asked again."""
    rsvp = event.rsvps.filter(member=member).select_related("member").first() if member else None
    return Look(
        event,
        rsvp,
        now,
        turnout=turnout_of(event),
        position=rsvp.position if rsvp else None,
        signed_in=member is not None,
        first_timer=_takes_kept_seats(event, member, rsvp, now),
        organises=may_edit(member, event) if organises is None else organises,
        banned=is_banned(member, event.tribe) if banned is None else banned,
        missing=_missing(event, now) if event.status == Event.Status.PROPOSED else 0,
    )


def _missing(event: Event, now: datetime) -> int:
    """People who still have to say yes to the slot that most can make."""
    slots = event.slots.open().filter(starts_at__gt=now).tallied()
    return event.minimum_people - max((slot.supporters(event) for slot in slots), default=0)


def _takes_kept_seats(event: Event, member: Member | None, rsvp: Rsvp | None, now: datetime) -> bool:
    """As the answer will be dealt with. Who is not known yet is at their first meetup."""
    if not event.first_timer_seats:
        return False
    if rsvp is not None and rsvp.keeps_its_count:
        return rsvp.first_timer
    return member is None or is_first_timer(member, event, now)
