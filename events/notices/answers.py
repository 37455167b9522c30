"""What a member hears of their own seat."""

from members.policies import is_banned
from tribemeet.outbox.models import Message
from tribemeet.outbox.registry import Moot, handles

from .. import actions
from ..models import Event, Invite, Rsvp
from ..policies import events_visible_to
from .ending import take_entry_back_of_what_is_off
from .telling import Telling, ahead, latest, telling
from .told import facts


@handles("rsvp_settled")
def confirm_answer(message: Message) -> None:
    told = ahead(latest(telling(message)))
    if told.rsvp.status == Rsvp.Status.WAITLISTED:
        _put_in_line(told)
    else:
        _give_seat(told, "going", asking=_who_asks(told))


def _who_asks(told: Telling) -> int:
    """How many wait for the yes of this host, now that a date is fixed: their votes ask all at once."""
    hosts = told.rsvp.via == Rsvp.Via.VOTE and told.rsvp.member_id in told.event.host_ids()
    return told.event.rsvps.filter(status=Rsvp.Status.PENDING).count() if hosts else 0


def _put_in_line(told: Telling) -> None:
    """The rule in a follower's calendar says that they come; this date is taken out of it."""
    by_rule = told.invite is not None and told.invite.follow is not None and not told.invite.told
    calendar = told.cancellation(whole_event=False) if by_rule else None
    if calendar is not None and told.invite is not None:
        actions.remember_told(told.invite, facts(told.event, told.rsvp.member))
    told.say("waitlisted", calendar, position=told.rsvp.position, out_of_series=calendar is not None)


@handles("rsvp_pending")
def say_that_hosts_decide(message: Message) -> None:
    told = ahead(latest(telling(message)))
    if told.rsvp.status != Rsvp.Status.PENDING:
        raise Moot("they have been answered")
    told.say("pending")


@handles("rsvp_approved")
def tell_of_a_hosts_yes(message: Message) -> None:
    _seat_or_place_in_line(ahead(latest(telling(message))), "approved")


@handles("rsvp_added")
def tell_who_was_added(message: Message) -> None:
    _seat_or_place_in_line(ahead(latest(telling(message))), "added")


@handles("rsvp_turned_down")
def tell_of_a_hosts_no(message: Message) -> None:
    ahead(latest(telling(message))).say("turned_down")


@handles("rsvp_released")
def tell_that_the_silent_lost_their_seat(message: Message) -> None:
    told = latest(telling(message))
    if told.event.status == Event.Status.CANCELLED:
        take_entry_back_of_what_is_off(told)
    else:
        told.say("released", ahead(told).cancellation(whole_event=False))


@handles("offer_lapsed")
def tell_that_the_offer_is_over(message: Message) -> None:
    ahead(latest(telling(message))).say("offer_lapsed")


@handles("rsvp_promoted")
def tell_of_freed_seat(message: Message) -> None:
    _give_seat(ahead(latest(telling(message))), "promoted")


@handles("rsvp_given_back")
def take_entry_back(message: Message) -> None:
    """Only who holds an entry hears of it: everybody else saw their answer on the page."""
    told = latest(telling(message))
    if told.event.status == Event.Status.CANCELLED:
        take_entry_back_of_what_is_off(told)
    elif not (calendar := ahead(told).cancellation(whole_event=False)):
        raise Moot("their calendar holds nothing of it")
    elif is_banned(told.rsvp.member, told.event.tribe):
        told.say("removed", calendar, had_entry=True, banned=True)
    else:
        told.say("left", calendar, maybe=told.rsvp.status == Rsvp.Status.MAYBE, sees=_sees(told))


def _sees(told: Telling) -> bool:
    """To some a meetup is open only as long as they mean to come; a link to it would lead nowhere."""
    return events_visible_to(told.rsvp.member).filter(pk=told.event.pk).exists()


@handles("rsvp_removed")
def tell_of_removal(message: Message) -> None:
    told = latest(telling(message))
    if told.event.status == Event.Status.CANCELLED:
        take_entry_back_of_what_is_off(told)
    else:
        calendar = ahead(told).cancellation(whole_event=False)
        told.say("removed", calendar, had_entry=calendar is not None)


def _seat_or_place_in_line(told: Telling, kind: str) -> None:
    if told.rsvp.status == Rsvp.Status.WAITLISTED:
        told.say(kind, position=told.rsvp.position)
    else:
        _give_seat(told, kind)


def _give_seat(told: Telling, kind: str, **more: int) -> None:
    invite = standing_invite(told)
    # Before it is sent: a worker that dies in between leaves an entry that a later CANCEL must take back.
    actions.remember_told(invite, facts(told.event, told.rsvp.member))
    told.say(kind, told.request(invite), **more)


def standing_invite(told: Telling) -> Invite:
    if told.rsvp.status != Rsvp.Status.GOING or told.invite is None or not told.invite.stands():
        raise Moot("they have no seat any more")
    return told.invite
