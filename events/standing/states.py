"""The state that holds, the final ones first."""

from collections.abc import Callable
from dataclasses import replace

from ..models import Event, Rsvp
from . import asked, held, room
from .look import Look
from .shape import Standing

Status = Rsvp.Status


def standing_of(look: Look) -> Standing:
    event = look.event
    if event.status in WITHOUT_A_DATE:
        return WITHOUT_A_DATE[event.status](look)
    if not event.takes_answers(look.now):
        return _over(look)
    if look.banned:
        return Standing("removed", f"The organisers have banned you from {event.tribe}.", "no-symbol")
    if look.status == Status.REMOVED:
        return Standing("removed", "A host took you off this meetup.", "no-symbol")
    standing = _with_what_is_owed(look, _answered(look))
    return replace(standing, room=room.room_of(look, standing), seats=room.seats_of(look))


def _with_what_is_owed(look: Look, standing: Standing) -> Standing:
    """A vote asks for no replies, so they are asked for afterwards, wherever they can be given."""
    if look.rsvp is None or not standing.party or not look.rsvp.owes_reply(look.event):
        return standing
    return replace(standing, owes_reply=True, sentence=f"{standing.sentence} The hosts ask you something.")


def _answered(look: Look) -> Standing:
    if look.rsvp is not None and look.status in HELD:
        return HELD[look.status](look, look.rsvp)
    return asked.declined(look) if look.status == Status.DECLINED else asked.asked(look)


HELD: dict[str, Callable[[Look, Rsvp], Standing]] = {
    Status.GOING: held.going,
    Status.MAYBE: held.maybe,
    Status.WAITLISTED: held.waitlisted,
    Status.OFFERED: held.offered,
    Status.PENDING: held.pending,
    Status.UNCONFIRMED: held.unconfirmed,
}


def _cancelled(look: Look) -> Standing:
    event = look.event
    reason = f": {event.cancel_reason}" if event.cancel_reason else "."
    return Standing("cancelled", f"Cancelled by {event.host.name}{reason}", "x-circle", "Another time?")


def _lapsed(look: Look) -> Standing:
    sentence = "It did not come together. Thank you all."
    return Standing("lapsed", sentence, "moon", "Try once more?")


def _proposed(look: Look) -> Standing:
    """Votes are given beside it; the answer comes with the date."""
    event = look.event
    if event.decide_by is None or event.decide_by <= look.now:
        return Standing("proposed", "The votes are in: the date is decided in a moment.", "calendar-days")
    invited = f"{event.host.name} invited you. " if look.status == Status.INVITED else ""
    return Standing(
        "proposed",
        f"{invited}Looking for a date: {max(1, look.missing)} more and it is fixed.",
        "calendar-days",
        "When can you come?",
        room=f"It is decided by {look.clock(event.decide_by)}.",
        ends=event.decide_by,
    )


def _over(look: Look) -> Standing:
    going = look.status == Status.GOING
    if not look.event.is_past(look.now):
        return Standing(
            "past", "It is on right now." if going else "This has begun.", "clock", calendar=going
        )
    sentence = "You were there." if going else "This has ended."
    return Standing("past", sentence, "clock", "Next time?")


WITHOUT_A_DATE: dict[str, Callable[[Look], Standing]] = {
    Event.Status.CANCELLED: _cancelled,
    Event.Status.LAPSED: _lapsed,
    Event.Status.PROPOSED: _proposed,
}
