"""What a mailed link asks its reader, by what it is for: the answers it takes, and what each of them does."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

from django.utils import timezone

from members.models import Member

from .. import actions, when
from ..models import Event, Rsvp
from ..standing import Standing, standing_for

Status, MAIL = Rsvp.Status, Rsvp.Via.MAIL
# What a button says that stands alone; on the page of the meetup its neighbours make it clear.
IN_FULL = {"Going": "Yes, I'm coming", "Can't": "No, I can't come"}


@dataclass(frozen=True)
class Opened:
    """Fresh rows for the one whom the link was mailed to."""

    purpose: str
    event: Event
    member: Member
    rsvp: Rsvp | None
    now: datetime = field(default_factory=timezone.now)

    @property
    def status(self) -> str:
        return self.rsvp.status if self.rsvp else ""

    @cached_property
    def standing(self) -> Standing:
        """Where they stand now, in the words of the meetup's own page; who reads this has the mail already."""
        standing = standing_for(self.event, self.member, self.now)
        if self.rsvp is None or self.rsvp.held_until is None or self.status != Status.UNCONFIRMED:
            return standing
        return replace(standing, sentence=_held(self.event, self.rsvp, self.rsvp.held_until, self.now))


def _held(event: Event, rsvp: Rsvp, until: datetime, now: datetime) -> str:
    if until <= now:
        return "We could not hold it any longer. As far as there is room, it is yours all the same."
    clock = f"{when.moment(until, event.time_zone, now)} ({when.place_time(event.time_zone)})"
    if event.by_approval:
        return f"The hosts are asked once you say so, until {clock}."
    what = (
        "your place in line" if rsvp.queue_ticket else f"{rsvp.seats} places" if rsvp.guests else "your place"
    )
    return f"We hold {what} until {clock}."


@dataclass(frozen=True)
class Choice:
    """An answer, what its button says, and whether it is what they said already."""

    value: str
    label: str
    said: bool = False
    first: bool = False


@dataclass(frozen=True)
class Asked:
    question: str
    choices: Callable[[Opened], tuple[Choice, ...]]
    act: Callable[[Opened, str], object]


def chosen(choices: tuple[Choice, ...], wanted: str) -> Choice | None:
    """The one that gets the button: what the link named, as far as it is to be had now, or else what is
    asked first. Nothing takes the place of an answer that is not to be had."""
    if wanted:
        return next((choice for choice in choices if choice.value == wanted), None)
    return next((choice for choice in choices if choice.first and not choice.said), None)


def _answers(opened: Opened) -> tuple[Choice, ...]:
    again = opened.rsvp is not None and opened.rsvp.outdated(opened.event)
    return tuple(
        Choice(
            answer.value,
            IN_FULL.get(answer.label, answer.label),
            said=answer.pressed and not again,
            first=answer.primary or answer.pressed,
        )
        for answer in opened.standing.answers
    )


def _answer(opened: Opened, answer: str) -> object:
    guests = opened.rsvp.guests if opened.rsvp and answer != Status.DECLINED else 0
    return actions.respond(opened.event, member=opened.member, answer=answer, guests=guests, via=MAIL)


def _offer(opened: Opened) -> tuple[Choice, ...]:
    if opened.status != Status.OFFERED or not opened.event.takes_answers(opened.now):
        return ()
    return (Choice("take", "Take it", first=True), Choice("pass", "Pass it on"))


def _take_or_pass(opened: Opened, answer: str) -> object:
    act = actions.take_offer if answer == "take" else actions.leave
    act(opened.event, member=opened.member, via=MAIL)
    return answer


def _keep(opened: Opened) -> tuple[Choice, ...]:
    if opened.status != Status.GOING or not opened.event.takes_answers(opened.now):
        return ()
    return (Choice("keep", "Keep my place", first=True), Choice("give_back", "Give it back"))


def _keep_or_give_back(opened: Opened, answer: str) -> object:
    act = actions.keep if answer == "keep" else actions.leave
    act(opened.event, member=opened.member, via=MAIL)
    return answer


def _confirmation(opened: Opened) -> tuple[Choice, ...]:
    """What was asked for by name and address; the same still when it was let go meanwhile."""
    if not opened.event.takes_answers(opened.now) or opened.status == Status.REMOVED:
        return ()
    coming = opened.status in (Status.GOING, Status.WAITLISTED, Status.PENDING)
    return (
        Choice(Status.GOING, IN_FULL["Going"], said=coming, first=True),
        Choice(Status.DECLINED, IN_FULL["Can't"], said=opened.status == Status.DECLINED),
    )


def _confirm_or_let_go(opened: Opened, answer: str) -> object:
    if answer == Status.GOING:
        return actions.confirm(opened.event, member=opened.member)
    return _answer(opened, answer)


ASKED = {
    "answer": Asked("Are you coming?", _answers, _answer),
    "confirm": Asked("Was it you who asked?", _confirmation, _confirm_or_let_go),
    "offer": Asked("A place for you", _offer, _take_or_pass),
    "keep": Asked("Still coming?", _keep, _keep_or_give_back),
}
# Every answer a link takes, whether or not it is to be had now: the rules say which, and say it in words.
VALUES = {
    "answer": Rsvp.ANSWERS,
    "confirm": (Status.GOING, Status.DECLINED),
    "offer": ("take", "pass"),
    "keep": ("keep", "give_back"),
}
