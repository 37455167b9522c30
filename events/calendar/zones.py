"""VTIMEZONE in a few lines: one STANDARD and one DAYLIGHT with a yearly rule (RFC 5545 section 3.6.5).

Clients map the zone by its name and keep the definition as a spare. A list of every date until 2038 is right
as well, but seven times as long, and a reply echoes it back.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

# Enough for the last Sunday of a month to differ from the fourth at least once.
YEARS_A_RULE_MUST_HOLD = 7
# Where no rule holds, each change is listed, as far as a series of the longest usual kind goes.
MOST_YEARS_LISTED = 12
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True)
class Change:
    """One jump of the clock; `local` is the wall clock before it, as DTSTART wants it."""

    at: datetime
    local: datetime
    before: timedelta
    after: timedelta
    name: str
    saves_daylight: bool

    @property
    def positions(self) -> set[tuple[int, int, str]]:
        """The ways to say this day as a yearly rule: third Sunday of March, last Sunday of March."""
        day = self.local.date()
        weekday = WEEKDAYS[day.weekday()]
        found = {(day.month, (day.day - 1) // 7 + 1, weekday)}
        if (day + timedelta(days=7)).month != day.month:
            found.add((day.month, -1, weekday))
        return found


@lru_cache(maxsize=512)
def vtimezone(name: str, year: int, years: int = 1) -> Timezone:
    """The definition for an event that begins in `year` and repeats over so many; its own begins a year
    earlier, so that January is covered."""
    zone = ZoneInfo(name)
    component = Timezone()
    component.add("tzid", name)
    component.add("x-lic-location", name)
    for observance in _observances(zone, year - 1, years + 2):
        component.add_component(observance)
    return component


def _observances(zone: ZoneInfo, first_year: int, listed: int) -> list[TimezoneStandard | TimezoneDaylight]:
    years = [list(_changes_in(zone, first_year + step)) for step in range(YEARS_A_RULE_MUST_HOLD)]
    if not any(years):
        return [_opening(zone, first_year)]
    rules = _yearly_rules(years)
    if rules is None:
        steps = min(listed, MOST_YEARS_LISTED)
        explicit = [change for step in range(steps) for change in _changes_in(zone, first_year + step)]
        return [_opening(zone, first_year), *(_observance(change) for change in explicit)]
    summer = max(years[0], key=lambda change: change.after)
    return [
        _observance(change, rule, daylight=change is summer)
        for change, rule in zip(years[0], rules, strict=True)
    ]


def _yearly_rules(years: list[list[Change]]) -> list[vRecur] | None:
    """One rule for each of two jumps a year, or None where the years do not agree on one."""
    if any(len(year) != 2 for year in years):
        return None
    rules = []
    for same in zip(*years, strict=True):
        clocks = {(change.local.time(), change.before, change.after) for change in same}
        shared = set.intersection(*(change.positions for change in same))
        if len(clocks) != 1 or not shared:
            return None
        month, nth, weekday = min(shared)
        rules.append(vRecur({"FREQ": "YEARLY", "BYMONTH": month, "BYDAY": f"{nth}{weekday}"}))
    return rules


def _changes_in(zone: ZoneInfo, year: int) -> Iterator[Change]:
    # A step of a week misses no pair of jumps: the shortest pause known, Morocco's Ramadan, lasts a month.
    seen, end = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
    while seen < end:
        ahead = min(seen + timedelta(days=7), end)
        if _offset(zone, seen) != _offset(zone, ahead):
            yield _change_between(zone, seen, ahead)
        seen = ahead


def _change_between(zone: ZoneInfo, low: datetime, high: datetime) -> Change:
    before = _offset(zone, low)
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) // 2
        low, high = (middle, high) if _offset(zone, middle) == before else (low, middle)
    at = high.replace(microsecond=0)
    return _change(zone, at, before)


def _change(zone: ZoneInfo, at: datetime, before: timedelta) -> Change:
    then = at.astimezone(zone)
    return Change(
        at=at,
        local=(at + before).replace(tzinfo=None),
        before=before,
        after=_offset(zone, at),
        name=then.tzname() or "",
        saves_daylight=(then.dst() or timedelta()) > timedelta(),
    )


def _opening(zone: ZoneInfo, year: int) -> TimezoneStandard | TimezoneDaylight:
    """The offset in force as `year` begins, for zones without a jump or before the first listed one."""
    start = datetime(year, 1, 1, tzinfo=UTC)
    return _observance(_change(zone, start, _offset(zone, start)))


def _observance(
    change: Change, rule: vRecur | None = None, *, daylight: bool | None = None
) -> TimezoneStandard | TimezoneDaylight:
    # Dublin has negative daylight saving in winter; of two offsets that alternate, the larger is summer.
    is_daylight = change.saves_daylight if daylight is None else daylight
    observance = TimezoneDaylight() if is_daylight else TimezoneStandard()
    observance.add("dtstart", change.local)
    observance.add("tzoffsetfrom", change.before)
    observance.add("tzoffsetto", change.after)
    observance.add("tzname", change.name)
    if rule is not None:
        observance.add("rrule", rule)
    return observance


def _offset(zone: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()
