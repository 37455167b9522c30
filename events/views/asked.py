"""What a mailed link asks its reader, by what it is for: the answers it takes, and what each of them does."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from django.http import HttpRequest

from members.models import Member
from tribemeet.forms import PageForm

from .. import actions, when
from ..forms.ballots import VoteForm
from ..forms.links import AskingForm, ChoiceForm, MailedAnswerForm
from ..models import Event, Rsvp
from ..standing import Look, Standing, standing_of
from .series import series_of

Status, MAIL = Rsvp.Status, Rsvp.Via.MAIL
# What a button says that stands alone; on the page of the meetup its neighbours make it clear.
IN_FULL = {"Going": "Yes, I'm coming", "Yes": "Yes, I'm coming", "Can't": "No, I can't come"}


@dataclass(frozen=True)
class Opened:
    """What one look found for the one whom the link was mailed to."""

    signed_for: str
    member: Member
    look: Look

    @property
    def purpose(self) -> str:
        """Once there is nothing to confirm any more, the link that asked for it answers."""
        answers = self.signed_for == "confirm" and self.status != Status.UNCONFIRMED
        return "confirmed" if answers else self.signed_for

    @property
    def event(self) -> Event:
        return self.look.event

    @property
    def rsvp(self) -> Rsvp | None:
        return self.look.rsvp

    @property
    def now(self) -> datetime:
        return self.look.now

    @property
    def status(self) -> str:
        return self.look.status

    @property
    def takes_answers(self) -> bool:
        return self.event.takes_answers(self.now)

    @property
    def is_held(self) -> bool:
        """A seat, a place in line or an offer is kept for them still."""
        until = self.rsvp.held_until if self.rsvp else None
        return until is not None and until > self.now

    @cached_property
    def standing(self) -> Standing:
        """Where they stand now, in the words of the meetup's own page."""
        standing = standing_of(self.look)
        if self.status != Status.UNCONFIRMED or self.rsvp is None or self.rsvp.held_until is None:
            return standing
        # there they are told to look for the mail that they came from
        until = when.moment(self.rsvp.held_until, self.event.time_zone, self.now)
        return replace(standing, sentence=f"We hold it for you until {until}.")


@dataclass(frozen=True)
class Choice:
    """An answer, what its button says, whether it is what they said already, and whether the hosts ask
    something of who gives it."""

    value: str
    label: str
    said: bool = False
    first: bool = False
    asks: bool = False
    # takes back what they said: there to be found, not what the page is for
    out: bool = False


@dataclass(frozen=True)
class Asked:
    """The form takes every answer that a link is good for; which are to be had now, `choices` shows and the
    rules decide. Without a question of its own the page asks what that of the meetup does."""

    question: str
    choices: Callable[[Opened], tuple[Choice, ...]]
    form: Callable[[HttpRequest, Opened], PageForm]
    act: Callable[..., object]
    # said where none of the choices is left
    nothing: str = ""
    # who comes back to what they said already finds the way to say something else
    turns: bool = False


def chosen(choices: tuple[Choice, ...], wanted: str) -> Choice | None:
    """The one that gets the button: what the link named, as far as it is to be had now, or else what is
    asked first. Nothing takes the place of an answer that is not to be had."""
    if wanted:
        return next((choice for choice in choices if choice.value == wanted), None)
    return next((choice for choice in choices if choice.first and not choice.said), None)


def button_of(opened: Opened, choices: tuple[Choice, ...], wanted: str) -> Choice | None:
    button = chosen(choices, wanted)
    if ASKED[opened.purpose].turns and (button is None or button.said):
        return chosen(choices, "")
    return button


def _one_of(*values: str) -> Callable[[HttpRequest, Opened], PageForm]:
    def form(request: HttpRequest, opened: Opened) -> PageForm:
        return ChoiceForm.of(request, values=values)

    return form


def _yes_or(no: str, *, yes: str) -> Callable[[HttpRequest, Opened], PageForm]:
    def form(request: HttpRequest, opened: Opened) -> PageForm:
        return AskingForm.of(request, values=(yes, no), yes=yes, event=opened.event, rsvp=opened.rsvp)

    return form


def _answers(opened: Opened) -> tuple[Choice, ...]:
    outdated = opened.rsvp is not None and opened.rsvp.outdated(opened.event)
    again = outdated or opened.standing.owes_reply
    this_date = tuple(
        Choice(
            answer.value,
            IN_FULL.get(answer.label, answer.label),
            said=answer.pressed and not again,
            first=answer.primary or answer.pressed,
            asks=answer.value == Status.GOING,
        )
        for answer in opened.standing.answers
    )
    return this_date + TO_ALL.get(following_of(opened), ())


