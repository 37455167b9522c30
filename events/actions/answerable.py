"""Which answers a meetup takes now, and of whom. Every door hears the same no."""

from datetime import datetime

from members.errors import Banned
from members.models import Member
from members.policies import is_banned
from tribemeet.plain_text import one_line

from ..errors import (
    AnswersClosed,
    Closed,
    NoMaybe,
    NoRoom,
    NotYetOpen,
    OfferOver,
    Removed,
    TooManyGuests,
)
from ..models import Event, Rsvp

Status = Rsvp.Status
LONGEST_NAME = 80
# what "going" may count on: a seat, a place in line, a question to the hosts, or the seat that is offered
SEAT, LINE, ASKS, OFFER = PROMISES = ("seat", "line", "asks", "offer")


def check_open_to(event: Event, rsvp: Rsvp, now: datetime) -> None:
    """Refuse whatever they say, what they have said already included."""
    if not event.takes_answers(now):
        raise Closed
    if rsvp.member_id is not None:
        check_person(event, rsvp.member, rsvp.status)


def check_person(event: Event, member: Member, status: str = "") -> None:
    """Refuse whom a host took off this meetup, and whom the tribe has banned. The caller holds the lock."""
    if status == Status.REMOVED:
        raise Removed
    if is_banned(member, event.tribe):
        raise Banned


def check_answer(event: Event, rsvp: Rsvp, answer: str, now: datetime) -> None:
    """Refuse an answer that the meetup does not take now, or not from them."""
    check_open_to(event, rsvp, now)
    if answer == Status.MAYBE and not event.maybe_allowed:
        raise NoMaybe(fields={"answer": NoMaybe.message})
    if answer != Status.DECLINED:
        _check_hours(event, rsvp, now)
    if rsvp.status == Status.OFFERED and answer == Status.GOING and is_over(rsvp, now):
        raise OfferOver


def check_expected(rsvp: Rsvp, answer: str, expects: str) -> None:
    """Who takes what was offered, when it has gone on, is not put in line unasked."""
    takes = answer == Status.GOING and expects == OFFER
    if takes and rsvp.status not in (Status.OFFERED, Status.GOING):
        raise OfferOver


def is_over(rsvp: Rsvp, now: datetime) -> bool:
    """What was held for them goes back, even if nobody has looked since."""
    return rsvp.held_until is not None and rsvp.held_until <= now


def _check_hours(event: Event, rsvp: Rsvp, now: datetime) -> None:
    if not event.answers_opened(now):
        raise NotYetOpen
    # what is held was asked for in time
    if event.answers_closed(now) and not rsvp.holds_seats:
        raise AnswersClosed


def check_still_open(event: Event, now: datetime) -> None:
    if event.answers_closed(now):
        raise AnswersClosed


def check_room(event: Event, rsvp: Rsvp, more: int, now: datetime) -> None:
    """A party that has seats grows as far as there is room; it does not queue for the rest."""
    if not event.fits(more, now, first_timer=rsvp.first_timer):
        raise NoRoom(fields={"guests": NoRoom.message})


def most_guests(event: Event, rsvp: Rsvp) -> int:
    return max(event.guests_each, rsvp.guests_counted)


def check_party(event: Event, rsvp: Rsvp, guests: int, names: list[str]) -> None:
    if guests > most_guests(event, rsvp):
        raise TooManyGuests(fields={"guests": f"Each may bring {event.guests_each} at most."})
    if len(names) > guests:
        raise TooManyGuests(fields={"guest_names": "There are more names than guests."})
    if any(not one_line(name) or len(name) > LONGEST_NAME for name in names):
        raise TooManyGuests(fields={"guest_names": f"A name has 1 to {LONGEST_NAME} characters."})
