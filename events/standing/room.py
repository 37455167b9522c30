"""How full it is, in words and as seats to look at."""

from ..models import Rsvp
from .look import Look
from .shape import LINE, Standing

# More seats than this are a blur; the number in words says it better.
MOST_SEATS_DRAWN = 60


def room_of(look: Look, standing: Standing) -> str:
    """What the sentence has not said already."""
    event, waiting = look.event, look.turnout.waiting
    if event.capacity is None:
        return f"{going(look.turnout.going)}.{' There is room for everybody.' if look.open else ''}"
    taken = f"{event.seats_taken} of {event.capacity} places are taken."
    kept = "" if standing.kind == "full" else kept_back(look)
    line = f"{waiting} waiting." if waiting else ""
    would_wait = standing.promise == LINE and look.status in (Rsvp.Status.MAYBE, Rsvp.Status.DECLINED)
    yours = f"You'd be number {waiting + 1} in line." if would_wait else ""
    return " ".join(filter(None, (taken, kept, line, yours)))


def seats_of(look: Look) -> tuple[bool, ...]:
    event = look.event
    if event.capacity is None or event.capacity > MOST_SEATS_DRAWN:
        return ()
    return tuple(seat < event.seats_taken for seat in range(event.capacity))


def kept_back(look: Look) -> str:
    """Free places that are kept for first-timers, said to everybody."""
    kept = kept_seats(look)
    if not kept:
        return ""
    until = look.clock(look.event.starts_at - look.event.offer_lead)
    return (
        f"{places(kept)} {'is' if kept == 1 else 'are'} kept for people at their first meetup until {until}."
    )


def kept_seats(look: Look) -> int:
    return min(look.event.held_back(look.now), look.event.seats_free or 0)


def open_to_all(look: Look) -> str:
    """6 are going, 2 places left."""
    free = look.event.seats_free
    left = f", {places(free)} left" if free is not None else ""
    return f"{going(look.turnout.going)}{left}."


def going(count: int) -> str:
    return "Nobody is going yet" if not count else "1 is going" if count == 1 else f"{count} are going"


def places(count: int) -> str:
    return "1 place" if count == 1 else f"{count} places"
