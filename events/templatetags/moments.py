"""The words of `events.when` for templates."""

from datetime import datetime

from django import template
from django.utils import timezone

from .. import when
from ..models import Event

register = template.Library()


@register.filter
def when_sentence(event: Event) -> str:
    return when.sentence(event.local_start, event.local_end, event.time_zone, all_day=event.all_day)


@register.filter
def when_hours(event: Event) -> str:
    return when.hours(event.local_start, event.local_end, all_day=event.all_day)


@register.filter
def when_for(event: Event, viewer_zone: str | None) -> str:
    """The reader's own clock, where it differs. UTC is what a profile says that nobody has filled in."""
    zone = None if viewer_zone == "UTC" else viewer_zone
    return when.for_viewer(event.local_start, event.time_zone, zone, all_day=event.all_day)


@register.filter
def when_day(event: Event) -> str:
    """Today, Tomorrow or the date."""
    return when.relative_day(event.local_start, event.time_zone, timezone.now())


@register.filter
def when_iso(event: Event) -> str:
    return when.iso(event.local_start, event.time_zone, all_day=event.all_day)


@register.filter
def place_time(zone: str | None) -> str:
    return when.place_time(zone) if zone else ""


@register.filter
def full_day(moment: datetime) -> str:
    return when.day(moment, year=True)


@register.filter
def time_left(until: datetime) -> str:
    return when.left(until, timezone.now())
