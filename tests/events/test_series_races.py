"""Real threads on real PostgreSQL: a date is made once, and whoever follows is seated at all of them."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from events import actions
from events.models import Event, Follow, Invite, Rsvp, Series
from events.models.series import SeriesQuerySet
from tests.cast import EVENING, dates_of, statuses

from .test_races import at_once, ruled

pytestmark = pytest.mark.django_db(transaction=True)
LATER = timedelta(days=30)


def ahead():
    return actions.make_ahead(timezone.now() + LATER)


def test_two_workers_make_each_date_once(weekly, ann):
    first = weekly()
    actions.follow(first, member=ann)
    before = len(dates_of(first))
    made = ruled(at_once(ahead, ahead))
    dates = dates_of(first)
    assert sum(made) == len(dates) - before > 0
    assert len({each.original_start for each in dates}) == len(dates)
    assert {each.seats_taken for each in dates} == {2}


def test_without_the_lock_only_the_database_keeps_a_date_from_being_made_twice(weekly, monkeypatch):
    """So the tests above can fail."""
    weekly(repeat={"frequency": "weekly", "count": 104})
    monkeypatch.setattr(SeriesQuerySet, "select_for_update", lambda self, **_: self)
    rounds = [timezone.now() + timedelta(days=30 + 14 * step) for step in range(8)]
    came_to = [at_once(*[lambda now=now: actions.make_ahead(now)] * 3) for now in rounds]
    assert any(isinstance(answer, IntegrityError) for answers in came_to for answer in answers)
    starts = list(Event.objects.values_list("series", "original_start"))
    assert len(starts) == len(set(starts))


def test_who_follows_while_dates_are_made_misses_none(weekly, join):
    first = weekly()
    people = [join(f"guest_{number}") for number in range(6)]
    ruled(at_once(ahead, *(lambda member=member: actions.follow(first, member=member) for member in people)))
    ahead()
    dates = dates_of(first)
    assert all(statuses(member, dates) == ["going"] * len(dates) for member in people)
    assert {each.seats_taken for each in dates} == {7}


def test_following_at_once_never_oversells_a_date(weekly, join):
    first = weekly(capacity=4)
    people = [join(f"guest_{number}") for number in range(8)]
    ruled(at_once(*(lambda member=member: actions.follow(first, member=member) for member in people)))
    for date in dates_of(first):
        assert (date.seats_taken, date.rsvps.going().count(), date.rsvps.queue().count()) == (4, 4, 5)


def test_pressing_twice_is_following_once(weekly, ann):
    first = weekly()
    ruled(at_once(*[lambda: actions.follow(first, member=ann)] * 6))
    assert Follow.objects.filter(member=ann).count() == 1
    assert Rsvp.objects.filter(member=ann).count() == len(dates_of(first))


def test_a_split_and_a_follower_at_once_leave_one_entry_for_each_date(weekly, hope, ann):
    first = weekly()
    third = dates_of(first)[2]
    later = third.local_start + timedelta(hours=1)
    at_once(
        lambda: actions.change_following(third, by=hope, local_start=later),
        lambda: actions.follow(first, member=ann),
        lambda: actions.cancel_following(third, by=hope),
    )
    invites = Invite.objects.filter(member=ann).standing().select_related("event", "follow")
    assert all(invite.follow.series_id == invite.event.series_id for invite in invites if invite.follow)
    for series in Series.objects.all():
        rule = set(series.dates())
        assert {each.original_start for each in series.events.standing()} <= rule
    assert Event.objects.filter(local_start=EVENING).count() == 1
