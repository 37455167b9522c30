"""What the mail templates call `event`: a meetup in words, as one member may know it."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from members.models import Member
from tribemeet.plain_text import one_line

from .. import when
from ..entries import event_url, where
from ..models import Event


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
