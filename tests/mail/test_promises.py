"""What becomes of a promise: told once, told the same again, or moot."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from events import actions
from events.models import Invite, Rsvp
from tests.cast import EVENING
from tribemeet.outbox import worker
from tribemeet.outbox.models import Message

from .reading import calendars_in, event_in, text_of


def test_a_repeat_after_a_crash_is_the_same_mail(ben, meetup, answer, mail_to, smtp):
    answer(ben, meetup)
    first = mail_to(ben)
    # The worker died after handing the mail over and before writing it down.
    Message.objects.update(state=Message.State.WAITING, settled_at=None)
    with time_machine.travel(timedelta(minutes=2)):
        second = mail_to(ben)
    assert first.message["Message-ID"] == second.message["Message-ID"]
    assert event_in(first)[1].to_ical() == event_in(second)[1].to_ical()


def test_mails_about_one_meetup_form_one_thread(hope, ben, meetup, answer, mail_to):
    answer(ben, meetup)
    first = mail_to(ben)
    actions.cancel(meetup, by=hope, reason="")
    second = mail_to(ben)
    assert first.message["References"] == second.message["References"] != ""
    assert first.message["Message-ID"] != second.message["Message-ID"]


def test_a_closed_account_is_mailed_nothing(ben, meetup, answer, mails_to):
    answer(ben, meetup)
    type(ben).objects.filter(pk=ben.pk).update(is_active=False)
    assert mails_to(ben) == []


def test_no_invite_is_sent_for_a_meetup_that_has_begun(ben, meetup, answer, mails_to):
    answer(ben, meetup)
    with time_machine.travel(meetup.starts_at + timedelta(minutes=1)):
        Message.objects.update(expires_at=meetup.starts_at + timedelta(days=1))
        assert mails_to(ben) == []
    assert Message.objects.get(payload__rsvp_id=Rsvp.objects.get(member=ben).pk).state == Message.State.MOOT


def test_the_sequence_never_falls_whatever_happens(hope, ben, meetup, answer, mails_to):
    numbers = []
    for number, step in enumerate(("going", "declined", "move", "going", "move", "maybe", "going")):
        if step == "move":
            start = EVENING + timedelta(days=number)
            actions.move(meetup, by=hope, local_start=start, local_end=start + timedelta(hours=1))
        else:
            answer(ben, meetup, step)
        numbers += [event_in(mail)[1]["sequence"] for mail in mails_to(ben) if calendars_in(mail)]
    assert numbers == sorted(numbers)
    assert len(numbers) >= 5
    assert Invite.objects.get(member=ben).sequence == numbers[-1]


def test_an_invite_that_may_have_arrived_is_taken_back(ben, meetup, answer, mails_to, settings):
    answer(ben, meetup)
    # Nobody can tell a worker that died before the mail server heard it from one that died right after.
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    assert mails_to(ben) == []
    settings.EMAIL_PORT = port
    answer(ben, meetup, "declined")
    (mail,) = mails_to(ben)
    assert event_in(mail)[0] == "CANCEL"


def test_the_reminder_says_tomorrow_and_how_to_give_the_seat_back(ben, meetup, answer, mail_to):
    answer(ben, meetup, guests=1)
    mail_to(ben)
    with time_machine.travel(meetup.starts_at - timedelta(hours=24)):
        actions.remind(timezone.now())
        mail = mail_to(ben)
    assert mail.message["Subject"] == "Tomorrow 19:00: Cocktails in New York"
    assert "you're going with 1 guest, 3 in all" in text_of(mail)
    assert "Give back your seat" in text_of(mail)
    assert calendars_in(mail) == []


def test_nobody_is_reminded_of_what_they_left_or_of_what_moved_away(
    hope, ben, cleo, meetup, answer, mails_to
):
    answer(ben, meetup)
    answer(cleo, meetup)
    with time_machine.travel(meetup.starts_at - timedelta(hours=24)):
        actions.remind(timezone.now())
        answer(ben, meetup, "declined")
        actions.move(meetup, by=hope, local_start=EVENING + timedelta(days=7))
        subjects = [mail.message["Subject"] for mail in mails_to(ben) + mails_to(cleo)]
    assert not [subject for subject in subjects if subject.startswith("Tomorrow")]


@pytest.mark.parametrize("kind", ["rsvp_settled", "reminder_due", "event_changed"])
def test_a_promise_about_an_answer_that_is_gone_is_moot(kind, ben, meetup, answer, mails_to):
    rsvp = answer(ben, meetup)
    mails_to(ben)
    Message.objects.update(kind=kind, state=Message.State.WAITING, settled_at=None)
    rsvp.delete()
    worker.keep_due()
    assert set(
        Message.objects.filter(kind=kind, payload__rsvp_id=rsvp.pk).values_list("state", flat=True)
    ) <= {Message.State.MOOT}


def test_a_retreat_just_before_it_is_called_off_still_takes_the_entry_back(
    hope, ben, cleo, meetup, answer, mails_to
):
    rsvps = [answer(member, meetup) for member in (ben, cleo)]
    first = [mails_to(member) for member in (ben, cleo)]
    answer(ben, meetup, "declined")
    actions.remove(rsvps[1], by=hope)
    actions.cancel(meetup, by=hope, reason="")
    for member, (invite,) in zip((ben, cleo), first, strict=True):
        (mail,) = mails_to(member)
        method, entry = event_in(mail)
        assert (method, entry["uid"], entry["status"]) == ("CANCEL", event_in(invite)[1]["uid"], "CANCELLED")


def test_going_gone_and_going_again_before_the_worker_turns_is_one_mail(ben, meetup, answer, mails_to):
    for step in ("going", "declined", "going"):
        answer(ben, meetup, step)
    (mail,) = mails_to(ben)
    assert event_in(mail)[0] == "REQUEST"


def test_waiting_and_promoted_before_the_worker_turns_is_one_mail(ben, cleo, meetup, answer, mails_to):
    answer(cleo, meetup, guests=1)
    answer(ben, meetup)
    answer(cleo, meetup, "declined")
    (mail,) = mails_to(ben)
    assert mail.message["Subject"].startswith("You got a place")


def test_who_said_maybe_hears_of_one_move_once(hope, ben, meetup, answer, mails_to):
    answer(ben, meetup, "maybe")
    later = EVENING + timedelta(hours=1)
    actions.change(meetup, by=hope, local_start=later, area="Midtown")
    actions.edit(meetup, by=hope, description="Bring a scarf.")
    assert len(mails_to(ben)) == 1
    actions.edit(meetup, by=hope, description="Bring two.")
    assert mails_to(ben) == []


def test_two_moves_before_the_worker_turns_are_one_mail(hope, ben, meetup, answer, mails_to):
    answer(ben, meetup)
    mails_to(ben)
    for hours in (1, 2):
        actions.move(meetup, by=hope, local_start=EVENING + timedelta(hours=hours))
    (mail,) = mails_to(ben)
    assert event_in(mail)[1]["sequence"] == 2


def test_who_goes_over_to_maybe_is_not_told_that_they_are_not_going(ben, meetup, answer, mails_to):
    answer(ben, meetup)
    mails_to(ben)
    answer(ben, meetup, "maybe")
    (mail,) = mails_to(ben)
    assert mail.message["Subject"].startswith("You said maybe: Cocktails in New York")
    assert event_in(mail)[0] == "CANCEL"
