"""What each new date of a series starts with: details as they were proposed, hours by their distance to the
start."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from ..models import Event, Series
from ..recurrence import moment_of, shown
from .rules import HOURS
from .times import Span, end_after, put_at

DETAILS = (
    "title", "description", "place", "area", "address", "address_shown_to", "visibility",
    "attendees_shown_to", "capacity", "guests_each", "minimum_people", "if_needed_counts", "by_approval",
    "maybe_allowed", "questions", "offer_hours", "first_timer_seats", "reconfirm",
)  # fmt: skip


def pattern_of(event: Event) -> dict[str, Any]:
    details = {name: getattr(event, name) for name in DETAILS}
    return details | {name: _distance(event, getattr(event, name)) for name in HOURS}


def changed_pattern(series: Series, event: Event, changed: Mapping[str, Any]) -> dict[str, Any]:
    """The pattern with what was changed at a date of it, as the date holds it now."""
    now = pattern_of(event)
    changes = {name: now[name] for name in changed if name in now}
    return {**series.details, **changes}


def new_to_series(event: Event, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Of what is wanted at a date and all that follow what differs from the date. If nothing does, what was
    changed at the date alone is meant for all."""
    pattern = details_at(event.series.details, event.starts_at) if event.series else {}
    own = {name: getattr(event, name) for name in wanted}
    return _differing(wanted, own) or _differing(wanted, pattern)


def _differing(wanted: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in wanted.items() if name in other and value != other[name]}


def _distance(event: Event, moment: datetime | None) -> float | None:
    return None if moment is None else (event.starts_at - moment).total_seconds()


def details_at(pattern: Mapping[str, Any], starts_at: datetime) -> dict[str, Any]:
    """The pattern for a date that begins then."""
    hours = {
        name: starts_at - timedelta(seconds=pattern[name]) for name in HOURS if pattern.get(name) is not None
    }
    return dict(pattern) | dict.fromkeys(HOURS) | hours


def span_at(series: Series, date: datetime) -> Span:
    """From when to when one date of it is. A time that the clocks skip is taken as calendars take it."""
    return span_by(date, series.time_zone, series.lasts)


def span_by(date: datetime, zone: str, lasts: timedelta) -> Span:
    starts_at, start = moment_of(date, zone), shown(date, zone)
    end = end_after(lasts, start, starts_at, zone)
    return Span(start, end, False, starts_at, moment_of(end, zone))


def date_of(series: Series, date: datetime) -> Event:
    """One date of the series as an event that is not saved yet."""
    span = span_at(series, date)
    event = Event(
        tribe=series.tribe,
        host=series.host,
        series=series,
        original_start=date,
        time_zone=series.time_zone,
        **details_at(series.details, span.starts_at),
    )
    put_at(event, span)
    return event
