from datetime import timedelta

from django.db import transaction
from django.db.models import F

from ..models import Event
from ..models.wall_clock import first_moment_of
from .locking import lock


@transaction.atomic
def backdate(event: Event, *, weeks: int) -> Event:
    """Let the event, its answers included, have been that long ago. No door leads here, only the demo does.

    Nothing may be proposed in the past, and a past cannot be waited for. The promises that its answers made
    in this transaction find an event that has begun, and tell nobody.
    """
    event, back = lock(event), timedelta(weeks=weeks)
    event.local_start -= back
    event.local_end -= back
    event.starts_at = first_moment_of(event.local_start, event.time_zone)
    event.ends_at = first_moment_of(event.local_end, event.time_zone)
    event.created_at -= back
    event.next_reminder_at = None
    event.save()
    event.rsvps.update(answered_at=F("answered_at") - back)
    return event
