"""Home and agenda: what is next, what waits for an answer, what comes, by day."""

import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine

from events import actions
from events.views import lists
from members import actions as member_actions
from tests.cast import EVENING


def part(html: str, heading: str) -> str:
    """The section under this heading."""
    return html.partition(f">{heading}</h2>")[2].partition("</section>")[0]


def test_home_asks_a_member_for_the_answers_that_are_missing(browse, ann, propose):
    propose(title="Breakfast")
    taken = propose(title="Dinner")
    actions.respond(taken, member=ann, answer="going")
    html = browse(ann).get("/").text
    assert "Dinner" in part(html, "Your next")
    assert "Breakfast" in part(html, "Needs your answer")
    assert "Dinner" not in part(html, "Needs your answer")


def test_home_shows_strangers_what_is_public_and_nothing_else(client, hope, propose):
    propose(title="Open table")
    propose(title="Among us", visibility="tribe")
    unlisted = member_actions.found_tribe(
        by=hope, hashtag="Quiet", name="Q", time_zone="UTC", visibility="unlisted"
    )
    later = EVENING + timedelta(hours=2)
    actions.propose(
        unlisted, by=hope, title="By link", local_start=EVENING, local_end=later, time_zone="UTC", place="x"
    )
    html = client.get("/").text
    assert "Open table" in html
    assert "Among us" not in html
    assert "By link" not in html


def test_home_says_what_tribemeet_is_to_those_who_are_new(client, db):
    assert "The people behind the hashtag, around one table." in client.get("/").text


def test_home_is_never_just_empty(client, browse, stranger):
    assert "Nothing public is planned right now." in client.get("/").text
    assert "You are in no tribe yet." in browse(stranger).get("/").text


def test_the_agenda_is_by_day_of_the_place(browse, ann, propose):
    for days in (0, 0, 1):
        actions.respond(propose(EVENING + timedelta(days=days)), member=ann, answer="going")
    html = browse(ann).get("/agenda/").text
    assert html.count('<section class="day">') == 2
    assert html.count('class="ticket"') == 3


def test_the_agenda_shows_one_kind_of_answer_when_asked(browse, ann, propose):
    actions.respond(propose(title="Sure thing"), member=ann, answer="going")
    actions.respond(propose(title="Who knows"), member=ann, answer="maybe")
    client = browse(ann)
    assert "Who knows" not in client.get("/agenda/?show=going").text
    assert "Sure thing" not in client.get("/agenda/?show=maybe").text
    assert "Nothing of that kind." in client.get("/agenda/?show=waitlisted").text


def test_a_proposal_is_no_date_yet(client, propose):
    slots = [{"local_start": EVENING}, {"local_start": EVENING + timedelta(days=1)}]
    propose(local_start=None, slots=slots)
    html = client.get("/").text
    assert f'Looking for a date, <time datetime="{EVENING:%Y-%m-%dT%H:%M}' in html
    assert "at the earliest" in html
    assert "19:00 to" not in html


@pytest.mark.parametrize(
    ("capacity", "rules", "said"),
    [
        (8, {"by_approval": True}, "You asked to come"),
        (1, {}, "You're waiting"),
        (8, {}, "You're going"),
    ],
)
def test_a_list_says_how_one_stands(browse, ann, propose, answer, capacity, rules, said):
    answer(ann, propose(capacity=capacity, **rules))
    assert said in browse(ann).get("/agenda/").content.decode()


def test_a_filter_nobody_offers_shows_everything(browse, ann, propose):
    actions.respond(propose(title="Sure thing"), member=ann, answer="going")
    assert "Sure thing" in browse(ann).get("/agenda/?show=%00'").text


def test_past_meetups_are_one_press_away(browse, hope, meetup):
    with time_machine.travel(meetup.ends_at + timedelta(days=1), tick=False):
        client = browse(hope)
        assert meetup.title not in client.get("/agenda/").text
        assert meetup.title in client.get("/agenda/?show=past").text


def test_a_tribe_shows_what_comes_and_folds_what_was(browse, ann, meetup):
    with time_machine.travel(meetup.ends_at + timedelta(hours=1), tick=False):
        html = browse(ann).get("/tribes/usguys/").text
    assert meetup.title in html.partition("<summary>Past meetups</summary>")[2]
    assert "Nothing is planned." in html


def titles_along(client, path: str) -> list[str]:
    """What somebody reads who presses Next to the end."""
    found: list[str] = []
    while path:
        html = client.get(path).text
        found += re.findall(r"Table \d\d", html)
        link = re.search(r'href="(\?[^"]+)"[^>]*>Next<', html)
        path = path.partition("?")[0] + unescape(link[1]) if link else ""
    return found


@pytest.fixture
def small_pages(monkeypatch):
    monkeypatch.setattr(lists.page_of, "__kwdefaults__", {"name": "page", "size": 3})
    monkeypatch.setattr(lists, "A_FEW_PAST", 3)


@pytest.fixture
def tables(propose, ann) -> list[str]:
    names = [f"Table {number:02}" for number in range(10)]
    for name in names:
        actions.respond(propose(title=name), member=ann, answer="going")
    return names


@pytest.mark.usefixtures("small_pages")
@pytest.mark.parametrize("path", ["/", "/agenda/", "/agenda/?show=going", "/tribes/usguys/"])
def test_a_list_goes_on_to_its_end(browse, ann, tables, path):
    assert sorted(set(titles_along(browse(ann), path))) == tables


@pytest.mark.usefixtures("small_pages")
@pytest.mark.parametrize("path", ["/", "/tribes/usguys/"])
def test_strangers_read_to_the_end_too(client, tables, path):
    assert titles_along(client, path) == tables


@pytest.mark.usefixtures("small_pages")
def test_what_a_tribe_did_goes_on_to_its_beginning(browse, hope, tables):
    with time_machine.travel(EVENING + timedelta(days=9), tick=False):
        client = browse(hope)
        assert titles_along(client, "/tribes/usguys/") == tables[::-1]
        assert '<details class="more" open>' in client.get("/tribes/usguys/?past=2").text
        assert titles_along(client, "/agenda/?show=past") == tables[::-1]


@pytest.mark.usefixtures("small_pages", "tables")
def test_the_agenda_counts_what_is_on_its_other_pages(browse, ann):
    assert "10 meetups" in browse(ann).get("/agenda/").text


@pytest.mark.usefixtures("small_pages", "tables")
@pytest.mark.parametrize("page", ["0", "-1", "99", "%00", "9" * 5000])
def test_a_page_that_is_not_there_is_the_nearest(browse, ann, page):
    assert browse(ann).get(f"/agenda/?page={page}").status_code == 200
