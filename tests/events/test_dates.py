"""A date is a date: whoever looks at it, and wherever it is meant, no zone moves it."""

from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from events import actions, when
from events.calendar.write import download
from events.entries import copy_of
from events.models import Slot
from events.models.wall_clock import first_moment_of
from events.notices.told import facts
from events.notices.words import slot_words, words_for
from members.models.zone import check_zone
from tests.cast import make

DAY = datetime(2027, 8, 14)
SLOTS = [
    {"local_start": DAY, "all_day": True},
    {"local_start": DAY + timedelta(days=7), "local_end": DAY + timedelta(days=9), "all_day": True},
]
WORDS = "Sat 14 Aug 2027, all day · New York time"


def zones():
    """One for each pair of offsets that is kept in summer and winter, from Kiritimati to Pago Pago."""
    found = {}
    for name in sorted(available_timezones()):
        try:
            check_zone(name)
        except ValidationError:
            continue
        half_a_year_on = DAY + timedelta(days=180)
        offsets = [moment.replace(tzinfo=ZoneInfo(name)).utcoffset() for moment in (DAY, half_a_year_on)]
        found.setdefault(tuple(offsets), name)
    return sorted(found.values())


ZONES = zones()


def test_there_are_as_many_zones_as_offsets():
    assert len(ZONES) >= 38


@pytest.fixture
def poll(propose, time_machine):
    time_machine.move_to("2027-06-01T12:00Z")
    return lambda **more: propose(local_start=None, slots=SLOTS, **more)


@pytest.mark.parametrize("zone", ZONES)
def test_every_reader_reads_the_same_date(poll, zone):
    event, reader = poll(), make("Reader", time_zone=zone)
    with timezone.override(zone):
        words = words_for(event, reader, timezone.now())
        assert (words.when, words.for_you, words.clock) == (WORDS, "", "")
        assert (words.short, words.day, words.weekday) == ("Sat 14 Aug", 14, "Sat")
        assert facts(event, reader)["when"] == WORDS
        assert slot_words(Slot.objects.last(), event.time_zone) == (
            "Sat 21 to Sun 22 Aug 2027, all day · New York time"
        )
        content = download(copy_of(event, reader, None))
    assert b"DTSTART;VALUE=DATE:20270814\r\nDTEND;VALUE=DATE:20270815\r\n" in content


@pytest.mark.parametrize("zone", ZONES)
def test_every_place_keeps_the_date_of_its_own_wall(poll, zone):
    event = poll(time_zone=zone)
    here = event.starts_at.astimezone(ZoneInfo(zone))
    assert (here.date(), event.local_start) == (DAY.date(), DAY)
    assert event.ends_at - event.starts_at == timedelta(days=1)
    assert when.sentence(event.local_start, event.local_end, zone, all_day=True).startswith("Sat 14 Aug 2027")


@pytest.mark.parametrize(
    ("zone", "midnight", "hour"),
    [
        ("Asia/Beirut", datetime(2027, 3, 28), 1),
        ("America/Havana", datetime(2027, 3, 14), 1),
        ("Africa/Cairo", datetime(2027, 4, 30), 1),
        ("Europe/Berlin", datetime(2027, 3, 28), 0),
    ],
)
def test_a_day_without_a_midnight_begins_when_it_begins(zone, midnight, hour):
    moment = first_moment_of(midnight, zone)
    assert moment.tzinfo == UTC
    assert moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == midnight.replace(hour=hour)


def test_a_day_that_is_fixed_gets_its_hour_by_a_move(poll, hope):
    event = poll()
    event = actions.choose(event, by=hope, slot=event.slots.all()[0].pk)
    assert (event.all_day, asdict(words_for(event, hope, timezone.now()))["when"]) == (True, WORDS)
    event = actions.change(event, by=hope, title="Boat trip")
    assert event.all_day
    event = actions.change(event, by=hope, local_start=DAY.replace(hour=15))
    assert (event.all_day, event.local_end) == (False, DAY.replace(hour=17))


def test_in_another_zone_a_day_stays_that_day(poll, hope):
    event = poll()
    event = actions.choose(event, by=hope, slot=event.slots.all()[0].pk)
    event = actions.change(event, by=hope, time_zone="Asia/Tokyo")
    assert (event.all_day, event.local_start, event.local_end) == (True, DAY, DAY + timedelta(days=1))
    assert event.starts_at == datetime(2027, 8, 13, 15, tzinfo=UTC)
