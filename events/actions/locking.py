from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.core.exceptions import ObjectDoesNotExist
from django.db import OperationalError

from members.models import Member
from tribemeet.errors import Busy, NotAllowed, NotFound

from ..errors import Closed, NoSeries, Stale
from ..models import Event, Series
from ..policies import may_edit

LOCK_NOT_AVAILABLE = "55P03"


def lock(event: Event) -> Event:
    """The event as it is now, held until the transaction ends. Always the first lock that is taken, or the
    next after its series."""
    with refusals():
        return Event.objects.locked().with_people().get(pk=event.pk)


def lock_series(event: Event) -> Series:
    """The series that the event is a date of, held until the transaction ends: before any of its dates."""
    if event.series_id is None:
        raise NoSeries
    with refusals():
        return Series.objects.locked().with_people().get(pk=event.series_id)


@contextmanager
def refusals() -> Iterator[None]:
    """A row that is gone, or that others hold for too long, is no bug."""
    try:
        yield
    except ObjectDoesNotExist as error:
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
