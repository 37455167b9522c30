"""Meetups that repeat: the rule is proposed once, its dates are made ahead as events of their own."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any, NotRequired, TypedDict, Unpack

from django.db import transaction
from django.utils import timezone

from members.actions.checks import check
from members.errors import NotAMember
from members.models import Member, Tribe
from members.policies import belongs_to

from ..errors import BadRepeat
from ..models import Event, Follow, Rsvp, Series
from ..recurrence import BadRule, rule_from
from .clock import plan
from .following import begin, new_follow, seat_at
from .pattern import date_of, pattern_of
from .proposing import Details
from .rules import RULES, check_rules
from .seats import save_seats
from .times import set_time

AHEAD = timedelta(days=60)
FEWEST = 4
ALL_DAY = "A meetup that repeats has a time."


class Repeat(TypedDict):
    """How often: see events/recurrence.py. `by` is `day` or `weekday`, of monthly ones."""

    frequency: str
    interval: NotRequired[int]
    by: NotRequired[str]
    count: NotRequired[int | None]
    until: NotRequired[date | None]


@transaction.atomic
def propose_series(
    tribe: Tribe,
    *,
    by: Member,
    repeat: Repeat,
    local_start: datetime,
    local_end: datetime | None = None,
    time_zone: str = "",
    **details: Unpack[Details],
) -> Event:
    """Put a meetup that repeats before the tribe. Its host goes to all of it. The first of its dates."""
    if not belongs_to(by, tribe):
        raise NotAMember
    first, now = Event(tribe=tribe, host=by, **details), timezone.now()
    zone = time_zone or tribe.time_zone
    set_time(first, local_start=local_start, local_end=local_end, time_zone=zone, now=now)
    check(first)
    check_rules(first, RULES)
    series = _series_of(first, repeat)
    series.save(force_insert=True)
    following = new_follow(series, by, series.local_start)
    following.save()
    made = make_dates(series, now)
    begin(following, made[0])
    return made[0]


def of_a_series(details: dict[str, Any]) -> dict[str, Any]:
    """The same for a series: its first date is fixed, and has an hour."""
    of_proposals = ("slots", "decide_by")
    if details.get("local_start") is None or any(details.get(name) is not None for name in of_proposals):
        raise BadRepeat(fields={"repeat": "A meetup that repeats has a first date that is fixed."})
    if details.get("all_day"):
        raise BadRepeat(fields={"all_day": ALL_DAY})
    return {name: value for name, value in details.items() if name not in (*of_proposals, "all_day")}


def _series_of(first: Event, repeat: Repeat) -> Series:
    try:
        rule = rule_from(first.local_start, **repeat)
    except BadRule as wrong:
        raise BadRepeat(fields={f"repeat.{wrong.field}": wrong.sentence}) from wrong
    return Series(
        tribe=first.tribe,
        host=first.host,
        local_start=first.local_start,
        lasts=first.ends_at - first.starts_at,
        time_zone=first.time_zone,
        frequency=rule.frequency,
        interval=rule.interval,
        nth=rule.nth,
        count=rule.count,
        until=rule.until,
        details=pattern_of(first),
    )


def make_ahead(now: datetime) -> int:
    """Make the dates that are due to be made, of every series; how many. It may run twice, late or beside
    another: a date is made once, and whoever holds a series does the work."""
    going_on: Iterable[Any] = Series.objects.going_on(now).iterator()
    due = (each.pk for each in going_on if next(_due(each, each.latest, now), None))
    return sum(_make_ahead_of(pk, now) for pk in due)


@transaction.atomic
def _make_ahead_of(pk: int, now: datetime) -> int:
    found = Series.objects.with_people().select_for_update(of=("self",), skip_locked=True)
    series = found.filter(pk=pk).first()
    return len(make_dates(series, now, kind="rsvp_settled")) if series else 0


def make_dates(series: Series, now: datetime, *, kind: str = "") -> list[Event]:
    """Make those that are due, with the seats of those who follow. The caller holds the series. `kind` is
    what is told to who finds one of them full."""
    latest = series.events.order_by("-original_start").first()
    due = _due(series, latest.original_start if latest else None, now)
    return [_make(series, day, latest, now, kind) for day in due]


def _due(series: Series, latest: datetime | None, now: datetime) -> Iterator[datetime]:
    """Those after the latest, as far ahead as people plan: sixty days, and four dates at least."""
    ahead = 0
    for day in series.dates():
        starts_at = series.moment(day)
        if starts_at > now + AHEAD and ahead >= FEWEST:
            return
        if starts_at > now:
            ahead += 1
            if latest is None or day > latest:
                yield day


def _make(series: Series, day: datetime, like: Event | None, now: datetime, kind: str) -> Event:
    event = date_of(series, day)
    event.next_reminder_at = event.reminder_time(now)
    event.save(force_insert=True)
    if like is not None:
        event.cohosts.set(like.cohosts.all())
    for following in _followers(series, day):
        seat_at(event, following, now, via=Rsvp.Via.SERIES, kind=kind)
    plan(event, now)
    save_seats(event)
    return event


def share_cohosts(event: Event) -> None:
    """Whoever hosts this date hosts the others of its series; they were told of one."""
    if event.series is not None:
        for other in event.series.events.exclude(pk=event.pk):
            other.cohosts.set(event.cohosts.all())


def _followers(series: Series, day: datetime) -> Iterable[Follow]:
    """Who began first is seated first."""
    found = series.follows.on(day).filter(member__is_active=True).select_related("member", "reply_address")
    return found.order_by("created_at", "pk")
