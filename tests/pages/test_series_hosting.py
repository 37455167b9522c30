"""Hosts change one date of a series or all that follow, and read first who will be told."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events import actions
from events.models import Event
from tests.cast import ZONE, dates_of

ALL = "This and all that follow"


@pytest.fixture
def first(weekly):
    return weekly(repeat={"frequency": "weekly", "interval": 2, "count": 8}, description="Bring\nsnacks.")


@pytest.fixture
def typed(browse, hope):
    """What a browser sends of the edit page of a date, with other words here and there."""

    def sent(event, **words):
        form = browse(hope).get(f"/events/{event.pk}/edit/").context["form"]
        said = {name: form[name].value() for name in form.fields}
        said |= {"description": event.description.replace("\n", "\r\n"), **words}
        return {name: value for name, value in said.items() if value not in (None, False)}

    return sent


def edited(browse, hope, event, said):
    answer = browse(hope).post(f"/events/{event.pk}/edit/", said, follow=True)
    assert answer.status_code == 200
    return answer.text


def test_one_date_is_edited_or_all_that_follow(browse, hope, first, typed):
    dates = dates_of(first)
    assert ALL in browse(hope).get(f"/events/{first.pk}/edit/").text
    page = edited(browse, hope, dates[1], typed(dates[1], title="Once only"))
    assert "Saved, for this date alone." in page
    page = edited(browse, hope, dates[2], typed(dates[2], place="The Short Bar", scope="following"))
    assert "Saved, for this date and all that follow." in page
    made = Event.objects.order_by("starts_at").values_list("title", "place")
    assert list(made)[:4] == [
        ("Thursday table", "The Long Bar"), ("Once only", "The Long Bar"),
        ("Thursday table", "The Short Bar"), ("Thursday table", "The Short Bar"),
    ]  # fmt: skip


def test_what_was_changed_at_one_date_alone_stays_there(browse, hope, first, typed):
    dates = dates_of(first)
    edited(browse, hope, dates[0], typed(dates[0], place="The Short Bar"))
    edited(browse, hope, dates[2], typed(dates[2], capacity="6"))
    edited(browse, hope, dates[0], typed(Event.objects.get(pk=first.pk), title="Table", scope="following"))
    made = Event.objects.order_by("starts_at").values_list("title", "place", "capacity")
    assert list(made)[:3] == [
        ("Table", "The Short Bar", None), ("Table", "The Long Bar", None), ("Table", "The Long Bar", 6),
    ]  # fmt: skip


def test_a_change_of_one_date_is_meant_for_all_when_nothing_else_is_said(browse, hope, first, typed):
    edited(browse, hope, first, typed(first, place="The Short Bar"))
    edited(browse, hope, first, typed(Event.objects.get(pk=first.pk), scope="following"))
    assert {each.place for each in Event.objects.all()} == {"The Short Bar"}


def test_saving_what_stands_changes_nothing(browse, hope, first, typed):
    before = list(Event.objects.values_list("series", "edition", "description"))
    edited(browse, hope, dates_of(first)[1], typed(first, scope="following"))
    assert list(Event.objects.values_list("series", "edition", "description")) == before


def test_asking_for_another_question_keeps_which_dates_were_meant(browse, hope, first, typed):
    said = typed(first, scope="following", more="questions")
    form = browse(hope).post(f"/events/{first.pk}/edit/", said).context["form"]
    assert form["scope"].value() == "following"


@pytest.mark.parametrize("page", ["edit", "move", "cancel"])
def test_a_page_says_who_is_told_of_one_date_and_of_all(browse, hope, ann, ben, cleo, first, page):
    dates = dates_of(first)
    actions.respond(dates[0], member=ben, answer="going")
    actions.respond(dates[1], member=cleo, answer="maybe")
    actions.respond(dates[2], member=cleo, answer="going")
    actions.follow(dates[1], member=ann)
    here, _, later = browse(hope).get(f"/events/{first.pk}/{page}/").text.partition(f"<h3>{ALL}</h3>")
    assert "1 person gets one mail." in here
    assert "3 people get mail: who goes to all hears of all at once" in later
    assert all(words in later for words in ("goes to all", "1 date<", "2 dates<"))
    later = browse(hope).get(f"/events/{dates[3].pk}/{page}/").text.partition(f"<h3>{ALL}</h3>")[2]
    assert "1 person gets mail: who goes to all hears of all at once." in later


def test_who_is_told_is_asked_as_often_for_many_as_for_few(browse, hope, crowd, first):
    def asked() -> int:
        client = browse(hope)
        with CaptureQueriesContext(connection) as caught:
            client.get(f"/events/{first.pk}/cancel/")
        return len(caught)

    people = crowd(8)
    actions.follow(first, member=people[0])
    actions.respond(first, member=people[1], answer="going")
    few = asked()
    for member in people[2:5]:
        actions.follow(first, member=member)
    for member in people[5:]:
        actions.respond(first, member=member, answer="going")
    assert asked() == few <= 12


def test_the_news_are_of_the_dates_that_were_meant(browse, hope, first):
    asks, dates = browse(hope), dates_of(first)
    day = dates[1].local_start.date().isoformat()
    when = {"date": day, "time": "21:00", "time_zone": ZONE}
    news = {
        (dates[0], "cancel", "this"): "This date is called off, the others stand.",
        (dates[1], "move", "this"): "This date is moved. Everybody who answered it gets one mail.",
        (dates[1], "move", "following"): "Moved, this date and all that follow. Who goes to all",
        (dates[3], "cancel", "following"): "This date and all that follow are called off. Who goes to all",
    }
    for (date, page, scope), said in news.items():
        answer = asks.post(f"/events/{date.pk}/{page}/", when | {"scope": scope}, follow=True)
        assert said in answer.text


def test_a_host_calls_one_date_off_or_all_that_follow(browse, hope, first):
    asks, dates = browse(hope), dates_of(first)
    assert ALL in asks.get(f"/events/{first.pk}/cancel/").text
    asks.post(f"/events/{dates[0].pk}/cancel/", {"scope": "this"})
    asks.post(f"/events/{dates[2].pk}/cancel/", {"scope": "following"})
    off = [each.status == Event.Status.CANCELLED for each in dates_of(first)]
    assert off == [True, False, *[True] * (len(dates) - 2)]


def test_a_host_moves_one_date_or_all_that_follow(browse, hope, first):
    asks, dates = browse(hope), dates_of(first)
    for date, scope, hour in ((dates[0], "this", 20), (dates[2], "following", 21)):
        day = date.local_start.date().isoformat()
        said = {"date": day, "time": f"{hour}:00", "time_zone": ZONE, "scope": scope}
        assert asks.post(f"/events/{date.pk}/move/", said).status_code == 302
    after = Event.objects.filter(pk__in=[each.pk for each in dates]).order_by("starts_at")
    assert [each.local_start.hour for each in after] == [20, 19, *[21] * (len(dates) - 2)]
    assert len({each.series_id for each in after}) == 2


def test_a_meetup_that_does_not_repeat_is_asked_for_no_dates(browse, hope, propose):
    event = propose()
    for page in ("edit", "move", "cancel"):
        assert "all that follow" not in browse(hope).get(f"/events/{event.pk}/{page}/").text
