"""What the mail templates call `event`: a meetup in words, as one member may know it."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse

from members.models import Member
from tribemeet.plain_text import one_line

from .. import when
from ..entries import event_url, where
from ..models import Event, Slot

# What a mail program would make a link of: an address with its scheme, or something.like/this
LINKLIKE = re.compile(r"\S*(://|www\.|\w\.[a-z]{2,})\S*")


@dataclass(frozen=True)
class EventWords:
    title: str
    when: str
    short: str
    for_you: str
    relative_day: str
    clock: str
    month: str
    day: int
    weekday: str
    where: list[str]
    host: str
    tribe: str
    url: str
    tribe_url: str


def words_for(event: Event, member: Member, now: datetime) -> EventWords:
    start, zone = event.local_start, event.time_zone
    return EventWords(
        title=one_line(event.title),
        when=when.sentence(start, event.local_end, zone),
        short=when.short(start, today=now.date()),
        for_you=when.for_viewer(start, zone, member.time_zone),
        relative_day=when.relative_day(start, zone, now),
        clock=when.clock(start),
        month=when.MONTHS[start.month - 1],
        day=start.day,
        weekday=when.WEEKDAYS[start.weekday()],
        where=where(event, member),
        host=one_line(event.host.name),
        tribe=str(event.tribe),
        url=event_url(event),
        tribe_url=settings.PUBLIC_URL + reverse("tribe", args=[event.tribe.slug]),
    )


def for_strangers(words: EventWords) -> EventWords:
    """Who does not belong to the tribe reads no free text of it: no place, and names without a link in them.
    An invitation must be of no use to who wants to send something else."""
    return replace(words, where=[], title=LINKLIKE.sub("…", words.title), host=LINKLIKE.sub("…", words.host))


def slot_words(slot: Slot, zone: str) -> str:
    if not slot.all_day:
        return when.sentence(slot.local_start, slot.local_end, zone)
    last = slot.local_end - timedelta(days=1)
    first = when.day(slot.local_start, year=True)
    return first if last <= slot.local_start else f"{first} to {when.day(last, year=True)}"
