"""Those who hold nothing: not answered yet, invited, given back unheard, maybe and can't."""

from dataclasses import replace

from ..models import Event, Rsvp
from . import room
from .look import Look
from .shape import ASKS, DECLINED, LINE, SEAT, Answer, Standing, choices

Status = Rsvp.Status
LABELS = {SEAT: "Going", LINE: "Join the waiting list", ASKS: "Ask to come"}


def way_in(look: Look) -> str:
    """What "going" would come to now; nothing outside the hours of answering."""
    if not look.open:
        return ""
    if look.asks:
        return ASKS
    return SEAT if look.fits else LINE


def asked(look: Look) -> Standing:
    """No answer yet, or one that is the hosts' doing."""
    standing = _asked(look)
    if look.status not in PREFACES:
        return standing
    preface = PREFACES[Status(look.status)].format(host=look.event.host.name)
    plain = standing.kind == "open"
    return replace(
        standing,
        kind=look.status if standing.promise else standing.kind,
        sentence=preface if plain else f"{preface} {standing.sentence}",
        icon=standing.icon or ("envelope" if look.status == Status.INVITED else "arrow-uturn-left"),
    )


PREFACES = {
    Status.INVITED: "{host} invited you.",
    Status.RELEASED: "We gave your place back, as we heard nothing.",
}


def _asked(look: Look) -> Standing:
    promise = way_in(look)
    if not promise:
        return _closed(look)
    if promise == LINE:
        return _full(look)
    sentence = "You haven't answered." if look.signed_in else room.open_to_all(look)
    if promise == ASKS:
        sentence = f"{'' if look.status else sentence} Organisers say yes to each.".strip()
    return Standing(
        "open" if promise == SEAT else "approval",
        sentence,
        question="Are you coming?",
        answers=choices(LABELS[promise], maybe=look.event.maybe_allowed),
        promise=promise,
        party=True,
    )


def _full(look: Look) -> Standing:
    event, line = look.event, f"ou'd be number {look.turnout.waiting + 1} in line."
    kept = room.kept_back(look)
    full = f"Full ({event.seats_taken} of {event.capacity}). Y{line}"
    return Standing(
        "full",
        f"{kept.rstrip('.')}; y{line}" if kept else full,
        "users",
        "Would you wait?",
        answers=choices(LABELS[LINE], maybe=False),
        promise=LINE,
        party=True,
    )


def hours(look: Look) -> str:
    """Answers closed Thu 18:00."""
    event: Event = look.event
    if event.answers_open_at is not None and not event.answers_opened(look.now):
        return f"Answers open {look.clock(event.answers_open_at)}."
    if event.answers_close_at is not None and event.answers_closed(look.now):
        return f"Answers closed {look.clock(event.answers_close_at)}."
    return ""


def _closed(look: Look) -> Standing:
    opens = not look.event.answers_opened(look.now)
    return Standing("not_yet_open" if opens else "closed", hours(look), "clock" if opens else "lock-closed")


def maybe(look: Look) -> Standing:
    standing = Standing("maybe", "You said maybe. Maybes don't hold a place.", "question-mark-circle")
    if look.open:
        return _may_change(look, standing)
    return replace(
        standing,
        kind="closed",
        sentence=f"You said maybe. {hours(look)}",
        answers=(Answer(DECLINED, "Can't"),),
    )


def declined(look: Look) -> Standing:
    standing = Standing("declined", "You're not going.", "minus-circle")
    if look.open:
        return _may_change(look, standing)
    return replace(standing, kind="closed", sentence=f"You're not going. {hours(look)}")


def _may_change(look: Look, standing: Standing) -> Standing:
    promise = way_in(look)
    buttons = choices(LABELS[promise], maybe=look.event.maybe_allowed, pressed=look.status)
    return replace(standing, answers=buttons, promise=promise, party=True)


def asked_again(look: Look, news: str) -> Standing:
    """It moved since they said maybe."""
    promise = way_in(look)
    label = "Yes" if promise == SEAT else LABELS[promise]
    return Standing(
        "moved",
        f"{news} Still coming?",
        "arrow-path",
        "Still coming?",
        answers=choices(label, maybe=look.event.maybe_allowed),
        promise=promise,
        party=True,
    )
