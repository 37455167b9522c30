"""Links of mails: each opens a page with one button, for one purpose, for a while, for its recipient."""

import re
from datetime import timedelta
from itertools import permutations

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.utils import timezone

from events import actions, links
from events.errors import BadLink, LinkTooOld
from members import actions as member_actions

pytestmark = pytest.mark.django_db


def status_of(member, event):
    return event.rsvps.get(member=member).status


def test_a_link_names_its_purpose_its_meetup_and_its_reader(meetup, ann):
    for purpose in links.LETTERS:
        read = links.read(links.token(purpose, meetup, ann))
        assert read == (purpose, meetup.pk, ann.pk)


@pytest.mark.parametrize(("one", "other"), list(permutations(links.LETTERS, 2)))
def test_what_is_signed_for_one_purpose_opens_no_other(one, other, meetup, ann):
    token = links.token(one, meetup, ann)
    with pytest.raises(BadLink):
        links.read(links.LETTERS[other] + token[1:])


def test_a_link_ends_after_sixty_days(meetup, ann):
    token = links.token("answer", meetup, ann)
    with time_machine.travel(timezone.now() + timedelta(days=59, hours=23)):
        assert links.read(token)
    with time_machine.travel(timezone.now() + timedelta(days=61)), pytest.raises(LinkTooOld):
        links.read(token)


def test_no_character_of_a_link_can_be_changed(meetup, ann):
    token = links.token("answer", meetup, ann)
    for at, character in enumerate(token):
        changed = token[:at] + ("x" if character != "x" else "y") + token[at + 1 :]
        with pytest.raises(BadLink):
            links.read(changed)


def test_the_page_asks_in_words_and_has_one_button(meetup, ann, address, nobody):
    page = nobody.get(address("answer", meetup, ann), {"answer": "maybe"}).content.decode()
    assert "Cocktails in New York" in page
    assert "You haven&#x27;t answered." in page
    assert re.findall(r'name="answer" value="(\w+)"', page) == ["maybe"]
    assert set(re.findall(r'href="[^"]*\?answer=(\w+)"', page)) == {"going", "declined"}


def test_the_button_does_it_without_a_cookie_and_signs_nobody_in(meetup, ann, address, nobody):
    answer = nobody.post(address("answer", meetup, ann), {"answer": "going"})
    rsvp = meetup.rsvps.get(member=ann)
    assert (rsvp.status, rsvp.via, rsvp.answered_sequence) == ("going", "mail", 0)
    assert answer.status_code == 200
    assert "You&#x27;re going." in answer.content.decode()
    assert "session" not in nobody.cookies
    assert not Session.objects.exists()
    assert nobody.get("/agenda/").status_code == 302


def test_nobody_keeps_or_lists_the_page(meetup, ann, address, nobody):
    page = nobody.get(address("answer", meetup, ann))
    assert "no-store" in page["Cache-Control"]
    assert page["Referrer-Policy"] == "same-origin"
    assert page["X-Robots-Tag"] == "noindex, nofollow"


def test_the_answer_keeps_the_party_that_comes_along(propose, ann, answer, hope, address, nobody):
    event = propose(guests_each=2)
    answer(ann, event, guests=2)
    actions.move(event, by=hope, local_start=event.local_start + timedelta(hours=1))
    page = nobody.get(address("answer", event, ann), {"answer": "going"}).content.decode()
    assert "Still coming?" in page
    nobody.post(address("answer", event, ann), {"answer": "going"})
    rsvp = event.rsvps.get(member=ann)
    assert (rsvp.guests, rsvp.answered_sequence) == (2, 1)


def test_what_one_said_already_is_said_and_has_no_button(meetup, ann, answer, address, nobody):
    answer(ann, meetup)
    page = nobody.get(address("answer", meetup, ann), {"answer": "going"}).content.decode()
    assert "There is nothing to do." in page
    assert "<form" not in page.partition("<main")[2].partition("</main")[0]


def test_an_answer_that_is_not_to_be_had_gives_its_button_to_no_other(
    propose, ann, ben, answer, address, nobody
):
    full = propose(capacity=2)
    answer(ben, full)
    answer(ann, full)
    page = nobody.get(address("answer", full, ann), {"answer": "going"}).content.decode()
    assert "number 1 in line" in page
    assert 'name="answer" value=' not in page
    assert "?answer=declined" in page


def test_what_the_hosts_ask_stands_above_the_button(propose, ann, address, nobody):
    event = propose(questions=[{"text": "Meat or fish?", "kind": "text", "required": True}])
    path = address("answer", event, ann)
    assert "Meat or fish?" in nobody.get(path, {"answer": "going"}).content.decode()
    refused = nobody.post(path, {"answer": "going"})
    assert refused.status_code == 422
    assert "The hosts need to know this." in refused.content.decode()
    nobody.post(path, {"answer": "going", "replies.q1": "Fish"})
    assert event.rsvps.get(member=ann).replies == {"q1": "Fish"}


