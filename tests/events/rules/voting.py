"""How a date is found, by the model."""

from collections.abc import Mapping
from datetime import datetime

from .meetup import Meetup, Party, Reasons, Slot
from .reconfirming import plan_to_ask

Votes = Mapping[int, str]


def offer(meetup: Meetup, starts: list[datetime]) -> None:
    """Put times to the vote; who hosts can make all of them."""
    for moment in starts:
        meetup.slots.append(Slot(moment, votes={meetup.host: ("yes", meetup.number())}))
    stand_at_earliest(meetup)


def stand_at_earliest(meetup: Meetup) -> None:
    """A proposal stands at its earliest time, and is decided before that."""
    earliest = min(slot.starts for slot in meetup.slots if not slot.vetoed)
    meetup.stand_at(earliest)
    meetup.decide_by = min(meetup.decide_by or earliest, earliest)


def vote(meetup: Meetup, who: str, votes: Votes, now: datetime) -> Reasons:
    if meetup.status == "scheduled" and meetup.slots:
        return {"date_fixed"}
    if meetup.status != "proposed" or not meetup.decide_by or meetup.decide_by <= now:
        return {"not_proposed"}
    if who in meetup.banned:
        return {"banned"}
    slots = {slot: meetup.slots[slot] for slot in votes}
    changed = {slot for slot in slots if slots[slot].votes.get(who, ("", 0))[0] != votes[slot]}
    if any(slots[slot].vetoed or slots[slot].starts <= now for slot in changed):
        return {"bad_vote"}
    for slot in changed:
        slots[slot].votes[who] = (votes[slot], meetup.number())
        if not votes[slot]:
            del slots[slot].votes[who]
    if changed:
        tip_if_reached(meetup, now)
    return set()


def choose(meetup: Meetup, slot: int, now: datetime) -> Reasons:
    if meetup.slots[slot].starts <= now:
        return {"in_the_past"}
    tip(meetup, meetup.slots[slot], now, by=meetup.by)
    return set()


def veto(meetup: Meetup, slot: int, now: datetime, *, vetoed: bool) -> Reasons:
    found = meetup.slots[slot]
    if found.vetoed == vetoed:
        return set()
    ahead = [other for other in meetup.slots if not other.vetoed and other.starts > now and other != found]
    if vetoed and not ahead:
        return {"last_slot"}
    if not vetoed and found.starts <= now:
        return {"in_the_past"}
    found.vetoed = vetoed
    stand_at_earliest(meetup)
    tip_if_reached(meetup, now)
    tell_voters(meetup)
    return set()


def extend(meetup: Meetup, decide_by: datetime, now: datetime) -> Reasons:
    if not now < decide_by <= meetup.starts:
        return {"bad_time"}
    if meetup.decide_by != decide_by:
        meetup.decide_by = decide_by
        tell_voters(meetup)
    return set()


def add_slot(meetup: Meetup, starts: datetime, now: datetime) -> Reasons:
    if starts <= now:
        return {"in_the_past"}
    if any(slot.starts == starts for slot in meetup.slots):
        return {"bad_slots"}
    offer(meetup, [starts])
    tip_if_reached(meetup, now)
    tell_voters(meetup)
    return set()


def tell_voters(meetup: Meetup) -> None:
    """What they voted on is not what it was."""
    if meetup.status == "proposed":
        for who in {who for slot in meetup.slots for who in slot.votes} - {meetup.by}:
            meetup.tell(who, "proposal_changed")


def tip_if_reached(meetup: Meetup, now: datetime) -> bool:
    """The slot that most can make, if they are enough; the earlier of equals."""
    if meetup.status != "proposed":
        return False
    coming = [slot for slot in meetup.slots if not slot.vetoed and slot.starts > now]
    reached = [slot for slot in coming if supporters(meetup, slot) >= meetup.minimum_people]
    if reached:
        reached.sort(key=lambda slot: (-len(slot.said("yes")), -len(slot.said("if_needed")), slot.starts))
        tip(meetup, reached[0], now)
    return bool(reached)


def supporters(meetup: Meetup, slot: Slot) -> int:
    return len(slot.said("yes")) + (len(slot.said("if_needed")) if meetup.if_needed_counts else 0)


def tip(meetup: Meetup, slot: Slot, now: datetime, *, by: str = "") -> None:
    """Yes becomes a seat in the order it was said, or a place in line; if needed becomes maybe. Who could
    have come at another time hears of it, but for who chose this one."""
    meetup.status = "scheduled"
    meetup.stand_at(slot.starts)
    for who in slot.said("yes"):
        party = _party(meetup, who)
        if meetup.by_approval and who not in meetup.hosts:
            meetup.become(party, "pending")
            meetup.tell(who, "rsvp_pending")
        else:
            meetup.seat_or_queue(party, now, "rsvp_settled")
    for who in slot.said("if_needed"):
        meetup.become(_party(meetup, who), "maybe" if meetup.maybe_allowed else "invited")
        meetup.tell(who, "date_fixed")
    dealt = {*slot.said("yes"), *slot.said("if_needed")}
    for who in (willing(meetup) | {meetup.host}) - dealt - {by}:
        meetup.tell(who, "other_date_fixed")
    for who in _invited_who_did_not_vote(meetup):
        meetup.tell(who, "date_fixed")
    plan_to_ask(meetup, now)


def _invited_who_did_not_vote(meetup: Meetup) -> set[str]:
    invited = {party.who for party in meetup.parties.values() if party.status == "invited"}
    return invited - {meetup.host} - {who for slot in meetup.slots for who in slot.votes}


def _party(meetup: Meetup, who: str) -> Party:
    party = meetup.party(who)
    party.said = meetup.number()
    return party


def decide(meetup: Meetup, now: datetime) -> None:
    """By the hour that was set, with what there is."""
    if not tip_if_reached(meetup, now):
        meetup.status = "lapsed"
        for who in willing(meetup) | {meetup.host}:
            meetup.tell(who, "proposal_lapsed")


def willing(meetup: Meetup) -> set[str]:
    return {who for slot in meetup.slots for who, (said, _) in slot.votes.items() if said != "no"}
