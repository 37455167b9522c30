"""What time alone brings about, by the model."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from .meetup import HELD, Meetup
from .reconfirming import ask_hosts_below_floor, reconfirm
from .voting import decide


def tick(meetup: Meetup, now: datetime) -> None:
    """Do what has fallen due, however late."""
    if meetup.status == "proposed" and meetup.decide_by and meetup.decide_by <= now:
        decide(meetup, now)
    elif meetup.status == "scheduled":
        went_back = _release_held(meetup, now)
        if meetup.answerable(now):
            went_back |= reconfirm(meetup, now)
        meetup.serve(now)
        if went_back and meetup.answerable(now):
            ask_hosts_below_floor(meetup)


def _release_held(meetup: Meetup, now: datetime) -> bool:
    """Whether anything went back."""
    went_back = False
    for party in meetup.parties.values():
        if party.status in HELD and party.is_over(now):
            offered = party.status == "offered"
            meetup.step_back(party, "released")
            went_back = True
            if offered:
                meetup.tell(party.who, "offer_lapsed")
    return went_back


def due(meetup: Meetup, now: datetime) -> Iterator[datetime]:
    """The moments, to come or overdue, when time alone changes something."""
    if meetup.status == "proposed" and meetup.decide_by:
        yield meetup.decide_by
    if meetup.status != "scheduled":
        return
    for party in meetup.parties.values():
        if party.status in HELD and party.until:
            yield party.until
    if now < meetup.starts:
        yield from (moment for moment in (meetup.asks_at, meetup.releases_at) if moment)
        closes_in = meetup.starts - timedelta(hours=meetup.offer_hours)
        if meetup.line and meetup.kept_back(now):
            yield closes_in
