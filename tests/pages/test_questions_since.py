"""Hosts may ask something after people answered: every door by which these come has room for the reply."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from events import actions
from members.actions import issue_token
from members.models import Member

from .stage import NOW, START, Cast

QUESTIONS = [{"key": "q1", "text": "Meat or fish?", "kind": "text", "required": True}]
FIELD = 'name="replies.q1"'


@pytest.fixture
def cast(hope, ann, ben, cleo, propose):
    with time_machine.travel(NOW, tick=False) as clock:
        yield Cast(hope, ann, ben, cleo, propose, clock)


@pytest.fixture
def offered(cast):
    """Ann waits with a guest, the hosts ask what she eats, and six hours before two places come free."""
    event = cast.meetup(capacity=2, guests_each=1)
    cast.go(cast.ben, event)
    cast.go(cast.ann, event, guests=1)
    event = actions.edit(event, by=cast.host, questions=QUESTIONS)
    cast.wait_until(START - timedelta(hours=6))
    actions.leave(event, member=cast.host)
    actions.leave(event, member=cast.ben)
    assert event.rsvps.get(member=cast.ann).status == "offered"
    return event


def own(event, member):
    rsvp = event.rsvps.get(member=member)
    return rsvp.status, rsvp.guests, rsvp.replies


TAKEN = ("going", 1, {"q1": "Fish"})


def test_the_page_asks_before_an_offered_place_is_taken(cast, offered, browse):
    client, path = browse(cast.ann), f"/events/{offered.pk}/rsvp/"
    html = client.get(f"/events/{offered.pk}/").text
    assert FIELD in html
    assert re.search(r'<details class="more" open>.*id="answer-going"[^>]*>Take them<', html, re.DOTALL)
    assert html.count("Take them<") == 1
    tapped = client.post(path, {"answer": "going", "guests": "1", "expects": "offer"})
    assert (tapped.status_code, FIELD in tapped.text) == (422, True)
    said = {"answer": "going", "guests": "1", "expects": "offer", "party": "1", "replies.q1": "Fish"}
    assert client.post(path, said).status_code == 302
    assert own(offered, cast.ann) == TAKEN


@pytest.mark.parametrize(("purpose", "press"), [("offer", "take"), ("answer", "going")])
def test_a_mailed_link_asks_before_an_offered_place_is_taken(cast, offered, address, nobody, purpose, press):
    path = address(purpose, offered, cast.ann)
    assert FIELD in nobody.get(path, {"answer": press}).text
    tapped = nobody.post(path, {"answer": press, "expects": "offer"})
    assert (tapped.status_code, FIELD in tapped.text) == (422, True)
    nobody.post(path, {"answer": press, "expects": "offer", "replies.q1": "Fish"})
    assert own(offered, cast.ann) == TAKEN


def test_passing_an_offer_on_asks_nothing(cast, offered, address, nobody):
    path = address("offer", offered, cast.ann)
    assert FIELD not in nobody.get(path, {"answer": "pass"}).text
    assert nobody.post(path, {"answer": "pass"}).status_code == 200
    assert own(offered, cast.ann)[0] == "declined"


def test_the_api_takes_the_reply_with_the_offer(cast, offered, client):
    _, secret = issue_token(cast.ann, name="a test", scope="write")
    said = {"answer": "going", "guests": 1, "replies": {"q1": "Fish"}}
    path, headers = f"/api/v1/events/{offered.pk}/rsvp", {"Authorization": f"Bearer {secret}"}
    taken = client.put(path, said, content_type="application/json", headers=headers)
    assert taken.status_code == 200
    assert own(offered, cast.ann) == TAKEN


@pytest.fixture
def guest(cast):
    """Somebody types an address, and the hosts ask something before it is proved."""
    event = cast.meetup(guests_each=1)
    actions.ask_for_seat(event, name="Ana", email="ana@example.org", guests=1)
    event = actions.edit(event, by=cast.host, questions=QUESTIONS)
    return event, Member.objects.get(email="ana@example.org")


def test_what_is_held_for_a_guest_becomes_theirs_unasked(cast, guest, address, nobody):
    event, ana = guest
    path = address("confirm", event, ana)
    assert FIELD not in nobody.get(path).text
    assert nobody.post(path, {"answer": "going"}).status_code == 200
    assert own(event, ana) == ("going", 1, {})


def test_after_the_half_hour_a_guest_replies_by_the_same_link(cast, guest, address, nobody):
    event, ana = guest
    path = address("confirm", event, ana)
    cast.wait_until(timezone.now() + timedelta(minutes=31))
    assert FIELD in nobody.get(path).text
    tapped = nobody.post(path, {"answer": "going"})
    assert (tapped.status_code, FIELD in tapped.text) == (422, True)
    nobody.post(path, {"answer": "going", "replies.q1": "Fish"})
    assert own(event, ana) == TAKEN


def test_what_a_guest_replied_when_asking_stands_after_the_half_hour(cast, address, nobody):
    event = cast.meetup(questions=QUESTIONS)
    actions.ask_for_seat(event, name="Ana", email="ana@example.org", replies={"q1": "Fish"})
    ana = Member.objects.get(email="ana@example.org")
    cast.wait_until(timezone.now() + timedelta(minutes=31))
    # a page that was opened in time asks nothing
    assert nobody.post(address("confirm", event, ana), {"answer": "going"}).status_code == 200
    assert own(event, ana) == ("going", 0, {"q1": "Fish"})
