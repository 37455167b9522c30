"""Where hosts say who comes: what they hear, and what those hear who ask."""

import pytest

from events import actions

from .reading import calendars_in, event_in, html_of, links_in, text_of, words_of


@pytest.fixture
def by_approval(propose):
    return propose(by_approval=True, capacity=2, guests_each=2)


def test_who_asks_to_come_hears_that_nothing_is_held(ben, by_approval, answer, mail_to):
    answer(ben, by_approval)
    mail = mail_to(ben)
    assert mail.message["Subject"].startswith("The hosts will answer: Cocktails in New York, ")
    assert "Nothing is held for you yet." in words_of(mail)
    assert links_in(mail) == {("answer", "declined")}
    assert calendars_in(mail) == []


def test_each_host_hears_who_asks_and_what_they_replied(hope, ann, ben, propose, answer, mails_to, mail_to):
    event = propose(by_approval=True, questions=[{"text": "Meat or fish?", "kind": "text"}], guests_each=2)
    actions.set_cohosts(event, by=hope, members=[ann])
    mails_to(hope), mails_to(ann)
    actions.respond(event, member=ben, answer="going", guests=1, replies={"q1": "Fish & <chips>"})
    for host in (hope, ann):
        mail = mail_to(host)
        assert mail.message["Subject"].startswith("Ben asks to come: ")
        assert "Ben asks for 2 seats, with 1 guest" in words_of(mail)
        assert "Meat or fish? Fish & <chips>" in words_of(mail)
        assert "Fish &amp; &lt;chips&gt;" in html_of(mail)
        assert "ben@example.org" not in text_of(mail)


def test_hosts_are_not_asked_for_who_has_been_answered(hope, ben, by_approval, answer, mails_to):
    mails_to(hope)
    rsvp = answer(ben, by_approval)
    actions.approve(rsvp, by=hope)
    assert mails_to(hope) == []


def test_hosts_are_not_asked_for_who_changed_their_mind(hope, ben, by_approval, answer, mails_to):
    mails_to(hope)
    answer(ben, by_approval)
    answer(ben, by_approval, "declined")
    assert mails_to(hope) == mails_to(ben) == []


def test_a_hosts_yes_brings_the_seat_and_the_invite(hope, ben, by_approval, answer, mail_to):
    actions.approve(answer(ben, by_approval), by=hope)
    mail = mail_to(ben)
    assert mail.message["Subject"].startswith("The hosts said yes: ")
    assert "Your seat is kept." in words_of(mail)
    assert event_in(mail)[0] == "REQUEST"
    assert links_in(mail) == {("answer", "declined")}


def test_a_hosts_yes_without_a_seat_says_the_place_in_line(hope, ann, ben, by_approval, answer, mail_to):
    actions.approve(answer(ann, by_approval), by=hope)
    actions.approve(answer(ben, by_approval, guests=1), by=hope)
    mail = mail_to(ben)
    assert mail.message["Subject"].startswith("You're number 1 in line: ")
    assert "There are not 2 seats free right now, so you are number 1 in line." in words_of(mail)
    assert calendars_in(mail) == []


def test_a_hosts_no_is_told_kindly(hope, ben, by_approval, answer, mails_to, mail_to):
    rsvp = answer(ben, by_approval)
    mails_to(ben)
    actions.remove(rsvp, by=hope)
    mail = mail_to(ben)
    assert mail.message["Subject"].startswith("Not this time: ")
    assert "thank you for asking. The hosts said no this time." in words_of(mail)
    assert "off the list" not in words_of(mail)
    assert calendars_in(mail) == []