def following_of(opened: Opened) -> str:
    """Of a series: whether they go to this date and all that follow, or may."""
    if opened.event.series_id is None:
        return ""
    return str(series_of(opened.look, opened.member).get("following", ""))


FOLLOW = Choice("follow", "Yes, to this and all that follow", asks=True)
UNFOLLOW = Choice("unfollow", "No, not to this one nor to any that follows")
# the questions that may have to be answered first stand on the page of the link
TO_ALL = {"may": (FOLLOW,), "asks": (FOLLOW,), "follows": (UNFOLLOW,)}


def _answer_form(request: HttpRequest, opened: Opened) -> PageForm:
    return MailedAnswerForm.of(request, event=opened.event, rsvp=opened.rsvp)


def _answer(opened: Opened, *, form: MailedAnswerForm, answer: str, **party: Any) -> object:
    keeps = any(button.keeps for button in opened.standing.answers if button.value == answer)
    if keeps and not form.to_all:
        return actions.keep(opened.event, member=opened.member, via=MAIL)
    return actions.answer(opened.event, member=opened.member, answer=answer, via=MAIL, **party)


def _offer(opened: Opened) -> tuple[Choice, ...]:
    if opened.status != Status.OFFERED or not opened.is_held or not opened.takes_answers:
        return ()
    return (Choice("take", "Take it", first=True, asks=True), Choice("pass", "Pass it on"))


def _take_or_pass(opened: Opened, *, form: PageForm, answer: str, **party: Any) -> str:
    if answer == "take":
        actions.take_offer(opened.event, member=opened.member, via=MAIL, **party)
    else:
        actions.leave(opened.event, member=opened.member, via=MAIL)
    return answer


def _keep(opened: Opened) -> tuple[Choice, ...]:
    if opened.status != Status.GOING or not opened.takes_answers:
        return ()
    asked = any(button.keeps for button in opened.standing.answers)
    return (Choice("keep", "Keep my place", said=not asked, first=True), Choice("give_back", "Give it back"))


def _keep_or_give_back(opened: Opened, *, form: PageForm, answer: str) -> str:
    act = actions.keep if answer == "keep" else actions.leave
    act(opened.event, member=opened.member, via=MAIL)
    return answer


def _confirm(opened: Opened) -> tuple[Choice, ...]:
    if not opened.standing.answers:
        return ()
    return (
        Choice(Status.GOING, "Yes, I'm coming", first=True, asks=not opened.is_held),
        Choice(Status.DECLINED, "No, let it go"),
    )


def _confirm_or_let_go(opened: Opened, *, form: PageForm, answer: str, **party: Any) -> Rsvp:
    if answer == Status.GOING:
        return actions.confirm(opened.event, member=opened.member, **party)
    return actions.respond(opened.event, member=opened.member, answer=answer, via=MAIL)


def _once_confirmed(opened: Opened) -> tuple[Choice, ...]:
    """No other mail brings them a link, so this one gives the seat back, too, and takes it again."""
    choices = _answers(opened)
    if opened.status not in Rsvp.EXPECTING:
        return choices
    return tuple(_way_out(each) if each.value == Status.DECLINED else each for each in choices)


def _way_out(choice: Choice) -> Choice:
    label = "Can't after all" if choice.label == IN_FULL["Can't"] else choice.label
    return replace(choice, label=label, first=True, out=True)


def _votes(opened: Opened) -> tuple[Choice, ...]:
    """Given in a form of their own."""
    return ()


def _vote_form(request: HttpRequest, opened: Opened) -> PageForm:
    return VoteForm.of(request, event=opened.event)


def _vote(opened: Opened, *, form: PageForm, choices: dict[int, str]) -> bool:
    actions.vote(opened.event, member=opened.member, choices=choices, via=MAIL)
    return True


ASKED = {
    "answer": Asked("Are you coming?", _answers, _answer_form, _answer),
    "offer": Asked(
        "A place for you",
        _offer,
        _yes_or("pass", yes="take"),
        _take_or_pass,
        "No place is on offer for you now.",
    ),
    "keep": Asked(
        "Still coming?",
        _keep,
        _one_of("keep", "give_back"),
        _keep_or_give_back,
        "There is nothing to keep now.",
    ),
    "confirm": Asked(
        "Is it you who asked to come?",
        _confirm,
        _yes_or(Status.DECLINED, yes=Status.GOING),
        _confirm_or_let_go,
        "There is nothing to confirm any more.",
    ),
    "confirmed": Asked("", _once_confirmed, _answer_form, _answer, turns=True),
    "vote": Asked("When can you come?", _votes, _vote_form, _vote),
}
