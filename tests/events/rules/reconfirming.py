"""Seats that are asked to be kept, by the model."""

from datetime import datetime, timedelta

from .meetup import Meetup

ASKS = timedelta(hours=72)
RELEASES = timedelta(hours=36)
TIME_TO_KEEP = timedelta(hours=12)


def plan_to_ask(meetup: Meetup, now: datetime) -> None:
    """Three days before the start, if they are still to come; who was asked before is not asked any more."""
    asks_at = meetup.starts - ASKS
    meetup.asks_at = asks_at if meetup.reconfirm and asks_at > now else None
    meetup.releases_at = meetup.released_at = None
    meetup.asked_below_floor = set()
    for party in meetup.parties.values():
        party.silent = False


def reconfirm(meetup: Meetup, now: datetime) -> bool:
    """Ask, or release the silent; whether this was done."""
    if meetup.asks_at and meetup.asks_at <= now:
        meetup.asks_at, meetup.releases_at = None, max(meetup.starts - RELEASES, now + TIME_TO_KEEP)
        for party in meetup.parties.values():
            if party.status == "going" and party.who != meetup.host:
                party.silent = True
                meetup.tell(party.who, "reconfirm_asked")
    elif meetup.releases_at and meetup.releases_at <= now:
        meetup.releases_at, meetup.released_at = None, meetup.releases_at
        for party in meetup.parties.values():
            if party.silent:
                meetup.step_back(party, "released")
        return True
    return False


def ask_hosts_below_floor(meetup: Meetup) -> None:
    """If too few go once the silent were released, the hosts decide what becomes of it: each hears once."""
    going = sum(party.seats for party in meetup.parties.values() if party.status == "going")
    if meetup.released_at and going < meetup.minimum_people:
        for host in meetup.hosts - meetup.asked_below_floor:
            meetup.tell(host, "floor_missed")
        meetup.asked_below_floor |= meetup.hosts
