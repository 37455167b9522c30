from datetime import UTC, date, datetime

import pytest

from events import when

NEW_YORK, LISBON, BERLIN = "America/New_York", "Europe/Lisbon", "Europe/Berlin"

SENTENCES = [
    ((2026, 3, 14, 19), (2026, 3, 14, 21), LISBON, "Sat 14 Mar 2026, 19:00 to 21:00 · Lisbon time"),
    ((2026, 3, 14, 19), (2026, 3, 15, 1), LISBON, "Sat 14 Mar 2026, 19:00 to 01:00 next day · Lisbon time"),
    ((2026, 7, 31, 18), (2026, 8, 2, 12), BERLIN, "Fri 31 Jul 2026, 18:00 to Sun 2 Aug, 12:00 · Berlin time"),
    (
        (2026, 12, 31, 18),
        (2027, 1, 2, 12),
        BERLIN,
        "Thu 31 Dec 2026, 18:00 to Sat 2 Jan 2027, 12:00 · Berlin time",
    ),
    (
        (2026, 12, 31, 22),
        (2027, 1, 1, 3),
        NEW_YORK,
        "Thu 31 Dec 2026, 22:00 to 03:00 next day · New York time",
    ),
    (
        (2026, 6, 1, 9, 5),
        (2026, 6, 1, 9, 50),
        "Pacific/Kiritimati",
        "Mon 1 Jun 2026, 09:05 to 09:50 · Kiritimati time",
    ),
    (
        (2026, 6, 1, 9),
        (2026, 6, 2, 9),
        "Pacific/Pago_Pago",
        "Mon 1 Jun 2026, 09:00 to Tue 2 Jun, 09:00 · Pago Pago time",
    ),
    ((2026, 6, 1, 9), (2026, 6, 1, 10), "UTC", "Mon 1 Jun 2026, 09:00 to 10:00 · UTC"),
    (
        (2026, 3, 28, 20),
        (2026, 3, 29, 4),
        BERLIN,
        "Sat 28 Mar 2026, 20:00 to 04:00 next day · Berlin time · clocks change that night",
    ),
    (
        (2026, 10, 31, 19),
        (2026, 10, 31, 22),
        NEW_YORK,
        "Sat 31 Oct 2026, 19:00 to 22:00 · New York time · clocks change that night",
    ),
    (
        (2026, 10, 25, 10),
        (2026, 10, 25, 12),
        BERLIN,
        "Sun 25 Oct 2026, 10:00 to 12:00 · Berlin time · clocks change the night before",
    ),
    ((2026, 10, 24, 12), (2026, 10, 24, 15), BERLIN, "Sat 24 Oct 2026, 12:00 to 15:00 · Berlin time"),
    (
        (2026, 11, 1, 1, 30),
        (2026, 11, 1, 3),
        NEW_YORK,
        "Sun 1 Nov 2026, 01:30 to 03:00 · New York time · clocks go back: the first 01:30 is meant",
    ),
    (
        (2026, 10, 24, 22),
        (2026, 10, 25, 2, 30),
        BERLIN,
        "Sat 24 Oct 2026, 22:00 to 02:30 next day · Berlin time · clocks go back: the first 02:30 is meant",
    ),
]

# (reader's zone, what a Lisbon evening and a New York summer night are for them)
VIEWERS = [
    (None, "", ""),
    (LISBON, "", "Thu 2 Jul, 00:30 for you (Lisbon)"),
    (BERLIN, "20:00 for you (Berlin)", "Thu 2 Jul, 01:30 for you (Berlin)"),
    ("Europe/London", "", "Thu 2 Jul, 00:30 for you (London)"),
    (NEW_YORK, "15:00 for you (New York)", ""),
    ("America/Toronto", "15:00 for you (Toronto)", ""),
    ("Asia/Kolkata", "Sun 15 Mar, 00:30 for you (Kolkata)", "Thu 2 Jul, 05:00 for you (Kolkata)"),
    ("Pacific/Kiritimati", "Sun 15 Mar, 09:00 for you (Kiritimati)", "Thu 2 Jul, 13:30 for you (Kiritimati)"),
    ("Pacific/Pago_Pago", "08:00 for you (Pago Pago)", "12:30 for you (Pago Pago)"),
]


