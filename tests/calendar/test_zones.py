import itertools
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from icalendar import Calendar

from events.calendar.write import request
from events.calendar.zones import vtimezone

from .entries import entry

FOLLOW_A_RULE = [
    "America/New_York",
    "America/St_Johns",
    "America/Los_Angeles",
    "America/Havana",
    "America/Asuncion",
    "Europe/Berlin",
    "Europe/Dublin",
    "Europe/London",
    "Europe/Lisbon",
    "Asia/Beirut",
    "Australia/Sydney",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
    "Pacific/Chatham",
    "Atlantic/Azores",
]
FOLLOW_NONE = [
    "Africa/Casablanca",
    "Africa/Cairo",
    "America/Santiago",
    "America/Nuuk",
    "Asia/Jerusalem",
    "Asia/Gaza",
]
FIXED = [
    "Asia/Tokyo",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
    "Etc/GMT+5",
]


def test_new_york_has_one_rule_each_way_in_the_old_offset():
    text = vtimezone("America/New_York", 2026).to_ical().decode()
    assert "X-LIC-LOCATION:America/New_York" in text
    assert "BEGIN:DAYLIGHT\r\nDTSTART:20250309T020000\r\nRRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3" in text
    assert "BEGIN:STANDARD\r\nDTSTART:20251102T020000\r\nRRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11" in text
    assert len(text) < 420


@pytest.mark.parametrize("name", FIXED)
def test_a_zone_without_daylight_saving_is_one_standard(name):
    (only,) = vtimezone(name, 2026).subcomponents
    assert only.name == "STANDARD"
    assert "rrule" not in only


@pytest.mark.parametrize("name", FOLLOW_NONE)
def test_a_zone_without_a_yearly_rule_lists_its_changes(name):
    observances = vtimezone(name, 2026).subcomponents
    assert not any("rrule" in observance for observance in observances)
    assert len(observances) >= 5


@pytest.mark.parametrize("year", [2024, 2026, 2027])
@pytest.mark.parametrize("name", FOLLOW_A_RULE + FOLLOW_NONE + FIXED)
def test_the_written_zone_tells_the_same_time_as_the_database(name, year):
    written = vtimezone(name, year).to_tz()
    for instant in edges(name, year):
        local = instant.astimezone(ZoneInfo(name)).replace(tzinfo=None)
        if is_plain(local, name):
            assert (
                local.replace(tzinfo=written).utcoffset() == local.replace(tzinfo=ZoneInfo(name)).utcoffset()
            ), local


def test_nearly_every_zone_there_is_fits_in_a_few_lines():
    long = [name for name in available_timezones() if len(vtimezone(name, 2026).subcomponents) > 2]
    assert len(long) <= 20


def test_the_definition_covers_january_of_the_year_of_the_event():
    content = request(entry(local_start=datetime(2026, 1, 1, 0, 30), local_end=datetime(2026, 1, 1, 2)))
    (zone,) = Calendar.from_ical(content).walk("VTIMEZONE")
    assert all(part["dtstart"].dt.year == 2025 for part in zone.subcomponents)


def edges(name, year):
    """An hour before and after each change of the year, and the middle of each month."""
    zone, hour = ZoneInfo(name), timedelta(hours=1)
    start = datetime(year, 1, 1, tzinfo=UTC)
    hours = [start + hour * step for step in range(365 * 24)]
    for before, after in itertools.pairwise(hours):
        if before.astimezone(zone).utcoffset() != after.astimezone(zone).utcoffset():
            yield from (before - hour, before, after, after + hour)
    yield from (datetime(year, month, 15, 12, tzinfo=UTC) for month in range(1, 13))


def is_plain(local, name):
    """Neither skipped nor repeated: then there is only one right answer."""
    offsets = {local.replace(tzinfo=ZoneInfo(name), fold=fold).utcoffset() for fold in (0, 1)}
    return len(offsets) == 1
