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
