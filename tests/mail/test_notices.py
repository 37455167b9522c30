"""From an answer on a page to what lies in the mailbox."""

from datetime import timedelta

from events import actions
from tests.cast import EVENING

from .reading import calendars_in, event_in, html_of, text_of, words_of


def test_who_answers_going_gets_an_invite_filed_as_accepted(ben, meetup, answer, mail_to):
    answer(ben, meetup)
    mail = mail_to(ben)
    method, event = event_in(mail)
    assert mail.message["Subject"].startswith("You're going: Cocktails in New York, ")
    assert (method, event["sequence"], event["status"]) == ("REQUEST", 0, "CONFIRMED")
    assert event["attendee"].params["PARTSTAT"] == "ACCEPTED"
    assert event["attendee"].params["RSVP"] == "FALSE"
    assert event["dtstart"].dt.replace(tzinfo=None) == EVENING


def test_the_invite_has_one_attendee_who_is_the_recipient_and_a_sender_who_is_the_organizer(
    ben, cleo, meetup, answer, mails_to
):
    answer(cleo, meetup)
    answer(ben, meetup)
    (mail,) = mails_to(ben)
    _, event = event_in(mail)
    assert (
        event["attendee"] == f"mailto:{mail.message['To'].addresses[0].addr_spec}" == "mailto:ben@example.org"
    )
    sender = mail.message["From"].addresses[0]
    assert event["organizer"] == f"mailto:{sender.addr_spec}"
    assert sender.display_name == event["organizer"].params["CN"] == "#UsGuys (Tribemeet)"
    assert sender.username.startswith("rsvp+")
    assert len(sender.username) <= 64


def test_nobody_elses_address_is_anywhere_in_the_mail(hope, ben, cleo, meetup, answer, mails_to):
    answer(cleo, meetup)
    answer(ben, meetup)
    mails = [*mails_to(ben), *mails_to(cleo), *mails_to(hope)]
    assert mails
    for mail in mails:
        parts = [part.get_payload(decode=True) or b"" for part in mail.message.walk()]
        raw = mail.raw + b"".join(parts)
        others = {member.email for member in (hope, ben, cleo)} - set(mail.recipients)
        assert not [address for address in others if address.encode() in raw]


def test_who_waits_is_told_their_number_and_gets_no_entry(ben, cleo, meetup, answer, mail_to):
    answer(cleo, meetup, guests=1)
    answer(ben, meetup)
    mail = mail_to(ben)
    assert mail.message["Subject"].startswith("You're number 1 in line: Cocktails in New York, ")
    assert calendars_in(mail) == []
    assert "every seat is taken right now" in text_of(mail)


def test_a_freed_seat_brings_the_invite_to_the_next_in_line(ben, cleo, meetup, answer, mail_to, mails_to):
    answer(cleo, meetup, guests=1)
    answer(ben, meetup)
    mail_to(ben)
    answer(cleo, meetup, "declined")
    mail = mail_to(ben)
    assert mail.message["Subject"].startswith("You got a place: ")
    assert event_in(mail)[0] == "REQUEST"


def test_who_gives_their_seat_back_loses_the_entry_and_nobody_elses_changes(
    ben, meetup, answer, mail_to, mails_to
):
    answer(ben, meetup)
    _, invite = event_in(mail_to(ben))
    answer(ben, meetup, "declined")
    mail = mail_to(ben)
    method, event = event_in(mail)
    assert mail.message["Subject"].startswith("You're not going: ")
    assert (method, event["uid"], event["sequence"]) == ("CANCEL", invite["uid"], 1)
    assert "status" not in event


def test_who_never_had_an_entry_is_not_mailed_for_declining(ben, meetup, answer, mails_to):
    answer(ben, meetup, "declined")
    assert mails_to(ben) == []


def test_a_seat_given_back_before_the_invite_was_sent_leaves_no_mail(ben, meetup, answer, mails_to):
    answer(ben, meetup)
    answer(ben, meetup, "declined")
    assert mails_to(ben) == []


def test_who_comes_back_gets_the_same_entry_again(ben, meetup, answer, mail_to):
    answer(ben, meetup)
    _, first = event_in(mail_to(ben))
    answer(ben, meetup, "declined")
    mail_to(ben)
    answer(ben, meetup)
    method, again = event_in(mail_to(ben))
    assert (method, again["uid"], again["sequence"]) == ("REQUEST", first["uid"], 2)


def test_a_move_says_was_and_now_and_asks_again(hope, ben, meetup, answer, mail_to):
    answer(ben, meetup)
    mail_to(ben)
    later = EVENING + timedelta(days=1)
    actions.move(meetup, by=hope, local_start=later, local_end=later + timedelta(hours=2))
    mail = mail_to(ben)
    method, event = event_in(mail)
    assert mail.message["Subject"].startswith("New time: Cocktails in New York, now ")
    assert (method, event["sequence"]) == ("REQUEST", 1)
    assert event["attendee"].params["PARTSTAT"] == "NEEDS-ACTION"
    assert event["attendee"].params["RSVP"] == "TRUE"
    assert "Still coming?" in text_of(mail)
    assert "  was: " in text_of(mail)
    assert "Where\n" not in text_of(mail)


