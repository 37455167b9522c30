"""A meetup that repeats, on its pages."""

import pytest

from events import actions
from events.models import Event, Follow, Series
from events.recurrence import nth_of
from tests.cast import EVENING, ZONE, dates_of, statuses

FOLLOW, STOP = "Going to this and all following", "Stop following"


@pytest.fixture
def first(weekly):
    return weekly(repeat={"frequency": "weekly", "interval": 2, "count": 8})


def test_the_page_of_a_date_names_its_rule_and_the_way_to_others(browse, ann, first):
    html = browse(ann).get(f"/events/{first.pk}/").text
    assert "Every second " in html
    others = dates_of(first)[1:5]
    assert others
    assert all(f'href="/events/{each.pk}/"' in html for each in others)


def test_one_press_goes_to_all_that_follow_and_another_stops(browse, ann, first):
    asks, dates = browse(ann), dates_of(first)
    page = asks.get(f"/events/{dates[1].pk}/").text
    assert (FOLLOW in page, STOP in page) == (True, False)
    page = asks.post(f"/events/{dates[1].pk}/following/", {"answer": "going"}, follow=True).text
    assert (FOLLOW in page, STOP in page) == (False, True)
    assert statuses(ann, dates) == ["", *["going"] * (len(dates) - 1)]
    assert FOLLOW in asks.get(f"/events/{first.pk}/").text
    page = asks.post(f"/events/{dates[2].pk}/following/", {"answer": "declined"}, follow=True).text
    assert (FOLLOW in page, STOP in page) == (True, False)
    assert statuses(ann, dates)[:3] == ["", "going", "declined"]


def test_the_host_strangers_and_those_of_another_meetup_are_asked_nothing(browse, hope, ann, first, propose):
    assert FOLLOW not in browse(hope).get(f"/events/{first.pk}/").text
    assert STOP not in browse(hope).get(f"/events/{first.pk}/").text
    stranger = browse().get(f"/events/{first.pk}/").text
    assert "Part of a series" in stranger
    assert FOLLOW not in stranger
    assert "Part of a series" not in browse(ann).get(f"/events/{propose().pk}/").text


def test_where_hosts_say_yes_to_each_there_is_no_yes_to_all(browse, ann, weekly):
    assert FOLLOW not in browse(ann).get(f"/events/{weekly(by_approval=True).pk}/").text


def test_questions_come_first(browse, ann, weekly):
    event = weekly(questions=[{"text": "Vegan?", "kind": "yes_no", "required": True}])
    html = browse(ann).get(f"/events/{event.pk}/").text
    assert FOLLOW not in html
    assert "answer the questions" in html
    key = event.questions[0]["key"]
    actions.respond(event, member=ann, answer="going", replies={key: "yes"})
    assert FOLLOW in browse(ann).get(f"/events/{event.pk}/").text
    browse(ann).post(f"/events/{event.pk}/following/", {"answer": "going"})
    assert Follow.objects.get(member=ann).replies == {key: "yes"}


WHEN = {"date": EVENING.date().isoformat(), "time": "19:00", "time_zone": ZONE}
CHOICES = {"address_shown_to": "everyone", "visibility": "public", "attendees_shown_to": "everyone"}
ASKED = {"title": "Table", "place": "The Long Bar"} | WHEN | CHOICES
PROPOSE = "/tribes/usguys/propose/"


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ({"repeat": "weekly", "repeat_every": "2", "repeat_count": "6"}, ("weekly", 2, None, 6)),
        ({"repeat": "monthly", "repeat_count": "6"}, ("monthly", 1, None, 6)),
        (
            {"repeat": "monthly_by_weekday", "repeat_count": "6"},
            ("monthly", 1, nth_of(EVENING), 6),
        ),
        ({"repeat": "weekly"}, ("weekly", 1, None, None)),
    ],
)
def test_a_meetup_that_repeats_is_proposed(browse, ann, tribe, said, rule):
    answer = browse(ann).post(PROPOSE, ASKED | said, follow=True)
    assert "Part of a series" in answer.text
    made = Series.objects.get()
    assert (made.frequency, made.interval, made.nth, made.count) == rule


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"repeat": "daily"}, "repeat"),
        ({"repeat_count": "3"}, "repeat"),
        ({"repeat": "weekly", "repeat_every": "13"}, "repeat_every"),
        ({"repeat": "weekly", "repeat_count": "105"}, "repeat_count"),
        ({"repeat": "weekly", "repeat_until": "2000-01-01"}, "repeat_until"),
        ({"repeat": "weekly", "repeat_until": "2100-01-01"}, "repeat_until"),
        ({"repeat": "weekly", "repeat_count": "2", "repeat_until": "2100-01-01"}, "repeat_until"),
        ({"repeat": "weekly", "minimum_people": "4"}, "repeat"),
    ],
)
def test_what_is_wrong_with_a_rule_is_said_beside_it(browse, ann, tribe, said, field):
    answer = browse(ann).post(PROPOSE, ASKED | said)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not Event.objects.exists()
