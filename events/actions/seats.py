"""Seats and the waiting line. Everything here runs under the event's lock; the caller saves the event."""

from datetime import datetime, timedelta

from django.db.models import F, Q
from django.db.models.functions import Greatest

from members.models import ReplyAddress
from tribemeet.outbox.post import Promise, post, post_all
from tribemeet.stream import announce

from ..models import Event, Invite, Rsvp

Status = Rsvp.Status
SEATS = (
    "seats_taken", "seats_over", "first_timer_seats_taken", "queue_tickets", "next_look_at", "revision",
    "updated_at",
)  # fmt: skip
OFFER_LASTS = timedelta(hours=2)
SETTLED = {Status.PENDING: "rsvp_pending", Status.REMOVED: "rsvp_removed", Status.RELEASED: "rsvp_released"}


def save_seats(event: Event, *more: str) -> None:
    event.save(update_fields=[*SEATS, *more])
    announce(event.channel)


def take_seats(event: Event, rsvp: Rsvp, *, held: int = 0, kind: str = "rsvp_settled") -> None:
    """Give the party its seats, beyond those it holds already, and its calendar the entry."""
    event.count_seats(rsvp.seats - held, first_timer=rsvp.first_timer)
    rsvp.kept_at = event.reconfirm_asked_at  # a seat given after the others were asked needs no asking
    _become(rsvp, Status.GOING)
    _settle(event, rsvp)
    put_in_calendar(event, rsvp)
    promise(kind, event, rsvp)


def queue_up(event: Event, rsvp: Rsvp, *, kind: str = "rsvp_settled") -> None:
    """Last in line, first come first served; who kept a place in line keeps it."""
    _become(rsvp, Status.WAITLISTED, ticket=rsvp.queue_ticket or draw_ticket(event))
    _settle(event, rsvp)
    promise(kind, event, rsvp)


def draw_ticket(event: Event) -> int:
    """The next number, of votes first and of the waiting line later: never given twice, ever rising."""
    event.queue_tickets += 1
    return event.queue_tickets


def seat_or_queue(event: Event, rsvp: Rsvp, now: datetime, *, kind: str = "rsvp_settled") -> None:
    if event.fits(rsvp.seats, now, first_timer=rsvp.first_timer):
        take_seats(event, rsvp, kind=kind)
    else:
        queue_up(event, rsvp, kind=kind)


def ask_hosts(event: Event, rsvp: Rsvp, *, tell_them: bool = True) -> None:
    """Wait for a host's yes. Nothing is held meanwhile; each host hears of it, and so do they who ask."""
    _become(rsvp, Status.PENDING)
    _settle(event, rsvp)
    if tell_them:
        promise("rsvp_pending", event, rsvp)
    asked = {"rsvp_id": rsvp.pk, "step": rsvp.settled_revision}
    post_all(
        Promise(
            "approval_asked",
            f"approval_asked:{rsvp.pk}:{rsvp.settled_revision}:{host}",
            asked | {"host_id": host},
            expires_at=event.ends_at,
        )
        for host in sorted(event.host_ids())
    )


def hold(event: Event, rsvp: Rsvp, *, until: datetime, now: datetime) -> None:
    """Keep the party's seats, or its place in line, until its address is proved (see actions/guests.py).
    Where hosts have a say nothing is theirs yet but the moment they asked, and where enough is held for the
    unproved already they have the seats once they are proved."""
    fits = event.fits(rsvp.seats, now, first_timer=rsvp.first_timer)
    if not event.by_approval and fits and event.may_hold(rsvp.seats, unproved=event.unproved_seats()):
        event.count_seats(rsvp.seats, first_timer=rsvp.first_timer)
        _become(rsvp, Status.UNCONFIRMED, until=until)
        put_in_calendar(event, rsvp)
    else:
        _become(rsvp, Status.UNCONFIRMED, until=until, ticket=draw_ticket(event))
    _settle(event, rsvp)
    event.look_by(until)


def give_what_is_held(event: Event, rsvp: Rsvp) -> None:
    """Their address is proved. Nothing more is mailed: the entry came with the question, the page says it."""
    if rsvp.queue_ticket is None:
        _become(rsvp, Status.GOING)
    elif event.by_approval:
        ask_hosts(event, rsvp, tell_them=False)
        return
    else:
        _become(rsvp, Status.WAITLISTED, ticket=rsvp.queue_ticket)
    _settle(event, rsvp)


