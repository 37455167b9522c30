"""Same again? A new proposal that needs nothing but a yes."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from events import actions
from events.again import again
from tests.cast import ZONE

THURSDAY = datetime(2027, 1, 14, 19)


@pytest.fixture
def meetup(propose, time_machine):
    time_machine.move_to("2027-01-04T12:00Z")
    return lambda **more: propose(**{"local_start": THURSDAY, "local_end": THURSDAY.replace(hour=23)} | more)


@pytest.mark.parametrize(
    ("today", "start"),
    [
        ("2027-01-05T12:00Z", datetime(2027, 1, 21, 19)),  # it is still to come: the week after it
        ("2027-01-14T12:00Z", datetime(2027, 1, 21, 19)),  # a week from today is soon enough
        ("2027-01-15T12:00Z", datetime(2027, 1, 28, 19)),
        ("2027-01-22T04:59Z", datetime(2027, 1, 28, 19)),  # still Thursday there
        ("2027-01-22T05:01Z", datetime(2027, 2, 4, 19)),
        ("2027-07-01T12:00Z", datetime(2027, 7, 8, 19)),  # the clocks have changed, the hour has not
        ("2029-01-01T12:00Z", datetime(2029, 1, 11, 19)),
    ],
)
def test_it_is_the_same_weekday_and_hour_a_week_ahead_or_more(meetup, time_machine, today, start):
    event = meetup()
    time_machine.move_to(today)
    found = again(event, timezone.now())
    assert (found["local_start"], found["time_zone"]) == (start, ZONE)
    assert found["local_end"] == start + timedelta(hours=4)


def test_a_night_without_that_hour_is_passed_over(meetup, time_machine):
    sunday = datetime(2027, 2, 28, 2, 30)
    event = meetup(local_start=sunday, local_end=sunday.replace(hour=5))
    time_machine.move_to("2027-03-05T12:00Z")
    assert again(event, timezone.now())["local_start"] == datetime(2027, 3, 21, 2, 30)


def test_what_it_gives_can_be_proposed(meetup, tribe, hope, time_machine):
    event = meetup(title="Cocktails", capacity=5, guests_each=2, questions=[{"text": "Tea?"}])
    actions.edit(event, by=hope, reconfirm=True)
    event.refresh_from_db()
    time_machine.move_to("2027-03-05T12:00Z")
    copy = actions.propose(tribe, by=hope, **again(event, timezone.now(), member=hope))
    for name in ("title", "place", "capacity", "guests_each", "questions", "reconfirm", "time_zone"):
        assert getattr(copy, name) == getattr(event, name)
    assert copy.status == "scheduled"


def test_what_looked_for_a_date_looks_again(meetup, tribe, hope, time_machine):
    days = [{"local_start": THURSDAY, "all_day": True}]
    event = meetup(local_start=None, local_end=None, slots=days, minimum_people=7, if_needed_counts=True)
    time_machine.move_to("2027-01-15T12:00Z")
    copy = actions.propose(tribe, by=hope, **again(event, timezone.now()))
    assert (copy.status, copy.minimum_people, copy.if_needed_counts) == ("proposed", 7, True)
    assert (copy.all_day, copy.local_start) == (True, datetime(2027, 1, 28))


def test_an_address_that_one_may_not_see_does_not_come_along(meetup, hope, ann):
    event = meetup(address="5 Bond St", address_shown_to="going")
    assert (
        again(event, timezone.now())["address"] == again(event, timezone.now(), member=ann)["address"] == ""
    )
    assert again(event, timezone.now(), member=hope)["address"] == "5 Bond St"


@pytest.fixture
def held(propose, time_machine):
    """The same on each of these days, which are over."""

    def on(*days, **more):
        time_machine.move_to("2026-08-01T12:00Z")
        return [propose(local_start=datetime(*day) + timedelta(hours=19), **more) for day in days]

    return on


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([(2026, 9, 3), (2026, 9, 10), (2026, 9, 17)], datetime(2026, 10, 1, 19)),
        ([(2026, 8, 20), (2026, 9, 3), (2026, 9, 17)], datetime(2026, 10, 1, 19)),
        ([(2026, 8, 6), (2026, 9, 3), (2026, 9, 17)], datetime(2026, 10, 1, 19)),  # the latest of different
        ([(2026, 9, 10), (2026, 9, 24)], datetime(2026, 10, 8, 19)),
        ([(2026, 8, 13), (2026, 9, 10)], datetime(2026, 10, 8, 19)),  # the second Thursday
        ([(2026, 8, 27), (2026, 9, 24)], datetime(2026, 10, 22, 19)),  # the fourth
        ([(2026, 8, 13), (2026, 9, 9), (2026, 10, 8)], datetime(2026, 11, 12, 19)),  # once a day early
    ],
)
def test_it_is_as_often_as_it_has_been(held, hope, time_machine, days, expected):
    event = held(*days)[-1]
    time_machine.move_to(event.ends_at + timedelta(hours=12))
    assert again(event, timezone.now(), member=hope)["local_start"] == expected


def test_what_was_the_fifth_of_the_month_is_the_last(held, hope, time_machine):
    event = held((2026, 9, 3), (2026, 10, 1), (2026, 10, 29))[-1]
    time_machine.move_to(event.ends_at)
    assert again(event, timezone.now(), member=hope)["local_start"] == datetime(2026, 11, 26, 19)


def test_what_one_may_not_see_tells_nothing_of_how_often_it_is(held, hope, stranger, time_machine):
    held((2026, 9, 3), visibility="tribe")
    event = held((2026, 9, 17))[0]
    time_machine.move_to(event.ends_at)
    assert again(event, timezone.now(), member=hope)["local_start"] == datetime(2026, 10, 1, 19)
    for member in (stranger, None):
        assert again(event, timezone.now(), member=member)["local_start"] == datetime(2026, 9, 24, 19)


def test_a_day_on_which_there_is_one_already_is_passed_over(held, hope, time_machine):
    first, *_ = held((2026, 9, 3), (2026, 9, 10), (2026, 9, 17))
    time_machine.move_to("2026-09-01T12:00Z")
    assert again(first, timezone.now(), member=hope)["local_start"] == datetime(2026, 9, 24, 19)


def test_what_is_called_off_or_of_another_name_counts_for_nothing(held, hope, time_machine):
    off, other, event = (held((2026, 9, 3))[0], held((2026, 9, 10), title="Tea")[0], held((2026, 9, 17))[0])
    actions.cancel(off, by=hope)
    time_machine.move_to(other.ends_at)
    assert again(event, timezone.now(), member=hope)["local_start"] == datetime(2026, 9, 24, 19)


def test_a_date_of_a_series_goes_by_its_dates_whatever_they_are_called(tribe, hope, time_machine):
    time_machine.move_to("2026-08-01T12:00Z")
    first = actions.propose_series(
        tribe, by=hope, title="Table", place="Bar", local_start=datetime(2026, 9, 3, 19), time_zone=ZONE,
        repeat={"frequency": "weekly", "interval": 2, "count": 3},
    )  # fmt: skip
    actions.edit(first, by=hope, title="Table, with cake")
    first.refresh_from_db()
    assert again(first, timezone.now(), member=hope)["local_start"] == datetime(2026, 10, 15, 19)


def test_what_found_no_date_offers_as_many_as_far_apart(tribe, hope, meetup, time_machine):
    slots = [
        {"local_start": THURSDAY, "local_end": THURSDAY.replace(hour=23)},
        {"local_start": datetime(2027, 1, 16, 12, 30)},
        {"local_start": datetime(2027, 1, 17), "all_day": True},
        {"local_start": datetime(2027, 1, 18, 12)},
    ]
    event = meetup(local_start=None, local_end=None, slots=slots, minimum_people=7)
    actions.veto(event, by=hope, slot=event.slots.last().pk)
    time_machine.move_to(event.decide_by + timedelta(hours=1))
    actions.look(timezone.now())
    event.refresh_from_db()
    assert event.status == "lapsed"
    copy = actions.propose(tribe, by=hope, **again(event, timezone.now(), member=hope))
    times = [(slot.local_start, slot.local_end - slot.local_start, slot.all_day) for slot in copy.slots.all()]
    assert times == [
        (datetime(2027, 1, 21, 19), timedelta(hours=4), False),
        (datetime(2027, 1, 23, 12, 30), timedelta(hours=2), False),
        (datetime(2027, 1, 24), timedelta(days=1), True),
    ]
    assert copy.status == "proposed"


def test_a_week_in_which_one_of_the_times_does_not_exist_is_passed_over(tribe, hope, meetup, time_machine):
    nights = [{"local_start": datetime(2027, 3, day, 2, 30)} for day in (6, 7)]
    event = meetup(local_start=None, local_end=None, slots=nights, minimum_people=7)
    time_machine.move_to(event.decide_by)
    actions.look(timezone.now())
    event.refresh_from_db()
    times = again(event, timezone.now(), member=hope)["slots"]
    assert [time["local_start"].day for time in times] == [20, 21]
