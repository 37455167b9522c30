"""What hosts do to a proposal by hand: choose a slot, take one out, add some, take more time."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from members.models import Member
from tribemeet.errors import NotFound

from ..errors import InThePast, LastSlot, NotProposed
from ..models import Event, Slot
from .locking import lock_to_edit
from .slots import Time, check_decide_by, checked_slots, offer, take_earliest_time
from .telling import tell_voters
from .tipping import tip, tip_if_reached
from .voting import save_proposal


@transaction.atomic
def choose(event: Event, *, by: Member, slot: int) -> Event:
    """Fix the date to this slot, however many can make it."""
    event, now = _proposed(event, by)
    chosen = _slot(event, slot)
    _check_ahead(chosen, now)
    chosen.vetoed = False
    chosen.save(update_fields=["vetoed"])
    tip(event, chosen, now, by=by)
    save_proposal(event, now)
    return event


@transaction.atomic
def veto(event: Event, *, by: Member, slot: int, vetoed: bool = True) -> Event:
    """Take a slot out, or put it back; its votes stay with it. One is always left."""
    event, now = _proposed(event, by)
    found = _slot(event, slot)
    if found.vetoed == vetoed:
        return event
    if vetoed and not event.slots.open().exclude(pk=found.pk).filter(starts_at__gt=now).exists():
        raise LastSlot
    if not vetoed:
        _check_ahead(found, now)
    found.vetoed = vetoed
    found.save(update_fields=["vetoed"])
    _after(event, by, now)
    return event


@transaction.atomic
def extend(event: Event, *, by: Member, decide_by: datetime) -> Event:
    """Decide at another moment, before the earliest slot begins."""
    event, now = _proposed(event, by)
    check_decide_by(decide_by, event.starts_at, now)
    if event.decide_by != decide_by:
        event.decide_by = decide_by
        save_proposal(event, now)
        tell_voters(event, by=by, what="hour", now=now)
    return event


@transaction.atomic
def add_slots(event: Event, *, by: Member, slots: Sequence[Time]) -> list[Slot]:
    """Offer more times, 20 in all; the host can make them."""
    event, now = _proposed(event, by)
    added = checked_slots(event, slots, now, known=list(event.slots.all()))
    offer(event, added, event.host)
    _after(event, by, now)
    return added


def _proposed(event: Event, by: Member) -> tuple[Event, datetime]:
    now = timezone.now()
    event = lock_to_edit(event, by=by, now=now)
    if event.status != Event.Status.PROPOSED:
        raise NotProposed
    return event, now


def _slot(event: Event, pk: int) -> Slot:
    found = next((slot for slot in event.slots.all() if slot.pk == pk), None)
    if found is None:
        raise NotFound
    return found


def _check_ahead(slot: Slot, now: datetime) -> None:
    if slot.is_past(now):
        raise InThePast


def _after(event: Event, by: Member, now: datetime) -> None:
    """The event stands at its earliest slot, and what is open now may be enough; else voters hear of it."""
    take_earliest_time(event)
    event.edition += 1
    tip_if_reached(event, now)
    save_proposal(event, now)
    tell_voters(event, by=by, what="times", now=now)