def step_back(event: Event, rsvp: Rsvp, status: str, *, held: int, told: bool = True) -> None:
    """Hold nothing any more, neither the seats held so far nor a place in line."""
    # who answers by another door has proved who they are; otherwise they were asked once, and that was all
    unproved = rsvp.status == Status.UNCONFIRMED and status in (Status.RELEASED, Status.REMOVED)
    kind = SETTLED.get(Status(status), "rsvp_given_back")
    if rsvp.status == Status.PENDING and status == Status.REMOVED:
        kind = "rsvp_turned_down"
    event.count_seats(-held, first_timer=rsvp.first_timer and held > 0)
    _become(rsvp, Status(status))
    _settle(event, rsvp)
    had_entry = _withdraw(event, rsvp)
    if told and (had_entry or status == Status.REMOVED) and not unproved:
        promise(kind, event, rsvp)


def serve_queue(event: Event, now: datetime) -> None:
    """Hand free seats down the line; a party that does not fit lets the next fitting one pass. Close to the
    start a seat is offered for a while instead, since its taker may have made other plans."""
    while (rsvp := _next_fitting(event, now)) is not None:
        if event.offers(now):
            _offer(event, rsvp, now)
        else:
            take_seats(event, rsvp, kind="rsvp_promoted")


def offer_ends(event: Event, now: datetime) -> datetime:
    """Two hours to say yes, less when the start is near: at least one more can be asked after a silence."""
    return now + min(OFFER_LASTS, (event.starts_at - now) / 2)


def _offer(event: Event, rsvp: Rsvp, now: datetime) -> None:
    event.count_seats(rsvp.seats, first_timer=rsvp.first_timer)
    _become(rsvp, Status.OFFERED, until=offer_ends(event, now))
    _settle(event, rsvp)
    event.look_by(offer_ends(event, now))
    promise("rsvp_offered", event, rsvp)


def _next_fitting(event: Event, now: datetime) -> Rsvp | None:
    room = event.room(now, first_timer=True)
    if room == 0 or not event.queue_tickets or not event.takes_answers(now):
        return None
    fitting = event.rsvps.queue().select_for_update()
    if room is not None:
        others = room - min(room, event.held_back(now))
        fitting = fitting.filter(Q(guests__lt=others) | Q(guests__lt=room, first_timer=True))
    return fitting.first()


def raise_invites(event: Event, **changes: str) -> None:
    """Lift every copy that stands past what was sent and past the event's own sequence."""
    event.invites.standing().update(sequence=Greatest(F("sequence") + 1, event.sequence), **changes)


def _become(rsvp: Rsvp, status: Status, *, ticket: int | None = None, until: datetime | None = None) -> None:
    rsvp.status, rsvp.queue_ticket, rsvp.held_until = status, ticket, until


def _settle(event: Event, rsvp: Rsvp) -> None:
    """A step of its own: what was promised of an earlier one is moot from here on."""
    event.revision += 1
    rsvp.settled_revision = event.revision
    rsvp.save()


def put_in_calendar(event: Event, rsvp: Rsvp) -> None:
    invite = Invite.objects.filter(event=event, member=rsvp.member_id).first()
    if invite is None:
        address, _ = ReplyAddress.objects.get_or_create(tribe_id=event.tribe_id, member_id=rsvp.member_id)
        Invite.objects.create(
            event=event, member_id=rsvp.member_id, sequence=event.sequence, reply_address=address
        )
    elif not invite.stands():
        invite.stand_again(event)
        invite.save()


def _withdraw(event: Event, rsvp: Rsvp) -> bool:
    """Take the calendar entry back; whether there was one."""
    invite = event.invites.standing().filter(member=rsvp.member_id).first()
    if invite is None:
        return False
    invite.standing = Invite.Standing.CANCELLED
    invite.raise_sequence(event)
    invite.save(update_fields=["standing", "sequence"])
    return not invite.goes_with_its_series()


def promise(kind: str, event: Event, rsvp: Rsvp) -> None:
    """One thing to tell about this step; an offer only while it lasts. Without a kind it is told by another
    mail, that of the series."""
    if not kind:
        return
    step = rsvp.settled_revision
    ends = rsvp.held_until or event.ends_at
    post(kind, f"{kind}:{rsvp.pk}:{step}", lane=rsvp.lane, expires_at=ends, rsvp_id=rsvp.pk, step=step)