def test_a_new_title_brings_the_entry_up_to_date_and_asks_nothing(hope, ben, meetup, answer, mail_to):
    answer(ben, meetup)
    mail_to(ben)
    actions.edit(meetup, by=hope, title="Cocktails & Snacks")
    mail = mail_to(ben)
    _, event = event_in(mail)
    assert event["summary"] == "Cocktails & Snacks"
    assert event["sequence"] == 0
    assert event["attendee"].params["PARTSTAT"] == "ACCEPTED"
    assert "was: Cocktails in New York" in text_of(mail)
    assert "Cocktails &amp; Snacks" in html_of(mail)


def test_two_quick_edits_make_one_mail(hope, ben, meetup, answer, mail_to):
    answer(ben, meetup)
    mail_to(ben)
    actions.edit(meetup, by=hope, title="Cocktails")
    actions.edit(meetup, by=hope, title="Cocktails at last")
    assert "now: Cocktails at last" in text_of(mail_to(ben))


def test_an_edit_taken_back_is_no_mail(hope, ben, meetup, answer, mail_to, mails_to):
    answer(ben, meetup)
    mail_to(ben)
    actions.edit(meetup, by=hope, title="Oops")
    actions.edit(meetup, by=hope, title=meetup.title)
    assert mails_to(ben) == []


def test_a_move_reaches_those_who_wait_without_an_entry(hope, ben, cleo, meetup, answer, mail_to):
    answer(cleo, meetup, guests=1)
    answer(ben, meetup)
    mail_to(ben)
    later = EVENING + timedelta(days=1)
    actions.move(meetup, by=hope, local_start=later, local_end=later + timedelta(hours=2))
    mail = mail_to(ben)
    assert mail.message["Subject"].startswith("Moved: ")
    assert f"was: {EVENING:%a} {EVENING.day} {EVENING:%b} 19:00" in words_of(mail)
    assert calendars_in(mail) == []
    actions.edit(meetup, by=hope, place="Elsewhere")
    assert "was:" not in words_of(mail_to(ben))


def test_a_cancelled_meetup_goes_out_of_the_calendar_with_its_reason(hope, ben, meetup, answer, mail_to):
    answer(ben, meetup)
    _, invite = event_in(mail_to(ben))
    actions.cancel(meetup, by=hope, reason="The bar is flooded")
    mail = mail_to(ben)
    method, event = event_in(mail)
    assert mail.message["Subject"].startswith("Cancelled: ")
    assert (method, event["status"], event["uid"]) == ("CANCEL", "CANCELLED", invite["uid"])
    assert event["sequence"] > invite["sequence"]
    assert '"The bar is flooded"' in text_of(mail)
    assert "Hope called this meetup off" in text_of(mail)


def test_the_host_reads_no_news_about_themselves(hope, meetup, mail_to):
    mail_to(hope)
    actions.cancel(meetup, by=hope, reason="")
    assert "Hope, your meetup is called off." in text_of(mail_to(hope))


def test_a_meetup_cancelled_before_its_invite_went_out_sends_no_invite(hope, ben, meetup, answer, mail_to):
    answer(ben, meetup)
    actions.cancel(meetup, by=hope, reason="")
    mail = mail_to(ben)
    assert mail.message["Subject"].startswith("Cancelled: ")
    assert calendars_in(mail) == []


def test_who_is_taken_off_the_list_hears_it_and_loses_the_entry(hope, ben, meetup, answer, mail_to):
    rsvp = answer(ben, meetup)
    mail_to(ben)
    actions.remove(rsvp, by=hope)
    mail = mail_to(ben)
    method, event = event_in(mail)
    assert mail.message["Subject"].startswith("You're off the list: ")
    assert (method, "status" in event) == ("CANCEL", False)


def test_the_exact_address_is_mailed_only_to_those_who_may_see_it(ben, cleo, propose, answer, mail_to):
    hidden = propose(capacity=2, address="12 Water Street", address_shown_to="going")
    answer(ben, hidden)
    answer(cleo, hidden)
    inside, waiting = mail_to(ben), mail_to(cleo)
    assert "12 Water Street" in text_of(inside)
    assert "12 Water Street" in event_in(inside)[1]["location"]
    assert "12 Water Street" not in text_of(waiting)


def test_readers_elsewhere_are_told_their_own_time_as_well(ben, cleo, meetup, answer, mail_to):
    answer(ben, meetup)
    answer(cleo, meetup)
    assert "for you (Berlin)" in text_of(mail_to(ben))
    assert "for you" not in text_of(mail_to(cleo))
