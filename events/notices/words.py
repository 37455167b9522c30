"""What the mail templates call `event`: a meetup in words, as one member may know it."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from members.models import Member
from tribemeet.plain_text import one_line, without_links

from .. import when
from ..entries import event_url, where
from ..models import Event, Slot


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
    start, zone, all_day = event.local_start, event.time_zone, event.all_day
    return EventWords(
        title=one_line(event.title),
        when=when.sentence(start, event.local_end, zone, all_day=all_day),
        short=when.short(start, today=now.date(), all_day=all_day),
        for_you=when.for_viewer(start, zone, member.time_zone, all_day=all_day),
        relative_day=when.relative_day(start, zone, now),
        clock="" if all_day else when.clock(start),
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
    return replace(words, where=[], title=without_links(words.title), host=without_links(words.host))


def slot_words(slot: Slot, zone: str) -> str:
    return when.sentence(slot.local_start, slot.local_end, zone, all_day=slot.all_day)


def page_of(name: str, event: Event) -> str:
    """The address of one of a meetup's pages, by the name of the page."""
    return settings.PUBLIC_URL + reverse(name, args=[event.pk])
