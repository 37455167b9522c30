from datetime import datetime

from django.db import transaction
from django.utils import timezone

from members.models import Member

from ..errors import DateOpen
from ..models import Event
from .clock import plan
from .editing import ask_again
from .locking import lock_to_edit
from .rules import ask_to_keep_anew, shift_hours
from .seats import save_seats, serve_queue
from .telling import tell_of_change
from .times import set_time

TIME = (
    "local_start", "local_end", "time_zone", "all_day", "starts_at", "ends_at", "next_reminder_at",
    "answers_open_at", "answers_close_at", "reconfirm_asked_at",
    "times_before",
)  # fmt: skip


@transaction.atomic
def move(
    event: Event,
    *,
    by: Member,
    local_start: datetime,
    local_end: datetime | None = None,
    time_zone: str = "",
    all_day: bool = False,
    edition: int | None = None,
) -> Event:
    """Take the event to another time. Without an end it stays as long; without a zone it stays in its own."""
    now = timezone.now()
    event = lock_to_edit(event, by=by, now=now, edition=edition)
    time_zone = time_zone or event.time_zone
    asked = (local_start, local_end or event.local_end, time_zone, all_day)
    if asked == (event.local_start, event.local_end, event.time_zone, event.all_day):
        return event
    if event.status == Event.Status.PROPOSED:
        raise DateOpen
    was = event.starts_at
    event.remember_time()
    set_time(
        event, local_start=local_start, local_end=local_end, time_zone=time_zone, all_day=all_day, now=now
    )
    shift_hours(event, event.starts_at - was)
    ask_to_keep_anew(event, now)
    event.edition += 1
    event.revision += 1
    ask_again(event, by=by)
    event.time_sequence = event.sequence
    serve_queue(event, now)  # close to the start nothing is kept for newcomers any more
    plan(event, now)
    save_seats(event, "edition", "sequence", "time_sequence", *TIME)
    tell_of_change(event, now=now, material=True)
    return event
