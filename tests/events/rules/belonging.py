"""What leaving the tribe means for a meetup, by the model."""

from datetime import datetime

from .meetup import Meetup, Party, Reasons


def leave_tribe(meetup: Meetup, who: str, now: datetime) -> Reasons:
    """Who leaves, or is banned, gives back what they have, has no say in when it is, and hosts it no more."""
    if who == meetup.host:
        return {"last_owner"}
    if meetup.status in ("scheduled", "proposed") and now < meetup.starts:
        for slot in meetup.slots:
            slot.votes.pop(who, None)
        _step_out(meetup, meetup.party(who))
        meetup.serve(now)
    meetup.cohosts -= {who}
    return set()


def _step_out(meetup: Meetup, party: Party) -> None:
    """Of an invitation, too, nothing is left. Who never proved an address hears no more of it."""
    if party.status in ("", "declined", "removed"):
        return
    party.guests, party.said = 0, meetup.number()
    party.in_calendar = party.in_calendar and party.status != "unconfirmed"
    meetup.step_back(party, "declined")
