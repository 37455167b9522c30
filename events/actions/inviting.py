"""What hosts do with the list: invite, add, say yes to who asked, take off."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from members.errors import Banned
from members.models import Member, Membership
from members.policies import is_banned
from tribemeet.errors import NotFound
from tribemeet.outbox.post import Promise, post_all

from ..errors import Closed, HostStays
from ..models import Event, Rsvp, Vote
from ..models.rsvp import lane
from .answerable import check_party, check_room, most_guests
from .answers import rsvp_of, write_down
from .locking import lock_to_edit
from .seats import save_seats, seat_or_queue, serve_queue, step_back, take_seats

Status, Via = Rsvp.Status, Rsvp.Via
# written also where a row stands that keeps only that they hide here
ASKED = ("status", "via", "answered_at")


@transaction.atomic
def invite(event: Event, *, by: Member, members: Iterable[Member]) -> int:
    """Ask people whether they come, or when they can, each once and by one mail. How many were new."""
    now = timezone.now()
    event = lock_to_edit(event, by=by, now=now)
    new = ask(event, members, now)
    event.revision += 1
    save_seats(event)
    return new


def ask(event: Event, members: Iterable[Member], now: datetime) -> int:
    """Invite those who have nothing to do with it yet, but nobody who is banned. The caller holds the lock
    and saves."""
    known = set(event.rsvps.listed().values_list("member", flat=True))
    known |= set(Vote.objects.filter(slot__event=event).values_list("member", flat=True))
    known |= set(Membership.objects.banned().filter(tribe=event.tribe_id).values_list("member", flat=True))
    new = [
        Rsvp(event=event, member=member, status=Status.INVITED, via=Via.HOST, answered_at=now)
        for member in members
        if member.pk not in known
    ]
    asked = Rsvp.objects.bulk_create(
        new, update_conflicts=True, unique_fields=["event", "member"], update_fields=ASKED
    )
    post_all(_invitation(event, rsvp) for rsvp in asked)
    return len(new)


def _invitation(event: Event, rsvp: Rsvp) -> Promise:
    return Promise(
        "event_invited",
        f"event_invited:{rsvp.pk}",
        {"rsvp_id": rsvp.pk},
        lane=lane(rsvp.pk),
        expires_at=event.ends_at,
    )


@transaction.atomic
def add(event: Event, *, by: Member, member: Member, guests: int | None = None) -> Rsvp:
    """Put someone on the list, whatever was said before: they get a seat or a place in line, and are told.
    Who is on it already may come with another number of guests; the same number changes nothing."""
    event, now = _for_its_list(event, by)
    rsvp = rsvp_of(event, member)
    listed = rsvp.status in (Status.GOING, Status.WAITLISTED)
    if listed and guests in (None, rsvp.guests):
        return rsvp
    if guests is None:
        guests = min(rsvp.guests, most_guests(event, rsvp))
    check_party(event, rsvp, guests, [])
    _seat(event, rsvp, now, guests=guests, kind="rsvp_added")
    return rsvp


@transaction.atomic
def approve(rsvp: Rsvp, *, by: Member) -> Rsvp:
    """Say yes to who asked; a second yes changes nothing."""
    event, now = _for_its_list(rsvp.event, by)
    found = _found(event, rsvp)
    if found.status == Status.PENDING:
        _seat(event, found, now, guests=found.guests, kind="rsvp_approved")
    return found


def seat_those_who_asked(event: Event, now: datetime) -> None:
    """The hosts ask for no yes any more: who waited for one is dealt with in the order they asked. The caller
    holds the lock and saves."""
    pending = event.rsvps.filter(status=Status.PENDING).order_by("answered_at", "pk")
    for rsvp in pending.select_for_update(of=("self",)):
        seat_or_queue(event, rsvp, now, kind="rsvp_approved")


@transaction.atomic
def remove(rsvp: Rsvp, *, by: Member) -> Rsvp:
    """Take someone off; they are told, and cannot answer again unless a host adds them."""
    event, now = _for_its_list(rsvp.event, by)
    found = _found(event, rsvp)
    if found.member_id == event.host_id:
        raise HostStays
    if found.status != Status.REMOVED:
        found.via = Via.HOST
        step_back(event, found, Status.REMOVED, held=found.seats_held)
        serve_queue(event, now)
        save_seats(event)
    return found


def _for_its_list(event: Event, by: Member) -> tuple[Event, datetime]:
    """The locked event, for a host, while it has a list."""
    now = timezone.now()
    event = lock_to_edit(event, by=by, now=now)
    if event.status != Event.Status.SCHEDULED:
        raise Closed
    return event, now


def _found(event: Event, rsvp: Rsvp) -> Rsvp:
    found = event.rsvps.select_for_update().select_related("member").filter(pk=rsvp.pk).first()
    if found is None:
        raise NotFound
    return found


def _seat(event: Event, rsvp: Rsvp, now: datetime, *, guests: int, kind: str) -> None:
    """Give the party seats, those it is held included, or a place in line, in the hosts' name."""
    if is_banned(rsvp.member, event.tribe):
        raise Banned("They are banned from the tribe.")
    held = rsvp.seats_held
    write_down(rsvp, event, Via.HOST, now, guests=guests, guest_names=rsvp.guest_names[:guests])
    if held:
        check_room(event, rsvp, rsvp.seats - held, now)
        take_seats(event, rsvp, held=held, kind=kind)
    else:
        seat_or_queue(event, rsvp, now, kind=kind)
    serve_queue(event, now)
    save_seats(event)
