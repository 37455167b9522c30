"""Meetups that repeat, through the API."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events import actions
from events.models import Event, Follow, Series
from tests.cast import EVENING, ZONE, dates_of, statuses

WEEK = timedelta(weeks=1)
PROPOSAL = {
    "tribe": "usguys",
    "title": "Thursday table",
    "local_start": f"{EVENING:%Y-%m-%dT%H:%M}",
    "time_zone": ZONE,
    "place": "The Long Bar",
    "repeat": {"frequency": "weekly", "interval": 2, "count": 6},
}


def path(event, *rest) -> str:
    return "/".join(["/api/v1/events", str(event.pk), *rest])


def test_a_series_is_proposed_and_read(program, hope, ann, tribe):
    made = program(hope).post("/api/v1/events", PROPOSAL)
    assert made.status_code == 201
    seen = program(ann).get(f"/api/v1/series/{made.json()['series']}").json()
    assert seen["sentence"] == f"every second {EVENING:%A}, 6 times"
    assert seen["rule"] == {
        "frequency": "weekly", "interval": 2, "by": "day", "count": 6, "until": None,
    }  # fmt: skip
    assert seen["dates"][0]["id"] == made.json()["id"]
    starts = [date["local_start"] for date in seen["dates"]]
    assert starts == [f"{EVENING + 2 * n * WEEK:%Y-%m-%dT%H:%M:%S}" for n in range(4)]
    assert (seen["following"], seen["dates"][0]["my_answer"]) == (False, None)


def test_what_has_no_words_in_the_grammar_is_refused_by_its_field(program, hope, tribe):
    wrong = PROPOSAL | {"repeat": {"frequency": "monthly", "until": "2099-01-01"}}
    answer = program(hope).post("/api/v1/events", wrong)
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_repeat")
    assert list(answer.json()["fields"]) == ["repeat.until"]
    assert not Series.objects.exists()


def test_a_repeat_and_slots_do_not_go_together(program, hope, tribe):
    slots = [{"local_start": PROPOSAL["local_start"]}]
    answer = program(hope).post("/api/v1/events", PROPOSAL | {"slots": slots})
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_repeat")


def test_a_day_without_an_hour_does_not_repeat(program, hope, tribe):
    answer = program(hope).post("/api/v1/events", PROPOSAL | {"all_day": True})
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_repeat")
    assert list(answer.json()["fields"]) == ["all_day"]
    assert not Series.objects.exists()


def test_an_answer_counts_for_this_date_or_for_all_that_follow(program, weekly, ann):
    first, asks = weekly(), program(ann)
    assert asks.put(path(first, "rsvp"), {"answer": "going"}).status_code == 200
    dates = dates_of(first)
    assert statuses(ann, dates) == ["going", "", "", ""]
    given = asks.put(path(dates[1], "rsvp"), {"answer": "going", "scope": "following"})
    assert (given.status_code, given.json()["status"], given.json()["via"]) == (200, "going", "api")
    assert statuses(ann, dates) == ["going"] * 4
    assert asks.get(f"/api/v1/series/{first.series_id}").json()["following"]
    stopped = asks.put(path(dates[2], "rsvp"), {"answer": "declined", "scope": "following"})
    assert stopped.json()["status"] == "declined"
    assert statuses(ann, dates) == ["going", "going", "declined", "declined"]
    assert not asks.get(f"/api/v1/series/{first.series_id}").json()["following"]


def test_maybe_to_all_is_refused(program, weekly, ann):
    answer = program(ann).put(path(weekly(), "rsvp"), {"answer": "maybe", "scope": "following"})
    assert (answer.status_code, answer.json()["code"]) == (422, "no_maybe")
    assert not Follow.objects.filter(member=ann).exists()


def test_a_change_counts_for_this_date_or_for_all_that_follow(program, weekly, hope):
    first, asks = weekly(), program(hope)
    dates = dates_of(first)
    assert asks.patch(path(dates[1]), {"title": "One off"}).json()["series"] == first.series_id
    changed = asks.patch(path(dates[2]), {"place": "The Short Bar", "scope": "following"}).json()
    assert changed["series"] != first.series_id
    places = list(Event.objects.order_by("starts_at").values_list("title", "place"))
    assert places == [
        ("Thursday table", "The Long Bar"), ("One off", "The Long Bar"),
        ("Thursday table", "The Short Bar"), ("Thursday table", "The Short Bar"),
    ]  # fmt: skip


def test_what_no_calendar_shows_stays_in_the_series_and_a_named_time_takes_moved_dates_along(
    program, weekly, hope
):
    first, asks = weekly(), program(hope)
    dates = dates_of(first)
    same = asks.patch(path(dates[1]), {"capacity": 8, "scope": "following"}).json()
    assert (same["series"], same["capacity"]) == (first.series_id, 8)
    asks.patch(path(dates[2]), {"local_start": f"{EVENING + 2 * WEEK:%Y-%m-%d}T21:00"})
    asks.patch(path(dates[1]), {"title": "Table", "scope": "following"})
    assert Event.objects.get(pk=dates[2].pk).local_start.hour == 21
    asks.patch(path(dates[1]), {"local_start": f"{EVENING + WEEK:%Y-%m-%d}T20:00", "scope": "following"})
    made = [
        (each.local_start.hour, each.capacity, each.title) for each in Event.objects.order_by("starts_at")
    ]
    assert made == [(19, None, "Thursday table"), *[(20, 8, "Table")] * 3]


def test_a_cancellation_counts_for_this_date_or_for_all_that_follow(program, weekly, hope):
    first, asks = weekly(), program(hope)
    dates = dates_of(first)
    asks.post(path(dates[0], "cancel"), {"reason": "Rain"})
    asks.post(path(dates[2], "cancel"), {"scope": "following"})
    assert [each.status for each in dates_of(first)] == ["cancelled", "scheduled", "cancelled", "cancelled"]


@pytest.mark.parametrize("body", [{"scope": "following"}, {"scope": "following", "title": "Other"}])
def test_what_does_not_repeat_says_so(program, event, hope, body):
    door = "" if "title" in body else "/cancel"
    send = program(hope).patch if "title" in body else program(hope).post
    answer = send(path(event) + door, body)
    assert (answer.status_code, answer.json()["code"]) == (409, "no_series")


def test_a_stale_change_to_all_that_follow_changes_nothing(program, weekly, hope):
    first, asks = weekly(), program(hope)
    tag = asks.get(path(first))["ETag"]
    actions.edit(first, by=hope, title="Other")
    answer = asks.patch(path(first), {"place": "X", "scope": "following"}, headers={"If-Match": tag})
    assert (answer.status_code, answer.json()["code"]) == (412, "stale")
    assert set(Event.objects.values_list("place", flat=True)) == {"The Long Bar"}


def test_a_series_of_which_one_sees_no_date_is_not_there(program, weekly, stranger, ann):
    first = weekly(visibility="tribe")
    there, missing = f"/api/v1/series/{first.series_id}", "/api/v1/series/999999"
    assert program(ann).get(there).status_code == 200
    hidden, unknown = program(stranger).get(there), program(stranger).get(missing)
    assert (hidden.status_code, hidden.json()) == (404, unknown.json())
    assert program().get(there).status_code == 404


def test_a_series_asks_no_more_for_more_dates(program, weekly, ann):
    asks = program(ann)

    def queries(first: Event) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert asks.get(f"/api/v1/series/{first.series_id}").status_code == 200
        return len(caught)

    short = weekly(repeat={"frequency": "weekly", "count": 1})
    assert queries(weekly()) == queries(short)
