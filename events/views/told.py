"""Who hears of a change, said before it is made."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from members.models import Member

from ..models import Event, Follow, Rsvp


@dataclass
class Hearer:
    """Someone who hears of a change to a date and all that follow."""

    member: Member
    follows: bool = False
    dates: int = 0


def told_of(event: Event, by: Member) -> dict[str, Any]:
    """Those a change of this date is told, and of a series those one of all that follow is told."""
    others = event.rsvps.expecting().exclude(member=by).with_people()
    told = {"event": event, "told": list(others.order_by("answered_at"))}
    if event.series_id is None:
        return told
    hearers = list(_hearers(event, by, timezone.now()))
    return told | {"hearers": hearers, "followers": sum(each.follows for each in hearers)}


def _hearers(event: Event, by: Member, now: datetime) -> Iterable[Hearer]:
    """By two questions, however many dates there are: who goes to all, and who answered single ones."""
    follows = Follow.objects.filter(series=event.series_id).exclude(ended_before__lte=event.original_start)
    answers = Rsvp.objects.expecting().filter(
        event__series=event.series_id,
        event__original_start__gte=event.original_start,
        event__status=Event.Status.SCHEDULED,
        event__ends_at__gt=now,
    )
    found: dict[int, Hearer] = {}
    for following in follows.exclude(member=by).select_related("member").order_by("created_at", "pk"):
        found.setdefault(following.member_id, Hearer(following.member, follows=True))
    for rsvp in answers.exclude(member=by).select_related("member").order_by("answered_at", "pk"):
        found.setdefault(rsvp.member_id, Hearer(rsvp.member)).dates += 1
    return found.values()
