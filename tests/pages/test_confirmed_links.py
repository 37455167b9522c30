"""The link that asked a guest to confirm is the one they have: once the seat is theirs, it says where they
stand, and lets them out and in again."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from events import actions
from events.models import Rsvp
from members.models import Member
from tests.cast import EVENING, ZONE

pytestmark = pytest.mark.django_db

ANA = "ana@example.org"
START: datetime = EVENING.replace(tzinfo=ZoneInfo(ZONE))


def said(response):
    return response.content.decode().replace("&#x27;", "'")


def heading(response):
    return re.search(r'<h2 id="ask-h">(.*?)</h2>', said(response))[1]


def button(response):
    """What the one button says."""
    found = re.findall(r"<button[^>]*name=\"answer\"[^>]*>(.*?)</button>", said(response), re.DOTALL)
    assert len(found) <= 1
    return found[0] if found else ""


def status_of(event):
    return event.rsvps.get(member__email=ANA).status


@pytest.fixture
def confirmed(address):
    """Ana asked without an account and confirmed; the path of the only link that she has."""

    def confirm(event, **more):
        actions.ask_for_seat(event, **{"name": "Ana", "email": ANA} | more)
        ana = Member.objects.get(email=ANA)
        actions.confirm(event, member=ana)
        return address("confirm", event, ana)

    return confirm


def test_who_confirmed_lets_go_and_comes_again_by_the_same_link(propose, ben, answer, address, nobody):
    event = propose(capacity=2)
    actions.ask_for_seat(event, name="Ana", email=ANA)
    path = address("confirm", event, Member.objects.get(email=ANA))
    answer(ben, event)
    thanks = nobody.post(path, {"answer": "going"})
    assert (heading(thanks), button(thanks)) == ("Thank you, it is saved.", "Can't after all")
    for wanted in ({}, {"answer": "going"}, {"answer": "declined"}):
        page = nobody.get(path, wanted)
        assert "You're going." in said(page)
        assert button(page) == "Can't after all"
    assert (status_of(event), event.rsvps.get(member=ben).status) == ("going", "waitlisted")
    left = nobody.post(path, {"answer": "declined"})
    assert "You're not going." in said(left)
    assert event.rsvps.get(member=ben).status == "going"
    rsvp = event.rsvps.get(member__email=ANA)
    assert (rsvp.status, rsvp.via) == ("declined", "mail")
    actions.leave(event, member=ben)
    for wanted in ({}, {"answer": "going"}, {"answer": "declined"}):
        assert button(nobody.get(path, wanted)) == "Yes, I'm coming"
    back = nobody.post(path, {"answer": "going", "expects": "seat"})
    assert "You're going." in said(back)
    assert status_of(event) == "going"


def test_pressing_twice_is_pressing_once(meetup, confirmed, nobody):
    path = confirmed(meetup)
    again = nobody.post(path, {"answer": "going", "expects": "seat"})
    assert (again.status_code, status_of(meetup)) == (200, "going")
    assert "A place came free" not in said(again)


def going(event, path, nobody):
    """As it is once they confirmed."""


def maybe(event, path, nobody):
    nobody.post(path, {"answer": "maybe"})


def let_go(event, path, nobody):
    nobody.post(path, {"answer": "declined"})


def closed(event, path, nobody):
    type(event).objects.filter(pk=event.pk).update(answers_close_at=timezone.now() - timedelta(hours=1))


def closed_to_who_let_go(event, path, nobody):
    let_go(event, path, nobody)
    closed(event, path, nobody)


def moved(event, path, nobody):
    actions.move(event, by=event.host, local_start=event.local_start + timedelta(hours=1))


def taken_off(event, path, nobody):
    actions.remove(Rsvp.objects.get(event=event, member__email=ANA), by=event.host)


def called_off(event, path, nobody):
    actions.cancel(event, by=event.host, reason="Rain")


STATES = [
    (going, "You're going.", "Your answer", "Can't after all"),
    (maybe, "You said maybe.", "Your answer", "Yes, I'm coming"),
    (let_go, "You're not going.", "Your answer", "Yes, I'm coming"),
    (closed, "you can still say you can't come.", "Your answer", "Can't after all"),
    (closed_to_who_let_go, "You're not going. Answers closed", "Where it stands", ""),
    (moved, "Still coming?", "Still coming?", "Yes, I'm coming"),
    (taken_off, "A host took you off this meetup.", "Where it stands", ""),
    (called_off, "Cancelled by", "Where it stands", ""),
]


@pytest.mark.parametrize(("become", "sentence", "asks", "offers"), STATES)
def test_in_every_state_the_page_says_where_they_stand_and_what_they_can_do(
    become, sentence, asks, offers, meetup, confirmed, nobody
):
    path = confirmed(meetup)
    become(meetup, path, nobody)
    page = nobody.get(path, {"answer": "going"})
    assert sentence in said(page)
    assert (heading(page), button(page)) == (asks, offers)
    assert "nothing to confirm" not in said(page)


def test_who_waits_leaves_the_line(propose, ben, answer, confirmed, nobody):
    event = propose(capacity=2)
    answer(ben, event)
    path = confirmed(event)
    page = nobody.get(path, {"answer": "going"})
    assert "You're number 1 in line." in said(page)
    assert button(page) == "Leave the list"
    nobody.post(path, {"answer": "declined"})
    assert status_of(event) == "declined"


def test_who_asked_the_hosts_withdraws(propose, confirmed, nobody):
    event = propose(by_approval=True)
    path = confirmed(event)
    page = nobody.get(path, {"answer": "going"})
    assert "Organisers will answer." in said(page)
    assert button(page) == "Withdraw"
    nobody.post(path, {"answer": "declined"})
    assert status_of(event) == "declined"


def test_who_is_offered_a_place_takes_it_by_the_same_link(propose, ben, answer, confirmed, nobody):
    event = propose(capacity=2)
    answer(ben, event)
    with time_machine.travel(START - timedelta(hours=20), tick=False):
        path = confirmed(event)
    with time_machine.travel(START - timedelta(hours=6), tick=False):
        actions.leave(event, member=ben)
        assert button(nobody.get(path)) == "Take it"
        nobody.post(path, {"answer": "going", "expects": "offer"})
    assert status_of(event) == "going"


def test_who_is_asked_whether_they_still_come_keeps_the_seat_by_the_same_link(propose, confirmed, nobody):
    event = propose(capacity=2, reconfirm=True)
    path = confirmed(event)
    with time_machine.travel(START - timedelta(hours=72), tick=False):
        actions.look(timezone.now())
        page = nobody.get(path)
        assert (heading(page), button(page)) == ("Still coming?", "Keep it")
        nobody.post(path, {"answer": "going"})
        assert event.rsvps.get(member__email=ANA).kept_at == timezone.now()


def test_before_it_is_confirmed_the_link_takes_no_other_answer(meetup, address, nobody):
    actions.ask_for_seat(meetup, name="Ana", email=ANA)
    path = address("confirm", meetup, Member.objects.get(email=ANA))
    assert heading(nobody.get(path)) == "Is it you who asked to come?"
    assert nobody.post(path, {"answer": "maybe"}).status_code == 422
    assert status_of(meetup) == "unconfirmed"


def test_what_the_hosts_ask_stands_above_the_way_back(propose, confirmed, nobody):
    event = propose(questions=[{"key": "q1", "text": "Meat or fish?", "kind": "text", "required": True}])
    path = confirmed(event, replies={"q1": "Fish"})
    assert "Meat or fish?" not in said(nobody.get(path))
    nobody.post(path, {"answer": "declined"})
    assert "Meat or fish?" in said(nobody.get(path))
    nobody.post(path, {"answer": "going", "replies.q1": "Meat"})
    assert event.rsvps.get(member__email=ANA).replies == {"q1": "Meat"}


def test_the_calendar_file_is_the_entry_that_the_mail_brought(meetup, confirmed, nobody):
    path = confirmed(meetup)
    page, thanks = nobody.get(path), nobody.post(path, {"answer": "going"})
    assert f'href="{path}event.ics"' in said(page)
    assert f'href="{path}event.ics"' in said(thanks)
    file = nobody.get(f"{path}event.ics")
    assert (file["Content-Type"], file["X-Robots-Tag"]) == (
        "text/calendar; charset=utf-8",
        "noindex, nofollow",
    )
    assert f"UID:{meetup.invites.get(member__email=ANA).uid}\r\n" in file.content.decode()
    assert "ATTENDEE" not in file.content.decode()
    nobody.post(path, {"answer": "declined"})
    assert "event.ics" not in said(nobody.get(path))


def test_a_calendar_file_at_no_link_is_not_there(nobody):
    missing = nobody.get("/l/c1-1.abc.def/event.ics")
    assert (missing.status_code, "This link does not open" in said(missing)) == (404, True)