@pytest.mark.parametrize(("start", "end", "zone", "words"), SENTENCES)
def test_the_clock_of_the_place_comes_first_with_its_zone_in_words(start, end, zone, words):
    assert when.sentence(datetime(*start), datetime(*end), zone) == words


@pytest.mark.parametrize(("viewer", "evening", "night"), VIEWERS)
def test_a_readers_own_clock_is_added_only_when_it_differs_at_that_instant(viewer, evening, night):
    assert when.for_viewer(datetime(2026, 3, 14, 19), LISBON, viewer) == evening
    assert when.for_viewer(datetime(2026, 7, 1, 19, 30), NEW_YORK, viewer) == night


def test_the_difference_is_taken_at_the_instant_and_not_today():
    # London and New York are four hours apart for these three weeks of March, five before and after.
    assert when.for_viewer(datetime(2026, 3, 14, 12), NEW_YORK, "Europe/London") == "16:00 for you (London)"
    assert when.for_viewer(datetime(2026, 4, 14, 12), NEW_YORK, "Europe/London") == "17:00 for you (London)"


def test_a_subject_has_the_year_only_where_it_would_be_missed():
    start = datetime(2026, 3, 14, 19)
    assert when.short(start) == "Sat 14 Mar 19:00"
    assert when.short(start, today=date(2026, 2, 1)) == "Sat 14 Mar 19:00"
    assert when.short(start, today=date(2025, 3, 1)) == "Sat 14 Mar 2026, 19:00"


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (datetime(2026, 3, 14, 12, tzinfo=UTC), "Today"),
        (datetime(2026, 3, 14, 3, 59, tzinfo=UTC), "Tomorrow"),  # still Friday evening in New York
        (datetime(2026, 3, 14, 4, tzinfo=UTC), "Today"),
        (datetime(2026, 3, 12, 12, tzinfo=UTC), "Sat 14 Mar"),
    ],
)
def test_tomorrow_is_what_the_calendar_on_the_events_wall_says(now, words):
    assert when.relative_day(datetime(2026, 3, 14, 19), NEW_YORK, now) == words


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("America/Argentina/Buenos_Aires", "Buenos Aires time"),
        ("America/Port-au-Prince", "Port-au-Prince time"),
        ("America/Indiana/Knox", "Knox time"),
        ("Etc/UTC", "UTC"),
        ("GMT", "UTC"),
        ("Etc/GMT+5", "UTC-5"),
        ("Etc/GMT-14", "UTC+14"),
        ("Etc/GMT0", "UTC"),
        ("US/Eastern", "Eastern time"),
    ],
)
def test_a_zone_is_named_by_its_city(zone, words):
    assert when.place_time(zone) == words


def test_machines_get_the_offset():
    assert when.iso(datetime(2026, 3, 14, 19), NEW_YORK) == "2026-03-14T19:00:00-04:00"


@pytest.mark.parametrize(
    ("end", "words", "hours"),
    [
        ((2026, 3, 15), "Sat 14 Mar 2026, all day · New York time", "all day"),
        ((2026, 3, 17), "Sat 14 to Mon 16 Mar 2026, all day · New York time", "all day, to Mon 16 Mar"),
        ((2026, 4, 2), "Sat 14 Mar to Wed 1 Apr 2026, all day · New York time", "all day, to Wed 1 Apr"),
    ],
)
def test_a_day_has_no_clock(end, words, hours):
    start, after = datetime(2026, 3, 14), datetime(*end)
    assert when.sentence(start, after, NEW_YORK, all_day=True) == words
    assert when.hours(start, after, all_day=True) == hours
    assert when.short(start, all_day=True) == "Sat 14 Mar"
    assert when.iso(start, NEW_YORK, all_day=True) == "2026-03-14"


def test_days_around_the_new_year_say_both_years():
    words = when.days(datetime(2026, 12, 31), datetime(2027, 1, 2))
    assert words == "Thu 31 Dec 2026 to Fri 1 Jan 2027"


def test_an_hour_that_clocks_skip_does_not_come_twice():
    assert not when.comes_twice(datetime(2027, 3, 14, 2, 30), NEW_YORK)
    assert when.comes_twice(datetime(2026, 11, 1, 1, 30), NEW_YORK)
