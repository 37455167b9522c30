from typing import Any

from django.db import transaction
from django.utils import timezone

from members.models import Member

from ..models import Event
from .editing import edit
from .locking import lock_to_edit
from .moving import move

WHEN = ("local_start", "local_end", "time_zone", "all_day")


@transaction.atomic
def change(event: Event, *, by: Member, edition: int | None = None, **wanted: Any) -> Event:
    """Move and edit in one step: either everything that is named changes, or nothing."""
    event = lock_to_edit(event, by=by, now=timezone.now(), edition=edition)
    when = {name: wanted.pop(name) for name in WHEN if name in wanted}
    if when:
        event = move(event, by=by, **_time_of(event, when) | when)
    return edit(event, by=by, **wanted)


def _time_of(event: Event, when: dict[str, Any]) -> dict[str, Any]:
    """What stays as it is. An hour that is named makes it a time where it was a day."""
    return {"local_start": event.local_start, "all_day": event.all_day and "local_start" not in when}
