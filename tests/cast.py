"""Who plays in the tests, and when."""

from datetime import datetime, timedelta
from typing import Any

import time_machine
from django.utils import timezone

from events.models import Event, Rsvp
from members import actions
from members.models import Member

ZONE = "America/New_York"
# Forty days off at seven in the evening there: far from every limit.
EVENING: datetime = (timezone.now() + timedelta(days=40)).replace(
    hour=19, minute=0, second=0, microsecond=0, tzinfo=None
)
# What a proposal offers
NIGHTS = [{"local_start": EVENING + timedelta(days=number)} for number in range(3)]


def make(handle: str, **profile: Any) -> Member:
    return actions.make_member(handle=handle, email=f"{handle.lower()}@example.org", **profile)


def dates_of(event: Event) -> list[Event]:
    """All that are made of its series."""
    return list(Event.objects.filter(series=event.series_id).order_by("original_start"))


def statuses(member: Member, dates: list[Event]) -> list[str]:
    """What they answered to each; nothing is empty."""
    found = dict(Rsvp.objects.filter(member=member, event__in=dates).values_list("event", "status"))
    return [found.get(each.pk, "") for each in dates]


def days_later(days: int) -> time_machine.travel:
    return time_machine.travel(timezone.now() + timedelta(days=days), tick=False)
