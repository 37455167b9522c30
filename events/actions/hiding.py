"""Being counted at a meetup and not named there."""

from django.db import transaction

from members.models import Member

from ..errors import NothingToHide
from ..models import Event, Rsvp, Vote
from ..policies import may_hide
from .locking import lock
from .seats import save_seats


@transaction.atomic
def hide(event: Event, *, member: Member, hidden: bool) -> None:
    """At this meetup, be counted and not named, or be named again. Who has only voted gets a row that keeps
    nothing else; the answer that comes of the vote is written into it and hides as well."""
    event = lock(event)
    rsvp = event.rsvps.select_for_update().filter(member=member).first()
    voted = Vote.objects.filter(slot__event=event, member=member).exists()
    if not may_hide(member, event, rsvp, voted=voted):
        raise NothingToHide
    rsvp = rsvp or Rsvp(event=event, member=member, status="")
    if rsvp.hidden != hidden:
        rsvp.hidden = hidden
        rsvp.save()
        event.revision += 1
        save_seats(event)
