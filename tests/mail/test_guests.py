"""What is mailed to who answers without an account: one invite, and nothing that a stranger wrote."""

import pytest

from events import actions
from members.actions import edit_profile
from members.models import Member

from .reading import LINKLIKE, calendars_in, event_in, html_of, links_in, text_of, words_of

pytestmark = pytest.mark.django_db

ANA = "ana@example.org"


@pytest.fixture
def ask():
    def asked(event, email=ANA, **more):
        actions.ask_for_seat(event, **{"name": "Ana", "email": email} | more)
        return Member.objects.get(email=email)

    return asked


def test_the_invite_asks_to_be_confirmed_and_no_second_mail_follows(ask, meetup, mails_to):
    ana = ask(meetup, guests=1)
    (mail,) = mails_to(ana)
    method, entry = event_in(mail)
    assert mail.message["Subject"].startswith("Confirm your place by ")
    assert (method, entry["status"], entry["sequence"]) == ("REQUEST", "CONFIRMED", 0)
    assert "for you (" not in text_of(mail)
    assert "we hold 2 seats, for you and 1 guest, until" in text_of(mail)
    actions.confirm(meetup, member=ana)
    assert mails_to(ana) == []


def test_later_changes_reach_them_as_the_same_entry_now_accepted(ask, hope, meetup, mails_to, mail_to):
    ana = ask(meetup)
    _, first = event_in(mail_to(ana))
    actions.confirm(meetup, member=ana)
    actions.edit(meetup, by=hope, title="Drinks in New York")
    _, entry = event_in(mail_to(ana))
    assert (entry["uid"], entry["status"]) == (first["uid"], "CONFIRMED")
    assert entry["attendee"].params["PARTSTAT"] == "ACCEPTED"


def test_who_says_no_by_the_link_has_the_entry_taken_back(ask, meetup, mail_to):
    ana = ask(meetup)
    mail_to(ana)
    actions.respond(meetup, member=ana, answer="declined", via="mail")
    assert event_in(mail_to(ana))[0] == "CANCEL"


def test_who_is_going_already_reads_it_and_who_was_taken_off_gets_no_mail(
    ask, answer, hope, ben, cleo, meetup, mails_to
):
    answer(cleo, meetup)
    actions.remove(answer(ben, meetup), by=hope)
    assert mails_to(cleo)
    assert mails_to(ben)
    ask(meetup, cleo.email)
    ask(meetup, ben.email)
    (mail,) = mails_to(cleo)
    assert mail.message["Subject"].startswith("You have answered already: ")
    assert "Nothing has changed: you're going." in text_of(mail)
    assert mails_to(ben) == []


def test_send_again_brings_the_same_entry(ask, meetup, mails_to):
    (first,) = mails_to(ask(meetup))
    (second,) = mails_to(ask(meetup, again=True))
    assert event_in(first)[1]["uid"] == event_in(second)[1]["uid"]
    assert event_in(first)[1]["sequence"] == event_in(second)[1]["sequence"]


def test_what_was_let_go_before_a_worker_came_is_not_mailed(ask, meetup, mails_to):
    ana = ask(meetup)
    actions.respond(meetup, member=ana, answer="declined", via="mail")
    assert mails_to(ana) == []


def test_nothing_of_what_a_stranger_types_is_in_the_mail_but_a_cleaned_name(ask, propose, mails_to):
    event = propose(
        title="Win at evil.example", description="Buy at https://evil.example", place="www.evil.example"
    )
    (mail,) = mails_to(ask(event, name="Ana http://evil.example/now"))
    _, entry = event_in(mail)
    everything = text_of(mail) + html_of(mail) + mail.message["Subject"] + entry.to_ical().decode()
    assert "Ana" in text_of(mail)
    assert "evil" not in everything.replace("\r\n ", "")


def test_who_waits_since_enough_is_held_for_the_unproved_reads_that_there_are_seats(ask, propose, mail_to):
    event = propose(capacity=4)
    ask(event, "bo@example.org")
    mail = mail_to(ask(event))
    assert mail.message["Subject"].startswith("Confirm your place in line: ")
    assert "only so many seats are held for people who have yet to confirm" in words_of(mail)
    assert "you have a seat as long as there is one" in words_of(mail)
    assert "Yes, I'm coming" in html_of(mail)


@pytest.mark.parametrize("link", LINKLIKE)
def test_no_spelling_of_a_link_reaches_an_address_that_somebody_typed(ask, propose, hope, mails_to, link):
    edit_profile(hope, display_name=f"Hope {link}")
    event = propose(title=f"Win at {link}", place=f"{link} bar", area=link, address=f"1 {link} street")
    (mail,) = mails_to(ask(event, name=f"Ana {link}"))
    everything = (
        text_of(mail) + html_of(mail) + mail.message["Subject"] + event_in(mail)[1].to_ical().decode()
    )
    assert link not in everything.replace("\r\n ", "")


def test_a_member_of_the_tribe_reads_the_invite_as_it_is(ask, propose, ben, mails_to):
    event = propose(description="Bring a hat, see hats.example")
    (mail,) = mails_to(ask(event, ben.email))
    assert "hats.example" in event_in(mail)[1]["description"]


def test_where_only_those_going_know_the_way_it_comes_once_the_address_is_proved(
    ask, propose, mails_to, mail_to
):
    event = propose(address="12 Secret Street", address_shown_to="going")
    ana = ask(event)
    mail = mail_to(ana)
    assert "Secret" not in text_of(mail) + event_in(mail)[1].to_ical().decode()
    actions.confirm(event, member=ana)
    mail = mail_to(ana)
    assert mail.message["Subject"].startswith("You're going: ")
    assert "Secret" in text_of(mail)
    assert "Secret" in event_in(mail)[1]["location"]


def test_an_edit_before_it_was_confirmed_is_told_afterwards(ask, hope, meetup, mail_to):
    ana = ask(meetup)
    mail_to(ana)
    actions.edit(meetup, by=hope, place="Elsewhere")
    actions.confirm(meetup, member=ana)
    assert event_in(mail_to(ana))[1]["location"] == "Elsewhere"


def test_where_hosts_say_yes_first_the_mail_says_so_and_holds_no_entry(ask, propose, hope, mails_to, mail_to):
    event = propose(by_approval=True)
    ana = ask(event)
    mail = mail_to(ana)
    assert mail.message["Subject"].startswith("Confirm that you ask to come: ")
    assert mail.message.get_content_type() == "multipart/alternative"
    rsvp = actions.confirm(event, member=ana)
    assert mails_to(ana) == []
    actions.approve(rsvp, by=hope)
    assert event_in(mail_to(ana))[0] == "REQUEST"


def test_who_said_no_is_asked_whether_that_changed_and_until_then_it_stands(
    ask, answer, ben, meetup, mail_to
):
    answer(ben, meetup, "declined")
    ask(meetup, ben.email)
    mail = mail_to(ben)
    assert mail.message["Subject"].startswith("Confirm that you come: ")
    assert "your “can't come” stands" in words_of(mail)
    assert "we hold" not in words_of(mail)
    assert calendars_in(mail) == []
    assert links_in(mail) == {("answer", "going")}


def test_who_was_invited_is_asked_without_a_seat_being_held(ask, hope, ben, meetup, mails_to, mail_to):
    actions.invite(meetup, by=hope, members=[ben])
    assert mails_to(ben)
    ask(meetup, ben.email)
    mail = mail_to(ben)
    assert "you said that you want to come" in words_of(mail)
    assert "stands" not in words_of(mail)
