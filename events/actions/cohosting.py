"""Who hosts a meetup together."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from members.errors import NotAMember
from members.models import Member, Membership, Tribe
from members.policies import may_organise
from tribemeet.errors import NotAllowed
from tribemeet.outbox.post import Promise, post_all

from ..errors import TooManyHosts
from ..models import Event
from .locking import lock, lock_to_edit
from .proposing import propose
from .repeating import of_a_series, propose_series, share_cohosts
from .seats import save_seats

MOST_HOSTS = 8


@transaction.atomic
def propose_together(tribe: Tribe, *, by: Member, cohosts: Iterable[Member] = (), **details: Any) -> Event:
    """Put a meetup before the tribe, one that repeats perhaps, and say at once who hosts it besides."""
    repeat = details.pop("repeat", None)
    if repeat is None:
        return set_cohosts(propose(tribe, by=by, **details), by=by, members=cohosts)
    first = propose_series(tribe, by=by, repeat=repeat, **of_a_series(details))
    event = set_cohosts(first, by=by, members=cohosts)
    share_cohosts(event)
    return event


@transaction.atomic
def set_cohosts(event: Event, *, by: Member, members: Iterable[Member]) -> Event:
    """Host it with these and nobody else; who is new hears of it. Who proposed it says so, or an organiser
    of the tribe: a co-host makes nobody one."""
    now = timezone.now()
    event = lock_to_edit(event, by=by, now=now)
    if event.host_id != by.pk and not may_organise(by, event.tribe):
        raise NotAllowed
    wanted = {member.pk for member in members} - {event.host_id}
    before = set(event.cohosts.values_list("pk", flat=True))
    _check(event, wanted)
    if wanted != before:
        event.cohosts.set(wanted)
        event.revision += 1
        save_seats(event)
        post_all(_welcome(event, pk) for pk in sorted(wanted - before))
    return event


def stop_hosting(tribe: Tribe, *, member: Member) -> None:
    """Who leaves a tribe hosts its meetups no more, unless they proposed them."""
    for event in Event.objects.filter(tribe=tribe, cohosts=member):
        _stop_hosting(event, member)


@transaction.atomic
def _stop_hosting(event: Event, member: Member) -> None:
    event = lock(event)
    event.cohosts.remove(member)
    event.revision += 1
    save_seats(event)


def _check(event: Event, wanted: set[int]) -> None:
    if len(wanted) + 1 > MOST_HOSTS:
        raise TooManyHosts(fields={"cohosts": TooManyHosts.message})
    belong = Membership.objects.active().filter(tribe=event.tribe_id, member__in=wanted)
    if belong.count() != len(wanted):
        raise NotAMember(fields={"cohosts": f"Only members of {event.tribe} can host with you."})


def _welcome(event: Event, member_id: int) -> Promise:
    return Promise(
        "cohost_added",
        f"cohost_added:{event.pk}:{member_id}:{event.revision}",
        {"event_id": event.pk, "member_id": member_id},
        expires_at=event.ends_at,
    )
