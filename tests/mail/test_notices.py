"""From an answer on a page to what lies in the mailbox."""

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from icalendar import Calendar

from events import actions
from events.models import Invite, Rsvp
from tribemeet.outbox import worker
from tribemeet.outbox.models import Message
from tribemeet.outbox.post import post

from .conftest import EVENING
from .reading import calendars_in, html_of, text_of


def event_in(delivery):
    inline, attached = calendars_in(delivery)
    assert inline.get_payload(decode=True) == attached.get_payload(decode=True)
    calendar = Calendar.from_ical(inline.get_payload(decode=True))
    assert inline["Content-Type"].params["method"] == calendar["method"]
    (event,) = calendar.walk("VEVENT")
    return calendar["method"], event


def test_who_answers_going_gets_an_invite_filed_as_accepted(bob, meetup, answer, mail_to):
    answer(bob, meetup)
    mail = mail_to(bob)
    method, event = event_in(mail)
    assert mail.message["Subject"].startswith("You're going: Cocktails in New York, ")
    assert (method, event["sequence"], event["status"]) == ("REQUEST", 0, "CONFIRMED")
    assert event["attendee"].params["PARTSTAT"] == "ACCEPTED"
    assert event["attendee"].params["RSVP"] == "FALSE"
    assert event["dtstart"].dt.replace(tzinfo=None) == EVENING


def test_the_invite_has_one_attendee_who_is_the_recipient_and_a_sender_who_is_the_organizer(
    bob, cleo, meetup, answer, mails_to
):
    answer(cleo, meetup)
    answer(bob, meetup)
    (mail,) = mails_to(bob)
    _, event = event_in(mail)
    assert (
        event["attendee"] == f"mailto:{mail.message['To'].addresses[0].addr_spec}" == "mailto:bob@example.org"
    )
    sender = mail.message["From"].addresses[0]
    assert event["organizer"] == f"mailto:{sender.addr_spec}"
    assert sender.display_name == event["organizer"].params["CN"] == "#UsGuys (Tribemeet)"
    assert sender.username.startswith("rsvp+")
    assert len(sender.username) <= 64


def test_nobody_elses_address_is_anywhere_in_the_mail(alice, bob, cleo, meetup, answer, mails_to):
    answer(cleo, meetup)
    answer(bob, meetup)
    mails = [*mails_to(bob), *mails_to(cleo), *mails_to(alice)]
    assert mails
    for mail in mails:
        parts = [part.get_payload(decode=True) or b"" for part in mail.message.walk()]
        raw = mail.raw + b"".join(parts)
        others = {member.email for member in (alice, bob, cleo)} - set(mail.recipients)
        assert not [address for address in others if address.encode() in raw]


def test_who_waits_is_told_their_number_and_gets_no_entry(bob, cleo, meetup, answer, mail_to):
    answer(cleo, meetup, guests=1)
    answer(bob, meetup)
    mail = mail_to(bob)
    assert mail.message["Subject"].startswith("You're number 1 in line: Cocktails in New York, ")
    assert calendars_in(mail) == []
    assert "every seat is taken right now" in text_of(mail)


def test_a_freed_seat_brings_the_invite_to_the_next_in_line(bob, cleo, meetup, answer, mail_to, mails_to):
    answer(cleo, meetup, guests=1)
    answer(bob, meetup)
    mail_to(bob)
    answer(cleo, meetup, "declined")
    mail = mail_to(bob)
    assert mail.message["Subject"].startswith("You got a place: ")
    assert event_in(mail)[0] == "REQUEST"


def test_who_gives_their_seat_back_loses_the_entry_and_nobody_elses_changes(
    bob, meetup, answer, mail_to, mails_to
):
    answer(bob, meetup)
    _, invite = event_in(mail_to(bob))
    answer(bob, meetup, "declined")
    mail = mail_to(bob)
    method, event = event_in(mail)
    assert mail.message["Subject"].startswith("You're not going: ")
    assert (method, event["uid"], event["sequence"]) == ("CANCEL", invite["uid"], 1)
    assert "status" not in event


def test_who_never_had_an_entry_is_not_mailed_for_declining(bob, meetup, answer, mails_to):
    answer(bob, meetup, "declined")
    assert mails_to(bob) == []


def test_a_seat_given_back_before_the_invite_was_sent_leaves_no_mail(bob, meetup, answer, mails_to):
    answer(bob, meetup)
    answer(bob, meetup, "declined")
    assert mails_to(bob) == []


def test_who_comes_back_gets_the_same_entry_again(bob, meetup, answer, mail_to):
    answer(bob, meetup)
    _, first = event_in(mail_to(bob))
    answer(bob, meetup, "declined")
    mail_to(bob)
    answer(bob, meetup)
    method, again = event_in(mail_to(bob))
    assert (method, again["uid"], again["sequence"]) == ("REQUEST", first["uid"], 2)


