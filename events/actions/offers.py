from typing import Unpack

from members.models import Member

from ..models import Event, Rsvp
from .answerable import OFFER
from .answers import Party, respond


def take_offer(event: Event, *, member: Member, via: str = Rsvp.Via.WEB, **party: Unpack[Party]) -> Rsvp:
    """Take the place that is offered, and only that."""
    party["expects"] = OFFER
    return respond(event, member=member, answer=Rsvp.Status.GOING, via=via, **party)
