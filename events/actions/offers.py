from typing import Unpack

from django.db import transaction

from members.models import Member

from ..errors import OfferOver
from ..models import Event, Rsvp
from .answers import Party, respond
from .locking import lock


@transaction.atomic
def take_offer(event: Event, *, member: Member, via: str = Rsvp.Via.WEB, **party: Unpack[Party]) -> Rsvp:
    """Take the place that is offered, and only that: who comes too late is not put in line again unasked."""
    event = lock(event)
    rsvp = event.rsvps.filter(member=member).first()
    if rsvp is None or rsvp.status not in (Rsvp.Status.OFFERED, Rsvp.Status.GOING):
        raise OfferOver
    return respond(event, member=member, answer=Rsvp.Status.GOING, via=via, **party)
