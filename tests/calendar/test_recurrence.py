"""The grammar of repeating: its dates, its words, its line for calendars, and what it refuses."""

import random
import time
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from icalendar import vRecur

from events.recurrence import (
    DAY,
    LAST,
    MONTHLY,
    WEEKDAY,
    WEEKLY,
    BadRule,
    Rule,
    dates,
    end_words,
    moment_of,
    rrule_text,
    rule_from,
    shown,
    words,
)

THURSDAY = datetime(2027, 1, 7, 19)
# North and south, by an hour and by half of one, at night and at midnight
ZONES = [
    "America/New_York", "Europe/Berlin", "Europe/London", "Australia/Sydney", "Australia/Lord_Howe",
    "America/Santiago",
]  # fmt: skip
SOME = [
    rule_from(THURSDAY, interval=1, count=60),
    rule_from(THURSDAY, interval=2, count=30),
    rule_from(THURSDAY, frequency=MONTHLY, by=WEEKDAY, count=24),
    rule_from(THURSDAY.replace(day=28), frequency=MONTHLY, by=WEEKDAY, count=24),
    rule_from(THURSDAY.replace(day=31), frequency=MONTHLY, by=DAY, count=14),
    rule_from(THURSDAY.replace(day=15), frequency=MONTHLY, interval=5, until=date(2028, 12, 31)),
]


def read(text: str, first: datetime, zone: str) -> list[datetime]:
    """The moments that the line means to a reader who only knows icalendar and our grammar."""
    parts = vRecur.from_ical(text)
    day = parts.get("BYDAY", [None])[0]
    nth = int(str(day)[:-2]) if day and parts["FREQ"] == ["MONTHLY"] else None
    rule = Rule(
        first=first, frequency=parts["FREQ"][0].lower(), interval=parts.get("INTERVAL", [1])[0], nth=nth
    )
    moments = [moment_of(each, zone) for each in dates(rule)]
    return [moment for moment in moments if moment <= parts["UNTIL"][0]]


@pytest.mark.parametrize("rule", SOME, ids=words)
@pytest.mark.parametrize("zone", ZONES)
def test_a_series_keeps_the_wall_clock_across_both_changes(zone, rule):
    found = list(dates(rule))
    moments = [moment_of(each, zone) for each in found]
    offsets = {moment.astimezone(ZoneInfo(zone)).utcoffset() for moment in moments}
    assert len(offsets) == 2
    assert {moment.astimezone(ZoneInfo(zone)).time() for moment in moments} == {rule.first.time()}
    assert read(rrule_text(rule, moments[-1]), rule.first, zone) == moments


@pytest.mark.parametrize("rule", SOME, ids=words)
@pytest.mark.parametrize("zone", ZONES)
def test_others_expand_the_line_to_the_same_moments(zone, rule):
    moments = [moment_of(each, zone) for each in dates(rule)]
    start = rule.first.replace(tzinfo=ZoneInfo(zone))
    theirs = [each.astimezone(UTC) for each in rrulestr(rrule_text(rule, moments[-1]), dtstart=start)]
    assert theirs == moments


def test_a_time_that_the_clocks_skip_is_taken_as_calendars_take_it():
    skipped = datetime(2027, 3, 14, 2, 30)
    assert moment_of(skipped, "America/New_York") == datetime(2027, 3, 14, 7, 30, tzinfo=UTC)
    assert shown(skipped, "America/New_York") == datetime(2027, 3, 14, 3, 30)


def test_of_a_time_that_comes_twice_the_first_is_meant():
    twice = datetime(2027, 11, 7, 1, 30)
    assert moment_of(twice, "America/New_York") == datetime(2027, 11, 7, 5, 30, tzinfo=UTC)
    assert shown(twice, "America/New_York") == twice


def test_a_month_without_such_a_day_is_left_out():
    found = dates(rule_from(datetime(2027, 1, 31, 19), frequency=MONTHLY, by=DAY, count=4))
    assert [each.date() for each in found] == [
        date(2027, 1, 31), date(2027, 3, 31), date(2027, 5, 31), date(2027, 7, 31),
    ]  # fmt: skip


