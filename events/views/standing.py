"""What one sentence says to the one who looks, and which answers it leaves them. Rows in, words out."""

from dataclasses import dataclass, replace
from datetime import datetime

from .. import when
from ..models import Event, Rsvp

GOING, MAYBE, DECLINED = Rsvp.ANSWERS
WAITLISTED, REMOVED = Rsvp.Status.WAITLISTED, Rsvp.Status.REMOVED

# More seats than this are a blur; the number in words says it better.
MOST_SEATS_DRAWN = 60


@dataclass(frozen=True)
class Answer:
    value: str
    label: str
    pressed: bool = False
    primary: bool = False


@dataclass(frozen=True)
class Standing:
    """`kind` names the state for style; `place_free` is what a pressed "Going" may count on."""

    kind: str
    sentence: str
    icon: str = ""
    question: str = "Your answer"
    room: str = ""
    seats: tuple[bool, ...] = ()
    answers: tuple[Answer, ...] = ()
    guests: bool = False
    calendar: bool = False
    place_free: bool = False


@dataclass(frozen=True)
class Look:
    """What the sentence depends on: the event, the answer of who looks, and the length of the line."""

    event: Event
    rsvp: Rsvp | None
    waiting: int
    now: datetime
    signed_in: bool

    @property
    def first_timer(self) -> bool:
        return self.rsvp is not None and self.rsvp.first_timer


def standing_of(look: Look) -> Standing:
    """The state that holds, the final ones first."""
    event, status = look.event, look.rsvp.status if look.rsvp else None
    if event.status == Event.Status.CANCELLED:
        return _cancelled(event)
    if not event.takes_answers(look.now):
        return _over(look)
    if status == REMOVED:
        return Standing("removed", "A host took you off this meetup.", "no-symbol")
    standing = _answered(look, look.rsvp) if look.rsvp and status else _unanswered(look)
    return replace(standing, room=_room(event, look.waiting), seats=_seats(event))


def _cancelled(event: Event) -> Standing:
    reason = f": {event.cancel_reason}" if event.cancel_reason else "."
    return Standing("cancelled", f"Cancelled by {event.host.name}{reason}", "x-circle")


def _over(look: Look) -> Standing:
    going = look.rsvp is not None and look.rsvp.status == GOING
    if not look.event.is_past(look.now):
        return Standing(
            "past", "It is on right now." if going else "This has begun.", "clock", calendar=going
        )
    return Standing("past", "You were there." if going else "This has ended.", "clock")


def _unanswered(look: Look) -> Standing:
    event = look.event
    if not event.fits(1, look.now, first_timer=look.first_timer):
        line = look.waiting + 1
        return Standing(
            "full",
            f"Full ({event.seats_taken} of {event.capacity}). You'd be number {line} in line.",
            "users",
            "Would you wait?",
            answers=(Answer(GOING, "Join the waiting list", primary=True), Answer(DECLINED, "Can't")),
        )
    sentence = "You haven't answered." if look.signed_in else _open(event)
    return Standing("open", sentence, question="Are you coming?", answers=_choices(), place_free=True)


def _answered(look: Look, rsvp: Rsvp) -> Standing:
    event, free = look.event, look.event.fits(1, look.now, first_timer=look.first_timer)
    if rsvp.status == WAITLISTED:
        return _waiting(look, rsvp)
    moved = rsvp.outdated(event) and rsvp.status != DECLINED
    if rsvp.status == GOING:
        standing = Standing(
            "going",
            f"You're going{_with(rsvp.guests)}.",
            "check-circle",
            guests=event.guests_each > 0,
            calendar=True,
        )
    elif rsvp.status == MAYBE:
        standing = Standing("maybe", "You said maybe. Maybes don't hold a place.", "question-mark-circle")
    else:
        standing = Standing("declined", "You're not going.", "minus-circle")
    if moved:
        news = f"{_news(event, rsvp)}. Still coming?"
        standing = replace(standing, kind="moved", sentence=news, icon="arrow-path", question="Still coming?")
    going = "Going" if free or rsvp.status == GOING else "Join the waiting list"
    return replace(standing, answers=_choices(pressed=rsvp.status, going=going), place_free=free)


def _news(event: Event, rsvp: Rsvp) -> str:
    if rsvp.answered_sequence < event.time_sequence:
        return f"New time: {when.short(event.local_start)}"
    return f"New place: {event.place}"


def _waiting(look: Look, rsvp: Rsvp) -> Standing:
    return Standing(
        "waitlisted",
        f"You're number {rsvp.position} in line. We mail you when a place is yours.",
        "queue-list",
        answers=(Answer(DECLINED, "Leave the line"),),
        guests=look.event.guests_each > 0,
    )


def _choices(pressed: str = "", going: str = "Going") -> tuple[Answer, ...]:
    labels = {GOING: going, MAYBE: "Maybe", DECLINED: "Can't"}
    return tuple(
        Answer(value, label, pressed == value, primary=value == GOING != pressed)
        for value, label in labels.items()
    )


def _with(guests: int) -> str:
    return "" if not guests else ", with 1 guest" if guests == 1 else f", with {guests} guests"


def _open(event: Event) -> str:
    """6 are going, 2 places left."""
    left = f", {_places(event.seats_free)} left" if event.seats_free is not None else ""
    return f"{_going(event.seats_taken)}{left}."


def _room(event: Event, waiting: int) -> str:
    if event.seats_free is None:
        return f"{_going(event.seats_taken)}. There is room for everybody."
    line = f" {waiting} waiting." if waiting else ""
    return f"{event.seats_taken} of {event.capacity} places are taken.{line}"


def _seats(event: Event) -> tuple[bool, ...]:
    if event.capacity is None or event.capacity > MOST_SEATS_DRAWN:
        return ()
    return tuple(seat < event.seats_taken for seat in range(event.capacity))


def _going(count: int) -> str:
    return "Nobody is going yet" if not count else "1 is going" if count == 1 else f"{count} are going"


def _places(count: int) -> str:
    return "1 place" if count == 1 else f"{count} places"
