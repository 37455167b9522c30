"""A small grammar of repeating: every so many weeks, or every so many months, and never without an end.

Dates are what the clock on the wall shows; offsets are worked out one date at a time. Nothing here reads a
clock, a row or a foreign rule, and each rule is run through in well under a millisecond or two.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, UTC, date, datetime, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from .when import MONTHS, hours, place_time

WEEKLY, MONTHLY = "weekly", "monthly"
DAY, WEEKDAY = "day", "weekday"
MOST_INTERVAL = 12
MOST_DATES = 104
LONGEST = timedelta(days=2 * 366)
LAST = -1

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
ORDINALS = (
    "", "", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth",
)  # fmt: skip
NTH = {1: "first", 2: "second", 3: "third", 4: "fourth", LAST: "last"}


class BadRule(ValueError):
    """A rule outside of the grammar; `field` is what is wrong about it."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field
        self.sentence = sentence


@dataclass(frozen=True, kw_only=True)
class Rule:
    """`first` is the first date itself. A monthly rule goes by the day of the month, leaving months out that
    lack it as calendars do, or by the `nth` weekday, the last being -1. It ends by `count` or `until`."""

    first: datetime
    frequency: str = WEEKLY
    interval: int = 1
    nth: int | None = None
    count: int | None = None
    until: date | None = None

    @property
    def by(self) -> str:
        return DAY if self.nth is None else WEEKDAY


def rule_from(
    first: datetime,
    *,
    frequency: Any = WEEKLY,
    interval: Any = 1,
    by: Any = DAY,
    count: Any = None,
    until: Any = None,
) -> Rule:
    """A rule that holds together, whatever was handed in; BadRule otherwise. Without an end it ends when two
    years are over."""
    if frequency not in (WEEKLY, MONTHLY):
        raise BadRule("frequency", "A meetup repeats weekly or monthly.")
    if not _whole(interval) or not 1 <= interval <= MOST_INTERVAL:
        raise BadRule("interval", f"A whole number from 1 to {MOST_INTERVAL}.")
    if by not in (DAY, WEEKDAY):
        raise BadRule("by", "Monthly goes by the day of the month or by the weekday.")
    _check_end(first, count, until)
    if count is None and until is None:
        until = _two_years_after(first)
    nth = nth_of(first) if (frequency, by) == (MONTHLY, WEEKDAY) else None
    return Rule(first=first, frequency=frequency, interval=interval, nth=nth, count=count, until=until)


def _check_end(first: datetime, count: Any, until: Any) -> None:
    if count is not None and until is not None:
        raise BadRule("until", "Say how often or until when, not both.")
    if count is not None and (not _whole(count) or not 1 <= count <= MOST_DATES):
        raise BadRule("count", f"A whole number from 1 to {MOST_DATES}.")
    if until is None:
        return
    if not isinstance(until, date) or isinstance(until, datetime):
        raise BadRule("until", "That is no day.")
    if not first.date() <= until <= _two_years_after(first):
        raise BadRule("until", "The last day comes after the first, two years later at most.")


def _whole(number: Any) -> bool:
    return isinstance(number, int) and not isinstance(number, bool)


def _two_years_after(first: datetime) -> date:
    return first.date() + min(LONGEST, date.max - first.date())


def nth_of(first: datetime) -> int:
    """Which of its weekday a date is in its month. A fifth is the last: not every month has five."""
    nth = (first.day - 1) // 7 + 1
    return nth if nth in NTH else LAST


def dates(rule: Rule) -> Iterator[datetime]:
    """Its dates in order, as the rule says them: what the clock really shows then is for `shown` to say."""
    steps = _weeks(rule) if rule.frequency == WEEKLY else _months(rule)
    for moment in islice(steps, min(rule.count or MOST_DATES, MOST_DATES)):
        if rule.until is not None and moment.date() > rule.until:
            return
        yield moment


def _weeks(rule: Rule) -> Iterator[datetime]:
    days = rule.first.toordinal()
    while days <= date.max.toordinal():
        yield datetime.combine(date.fromordinal(days), rule.first.time())
        days += 7 * rule.interval


def _months(rule: Rule) -> Iterator[datetime]:
    months = rule.first.year * 12 + rule.first.month - 1
    while (year := months // 12) <= MAXYEAR:
        day = _day_in(year, months % 12 + 1, rule)
        if day is not None:
            yield rule.first.replace(year=year, month=months % 12 + 1, day=day)
        months += rule.interval


def _day_in(year: int, month: int, rule: Rule) -> int | None:
    """The day of this month that the rule means; None where there is none."""
    opens_on, length = monthrange(year, month)
    if rule.nth is None:
        return rule.first.day if rule.first.day <= length else None
    earliest = (rule.first.weekday() - opens_on) % 7 + 1
    if rule.nth == LAST:
        return earliest + (length - earliest) // 7 * 7
    return earliest + (rule.nth - 1) * 7


def moment_of(wall_clock: datetime, zone: str) -> datetime:
    """The UTC moment of a date, as calendars work it out: of a time that comes twice the first, and a time
    that the clocks skip as if they had not gone forward yet (RFC 5545, 3.3.5)."""
    return wall_clock.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)


def shown(wall_clock: datetime, zone: str) -> datetime:
    """What the clock shows at that moment: the same, but for a time that is skipped (02:30 becomes 03:30)."""
    return moment_of(wall_clock, zone).astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)


def rrule_text(rule: Rule, last: datetime) -> str:
    """The rule for calendars up to its last date, a UTC moment (RFC 5545, 3.3.10)."""
    parts = [f"FREQ={rule.frequency.upper()}"]
    if rule.interval > 1:
        parts.append(f"INTERVAL={rule.interval}")
    code = CODES[rule.first.weekday()]
    if rule.frequency == WEEKLY:
        parts.append(f"BYDAY={code}")
    elif rule.nth is None:
        parts.append(f"BYMONTHDAY={rule.first.day}")
    else:
        parts.append(f"BYDAY={rule.nth}{code}")
    parts.append(f"UNTIL={last.astimezone(UTC):%Y%m%dT%H%M%SZ}")
    return ";".join(parts)


def words(rule: Rule) -> str:
    """As in `every second Thursday` and `every month on the last Friday`."""
    weekday = DAYS[rule.first.weekday()]
    if rule.frequency == WEEKLY:
        return f"every {_nth_time(rule.interval)}{weekday}"
    on = _ordinal(rule.first.day) if rule.nth is None else f"{NTH[rule.nth]} {weekday}"
    return f"every {_nth_time(rule.interval)}month on the {on}"


def sentence(rule: Rule, local_end: datetime, zone: str) -> str:
    """As in `every Thursday, 19:00 to 21:00 · New York time, 12 times`."""
    return f"{words(rule)}, {hours(rule.first, local_end)} · {place_time(zone)}, {end_words(rule)}"


def end_words(rule: Rule) -> str:
    """As in `12 times` and `until 3 Mar 2028`."""
    if rule.count is not None:
        return "once" if rule.count == 1 else f"{rule.count} times"
    until = rule.until or date.max
    return f"until {until.day} {MONTHS[until.month - 1]} {until.year}"


def _nth_time(interval: int) -> str:
    return f"{ORDINALS[interval]} " if interval > 1 else ""


def _ordinal(number: int) -> str:
    ending = "th" if number in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