def test_the_fifth_of_a_weekday_is_its_last():
    rule = rule_from(datetime(2027, 1, 29, 19), frequency=MONTHLY, by=WEEKDAY, count=3)
    assert rule.nth == LAST
    assert [each.day for each in dates(rule)] == [29, 26, 26]


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (rule_from(THURSDAY), "every Thursday"),
        (rule_from(THURSDAY, interval=2), "every second Thursday"),
        (rule_from(THURSDAY, frequency=MONTHLY, by=WEEKDAY), "every month on the first Thursday"),
        (rule_from(datetime(2027, 1, 29), frequency=MONTHLY, by=WEEKDAY), "every month on the last Friday"),
        (rule_from(THURSDAY, frequency=MONTHLY, interval=3), "every third month on the 7th"),
        (rule_from(datetime(2027, 1, 22), frequency=MONTHLY), "every month on the 22nd"),
        (rule_from(datetime(2027, 1, 11), frequency=MONTHLY), "every month on the 11th"),
    ],
)
def test_a_rule_in_words(rule, said):
    assert words(rule) == said


def test_an_end_in_words():
    assert end_words(rule_from(THURSDAY, count=12)) == "12 times"
    assert end_words(rule_from(THURSDAY, count=1)) == "once"
    assert end_words(rule_from(THURSDAY, until=date(2028, 3, 3))) == "until 3 Mar 2028"


def test_without_an_end_it_ends_when_two_years_are_over():
    found = list(dates(rule_from(THURSDAY)))
    assert len(found) == 104
    assert found[-1] - found[0] <= timedelta(days=2 * 366)


HOSTILE: dict[str, list[Any]] = {
    "frequency": ["secondly", "SECONDLY", "daily", "yearly", "", None, 5, [], "weekly;COUNT=9", "\0"],
    "interval": [0, -1, 13, 10**30, 1.5, True, "1", None, [], float("nan"), -(2**63)],
    "by": ["hour", "setpos", None, 0, [], "BYSETPOS=1,2,3,4,5,6,7,8"],
    "count": [0, -1, 105, 10**30, 1.5, True, "3", [], float("inf")],
    "until": [date(2026, 1, 1), date(9999, 12, 31), date(2029, 6, 1), "2027-03-01", 5, datetime(2027, 3, 1)],
}
MOMENTS = [
    THURSDAY, datetime(2028, 2, 29, 19), datetime(2027, 1, 31), datetime(2000, 1, 1), datetime(1, 1, 1),
    datetime(9998, 12, 31), datetime(9999, 12, 31, 23), datetime(2027, 3, 14, 2, 30),
]  # fmt: skip
GOOD: dict[str, list[Any]] = {
    "frequency": [WEEKLY, MONTHLY],
    "interval": [1, 2, 11, 12],
    "by": [DAY, WEEKDAY],
    "count": [1, 104, None],
    "until": [None, date(2027, 6, 1), date(2029, 1, 6)],
}


def test_a_thousand_hostile_rules_are_each_refused_or_done_at_once():
    dice, refused, longest = random.Random(23), 0, 0.0
    for _ in range(1000):
        asked = {name: dice.choice([*GOOD[name], *GOOD[name], *HOSTILE[name]]) for name in GOOD}
        begun = time.perf_counter()
        try:
            found = list(dates(rule_from(dice.choice(MOMENTS), **asked)))
        except BadRule:
            refused, found = refused + 1, []
        longest = max(longest, time.perf_counter() - begun)
        assert len(found) <= 104
        assert all(early < late for early, late in pairwise(found))
    assert 300 < refused < 1000
    assert longest <= 0.05


@pytest.mark.parametrize("name", HOSTILE)
def test_each_hostile_value_alone_is_refused_by_its_name(name):
    fine: dict[str, Any] = {"frequency": MONTHLY, "interval": 1, "by": DAY, "count": None, "until": None}
    for wrong in HOSTILE[name]:
        with pytest.raises(BadRule) as no:
            rule_from(THURSDAY, **fine | {name: wrong})
        assert no.value.field == name
