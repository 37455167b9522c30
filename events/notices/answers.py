"""What a member hears of their own seat."""

from tribemeet.outbox.models import Message
from tribemeet.outbox.registry import Moot, handles

from .. import actions
from ..models import Invite, Rsvp
from .telling import Telling, ahead, telling
from .told import facts


@handles("rsvp_settled")
def confirm_answer(message: Message) -> None:
    """Going or waiting, whichever holds by now."""
    told = ahead(telling(message))
    if told.rsvp.status == Rsvp.Status.WAITLISTED:
        told.say("waitlisted", position=told.rsvp.position)
    else:
        _give_seat(told, "going")


@handles("rsvp_promoted")
def tell_of_freed_seat(message: Message) -> None:
    _give_seat(ahead(telling(message)), "promoted")


@handles("rsvp_given_back")
def take_entry_back(message: Message) -> None:
    """Only who holds an entry hears of it: everybody else saw their answer on the page."""
    told = ahead(telling(message))
    if told.rsvp.status not in {Rsvp.Status.DECLINED, Rsvp.Status.MAYBE}:
        raise Moot("they answered again")
    calendar = told.cancellation(whole_event=False)
    if calendar is None:
        raise Moot("their calendar holds nothing of it")
    told.say("left", calendar)


@handles("rsvp_removed")
def tell_of_removal(message: Message) -> None:
    told = ahead(telling(message))
    if told.rsvp.status != Rsvp.Status.REMOVED:
        raise Moot("they are on the list again")
    calendar = told.cancellation(whole_event=False)
    told.say("removed", calendar, had_entry=calendar is not None)


def _give_seat(told: Telling, kind: str) -> None:
    invite = standing_invite(told)
    # Before it is sent: a worker that dies in between leaves an entry that a later CANCEL must take back.
    actions.remember_told(invite, facts(told.event, told.rsvp.member))
    told.say(kind, told.request(invite))


def standing_invite(told: Telling) -> Invite:
    if told.rsvp.status != Rsvp.Status.GOING or told.invite is None or not told.invite.stands():
        raise Moot("they have no seat any more")
    return told.invite
