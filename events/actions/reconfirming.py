"""Hosts may have seats reconfirmed: asked for three days before, given to the line when nobody answers."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from members.models import Member, Membership
from tribemeet.outbox.post import Promise, post_all

from ..errors import Closed, NothingToKeep
from ..models import Event, Rsvp
from ..models.rsvp import RsvpQuerySet, lane
from .locking import lock
from .seats import save_seats, step_back


@transaction.atomic
def keep(event: Event, *, member: Member, via: str = Rsvp.Via.WEB) -> Rsvp:
    """Keep the seat one was asked about; keeping it twice is keeping it."""
    event, now = lock(event), timezone.now()
    if not event.takes_answers(now):
        raise Closed
    rsvp = event.rsvps.going().select_for_update().filter(member=member).first()
    if rsvp is None:
        raise NothingToKeep
    if rsvp.kept_at is not None and not (rsvp.asked_to_keep(event) or rsvp.outdated(event)):
        return rsvp
    rsvp.kept_at, rsvp.answered_sequence, rsvp.via = now, event.sequence, Rsvp.Via(via)
    rsvp.save(update_fields=["kept_at", "answered_sequence", "via"])
    event.revision += 1
    save_seats(event)
    return rsvp


def reconfirm(event: Event, *, since: datetime, now: datetime) -> bool:
    """Do what fell due since: ask, or take the seats of the silent back; whether it did the latter. The
    caller holds the lock, serves the line and saves. A meetup moved close has asked by being moved; nobody is
    asked twice."""
    if not event.reconfirm or not event.takes_answers(now):
        return False
    if event.reconfirm_asked_at is None and since <= event.asks_to_keep_at <= now:
        _ask_to_keep(event, now)
        return False
    due = event.releases_at is not None and since <= event.releases_at <= now
    if due:
        _release_silent(event)
    return due


def _ask_to_keep(event: Event, now: datetime) -> None:
    event.reconfirm_asked_at = now
    post_all(
        Promise(
            "reconfirm_asked",
            f"reconfirm_asked:{rsvp_id}:{event.sequence}",
            {"rsvp_id": rsvp_id},
            lane=lane(rsvp_id),
            expires_at=event.releases_at,
        )
        for rsvp_id in _asked(event).values_list("pk", flat=True)
    )


def _asked(event: Event) -> RsvpQuerySet:
    return event.rsvps.going().filter(answered_at__lt=event.reconfirm_asked_at).exclude(member=event.host_id)


def _release_silent(event: Event) -> None:
    silent = _asked(event).filter(Q(kept_at=None) | Q(kept_at__lt=F("event__reconfirm_asked_at")))
    for rsvp in silent.select_for_update(of=("self",)).order_by("pk"):
        step_back(event, rsvp, Rsvp.Status.RELEASED, held=rsvp.seats_held)


def ask_hosts_below_floor(event: Event, now: datetime) -> None:
    """Nobody shall sit alone: the hosts choose to go on, move, merge or call it off. Places went back just
    now, of the silent or of an offer that nobody took since; what is only on offer is nobody who comes. Each
    is asked once."""
    released = event.reconfirm and event.releases_at is not None and event.releases_at <= now
    if not released or not event.takes_answers(now):
        return
    if event.rsvps.going().people() >= event.minimum_people:
        return
    post_all(
        Promise(
            "floor_missed",
            f"floor_missed:{event.pk}:{member_id}:{event.sequence}",
            {"event_id": event.pk, "member_id": member_id},
            expires_at=event.starts_at,
        )
        for member_id in sorted(_who_decide(event))
    )


def _who_decide(event: Event) -> set[int]:
    """The hosts, whether they come themselves or not; the organisers where no host is left."""
    hosts = Member.objects.filter(pk__in=event.host_ids(), is_active=True)
    organisers = Membership.objects.organising().filter(tribe=event.tribe_id)
    return set(hosts.values_list("pk", flat=True)) or set(organisers.values_list("member", flat=True))
