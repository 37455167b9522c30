from django.db import transaction
from django.utils import timezone

from members.models import Member, Tribe
from tribemeet.errors import NotAllowed, NotFound

from ..errors import Closed, NoRoom, Removed, TooManyGuests
from ..models import Event, Rsvp
from ..policies import may_edit
from .locking import lock
from .seats import queue_up, save_seats, serve_queue, step_back, take_seats

Status, Via = Rsvp.Status, Rsvp.Via


@transaction.atomic
def respond(event: Event, *, member: Member, answer: str, guests: int = 0, via: str = Via.WEB) -> Rsvp:
    """Give or change an answer. Going takes seats, or a place in line when they do not fit; the same answer
    again changes nothing. Every door answers through here."""
    event = lock(event)
    if not event.takes_answers(timezone.now()):
        raise Closed
    rsvp = _rsvp(event, member)
    if rsvp.status == Status.REMOVED:
        raise Removed
    guests = guests if answer != Status.DECLINED else 0
    if guests > max(event.guests_each, rsvp.guests_counted):
        raise TooManyGuests(fields={"guests": f"Each may bring {event.guests_each} at most."})
    if _says_so_already(rsvp, event, answer, guests):
        return rsvp
    _settle(event, rsvp, answer, guests, via)
    serve_queue(event)
    save_seats(event)
    rsvp.refresh_from_db(fields=["status", "queue_ticket"])  # the line may have moved it on
    return rsvp


@transaction.atomic
def leave(event: Event, *, member: Member, via: str = Via.WEB) -> None:
    """Give the seat or the place in line back. Without an answer there is nothing to do."""
    if event.rsvps.expecting().filter(member=member).exists():
        respond(event, member=member, answer=Status.DECLINED, via=via)


@transaction.atomic
def remove(rsvp: Rsvp, *, by: Member) -> Rsvp:
    """Take someone off; they are told, and cannot answer again."""
    event = lock(rsvp.event)
    if not may_edit(by, event):
        raise NotAllowed
    if event.status != Event.Status.SCHEDULED or event.is_past(timezone.now()):
        raise Closed
    found = event.rsvps.select_for_update().select_related("member").filter(pk=rsvp.pk).first()
    if found is None:
        raise NotFound
    if found.status != Status.REMOVED:
        found.via = Via.HOST
        step_back(event, found, Status.REMOVED, held=found.seats_held)
        serve_queue(event)
        save_seats(event)
    return found


def give_back_seats(tribe: Tribe, *, member: Member) -> None:
    """Who leaves a tribe leaves what it plans."""
    now = timezone.now()
    for event in Event.objects.filter(tribe=tribe, rsvps__member=member, starts_at__gt=now).standing():
        leave(event, member=member)


def _rsvp(event: Event, member: Member) -> Rsvp:
    found = event.rsvps.select_for_update().filter(member=member).first()
    return found or Rsvp(event=event, member=member, status="")


def _says_so_already(rsvp: Rsvp, event: Event, answer: str, guests: int) -> bool:
    same = rsvp.status == answer or (rsvp.status, answer) == (Status.WAITLISTED, Status.GOING)
    return same and rsvp.guests == guests and not rsvp.outdated(event)


def _settle(event: Event, rsvp: Rsvp, answer: str, guests: int, via: str) -> None:
    """Write the answer down and move the seats it moves."""
    held, before = rsvp.seats_held, rsvp.status
    rsvp.guests, rsvp.via, rsvp.answered_at = guests, Via(via), timezone.now()
    rsvp.answered_sequence = event.sequence
    if answer != Status.GOING:
        step_back(event, rsvp, answer, held=held)
    elif before == Status.GOING:
        _change_party(event, rsvp, held)
    elif before == Status.WAITLISTED:
        event.revision += 1
        rsvp.save()
    elif event.fits(rsvp.seats):
        take_seats(event, rsvp)
    else:
        queue_up(event, rsvp)


def _change_party(event: Event, rsvp: Rsvp, held: int) -> None:
    """More or fewer guests, or the same "yes" to a new time. The entry in the calendar stays as it is."""
    more = rsvp.seats - held
    if more > 0 and not event.fits(more):
        raise NoRoom(fields={"guests": NoRoom.message})
    event.count_seats(more)
    event.revision += 1
    rsvp.save()
