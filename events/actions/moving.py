from datetime import datetime

from django.db import transaction
from django.utils import timezone

from members.models import Member

from ..models import Event
from .editing import ask_again
from .locking import lock_to_edit
from .seats import save_seats
from .telling import tell_of_change
from .times import set_time

TIME = ("local_start", "local_end", "time_zone", "starts_at", "ends_at", "next_reminder_at")


@transaction.atomic
def move(
    event: Event,
    *,
    by: Member,
    local_start: datetime,
    local_end: datetime | None = None,
    time_zone: str = "",
    edition: int | None = None,
) -> Event:
    """Take the event to another time. Without an end it stays as long; without a zone it stays in its own."""
    now = timezone.now()
    event = lock_to_edit(event, by=by, now=now, edition=edition)
    before = (event.local_start, event.local_end, event.time_zone)
    after = (
        local_start,
        local_end or local_start + (event.local_end - event.local_start),
        time_zone or event.time_zone,
    )
    if after == before:
        return event
    set_time(event, local_start=after[0], local_end=after[1], time_zone=after[2], now=now)
    event.edition += 1
    event.revision += 1
    ask_again(event, by=by)
    save_seats(event, "edition", "sequence", *TIME)
    tell_of_change(event, now=now, material=True)
    return event
