"""Where one rule ends and another begins: all that follow changed, or called off."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events import actions
from events.errors import NoSeries
from events.models import Event, Follow, Series
from tests.cast import EVENING, dates_of, days_later, statuses
from tribemeet.errors import NotAllowed

WEEK = timedelta(weeks=1)


def test_changing_all_that_follow_splits_and_keeps_the_answers(weekly, hope, ann, ben, cleo, answer):
    first = weekly()
    dates = dates_of(first)
    actions.follow(first, member=ann)
    answer(ben, dates[3])
    answer(cleo, dates[3], "declined")
    old = first.series_id
    later = dates[2].local_start + timedelta(days=1, hours=1)
    changed = actions.change_following(dates[2], by=hope, local_start=later, title="Friday table")
    assert [each.title for each in dates_of(first)] == ["Thursday table"] * 2
    tail = dates_of(changed)
    assert changed.series_id != old
    assert [each.pk for each in tail] == [dates[2].pk, dates[3].pk]
    assert [each.local_start for each in tail] == [later, later + WEEK]
    assert [each.original_start for each in tail] == [later, later + WEEK]
    assert statuses(ann, tail) == ["going", "going"]
    assert (statuses(ben, tail), statuses(cleo, tail)) == (["", "going"], ["", "declined"])
    assert changed.series.count == 10
    with days_later(60):
        actions.make_ahead(timezone.now())
    assert {each.title for each in dates_of(changed)} == {"Friday table"}
    assert statuses(ann, dates_of(changed)) == ["going"] * len(dates_of(changed))
    assert len(dates_of(first)) + len(dates_of(changed)) <= 12


def test_changing_all_from_the_first_on_leaves_no_empty_series(weekly, hope, ann):
    first = weekly()
    actions.follow(first, member=ann)
    uid = Follow.objects.get(member=ann).uid
    actions.change_following(first, by=hope, place="The Short Bar")
    assert Series.objects.count() == 1
    assert Follow.objects.get(member=ann).uid == uid
    assert {each.place for each in Event.objects.all()} == {"The Short Bar"}


def test_a_date_moved_on_its_own_stays_moved_when_only_words_change(weekly, hope):
    first = weekly()
    third = dates_of(first)[2]
    actions.move(third, by=hope, local_start=third.local_start + timedelta(hours=3))
    actions.change_following(dates_of(first)[1], by=hope, title="Table")
    third.refresh_from_db()
    assert third.local_start - third.original_start == timedelta(hours=3)
    assert third.title == "Table"


def test_a_date_moved_on_its_own_goes_with_the_others_when_all_are_moved(weekly, hope):
    first = weekly()
    third = dates_of(first)[2]
    actions.move(third, by=hope, local_start=third.local_start + timedelta(days=2))
    later = first.local_start + timedelta(hours=1)
    changed = actions.change_following(first, by=hope, local_start=later)
    assert [each.local_start for each in dates_of(changed)] == [later + n * WEEK for n in range(4)]


def test_a_date_that_was_moved_alone_becomes_the_rule_when_that_is_said(weekly, hope):
    first = weekly()
    later = first.local_start + timedelta(days=1)
    actions.move(first, by=hope, local_start=later)
    changed = actions.change_following(first, by=hope, local_start=later)
    assert [each.local_start for each in dates_of(changed)] == [later + n * WEEK for n in range(4)]
    back = actions.change_following(changed, by=hope, local_start=later)
    assert back.series_id == changed.series_id


def test_what_no_calendar_shows_changes_within_the_series(weekly, hope, ann):
    first = weekly()
    dates = dates_of(first)
    actions.follow(first, member=ann)
    closes = dates[1].starts_at - timedelta(hours=5)
    actions.change_following(dates[1], by=hope, capacity=5, answers_close_at=closes)
    with days_later(45):
        actions.make_ahead(timezone.now())
    after = dates_of(first)
    assert len(after) > 8
    assert [each.capacity for each in after] == [None, *[5] * (len(after) - 1)]
    assert {each.starts_at - each.answers_close_at for each in after[1:]} == {timedelta(hours=5)}
    assert Follow.objects.get(member=ann).series_id == first.series_id


def test_what_was_called_off_before_stays_out_of_a_later_change(weekly, hope):
    """The dates that are left take the places of those that are off, by the clock at least."""
    first = weekly()
    dates = dates_of(first)
    actions.cancel_following(dates[2], by=hope)
    changed = actions.change_following(dates[0], by=hope, local_start=dates[1].local_start)
    assert [each.local_start for each in dates_of(changed)] == [EVENING + WEEK, EVENING + 2 * WEEK]
    assert [each.pk for each in dates_of(first)] == [each.pk for each in dates[2:]]
    assert changed.series.count == 2


def test_nobody_but_a_host_changes_or_ends_what_follows(weekly, ann):
    first = weekly()
    for act in (actions.change_following, actions.cancel_following):
        with pytest.raises(NotAllowed):
            act(first, by=ann)


def test_calling_off_all_that_follow_leaves_what_comes_before(weekly, hope, ann):
    first = weekly()
    actions.follow(first, member=ann)
    actions.cancel_following(dates_of(first)[2], by=hope, reason="The bar closes.")
    with days_later(60):
        assert actions.make_ahead(timezone.now()) == 0
    dates = dates_of(first)
    assert [each.status for each in dates] == ["scheduled"] * 2 + ["cancelled"] * 2
    assert {each.cancel_reason for each in dates[2:]} == {"The bar closes."}


def test_a_meetup_that_does_not_repeat_has_no_following_dates(propose, ann, hope):
    event = propose()
    for refused in (
        lambda: actions.follow(event, member=ann),
        lambda: actions.unfollow(event, member=ann),
        lambda: actions.change_following(event, by=hope, title="Other"),
        lambda: actions.cancel_following(event, by=hope),
    ):
        with pytest.raises(NoSeries):
            refused()