@pytest.mark.parametrize("wrong", ["", pytest.param("x" * 5000, id="long"), "pending", "\0", "take"])
def test_an_answer_that_makes_no_sense_is_refused_in_words(wrong, meetup, ann, address, nobody):
    refused = nobody.post(address("answer", meetup, ann), {"answer": wrong})
    assert refused.status_code == 422
    assert "There is a problem" in refused.content.decode()
    assert not meetup.rsvps.filter(member=ann).exists()


def dead(response):
    return response.status_code == 404 and "This link does not open" in response.content.decode()


@pytest.mark.parametrize(
    "token",
    ["x", "a1-1", "a1-1.abc.def", "a-.1.x", "%00", "%ed%a0%80", "a:b", pytest.param("a" * 3000, id="long")],
)
def test_a_link_that_is_none_says_what_to_do(token, nobody):
    for method in (nobody.get, nobody.head, nobody.post):
        response = method(f"/l/{token}/")
        assert response.status_code == 404
        assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert "open it from the mail again" in nobody.get(f"/l/{token}/").content.decode()


def test_an_old_link_says_that_it_is_too_old(meetup, ann, address, nobody):
    path = address("answer", meetup, ann)
    with time_machine.travel(timezone.now() + timedelta(days=61)):
        response = nobody.get(path)
        assert nobody.post(path, {"answer": "going"}).status_code == response.status_code == 410
    assert "good for 60 days" in response.content.decode()


@pytest.mark.parametrize("purpose", links.LETTERS)
def test_no_link_opens_for_who_may_not_see_the_meetup(purpose, propose, ann, tribe, answer, address, nobody):
    event = propose(visibility="tribe")
    answer(ann, event)
    path = address(purpose, event, ann)
    assert nobody.get(path).status_code == 200
    member_actions.leave(tribe, member=ann)
    actions.give_back_seats(tribe, member=ann)
    assert dead(nobody.get(path))
    assert dead(nobody.post(path, {"answer": "going"}))


@pytest.mark.parametrize("purpose", links.LETTERS)
def test_no_link_opens_for_an_account_that_is_closed(purpose, meetup, ann, address, nobody):
    type(ann).objects.filter(pk=ann.pk).update(is_active=False)
    assert dead(nobody.get(address(purpose, meetup, ann)))


def test_a_link_of_a_meetup_that_is_gone_does_not_open(meetup, ann, address, nobody):
    path = address("answer", meetup, ann)
    meetup.delete()
    assert dead(nobody.get(path))


PRESSES = [("answer", "going"), ("offer", "take"), ("keep", "keep"), ("confirm", "going")]


@pytest.mark.parametrize(("purpose", "press"), PRESSES)
def test_who_was_taken_off_reads_so_and_gets_nothing(
    purpose, press, meetup, ann, hope, answer, address, nobody
):
    actions.remove(answer(ann, meetup), by=hope)
    path = address(purpose, meetup, ann)
    assert "A host took you off this meetup." in nobody.get(path).content.decode()
    refused = nobody.post(path, {"answer": press})
    assert refused.status_code in (403, 409)
    assert status_of(ann, meetup) == "removed"


@pytest.mark.parametrize(("purpose", "press"), PRESSES)
def test_once_it_has_begun_no_link_changes_anything(purpose, press, meetup, ann, answer, address, nobody):
    answer(ann, meetup, "maybe")
    with time_machine.travel(meetup.starts_at - timedelta(days=1)):
        path = address(purpose, meetup, ann)
    with time_machine.travel(meetup.starts_at + timedelta(minutes=1)):
        page = nobody.get(path).content.decode()
        refused = nobody.post(path, {"answer": press})
    assert "This has begun." in page
    assert 'name="answer" value=' not in page
    assert refused.status_code == 409
    assert status_of(ann, meetup) == "maybe"


def test_the_link_answers_for_its_reader_whoever_is_signed_in(meetup, ann, ben, address, browse):
    browse(ben).post(address("answer", meetup, ann), {"answer": "going"})
    assert status_of(ann, meetup) == "going"
    assert not meetup.rsvps.filter(member=ben).exists()


def test_a_no_to_what_only_the_invited_see_shows_its_outcome(propose, hope, ann, address, nobody):
    event = propose(visibility="invited")
    actions.invite(event, by=hope, members=[ann])
    answered = nobody.post(address("answer", event, ann), {"answer": "declined"})
    assert answered.status_code == 200
    assert "You&#x27;re not going." in answered.content.decode()
