"""Mails that ask for something: to come, to take a place in time, to keep one, to choose."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from events import actions
from members.actions import edit_profile
from tests.cast import EVENING, ZONE

from .reading import LINKLIKE, calendars_in, event_in, html_of, links_in, text_of, words_of

START: datetime = EVENING.replace(tzinfo=ZoneInfo(ZONE))
NIGHTS = [{"local_start": EVENING + timedelta(days=number)} for number in range(3)]


def test_who_is_added_hears_of_it_and_can_say_no(hope, ben, meetup, mail_to):
    actions.add(meetup, by=hope, member=ben, guests=1)
    mail = mail_to(ben)
    assert mail.message["Subject"].startswith("You're on the list: ")
    assert "2 seats are yours: you and 1 guest." in words_of(mail)
    method, entry = event_in(mail)
    assert (method, entry["attendee"].params["PARTSTAT"]) == ("REQUEST", "ACCEPTED")
    assert links_in(mail) == {("answer", "declined")}


def test_who_is_added_and_finds_no_seat_hears_the_place_in_line(hope, ann, ben, propose, mail_to):
    event = propose(capacity=1)
    actions.add(event, by=hope, member=ben)
    mail = mail_to(ben)
    assert mail.message["Subject"].startswith("You're number 1 in line: ")
    assert "the hosts put you on the list" in words_of(mail)


@pytest.fixture
def late(propose, ann, ben, answer, mails_to):
    """Six hours before the start, Ann in the last seat and Ben in line with a guest."""
    event = propose(capacity=3, guests_each=2)
    answer(ann, event, guests=1)
    answer(ben, event, guests=1)
    mails_to(ben)
    with time_machine.travel(START - timedelta(hours=6), tick=False) as clock:
        yield event, clock


def test_an_offer_says_its_deadline_first(late, ann, ben, mail_to):
    event, _ = late
    actions.leave(event, member=ann)
    mail = mail_to(ben)
    assert mail.message["Subject"].startswith("A place for you until 15:00: Cocktails in New York, ")
    assert text_of(mail).startswith("A place for you until 15:00.\n")
    assert "They are yours if you take them by 15:00 (New York time)." in words_of(mail)
    assert links_in(mail) == {("offer", "take"), ("offer", "pass")}
    assert calendars_in(mail) == []


def test_an_offer_that_is_over_is_not_told(late, ann, ben, mails_to):
    event, clock = late
    actions.leave(event, member=ann)
    clock.shift(timedelta(hours=2))
    assert mails_to(ben) == []


def test_who_let_an_offer_pass_hears_where_they_stand_now(late, ann, ben, mails_to, mail_to):
    event, clock = late
    actions.leave(event, member=ann)
    assert mails_to(ben)
    clock.shift(timedelta(hours=2))
    actions.look(timezone.now())
    mail = mail_to(ben)
    assert mail.message["Subject"].startswith("The place went on: ")
    assert "You are not in line any more." in words_of(mail)
    assert links_in(mail) == {("answer", "going")}
    assert calendars_in(mail) == []


def test_an_offer_that_was_passed_on_by_hand_is_no_mail(late, ann, ben, mails_to):
    event, _ = late
    actions.leave(event, member=ann)
    assert mails_to(ben)
    actions.leave(event, member=ben)
    assert mails_to(ben) == []


def test_an_offer_that_was_taken_meanwhile_is_not_told(late, ann, ben, answer, mail_to):
    event, _ = late
    actions.leave(event, member=ann)
    answer(ben, event, guests=1)
    assert mail_to(ben).message["Subject"].startswith("You're going: ")


@pytest.fixture
def to_keep(propose, ann, ben, answer, mails_to):
    """Three days before, at a meetup of three where seats are reconfirmed; Ann and Ben are going."""
    event = propose(capacity=3, reconfirm=True)
    for member in (ann, ben):
        answer(member, event)
        mails_to(member)
    with time_machine.travel(START - timedelta(hours=72), tick=False) as clock:
        actions.look(timezone.now())
        yield event, clock


def test_a_seat_is_asked_to_be_kept_by_a_named_hour(to_keep, ann, mail_to):
    mail = mail_to(ann)
    by = f"{START - timedelta(hours=36):%a} 07:00"
    assert mail.message["Subject"].startswith("Still coming? Cocktails in New York, ")
    assert f"please say so by {by} (New York time)." in words_of(mail)
    assert links_in(mail) == {("keep", "keep"), ("keep", "give_back")}
    assert calendars_in(mail) == []


def test_who_keeps_it_before_the_mail_left_is_not_asked(to_keep, ann, mails_to):
    event, _ = to_keep
    actions.keep(event, member=ann)
    assert mails_to(ann) == []


def test_the_silent_hear_that_their_place_went_back_and_can_answer_again(to_keep, ann, mails_to, mail_to):
    _, clock = to_keep
    mails_to(ann)
    clock.shift(timedelta(hours=36))
    actions.look(timezone.now())
    mail = mail_to(ann)
    assert mail.message["Subject"].startswith("Your place went back: ")
    assert event_in(mail)[0] == "CANCEL"
    assert links_in(mail) == {("answer", "going")}


def test_hosts_hear_how_few_are_left_and_where_to_choose(to_keep, hope, mails_to, mail_to):
    event, clock = to_keep
    mails_to(hope)
    clock.shift(timedelta(hours=36))
    actions.look(timezone.now())
    mail = mail_to(hope)
    assert mail.message["Subject"].startswith("Only 1 is left: ")
    assert "you wanted 3 people at least" in words_of(mail)
    for page in ("floor", "move", "cancel"):
        assert f"/events/{event.pk}/{page}/\n" in text_of(mail)


def test_a_cohost_who_does_not_come_hears_it_too(to_keep, hope, join, mails_to, mail_to):
    event, clock = to_keep
    dora = join("Dora")
    actions.set_cohosts(event, by=hope, members=[dora])
    mails_to(dora)
    clock.shift(timedelta(hours=36))
    actions.look(timezone.now())
    assert mail_to(dora).message["Subject"].startswith("Only 1 is left: ")


def test_an_offer_that_is_out_is_said_and_counts_nobody(to_keep, hope, cleo, answer, mails_to, mail_to):
    event, clock = to_keep
    actions.edit(event, by=hope, offer_hours=48)
    answer(cleo, event)
    mails_to(hope)
    clock.shift(timedelta(hours=36))
    actions.look(timezone.now())
    mail = mail_to(hope)
    assert mail.message["Subject"].startswith("Only 1 is left: ")
    assert "1 is left, hosts included. 1 more has the offer of a place." in words_of(mail)


def test_nobody_left_is_said_so(to_keep, hope, mails_to, mail_to):
    event, clock = to_keep
    actions.leave(event, member=hope)
    mails_to(hope)
    clock.shift(timedelta(hours=36))
    actions.look(timezone.now())
    mail = mail_to(hope)
    assert mail.message["Subject"].startswith("Nobody is left: ")
    assert "and nobody is left, hosts included." in words_of(mail)


def test_hosts_are_not_asked_once_enough_came_back(to_keep, hope, ann, ben, answer, mails_to):
    event, clock = to_keep
    mails_to(hope)
    clock.shift(timedelta(hours=36))
    actions.look(timezone.now())
    answer(ann, event)
    answer(ben, event)
    assert mails_to(hope) == []


def test_the_invited_are_asked_and_answer_by_one_of_three_links(hope, ben, meetup, mail_to):
    actions.invite(meetup, by=hope, members=[ben])
    mail = mail_to(ben)
    assert mail.message["Subject"].startswith("Cocktails in New York, ")
    assert mail.message["Subject"].endswith(": coming?")
    assert "The Long Bar" in text_of(mail)
    assert links_in(mail) == {("answer", answer) for answer in ("going", "maybe", "declined")}
    assert calendars_in(mail) == []


def test_where_hosts_say_yes_to_each_the_invited_read_that_they_ask(hope, ben, propose, mail_to):
    actions.invite(propose(by_approval=True), by=hope, members=[ben])
    mail = mail_to(ben)
    assert "Yes, ask the hosts" in text_of(mail)
    assert "Yes, I'm coming" not in text_of(mail)


def test_maybe_is_not_offered_where_the_hosts_want_a_yes_or_a_no(hope, ben, propose, mail_to):
    actions.invite(propose(maybe_allowed=False), by=hope, members=[ben])
    assert links_in(mail_to(ben)) == {("answer", "going"), ("answer", "declined")}


def test_who_answered_before_the_invitation_left_is_not_asked(hope, ben, meetup, answer, mail_to):
    actions.invite(meetup, by=hope, members=[ben])
    answer(ben, meetup)
    assert mail_to(ben).message["Subject"].startswith("You're going: ")


def test_the_invited_are_asked_when_they_can_come(hope, ben, propose, mail_to):
    event = propose(local_start=None, slots=NIGHTS, minimum_people=4)
    actions.invite(event, by=hope, members=[ben])
    mail = mail_to(ben)
    assert mail.message["Subject"] == "Cocktails in New York: when can you come?"
    assert text_of(mail).count(" · New York time") == 3
    assert "as soon as 4 people can come" in words_of(mail)
    assert links_in(mail) == {("vote", "")}
    assert calendars_in(mail) == []


def test_an_invitation_to_a_stranger_carries_no_text_that_could_be_an_advertisement(
    hope, stranger, propose, mail_to
):
    event = propose(
        title="Buy at https://evil.example now", place="evil.example", description="evil.example",
        address="www.evil.example", area="evil.example",
    )  # fmt: skip
    actions.invite(event, by=hope, members=[stranger])
    mail = mail_to(stranger)
    assert b"evil" not in mail.raw
    assert "Buy at … now" in text_of(mail)


@pytest.mark.parametrize("link", LINKLIKE)
def test_an_invitation_to_a_stranger_carries_no_link_in_any_spelling(hope, stranger, propose, mail_to, link):
    edit_profile(hope, display_name=f"Hope {link}")
    actions.invite(propose(title=f"Buy at {link} now"), by=hope, members=[stranger])
    mail = mail_to(stranger)
    assert "Buy at … now" in text_of(mail)
    assert link not in mail.message["Subject"] + text_of(mail) + html_of(mail)


def test_mails_speak_of_a_line_only_where_there_can_be_one(ben, propose, answer, mail_to):
    answer(ben, propose())
    assert "next in line" not in text_of(mail_to(ben))
    answer(ben, propose(capacity=5))
    assert "the next in line is glad" in words_of(mail_to(ben))


def test_a_move_is_answered_by_one_of_three_links(hope, ben, meetup, answer, mail_to):
    answer(ben, meetup)
    mail_to(ben)
    actions.move(meetup, by=hope, local_start=EVENING + timedelta(hours=1))
    assert links_in(mail_to(ben)) == {("answer", answer) for answer in ("going", "maybe", "declined")}


def test_who_waits_leaves_the_line_by_a_link(ann, ben, propose, answer, mail_to):
    event = propose(capacity=1)
    answer(ben, event)
    assert links_in(mail_to(ben)) == {("answer", "declined")}


def test_who_may_not_see_it_any_more_gets_no_link_to_it(ben, propose, hope, answer, mails_to, mail_to):
    event = propose(visibility="invited")
    actions.invite(event, by=hope, members=[ben])
    answer(ben, event)
    mails_to(ben)
    answer(ben, event, "declined")
    mail = mail_to(ben)
    assert "Changed your mind? Ask Hope." in words_of(mail)
    assert links_in(mail) == set()


def test_a_place_that_went_back_just_before_it_is_called_off_leaves_the_calendar(
    to_keep, hope, ann, mails_to
):
    event, clock = to_keep
    mails_to(ann)
    clock.shift(timedelta(hours=36))
    actions.look(timezone.now())
    actions.cancel(event, by=hope, reason="")
    (mail,) = mails_to(ann)
    method, entry = event_in(mail)
    assert (method, entry["status"]) == ("CANCEL", "CANCELLED")