def test_a_move_says_was_and_now_and_asks_again(alice, bob, meetup, answer, mail_to):
    answer(bob, meetup)
    mail_to(bob)
    later = EVENING + timedelta(days=1)
    actions.move(meetup, by=alice, local_start=later, local_end=later + timedelta(hours=2))
    mail = mail_to(bob)
    method, event = event_in(mail)
    assert mail.message["Subject"].startswith("New time: Cocktails in New York, now ")
    assert (method, event["sequence"]) == ("REQUEST", 1)
    assert event["attendee"].params["PARTSTAT"] == "NEEDS-ACTION"
    assert event["attendee"].params["RSVP"] == "TRUE"
    assert "Still coming?" in text_of(mail)
    assert "  was: " in text_of(mail)
    assert "Where\n" not in text_of(mail)


def test_a_new_title_brings_the_entry_up_to_date_and_asks_nothing(alice, bob, meetup, answer, mail_to):
    answer(bob, meetup)
    mail_to(bob)
    actions.edit(meetup, by=alice, title="Cocktails & Snacks")
    mail = mail_to(bob)
    _, event = event_in(mail)
    assert event["summary"] == "Cocktails & Snacks"
    assert event["sequence"] == 0
    assert event["attendee"].params["PARTSTAT"] == "ACCEPTED"
    assert "was: Cocktails in New York" in text_of(mail)
    assert "Cocktails &amp; Snacks" in html_of(mail)


def test_two_quick_edits_make_one_mail(alice, bob, meetup, answer, mail_to):
    answer(bob, meetup)
    mail_to(bob)
    actions.edit(meetup, by=alice, title="Cocktails")
    actions.edit(meetup, by=alice, title="Cocktails at last")
    assert "now: Cocktails at last" in text_of(mail_to(bob))


def test_an_edit_taken_back_is_no_mail(alice, bob, meetup, answer, mail_to, mails_to):
    answer(bob, meetup)
    mail_to(bob)
    actions.edit(meetup, by=alice, title="Oops")
    actions.edit(meetup, by=alice, title=meetup.title)
    assert mails_to(bob) == []


def test_a_move_reaches_those_who_wait_without_an_entry(alice, bob, cleo, meetup, answer, mail_to):
    answer(cleo, meetup, guests=1)
    answer(bob, meetup)
    mail_to(bob)
    later = EVENING + timedelta(days=1)
    actions.move(meetup, by=alice, local_start=later, local_end=later + timedelta(hours=2))
    mail = mail_to(bob)
    assert mail.message["Subject"].startswith("Moved: ")
    assert calendars_in(mail) == []


def test_a_cancelled_meetup_goes_out_of_the_calendar_with_its_reason(alice, bob, meetup, answer, mail_to):
    answer(bob, meetup)
    _, invite = event_in(mail_to(bob))
    actions.cancel(meetup, by=alice, reason="The bar is flooded")
    mail = mail_to(bob)
    method, event = event_in(mail)
    assert mail.message["Subject"].startswith("Cancelled: ")
    assert (method, event["status"], event["uid"]) == ("CANCEL", "CANCELLED", invite["uid"])
    assert event["sequence"] > invite["sequence"]
    assert '"The bar is flooded"' in text_of(mail)
    assert "Alice called this meetup off" in text_of(mail)


def test_a_meetup_cancelled_before_its_invite_went_out_sends_no_invite(alice, bob, meetup, answer, mail_to):
    answer(bob, meetup)
    actions.cancel(meetup, by=alice, reason="")
    mail = mail_to(bob)
    assert mail.message["Subject"].startswith("Cancelled: ")
    assert calendars_in(mail) == []


def test_who_is_taken_off_the_list_hears_it_and_loses_the_entry(alice, bob, meetup, answer, mail_to):
    rsvp = answer(bob, meetup)
    mail_to(bob)
    actions.remove(rsvp, by=alice)
    mail = mail_to(bob)
    method, event = event_in(mail)
    assert mail.message["Subject"].startswith("You're off the list: ")
    assert (method, "status" in event) == ("CANCEL", False)


def test_the_exact_address_is_mailed_only_to_those_who_may_see_it(bob, cleo, propose, answer, mail_to):
    hidden = propose(capacity=2, address="12 Water Street", address_shown_to="going")
    answer(bob, hidden)
    answer(cleo, hidden)
    inside, waiting = mail_to(bob), mail_to(cleo)
    assert "12 Water Street" in text_of(inside)
    assert "12 Water Street" in event_in(inside)[1]["location"]
    assert "12 Water Street" not in text_of(waiting)


def test_readers_elsewhere_are_told_their_own_time_as_well(bob, cleo, meetup, answer, mail_to):
    answer(bob, meetup)
    answer(cleo, meetup)
    assert "for you (Berlin)" in text_of(mail_to(bob))
    assert "for you" not in text_of(mail_to(cleo))


