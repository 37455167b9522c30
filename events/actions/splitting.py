"""Changing or calling off a date of a series and all that follow. What comes before stays as it is. Where
calendars show the change the old rule ends there and another one begins; settings change within the series.
Locks: the series, then its dates in order."""

from copy import copy
from dataclasses import dataclass
from datetime import datetime
from itertools import dropwhile
from typing import Any

from django.db import transaction

from members.models import Member

from ..errors import BadRepeat
from ..models import Event, Follow, Series
from ..models.series import new_uid
from ..recurrence import dates, nth_of
from .changing import WHEN, change
from .editing import MATERIAL, SHOWN
from .ending import cancel
from .following import FOLLOWING, THIS, begin, end, lock_date, promise_rule
from .locking import lock, lock_to_edit
from .pattern import changed_pattern, details_at, span_at
from .repeating import ALL_DAY
from .rules import HOURS


def change_dates(event: Event, *, by: Member, scope: str = THIS, **wanted: Any) -> Event:
    """Change this date, or this one and all that follow."""
    if scope == FOLLOWING:
        return change_following(event, by=by, **wanted)
    return change(event, by=by, **wanted)


def cancel_dates(event: Event, *, by: Member, scope: str = THIS, **wanted: Any) -> Event:
    """Call this date off, or this one and all that follow."""
    if scope == FOLLOWING:
        return cancel_following(event, by=by, **wanted)
    return cancel(event, by=by, **wanted)


@transaction.atomic
def change_following(event: Event, *, by: Member, edition: int | None = None, **wanted: Any) -> Event:
    """Change this date and all that follow, made or not. If calendars show it they are another series from
    here on, with their answers, and who follows is mailed the new rule once."""
    series, event, now = lock_date(event)
    event = lock_to_edit(event, by=by, now=now, edition=edition)
    if event.all_day or wanted.get("all_day"):
        raise BadRepeat(fields={"all_day": ALL_DAY})
    event = change(event, by=by, **wanted)
    split = _split(series, event, wanted)
    for date in _dates_from(series, split.start):
        _take_along(date, split, event, by, now)
    if split.tail.pk != series.pk:
        _begin_anew(series, split, event, by)
    event.refresh_from_db()
    return event


@dataclass(frozen=True)
class Split:
    """From where on it is as the tail says, and which of its dates stands for which of the old rule's. The
    tail is the series itself where no calendar shows what changed."""

    start: datetime
    tail: Series
    shifted: dict[datetime, datetime]
    wanted: dict[str, Any]
    asks: bool

    def date(self, old: datetime) -> datetime:
        return self.shifted.get(old, old)


def _split(series: Series, event: Event, wanted: dict[str, Any]) -> Split:
    start, pattern = event.original_start, changed_pattern(series, event, wanted)
    differs = {name for name in SHOWN if pattern[name] != series.details.get(name)}
    moved = _is_timed(wanted) and not _is_by_rule(event, series)
    if not moved and not differs:
        series.details = pattern
        series.save(update_fields=["details"])
        return Split(start, series, {}, wanted, asks=False)
    tail = _moved_tail(series, event) if moved else _same_tail(series, start)
    tail.details = pattern
    tail.save(force_insert=True)
    old = dropwhile(lambda date: date < start, series.dates())
    shifted = dict(zip(old, tail.dates(), strict=False))
    return Split(start, tail, shifted, wanted, asks=moved or bool(MATERIAL & differs))


def _is_timed(wanted: dict[str, Any]) -> bool:
    return any(name in wanted for name in WHEN)


def _is_by_rule(event: Event, series: Series) -> bool:
    """It is when the rule has it."""
    rule = span_at(series, event.original_start)
    when = (rule.starts_at, rule.ends_at, series.time_zone)
    return when == (event.starts_at, event.ends_at, event.time_zone)


def _moved_tail(series: Series, event: Event) -> Series:
    """The rule by the new date, as often as the old one would have been kept."""
    return Series(
        tribe=series.tribe,
        host=series.host,
        local_start=event.local_start,
        lasts=event.ends_at - event.starts_at,
        time_zone=event.time_zone,
        frequency=series.frequency,
        interval=series.interval,
        nth=nth_of(event.local_start) if series.nth else None,
        count=sum(date >= event.original_start for date in series.dates()),
    )


