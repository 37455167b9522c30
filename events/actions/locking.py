from datetime import datetime

from django.db import OperationalError

from members.models import Member
from tribemeet.errors import Busy, NotAllowed, NotFound

from ..errors import Closed, Stale
from ..models import Event
from ..policies import may_edit

LOCK_NOT_AVAILABLE = "55P03"


def lock(event: Event) -> Event:
    """The event as it is now, held until the transaction ends. Always the first lock that is taken."""
    try:
        return Event.objects.locked().with_people().get(pk=event.pk)
    except Event.DoesNotExist as error:
        raise NotFound from error
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") == LOCK_NOT_AVAILABLE:
            raise Busy from error
        raise


def lock_to_edit(event: Event, *, by: Member, now: datetime, edition: int | None = None) -> Event:
    """The locked event, for someone who may change it and saw its latest edition."""
    event = lock(event)
    if not may_edit(by, event):
        raise NotAllowed
    if edition is not None and edition != event.edition:
        raise Stale
    if event.status not in (Event.Status.SCHEDULED, Event.Status.PROPOSED) or event.is_past(now):
        raise Closed
    return event