def test_a_repeat_after_a_crash_is_the_same_mail(bob, meetup, answer, mail_to, smtp):
    answer(bob, meetup)
    first = mail_to(bob)
    # The worker died after handing the mail over and before writing it down.
    Message.objects.update(state=Message.State.WAITING, settled_at=None)
    with time_machine.travel(timedelta(minutes=2)):
        second = mail_to(bob)
    assert first.message["Message-ID"] == second.message["Message-ID"]
    assert event_in(first)[1].to_ical() == event_in(second)[1].to_ical()


def test_mails_about_one_meetup_form_one_thread(alice, bob, meetup, answer, mail_to):
    answer(bob, meetup)
    first = mail_to(bob)
    actions.cancel(meetup, by=alice, reason="")
    second = mail_to(bob)
    assert first.message["References"] == second.message["References"] != ""
    assert first.message["Message-ID"] != second.message["Message-ID"]


def test_a_closed_account_is_mailed_nothing(bob, meetup, answer, mails_to):
    answer(bob, meetup)
    type(bob).objects.filter(pk=bob.pk).update(is_active=False)
    assert mails_to(bob) == []


def test_no_invite_is_sent_for_a_meetup_that_has_begun(bob, meetup, answer, mails_to):
    answer(bob, meetup)
    with time_machine.travel(meetup.starts_at + timedelta(minutes=1)):
        Message.objects.update(expires_at=meetup.starts_at + timedelta(days=1))
        assert mails_to(bob) == []
    assert Message.objects.get(payload__rsvp_id=Rsvp.objects.get(member=bob).pk).state == Message.State.MOOT


def test_the_sequence_never_falls_whatever_happens(alice, bob, meetup, answer, mails_to):
    numbers = []
    for number, step in enumerate(("going", "declined", "move", "going", "move", "maybe", "going")):
        if step == "move":
            start = EVENING + timedelta(days=number)
            actions.move(meetup, by=alice, local_start=start, local_end=start + timedelta(hours=1))
        else:
            answer(bob, meetup, step)
        numbers += [event_in(mail)[1]["sequence"] for mail in mails_to(bob) if calendars_in(mail)]
    assert numbers == sorted(numbers)
    assert len(numbers) >= 5
    assert Invite.objects.get(member=bob).sequence == numbers[-1]


def test_an_invite_that_may_have_arrived_is_taken_back(bob, meetup, answer, mails_to, settings):
    answer(bob, meetup)
    # Nobody can tell a worker that died before the mail server heard it from one that died right after.
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    assert mails_to(bob) == []
    settings.EMAIL_PORT = port
    answer(bob, meetup, "declined")
    (mail,) = mails_to(bob)
    assert event_in(mail)[0] == "CANCEL"


@pytest.fixture
def promise_reminder():
    def promise(rsvp):
        with transaction.atomic():
            post("reminder_due", f"reminder:{rsvp.pk}", rsvp_id=rsvp.pk)

    return promise


def test_the_reminder_says_tomorrow_and_how_to_give_the_seat_back(
    bob, meetup, answer, mail_to, promise_reminder
):
    rsvp = answer(bob, meetup, guests=1)
    mail_to(bob)
    with time_machine.travel(meetup.starts_at - timedelta(hours=24)):
        promise_reminder(rsvp)
        mail = mail_to(bob)
    assert mail.message["Subject"] == "Tomorrow 19:00: Cocktails in New York"
    assert "you're going with 1 guest, 3 in all" in text_of(mail)
    assert "Give back your seat" in text_of(mail)
    assert calendars_in(mail) == []


def test_nobody_is_reminded_of_what_they_left_or_of_what_moved_away(
    alice, bob, cleo, meetup, answer, mails_to, promise_reminder
):
    left, moved = answer(bob, meetup), answer(cleo, meetup)
    answer(bob, meetup, "declined")
    later = EVENING + timedelta(days=7)
    actions.move(meetup, by=alice, local_start=later, local_end=later + timedelta(hours=2))
    mails_to(cleo)
    with time_machine.travel(meetup.starts_at - timedelta(hours=24)):
        promise_reminder(left)
        promise_reminder(moved)
        assert mails_to(bob) + mails_to(cleo) == []


@pytest.mark.parametrize("kind", ["rsvp_settled", "reminder_due", "event_changed"])
def test_a_promise_about_an_answer_that_is_gone_is_moot(kind, bob, meetup, answer, mails_to):
    rsvp = answer(bob, meetup)
    mails_to(bob)
    Message.objects.update(kind=kind, state=Message.State.WAITING, settled_at=None)
    rsvp.delete()
    worker.keep_due()
    assert set(
        Message.objects.filter(kind=kind, payload__rsvp_id=rsvp.pk).values_list("state", flat=True)
    ) <= {Message.State.MOOT}
