"""What people do who are known by a mail address only, by the model."""

from dataclasses import replace
from datetime import datetime, timedelta

from .answering import against, answer
from .meetup import Meetup, Party, Reasons

HELD_FOR = timedelta(minutes=30)
UNANSWERED = ("", "unconfirmed", "released")


def ask_for_seat(
    meetup: Meetup, who: str, said: str, guests: int, now: datetime, *, replies: bool = False
) -> Reasons:
    """They hear what anybody would hear. An answer that stands is left alone; the mail asks about it."""
    if reasons := against(meetup, Party("", newcomer=True), said, guests, now, replies=replies):
        return reasons
    party = meetup.party(who)
    if party.status == "removed" or who in meetup.banned:
        return set()
    held = party.status == "unconfirmed" and not party.is_over(now)
    if said == "going" and not held and party.status in UNANSWERED:
        let_go(meetup, party, now)
        party.guests, party.said, party.outdated = guests, meetup.number(), False
        party.replied |= replies
        hold(meetup, party, now)
    if not held or said != "going":
        meetup.tell(who, "guest_asked")
    return set()


def hold(meetup: Meetup, party: Party, now: datetime) -> None:
    """Seats, or a place in line; where hosts have a say, the moment they asked."""
    until = min(now + HELD_FOR, meetup.starts)
    if not meetup.by_approval and meetup.fits(party, party.seats, now) and _within_share(meetup, party):
        meetup.become(party, "unconfirmed", until=until)
        party.in_calendar = True
    else:
        meetup.become(party, "unconfirmed", place=meetup.number(), until=until)


def _within_share(meetup: Meetup, party: Party) -> bool:
    """Of the capacity a third is held for the unproved, or one party."""
    others = [each for each in meetup.parties.values() if each.status == "unconfirmed" and each.holds]
    held = sum(each.seats for each in others)
    return meetup.capacity is None or not held or held + party.seats <= meetup.capacity // 3


def let_go(meetup: Meetup, party: Party, now: datetime) -> None:
    """What was held for them too long goes to the line first."""
    if party.status == "unconfirmed":
        meetup.step_back(party, "released")
        meetup.serve(now)


def confirm(meetup: Meetup, who: str, now: datetime) -> Reasons:
    """What is held becomes theirs; otherwise they answer now, as anybody would."""
    party = meetup.party(who)
    if not meetup.answerable(now):
        return {"closed"}
    if party.status != "unconfirmed" or party.is_over(now):
        return _answer_as_anybody(meetup, party, now)
    party.said, party.outdated = meetup.number(), False
    if party.holds:
        meetup.become(party, "going")
        meetup.tell(who, "event_changed")
    elif meetup.by_approval:
        meetup.ask_hosts(party)
    else:
        meetup.become(party, "waitlisted", place=party.place)
    meetup.serve(now)
    return set()


def _answer_as_anybody(meetup: Meetup, party: Party, now: datetime) -> Reasons:
    """Who is told no has changed nothing: it is the clock that lets them go."""
    if party.status == "unconfirmed":
        released = replace(party, status="released", place=None)
        guests = min(party.guests, meetup.guests_each)
        if reasons := against(meetup, released, "going", guests, now, replies=False):
            return reasons
    let_go(meetup, party, now)
    return answer(meetup, party.who, "going", None, now)
