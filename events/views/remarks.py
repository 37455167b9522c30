"""What whoever plans a meetup should know about its time. It stands all the same."""

from functools import reduce
from operator import or_

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest

from members.models import Member

from .. import when
from ..models import Event, Slot
from ..policies import events_listed_at

MOST_NAMED = 2


def remark(request: HttpRequest, event: Event, member: Member) -> None:
    """Say it above the next page."""
    for sentence in overlaps(event, member):
        messages.warning(request, sentence)


def overlaps(event: Event, member: Member) -> list[str]:
    """Other meetups of the tribe at the same time, as far as the one who plans may know of them."""
    others = events_listed_at(event.tribe, member).filter(status=Event.Status.SCHEDULED)
    meant = others.exclude(pk=event.pk).filter(_at_the_time_of(event)).order_by("starts_at", "pk")
    return [
        f"“{other.title}” of {event.tribe} is at the same time: {_when(other)}."
        for other in meant[:MOST_NAMED]
    ]


def _at_the_time_of(event: Event) -> Q:
    """While it looks for a date, of any it may find."""
    spans: list[Event | Slot] = [event]
    if event.status == Event.Status.PROPOSED:
        spans += event.slots.open()
    return reduce(or_, (Q(starts_at__lt=span.ends_at, ends_at__gt=span.starts_at) for span in spans))


def _when(event: Event) -> str:
    return when.short(event.local_start, all_day=event.all_day)
