"""Seats and the waiting line. Everything here runs under the event's lock; the caller saves the event."""

from django.db.models import F
from django.db.models.functions import Greatest

from members.models import ReplyAddress
from tribemeet.outbox.post import post
from tribemeet.stream import announce

from ..models import Event, Invite, Rsvp

Status = Rsvp.Status
SEATS = ("seats_taken", "seats_over", "queue_tickets", "revision", "updated_at")


def save_seats(event: Event, *more: str) -> None:
    event.save(update_fields=[*SEATS, *more])
    announce(event.channel)


def take_seats(event: Event, rsvp: Rsvp, *, promoted: bool = False) -> None:
    """Give the party its seats, and its calendar the entry."""
    rsvp.status, rsvp.queue_ticket = Status.GOING, None
    event.count_seats(rsvp.seats)
    _settle(event, rsvp)
    _invite(event, rsvp)
    _promise("rsvp_promoted" if promoted else "rsvp_settled", event, rsvp)


def queue_up(event: Event, rsvp: Rsvp) -> None:
    """Last in line, first come first served."""
    event.queue_tickets += 1
    rsvp.status, rsvp.queue_ticket = Status.WAITLISTED, event.queue_tickets
    _settle(event, rsvp)
    _promise("rsvp_settled", event, rsvp)


def step_back(event: Event, rsvp: Rsvp, status: str, *, held: int) -> None:
    """Hold nothing any more, neither the seats held so far nor a place in line."""
    rsvp.status, rsvp.queue_ticket = Status(status), None
    event.count_seats(-held)
    _settle(event, rsvp)
    kind = "rsvp_removed" if status == Status.REMOVED else "rsvp_given_back"
    if _withdraw(event, rsvp) or status == Status.REMOVED:
        _promise(kind, event, rsvp)


def serve_queue(event: Event) -> None:
    """Hand free seats down the line; a party that does not fit lets the next fitting one pass."""
    while (rsvp := _next_fitting(event)) is not None:
        take_seats(event, rsvp, promoted=True)


def _next_fitting(event: Event) -> Rsvp | None:
    free = event.seats_free
    if free == 0 or not event.queue_tickets:
        return None
    fitting = event.rsvps.queue().select_for_update()
    if free is not None:
        fitting = fitting.filter(guests__lt=free)
    return fitting.first()


def raise_invites(event: Event, **changes: str) -> None:
    """Lift every copy that stands past what was sent and past the event's own sequence."""
    event.invites.standing().update(sequence=Greatest(F("sequence") + 1, event.sequence), **changes)


def _settle(event: Event, rsvp: Rsvp) -> None:
    """A step of its own: what was promised of an earlier one is moot from here on."""
    event.revision += 1
    rsvp.settled_revision = event.revision
    rsvp.save()


def _invite(event: Event, rsvp: Rsvp) -> None:
    invite = Invite.objects.filter(event=event, member=rsvp.member_id).first()
    if invite is None:
        address, _ = ReplyAddress.objects.get_or_create(tribe_id=event.tribe_id, member_id=rsvp.member_id)
        Invite.objects.create(
            event=event, member_id=rsvp.member_id, sequence=event.sequence, reply_address=address
        )
    elif not invite.stands():
        invite.standing = Invite.Standing.REQUESTED
        invite.raise_sequence(event)
        invite.save(update_fields=["standing", "sequence"])


def _withdraw(event: Event, rsvp: Rsvp) -> bool:
    """Take the calendar entry back; whether there was one."""
    invite = event.invites.standing().filter(member=rsvp.member_id).first()
    if invite is None:
        return False
    invite.standing = Invite.Standing.CANCELLED
    invite.raise_sequence(event)
    invite.save(update_fields=["standing", "sequence"])
    return True


def _promise(kind: str, event: Event, rsvp: Rsvp) -> None:
    step = rsvp.settled_revision
    post(
        kind, f"{kind}:{rsvp.pk}:{step}", lane=rsvp.lane, expires_at=event.ends_at, rsvp_id=rsvp.pk, step=step
    )
