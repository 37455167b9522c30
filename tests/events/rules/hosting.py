"""What hosts do, by the model."""

from datetime import datetime
from typing import Any

from .meetup import EXPECTING, Meetup, Party, Reasons
from .reconfirming import plan_to_ask
from .voting import tip_if_reached, willing

HOURS = {"answers_open_at", "answers_close_at"}


def over(meetup: Meetup, now: datetime, *standing: str) -> Reasons:
    """What speaks against all that hosts do: that it is over, or that one is not among them."""
    standing = standing or ("proposed", "scheduled")
    ended = {"closed"} if meetup.status not in standing or meetup.ends <= now else set()
    return ended | ({"not_allowed"} if meetup.by not in meetup.hosts else set())


def share(meetup: Meetup, whom: frozenset[str], tribe: set[str], now: datetime) -> Reasons:
    """Host it with these. A co-host makes nobody one, and only members of the tribe are."""
    reasons = over(meetup, now) | ({"not_allowed"} if meetup.by != meetup.host else set())
    whom -= {meetup.host}
    if not whom <= tribe:
        reasons.add("not_a_member")
    if not reasons:
        for who in whom - meetup.cohosts:
            meetup.tell(who, "cohost_added")
        meetup.cohosts = whom
    return reasons


def not_proposed(meetup: Meetup, now: datetime) -> Reasons:
    return over(meetup, now) or ({"not_proposed"} if meetup.status != "proposed" else set())


def invite(meetup: Meetup, who: str, now: datetime) -> Reasons:
    if reasons := over(meetup, now):
        return reasons
    known = who in meetup.parties or any(who in slot.votes for slot in meetup.slots)
    if not known and who not in meetup.banned:
        meetup.become(Party(who, newcomer=who in meetup.newcomers), "invited")
        meetup.tell(who, "event_invited")
    return set()


def add(meetup: Meetup, who: str, guests: int, now: datetime) -> Reasons:
    party = meetup.party(who)
    if reasons := over(meetup, now, "scheduled"):
        return reasons
    if party.status in ("going", "waitlisted") and party.guests == guests:
        return set()
    if who in meetup.banned:
        return {"banned"} | ({"too_many_guests"} if guests > meetup.guests_each else set())
    if guests > max(meetup.guests_each, party.guests_let_in):
        return {"too_many_guests"}
    if party.holds and not meetup.fits(party, guests - party.guests, now):
        return {"no_room"}
    held = party.holds
    party.guests, party.said, party.outdated = guests, meetup.number(), False
    if held:
        meetup.seat(party, "rsvp_added")
    else:
        meetup.seat_or_queue(party, now, "rsvp_added")
    meetup.serve(now)
    return set()


def approve(meetup: Meetup, who: str, now: datetime) -> Reasons:
    if reasons := over(meetup, now, "scheduled"):
        return reasons
    party = meetup.parties[who]
    if party.status == "pending":
        if who in meetup.banned:
            return {"banned"}
        party.said, party.outdated = meetup.number(), False
        meetup.seat_or_queue(party, now, "rsvp_approved")
    return set()


def remove(meetup: Meetup, who: str, now: datetime) -> Reasons:
    reasons = over(meetup, now, "scheduled") | ({"host_stays"} if who == meetup.host else set())
    if not reasons and meetup.parties[who].status != "removed":
        meetup.step_back(meetup.parties[who], "removed")
        meetup.serve(now)
    return reasons


def edit(meetup: Meetup, now: datetime, **rules: Any) -> Reasons:
    """Change rules. Free seats go to the line before those who only asked."""
    changed = {name for name, value in rules.items() if getattr(meetup, name) != value}
    if reasons := over(meetup, now):
        return reasons
    if changed & HOURS and not _hours_fit(meetup, rules):
        return {"bad_time"}
    if not changed:
        return set()
    for name in changed:
        setattr(meetup, name, rules[name])
    if "reconfirm" in changed:
        plan_to_ask(meetup, now)
    tip_if_reached(meetup, now)
    meetup.serve(now)
    if "by_approval" in changed and not meetup.by_approval:
        pending = [party for party in meetup.parties.values() if party.status == "pending"]
        for party in sorted(pending, key=lambda party: party.said):
            meetup.seat_or_queue(party, now, "rsvp_approved")
    return set()


def _hours_fit(meetup: Meetup, rules: dict[str, Any]) -> bool:
    opens = rules.get("answers_open_at", meetup.answers_open_at)
    closes = rules.get("answers_close_at", meetup.answers_close_at)
    ordered = not opens or opens < (closes or meetup.starts)
    return ordered and (not closes or closes <= meetup.starts)


def move(meetup: Meetup, starts: datetime, now: datetime) -> Reasons:
    """Everybody keeps what they have and is told; the hours of answering move along."""
    if reasons := over(meetup, now):
        return reasons
    if starts == meetup.starts:
        return set()
    if meetup.status == "proposed":
        return {"date_open"}
    if starts <= now:
        return {"in_the_past"}
    meetup.stand_at(starts)
    plan_to_ask(meetup, now)
    tell_all(meetup, "event_changed")
    for party in meetup.parties.values():
        party.outdated = party.who != meetup.by
    meetup.serve(now)
    return set()


def cancel(meetup: Meetup, now: datetime) -> Reasons:
    if reasons := over(meetup, now):
        return reasons
    if meetup.status == "proposed":
        for who in willing(meetup) - {meetup.by}:
            meetup.tell(who, "proposal_cancelled")
    meetup.status = "cancelled"
    tell_all(meetup, "event_cancelled")
    for party in meetup.parties.values():
        party.in_calendar = False
    return set()


def tell_all(meetup: Meetup, kind: str) -> None:
    for party in meetup.parties.values():
        if party.status in EXPECTING:
            meetup.tell(party.who, kind)
