"""A meetup that repeats, on its pages."""

from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from events import actions
from events.models import Event, Follow, Series
from events.recurrence import nth_of
from tests.cast import EVENING, ZONE, dates_of, days_later, statuses

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


def test_a_date_with_another_answer_says_so_there_and_beside_the_others(browse, ann, ben, weekly, answer):
    first = weekly(capacity=2, repeat={"frequency": "weekly", "count": 6})
    dates = dates_of(first)
    answer(ben, dates[0])
    asks = browse(ann)
    news = asks.post(f"/events/{first.pk}/following/", {"answer": "going"}, follow=True).text
    assert f"Where it is full you're in line: {first.local_start:%a} {first.local_start.day} " in unescape(
        news
    )
    answer(ann, dates[2], "declined")
    waits, comes, stays = (unescape(asks.get(f"/events/{date.pk}/").text) for date in dates[:3])
    assert all(STOP in page for page in (waits, comes, stays))
    assert "You're going to all that follow, and waiting for a place at this one." in waits
    assert "You're going to this one and all that follow." in comes
    assert "You're going to all that follow, and not to this one." in stays
    beside = comes.partition('id="series"')[2].partition("</section>")[0]
    assert [beside.count(words) for words in ("You're waiting", "You can't", "You're going<")] == [1, 1, 1]


def test_a_press_with_script_brings_the_part_of_the_series_too(browse, ann, first):
    asks = browse(ann)
    asks.post(f"/events/{first.pk}/following/", {"answer": "going"})
    parts = asks.post(
        f"/events/{first.pk}/rsvp/", {"answer": "declined"}, headers={"HX-Request": "true"}
    ).text
    assert 'id="series" aria-labelledby="series-h" hx-swap-oob="true"' in parts
    assert "and not to this one" in parts


def test_where_answers_are_closed_there_is_nothing_to_follow(browse, ann, weekly):
    closed = weekly(answers_close_at=timezone.now() + timedelta(days=1))
    with days_later(2):
        assert FOLLOW not in browse(ann).get(f"/events/{closed.pk}/").text


def test_who_may_not_see_it_after_a_no_to_all_is_led_home(browse, ann, hope, weekly):
    first = weekly(visibility="invited")
    actions.add(first, by=hope, member=ann)
    asks = browse(ann)
    assert STOP in asks.post(f"/events/{first.pk}/following/", {"answer": "going"}, follow=True).text
    for date in dates_of(first)[1:]:
        assert asks.get(f"/events/{date.pk}/").status_code == 200
    answer = asks.post(f"/events/{first.pk}/following/", {"answer": "declined"}, follow=True)
    assert answer.redirect_chain == [("/", 302)]


def test_the_file_of_a_date_is_that_date_alone_of_the_entry_that_repeats(browse, ann, ben, first, answer):
    second = dates_of(first)[1]
    actions.follow(first, member=ann)
    answer(ben, second)
    uid = Follow.objects.get(member=ann).uid
    hers, his, theirs = (
        browse(member).get(f"/events/{second.pk}/event.ics").text for member in (ann, ben, None)
    )
    assert f"UID:{uid}\r\n" in hers
    assert f"RECURRENCE-ID;TZID={ZONE}:{second.original_start:%Y%m%dT%H%M%S}" in hers
    assert all("RRULE:FREQ=WEEKLY" not in file for file in (hers, his, theirs))
    assert all("RECURRENCE-ID" not in file and uid not in file for file in (his, theirs))


def test_the_calendar_of_the_tribe_holds_each_date_on_its_own(browse, tribe, first):
    feed = browse().get(f"/tribes/{tribe.slug}/calendar.ics").text
    dates = dates_of(first)
    assert [feed.count(f"UID:event-{date.pk}@tribemeet") for date in dates] == [1] * len(dates)
    assert "RECURRENCE-ID" not in feed


def test_the_rule_is_said_as_far_as_it_goes(browse, ann, hope, weekly):
    first = weekly()
    dates = dates_of(first)
    assert f"Every {EVENING:%A}, 12 times." in browse(ann).get(f"/events/{first.pk}/").text
    actions.cancel_following(dates[2], by=hope)
    last = dates[1].local_start
    said = f"Every {EVENING:%A}, until {last.day} {last:%b %Y}."
    assert said in browse(ann).get(f"/events/{first.pk}/").text
    actions.cancel_following(dates[0], by=hope)
    assert f"Every {EVENING:%A}." in browse(ann).get(f"/events/{first.pk}/").text


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
    assert "It stands, with the dates after it." in answer.text
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
    assert '<details class="more" id="repeat" open>' in answer.text
    assert not Event.objects.exists()
