"""A meetup that repeats: its dates, and who goes to them."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from events import actions
from events.errors import AnswerEachDate, BadRepeat, Closed, InThePast, NoMaybe, NotYetOpen
from events.models import Follow, Invite, Series
from tests.cast import EVENING, ZONE, dates_of, days_later, statuses
from tribemeet.errors import Invalid

WEEK = timedelta(weeks=1)


def test_the_next_dates_are_made_at_once_and_the_host_goes_to_all(weekly, hope):
    first = weekly()
    dates = dates_of(first)
    assert [each.original_start for each in dates] == [EVENING + n * WEEK for n in range(4)]
    assert {each.title for each in dates} == {"Thursday table"}
    assert statuses(hope, dates) == ["going"] * 4
    assert all(each.seats_taken == 1 for each in dates)


def test_dates_are_made_as_they_come_near_once_and_no_more_than_the_rule_has(weekly, hope):
    first = weekly()
    with days_later(45):
        assert actions.make_ahead(timezone.now()) > 0
        assert actions.make_ahead(timezone.now()) == 0
    with days_later(300):
        actions.make_ahead(timezone.now())
    dates = dates_of(first)
    assert len(dates) <= 12
    assert len({each.original_start for each in dates}) == len(dates)


def test_a_date_never_begins_when_the_clock_there_shows_something_else(weekly):
    first = weekly(repeat={"frequency": "weekly", "count": 60})
    for days in (40, 90, 150, 210, 270, 330, 390):
        with days_later(days):
            actions.make_ahead(timezone.now())
    dates = dates_of(first)
    assert len(dates) > 50
    assert {each.local_start.time() for each in dates} == {EVENING.time()}
    assert len({each.starts_at.astimezone(ZoneInfo(ZONE)).utcoffset() for each in dates}) == 2
    assert {each.ends_at - each.starts_at for each in dates} == {timedelta(hours=2)}


def test_hours_of_answering_keep_their_distance_to_each_date(weekly):
    closes = EVENING.replace(tzinfo=ZoneInfo(ZONE)) - timedelta(hours=5)
    dates = dates_of(weekly(answers_close_at=closes))
    assert {each.starts_at - each.answers_close_at for each in dates} == {timedelta(hours=5)}


@pytest.mark.parametrize(
    ("repeat", "field"),
    [
        ({"frequency": "daily"}, "repeat.frequency"),
        ({"frequency": "weekly", "interval": 13}, "repeat.interval"),
        ({"frequency": "weekly", "count": 105}, "repeat.count"),
        ({"frequency": "monthly", "by": "moon"}, "repeat.by"),
        ({"frequency": "weekly", "until": date(2099, 1, 1)}, "repeat.until"),
    ],
)
def test_a_rule_outside_of_the_grammar_is_refused_by_its_field(weekly, repeat, field):
    with pytest.raises(BadRepeat) as no:
        weekly(repeat=repeat)
    assert list(no.value.fields) == [field]
    assert not Series.objects.exists()


def test_a_series_in_the_past_or_without_a_title_is_refused_whole(weekly):
    with pytest.raises(InThePast):
        weekly(local_start=datetime(2020, 1, 1, 19))
    with pytest.raises(Invalid):
        weekly(title=" ")
    assert not Series.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"interval": 13}, {"interval": 0}, {"count": 105}, {"count": None}, {"nth": 5}, {"nth": 1},
        {"until": date(2030, 1, 1), "count": None}, {"lasts": timedelta(0)},
    ],
)  # fmt: skip
def test_the_database_refuses_what_the_grammar_has_no_words_for(weekly, wrong):
    series = weekly().series
    with pytest.raises(IntegrityError), transaction.atomic():
        Series.objects.filter(pk=series.pk).update(**wrong)


def test_going_to_all_takes_a_seat_at_each_date_and_at_those_to_come(weekly, ann):
    first = weekly()
    actions.follow(first, member=ann)
    assert statuses(ann, dates_of(first)) == ["going"] * 4
    with days_later(45):
        actions.make_ahead(timezone.now())
    dates = dates_of(first)
    assert len(dates) > 8
    assert statuses(ann, dates) == ["going"] * len(dates)
    assert {each.seats_taken for each in dates} == {2}


def test_following_again_changes_nothing_but_the_party(weekly, ann):
    first = weekly(guests_each=2)
    actions.follow(first, member=ann, guests=1)
    actions.follow(first, member=ann, guests=1)
    assert Follow.objects.filter(member=ann).count() == 1
    actions.follow(first, member=ann, guests=2)
    assert {each.seats_taken for each in dates_of(first)} == {4}
    assert Follow.objects.get(member=ann).sequence == 0


def test_a_follower_waits_where_it_is_full_in_the_order_of_following(weekly, ann, ben, cleo, answer):
    first = weekly(capacity=2)
    third = dates_of(first)[2]
    answer(cleo, third)
    actions.follow(first, member=ann)
    actions.follow(first, member=ben)
    dates = dates_of(first)
    assert statuses(ann, dates) == ["going", "going", "waitlisted", "going"]
    assert statuses(ben, dates) == ["waitlisted"] * 4
    with days_later(45):
        actions.make_ahead(timezone.now())
    later = dates_of(first)[4:]
    assert statuses(ann, later) == ["going"] * len(later)
    assert statuses(ben, later) == ["waitlisted"] * len(later)


def test_a_no_to_one_date_stands_when_all_are_followed(weekly, ann, answer):
    first = weekly()
    second = dates_of(first)[1]
    answer(ann, second, "declined")
    actions.follow(first, member=ann)
    assert statuses(ann, dates_of(first)) == ["going", "declined", "going", "going"]


def test_declining_one_date_leaves_the_others(weekly, ann, answer):
    first = weekly()
    actions.follow(first, member=ann)
    answer(ann, dates_of(first)[1], "declined")
    with days_later(45):
        actions.make_ahead(timezone.now())
    dates = dates_of(first)
    assert statuses(ann, dates) == ["going", "declined", *["going"] * (len(dates) - 2)]


def test_stopping_gives_back_this_date_and_all_that_follow(weekly, ann, ben):
    first = weekly(capacity=2)
    actions.follow(first, member=ann)
    actions.follow(first, member=ben)
    actions.answer(dates_of(first)[2], member=ann, answer="declined", scope="following")
    with days_later(45):
        actions.make_ahead(timezone.now())
    dates = dates_of(first)
    assert statuses(ann, dates[:5]) == ["going", "going", "declined", "declined", ""]
    assert statuses(ben, dates[:5]) == ["waitlisted", "waitlisted", "going", "going", "going"]


def test_who_stopped_may_follow_again_with_an_entry_of_its_own(weekly, ann):
    first = weekly()
    actions.follow(first, member=ann)
    dates = dates_of(first)
    actions.unfollow(dates[1], member=ann)
    actions.follow(dates[2], member=ann)
    assert statuses(ann, dates) == ["going", "declined", "going", "going"]
    assert len(set(Follow.objects.filter(member=ann).values_list("uid", flat=True))) == 2
    assert len(set(Invite.objects.filter(member=ann).standing().values_list("uid", flat=True))) == 2


def test_who_stopped_and_comes_once_gets_an_entry_of_that_date(weekly, ann, answer):
    first = weekly()
    actions.follow(first, member=ann)
    dates = dates_of(first)
    actions.unfollow(dates[1], member=ann)
    answer(ann, dates[3])
    invite = Invite.objects.get(member=ann, event=dates[3])
    assert invite.follow is None
    assert invite.uid != Follow.objects.get(member=ann).uid


def test_maybe_is_for_one_date(weekly, ann):
    with pytest.raises(NoMaybe):
        actions.answer(weekly(), member=ann, answer="maybe", scope="following")


def test_where_hosts_say_yes_to_each_all_cannot_be_followed(weekly, ann):
    with pytest.raises(AnswerEachDate):
        actions.follow(weekly(by_approval=True), member=ann)
    assert not Follow.objects.filter(member=ann).exists()


def test_who_goes_to_all_has_a_seat_at_dates_that_do_not_take_single_answers_yet(weekly, ann, ben, answer):
    opens = EVENING.replace(tzinfo=ZoneInfo(ZONE)) - timedelta(days=60)
    first, *_, last = dates_of(weekly(answers_open_at=opens))
    with pytest.raises(NotYetOpen):
        answer(ben, last)
    actions.follow(first, member=ann)
    assert statuses(ann, [last]) == ["going"]


def test_who_goes_to_all_already_is_not_asked_again_when_hosts_begin_to_say_yes_to_each(weekly, hope, ann):
    first = weekly()
    actions.follow(first, member=ann)
    actions.change_following(first, by=hope, by_approval=True)
    with days_later(40):
        actions.make_ahead(timezone.now())
    dates = dates_of(first)
    assert len(dates) > 4
    assert set(statuses(ann, dates)) == {"going"}


def test_a_date_that_is_off_cannot_be_followed_from(weekly, hope, ann):
    first = weekly()
    actions.cancel(first, by=hope)
    with pytest.raises(Closed):
        actions.follow(first, member=ann)


def test_leaving_the_tribe_ends_following(weekly, tribe, ann):
    first = weekly()
    actions.follow(first, member=ann)
    actions.stop_following(tribe, member=ann)
    actions.give_back_seats(tribe, member=ann)
    with days_later(45):
        actions.make_ahead(timezone.now())
    assert set(statuses(ann, dates_of(first))) == {"declined", ""}
    assert {each.seats_taken for each in dates_of(first)} == {1}


def test_a_time_that_the_clocks_skip_is_taken_as_calendars_take_it(weekly):
    """02:30 on the night of the change: the date begins at 03:30, and is still that date of the rule."""
    with time_machine.travel(datetime(2027, 2, 1, 12, tzinfo=ZoneInfo("UTC"))):
        first = weekly(local_start=datetime(2027, 2, 28, 2, 30))
        skipped = dates_of(first)[2]
    assert skipped.original_start == datetime(2027, 3, 14, 2, 30)
    assert skipped.local_start == datetime(2027, 3, 14, 3, 30)
    assert skipped.ends_at - skipped.starts_at == timedelta(hours=2)
