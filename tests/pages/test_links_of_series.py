"""The link of a mail answers for one date of a series, or for that one and all that follow."""

import re

import pytest

from events import actions
from events.models import Follow
from tests.cast import dates_of, statuses

TO_ALL = "Yes, to this and all that follow"
QUESTIONS = [{"key": "q1", "text": "Meat or fish?", "kind": "text", "required": True}]


@pytest.fixture
def first(weekly):
    return weekly(guests_each=1)


def offered(html):
    """The answers to be had: the button, and the links to others."""
    return re.findall(r'name="answer" value="(\w+)"', html) + re.findall(r'href="[^"]*\?answer=(\w+)"', html)


def test_it_is_offered_beside_the_answers_to_this_date(first, ann, address, nobody):
    html = nobody.get(address("answer", first, ann), {"answer": "going"}).text
    assert offered(html) == ["going", "maybe", "declined", "follow"]
    assert TO_ALL in html


def test_one_press_is_an_answer_to_all_dates_and_opening_is_none(first, ann, address, nobody):
    path = address("answer", first, ann)
    assert offered(nobody.get(path, {"answer": "follow"}).text)[0] == "follow"
    assert not Follow.objects.filter(member=ann).exists()
    html = nobody.post(path, {"answer": "follow"}).text
    assert "Your answer counts for this date and for all that follow." in html
    assert set(statuses(ann, dates_of(first))) == {"going"}
    assert first.rsvps.get(member=ann).via == "mail"
    assert offered(nobody.get(path).text)[-1] == "unfollow"


def test_who_is_invited_goes_to_all_dates_by_the_link_of_the_invitation(
    weekly, hope, stranger, address, nobody
):
    first = weekly(visibility="invited")
    actions.invite(first, by=hope, members=[stranger])
    nobody.post(address("answer", first, stranger), {"answer": "follow"})
    assert set(statuses(stranger, dates_of(first))) == {"going"}


def test_the_same_link_stops_it_from_here_on(first, ann, address, nobody):
    actions.follow(first, member=ann)
    second = dates_of(first)[1]
    html = nobody.post(address("answer", second, ann), {"answer": "unfollow"}).text
    assert "You&#x27;re not going." in html
    assert statuses(ann, dates_of(first))[:3] == ["going", "declined", "declined"]


def test_what_the_hosts_ask_is_replied_to_for_all_dates(weekly, ann, address, nobody):
    first = weekly(questions=QUESTIONS)
    path = address("answer", first, ann)
    assert 'name="replies.q1"' in nobody.get(path, {"answer": "follow"}).text
    assert nobody.post(path, {"answer": "follow"}).status_code == 422
    assert not Follow.objects.filter(member=ann).exists()
    nobody.post(path, {"answer": "follow", "replies.q1": "Fish"})
    assert {date.rsvps.get(member=ann).replies["q1"] for date in dates_of(first)} == {"Fish"}


def test_guests_come_along_to_all_dates(first, ann, address, nobody):
    actions.respond(first, member=ann, answer="going", guests=1)
    nobody.post(address("answer", first, ann), {"answer": "follow"})
    assert {date.rsvps.get(member=ann).guests for date in dates_of(first)} == {1}


def test_a_meetup_that_does_not_repeat_has_one_date(meetup, ann, address, nobody):
    path = address("answer", meetup, ann)
    assert TO_ALL not in nobody.get(path).text
    assert nobody.post(path, {"answer": "follow"}).status_code == 422


def test_where_hosts_say_yes_to_each_every_date_is_answered_on_its_own(weekly, ann, address, nobody):
    first = weekly(by_approval=True)
    path = address("answer", first, ann)
    assert TO_ALL not in nobody.get(path).text
    refused = nobody.post(path, {"answer": "follow"})
    assert (refused.status_code, "Answer each date on its own." in refused.text) == (409, True)