def _same_tail(series: Series, start: datetime) -> Series:
    """The same rule, from a later date on."""
    tail = copy(series)
    tail.pk, tail.local_start = None, start
    if series.count:
        tail.count = sum(date >= start for date in dates(series.rule))
    return tail


def _dates_from(series: Series, start: datetime) -> list[Event]:
    """Less those from where on it was called off before."""
    found = series.events.filter(original_start__gte=start).order_by("original_start")
    return list(
        found if series.ended_before is None else found.filter(original_start__lt=series.ended_before)
    )


def _follows_from(series: Series, start: datetime) -> list[Follow]:
    """Those whose entry holds dates from then on, the first to follow first."""
    found = series.follows.exclude(ended_before__lte=start).select_related("member", "reply_address")
    return list(found.order_by("created_at", "pk"))


def _take_along(date: Event, split: Split, first: Event, by: Member, now: datetime) -> None:
    """Let the date belong to the new rule, and be as it says. One that is off or has begun stays as it is."""
    date = lock(date)
    date.series, date.original_start = split.tail, split.date(date.original_start)
    date.save(update_fields=["series", "original_start"])
    if date.pk != first.pk and date.status == Event.Status.SCHEDULED and date.starts_at > now:
        change(date, by=by, **_wanted_at(date, split))


def _wanted_at(date: Event, split: Split) -> dict[str, Any]:
    """What was wanted of the first date, for this one: its time by the rule, hours by their distance. A date
    that was moved on its own stays where it is unless a time was said."""
    span, timed = span_at(split.tail, date.original_start), _is_timed(split.wanted)
    here = details_at(split.tail.details, span.starts_at if timed else date.starts_at)
    details = {name: value for name, value in split.wanted.items() if name not in WHEN}
    details |= {name: here[name] for name in HOURS & details.keys()}
    when = {"local_start": span.local_start, "local_end": span.local_end, "time_zone": split.tail.time_zone}
    return details | when if timed else details


def _begin_anew(series: Series, split: Split, event: Event, by: Member) -> None:
    for following in _follows_from(series, split.start):
        _take_follower_along(following, split, event, asks=split.asks and following.member_id != by.pk)
    _end_series(series, split.start)


def _take_follower_along(following: Follow, split: Split, event: Event, *, asks: bool) -> None:
    """Their entry goes on by the new rule. Where it holds earlier dates it ends, and another one begins."""
    goes_on = following if following.since >= split.start else copy(following)
    goes_on.series, goes_on.since, goes_on.asks = split.tail, split.date(following.since), asks
    if following.ended_before is not None:
        goes_on.ended_before = split.date(following.ended_before)
    if goes_on is not following:
        goes_on.pk, goes_on.uid, goes_on.sequence = None, new_uid(), 0
        goes_on.told = {"was": following.told} if following.told else {}
        goes_on.since = split.tail.local_start
        end(following, split.start)
        promise_rule("series_split", following, event)
    goes_on.save()
    following.invites.filter(event__series=split.tail).update(follow=goes_on, uid=goes_on.uid, told={})
    begin(goes_on, event, kind="series_changed")


def _end_series(series: Series, start: datetime) -> None:
    series.ended_before = start
    series.save(update_fields=["ended_before"])
    if not (series.events.exists() or series.follows.exists()):
        series.delete()


@transaction.atomic
def cancel_following(event: Event, *, by: Member, reason: str = "", edition: int | None = None) -> Event:
    """Call this date off and all that follow. Who follows is mailed once, others date by date."""
    series, event, now = lock_date(event)
    event = lock_to_edit(event, by=by, now=now, edition=edition)
    start = event.original_start
    for following in _follows_from(series, start):
        end(following, start)
        promise_rule("series_ended", following, event)
    for date in _dates_from(series, start):
        if date.status == Event.Status.SCHEDULED and date.ends_at > now:
            cancel(date, by=by, reason=reason)
    _end_series(series, start)
    event.refresh_from_db()
    return event
