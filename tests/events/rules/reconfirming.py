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
    meetup.releases_at = None
    for party in meetup.parties.values():
        party.silent = False


def reconfirm(meetup: Meetup, now: datetime) -> None:
    if meetup.asks_at and meetup.asks_at <= now:
        meetup.asks_at, meetup.releases_at = None, max(meetup.starts - RELEASES, now + TIME_TO_KEEP)
        for party in meetup.parties.values():
            if party.status == "going" and party.who != meetup.host:
                party.silent = True
                meetup.tell(party.who, "reconfirm_asked")
    elif meetup.releases_at and meetup.releases_at <= now:
        meetup.releases_at = None
        _release(meetup, now)


def _release(meetup: Meetup, now: datetime) -> None:
    """To the line; if too few are left then, the hosts decide what becomes of it."""
    for party in meetup.parties.values():
        if party.silent:
            meetup.step_back(party, "released")
    meetup.serve(now)
    if meetup.taken < meetup.minimum_people:
        for host in meetup.hosts:
            meetup.tell(host, "floor_missed")
