from dataclasses import dataclass
from datetime import datetime

from ..actions.answerable import ASKS, LINE, OFFER, SEAT
from ..models import Rsvp

__all__ = ["ASKS", "DECLINED", "GOING", "LINE", "MAYBE", "OFFER", "SEAT", "Answer", "Standing", "choices"]

GOING, MAYBE, DECLINED = Rsvp.ANSWERS


@dataclass(frozen=True)
class Answer:
    """One button. With `keeps` it goes through the door of those who were asked whether they still come."""

    value: str
    label: str
    pressed: bool = False
    primary: bool = False
    keeps: bool = False


@dataclass(frozen=True)
class Standing:
    """`kind` names the state. Nothing else than `promise` may come of pressing "going" unsaid."""

    kind: str
    sentence: str
    icon: str = ""
    question: str = "Your answer"
    room: str = ""
    seats: tuple[bool, ...] = ()
    answers: tuple[Answer, ...] = ()
    promise: str = ""
    # guests, their names and the hosts' questions can be told
    party: bool = False
    # the hosts need a reply that was not given yet
    owes_reply: bool = False
    calendar: bool = False
    # what is at stake ends then
    ends: datetime | None = None

    @property
    def saves(self) -> bool:
        """Guests and replies need a button of their own: none of the answers is to be pressed for them."""
        return all(each.value != GOING or each.pressed for each in self.answers)


def choices(
    going: str = "Going", *, maybe: bool = True, no: str = "Can't", pressed: str = ""
) -> tuple[Answer, ...]:
    """The three answers, the first of them the one to press, less those without a label."""
    labels = {GOING: going, MAYBE: "Maybe" if maybe else "", DECLINED: no}
    return tuple(
        Answer(value, label, pressed == value, primary=value == GOING != pressed)
        for value, label in labels.items()
        if label
    )
