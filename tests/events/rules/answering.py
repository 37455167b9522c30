"""What members do, by the model."""

from datetime import datetime

from .meetup import Meetup, Party, Reasons


def answer(
    meetup: Meetup, who: str, said: str, guests: int | None, now: datetime, *, replies: bool = False
) -> Reasons:
    """Guests of whom nothing is said stay, as far as they still may come."""
    party = meetup.party(who)
    stay, guests = guests is None, party.guests if guests is None else guests
    guests = 0 if said == "declined" else guests
    waits = said == "going" and party.status in ("waitlisted", "pending")
    same = (party.status == said or waits) and party.guests == guests
    if same and says_nothing_new(meetup, party, said, now, replies=replies):
        return set()
    if stay:
        guests = min(guests, max(meetup.guests_each, party.guests_let_in))
    if reasons := against(meetup, party, said, guests, now, replies=replies):
        return reasons
    same = same and party.guests == guests
    party.replied |= replies and said == "going"
    party.outdated = False
    if same:
        party.silent = False
        return set()
    _settle(meetup, party, said, guests, now)
    return set()


def _settle(meetup: Meetup, party: Party, said: str, guests: int, now: datetime) -> None:
    """Who waits goes on waiting; for the hosts' yes in the order they asked first."""
    held, waits = party.holds, said == "going" and party.status in ("waitlisted", "pending")
    party.guests = guests
    if not (waits and party.status == "pending"):
        party.said = meetup.number()
    if said != "going":
        meetup.step_back(party, said)
    elif held:
        _keep(meetup, party)
    elif not waits:
        _ask_for_seats(meetup, party, now)
    meetup.serve(now)


def says_nothing_new(meetup: Meetup, party: Party, said: str, now: datetime, *, replies: bool) -> bool:
    """Who says the same again is told no only when nobody could say anything."""
    told = said == "going" and replies and not (meetup.asks and party.replied)
    heard = meetup.answerable(now) and party.who not in meetup.banned
    return heard and not (told or party.silent or party.outdated)


def against(meetup: Meetup, party: Party, said: str, guests: int, now: datetime, *, replies: bool) -> Reasons:
    """A reply that was given once stands."""
    replied = replies or (meetup.asks and party.replied)
    more = guests - party.guests if said == "going" and party.holds else 0
    checks = {
        "closed": not meetup.answerable(now),
        "removed": party.status == "removed",
        "banned": party.who in meetup.banned,
        "no_maybe": said == "maybe" and not meetup.maybe_allowed,
        "offer_over": said == "going" and party.status == "offered" and party.is_over(now),
        "bad_reply": said == "going" and replied != meetup.asks,
        "too_many_guests": guests > max(meetup.guests_each, party.guests_let_in),
        "no_room": more > 0 and not meetup.fits(party, more, now),
    }
    if said != "declined":
        opens, closes = meetup.answers_open_at, meetup.answers_close_at
        checks["not_yet_open"] = opens is not None and now < opens
        # what is held was asked for in time; more was not
        checks["answers_closed"] = closes is not None and closes <= now and (not party.holds or more > 0)
    return {code for code, against in checks.items() if against}


def _keep(meetup: Meetup, party: Party) -> None:
    if party.status == "going":
        party.silent = False
    else:
        meetup.seat(party, "rsvp_settled")


def _ask_for_seats(meetup: Meetup, party: Party, now: datetime) -> None:
    if meetup.by_approval and party.who not in meetup.hosts:
        meetup.ask_hosts(party)
        meetup.tell(party.who, "rsvp_pending")
    else:
        meetup.seat_or_queue(party, now, "rsvp_settled")


def take_offer(meetup: Meetup, who: str, now: datetime) -> Reasons:
    """Take what is offered and nothing else."""
    party = meetup.party(who)
    if party.status not in ("offered", "going"):
        return {"offer_over"} | against(meetup, party, "going", party.guests, now, replies=False)
    return answer(meetup, who, "going", party.guests, now)


def leave(meetup: Meetup, who: str, now: datetime) -> Reasons:
    expecting = meetup.party(who).status in ("going", "maybe", "waitlisted", "offered", "pending")
    return answer(meetup, who, "declined", 0, now) if expecting else set()


def keep(meetup: Meetup, who: str, now: datetime) -> Reasons:
    """Say that one's seat is kept."""
    party = meetup.party(who)
    if not meetup.answerable(now):
        return {"closed"}
    if party.status != "going":
        return {"nothing_to_keep"}
    party.silent = party.outdated = False
    return set()
