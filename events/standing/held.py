"""Those who hold something: a seat, a place in line, an offer, or a question to the hosts."""

from dataclasses import replace

from .. import when
from ..models import Event, Rsvp
from . import asked
from .look import Look
from .shape import DECLINED, GOING, LINE, OFFER, SEAT, Answer, Standing, choices


def going(look: Look, rsvp: Rsvp) -> Standing:
    event = look.event
    standing = Standing(
        "going", f"You're going{with_guests(rsvp.guests)}.", "check-circle", calendar=True, promise=SEAT
    )
    if rsvp.asked_to_keep(event) and event.releases_at:
        return _asked_to_keep(look, standing)
    if not event.answers_opened(look.now):
        return replace(standing, answers=(Answer(DECLINED, "Can't"),))
    party = replace(standing, party=True)
    if news := news_of(look):
        return replace(
            party,
            kind="moved",
            sentence=f"{news} Still coming?",
            icon="arrow-path",
            question="Still coming?",
            answers=choices("Yes", maybe=event.maybe_allowed),
        )
    if event.answers_closed(look.now):
        closed = asked.hours(look).rstrip(".")
        sentence = f"{standing.sentence} {closed}; you can still say you can't come."
        return replace(party, kind="closed", sentence=sentence, answers=(Answer(DECLINED, "Can't"),))
    return replace(party, answers=choices(maybe=event.maybe_allowed, pressed=GOING))


def _asked_to_keep(look: Look, standing: Standing) -> Standing:
    """The seat goes to the line unless they say that they come."""
    until = look.event.releases_at
    return replace(
        standing,
        kind="reconfirm",
        sentence=f"Still coming? Keep your place by {look.clock(until) if until else ''}.",
        icon="question-mark-circle",
        question="Still coming?",
        answers=(
            Answer(GOING, "Keep it", primary=True, keeps=True),
            Answer(DECLINED, "Give it back"),
        ),
    )


def news_of(look: Look) -> str:
    """What changed since they answered, where it asks for another answer."""
    event, rsvp = look.event, look.rsvp
    if rsvp is None or not rsvp.outdated(event):
        return ""
    if rsvp.answered_sequence < event.time_sequence:
        return f"New time: {when.short(event.local_start, all_day=event.all_day)}{_was(event, rsvp)}."
    return f"New place: {event.place}."


def _was(event: Event, rsvp: Rsvp) -> str:
    """What they answered to: the clock alone where the day is the same."""
    before = event.time_before(rsvp.answered_sequence)
    if before is None or before == (event.local_start, event.all_day):
        return ""
    start, all_day = before
    if start.date() == event.local_start.date() and not all_day:
        return f" (was {when.clock(start)})"
    return f" (was {when.short(start, all_day=all_day)})"


def maybe(look: Look, rsvp: Rsvp) -> Standing:
    news = news_of(look)
    return asked.asked_again(look, news) if news and look.open else asked.maybe(look)


def waitlisted(look: Look, rsvp: Rsvp) -> Standing:
    leave = Answer(DECLINED, "Leave the list")
    standing = Standing(
        "waitlisted",
        f"You're number {look.position} in line. {_what_next(look)}",
        "queue-list",
        answers=(leave,),
        promise=LINE,
        party=look.open,
    )
    if (news := news_of(look)) and look.open:
        return replace(
            standing,
            kind="moved",
            sentence=f"{news} You're number {look.position} in line.",
            icon="arrow-path",
            question="Still waiting?",
            answers=(Answer(GOING, "Keep waiting", primary=True), leave),
        )
    return standing


def _what_next(look: Look) -> str:
    event = look.event
    if not event.offer_hours:
        return "We'll give you the place and mail you."
    if event.offers(look.now):
        return "We'll mail you when a place is offered to you."
    until = look.clock(event.starts_at - event.offer_lead)
    return f"We'll give you the place and mail you until {until}; after that we'll ask first."


def offered(look: Look, rsvp: Rsvp) -> Standing:
    if rsvp.held_until is None or rsvp.held_until <= look.now:
        return Standing(
            "offer_over", "The time to take this place is over. The next in line is asked.", "clock"
        )
    one = rsvp.seats == 1
    place, it = ("A place is", "it") if one else (f"{rsvp.seats} places are", "them")
    return Standing(
        "offered",
        f"{place} yours if you take {it} by {look.clock(rsvp.held_until)}.",
        "gift",
        "A place for you",
        answers=(Answer(GOING, f"Take {it}", primary=True), Answer(DECLINED, "Pass")),
        promise=OFFER,
        party=True,
        ends=rsvp.held_until,
    )


def pending(look: Look, rsvp: Rsvp) -> Standing:
    return Standing(
        "pending",
        "Organisers will answer. Nothing is held yet.",
        "clock",
        answers=(Answer(DECLINED, "Withdraw"),),
        promise="",
        party=look.open,
    )


def unconfirmed(look: Look, rsvp: Rsvp) -> Standing:
    """Asked for by name and address; who is signed in as that member may just say so."""
    name, _, _ = rsvp.member.email.partition("@")
    what = "your place" if rsvp.queue_ticket is None else "your place in line"
    until = look.clock(rsvp.held_until or look.now)
    return Standing(
        "unconfirmed",
        f"Check {name}@…: we hold {what} until {until}.",
        "envelope",
        answers=choices(maybe=False),
        promise=SEAT if rsvp.queue_ticket is None else LINE,
        party=True,
        ends=rsvp.held_until,
    )


def with_guests(guests: int) -> str:
    return "" if not guests else ", with 1 guest" if guests == 1 else f", with {guests} guests"
