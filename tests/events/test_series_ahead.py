"""Making dates ahead: what asks the database, and what is over."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events import actions
from events.models import Series
from tests.cast import EVENING, dates_of, days_later


def asked() -> int:
    with CaptureQueriesContext(connection) as caught:
        actions.make_ahead(timezone.now())
    return len(caught)


def test_series_of_which_nothing_is_due_cost_one_question_in_all(weekly):
    weekly()
    weekly(repeat={"frequency": "monthly", "count": 8})
    weekly(repeat={"frequency": "weekly", "until": (EVENING + timedelta(days=300)).date()})
    assert asked() == 1


def test_a_series_that_is_over_is_not_even_read(weekly, hope):
    off = weekly()
    actions.cancel_following(dates_of(off)[1], by=hope)
    weekly(repeat={"frequency": "weekly", "count": 3})
    weekly(repeat={"frequency": "weekly", "until": (EVENING + timedelta(days=20)).date()})
    going_on = weekly()
    with days_later(70):
        assert [each.pk for each in Series.objects.going_on(timezone.now())] == [going_on.series_id]
        assert actions.make_ahead(timezone.now()) > 0
        assert asked() == 1
    with days_later(800):
        actions.make_ahead(timezone.now())
        assert asked() == 1
    assert len(dates_of(off)) == 4


def test_a_split_series_goes_on_by_its_new_rule_alone(weekly, hope):
    first = weekly()
    second = dates_of(first)[1]
    actions.change_following(second, by=hope, local_start=second.local_start + timedelta(hours=1))
    second.refresh_from_db()
    assert [each.pk for each in Series.objects.going_on(timezone.now())] == [second.series_id]
    with days_later(60):
        assert actions.make_ahead(timezone.now()) > 0
    assert len(dates_of(first)) == 1
