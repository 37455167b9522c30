"""Answering without an account: what is held, for how long, and that nobody learns whose an address is."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from events import actions
from events.errors import AnswersClosed, BadReply, Closed, NoMaybe, NotYetOpen, Removed, TooManyGuests
from events.models import Rsvp
from events.policies import attendees_visible_to
from members.errors import TooManyMails
from members.models import Member
from tests.cast import make
from tribemeet.errors import Invalid
from tribemeet.outbox.models import Message

pytestmark = pytest.mark.django_db

ANA = "ana@example.org"
HALF_AN_HOUR = timedelta(minutes=30)


@pytest.fixture
def ask():
    def asked(event, email=ANA, **more):
        return actions.ask_for_seat(event, **{"name": "Ana", "email": email} | more)

    return asked


def guest(email=ANA):
    return Member.objects.get(email=email)


def status(event, email=ANA):
    return event.rsvps.get(member__email=email).status


def taken(event):
    event.refresh_from_db()
    rows = event.rsvps.filter(status__in=("going", "unconfirmed", "offered"), queue_ticket=None)
    assert event.seats_taken == sum(rsvp.seats for rsvp in rows)
    return event.seats_taken


def mails_asked():
    return Message.objects.filter(kind="guest_asked")


def promised_to(email=ANA):
    pk = Rsvp.objects.get(member__email=email).pk
    return list(Message.objects.filter(payload__rsvp_id=pk).order_by("pk").values_list("kind", flat=True))


def test_a_seat_is_held_for_half_an_hour_and_one_mail_promised(propose, ask):
    event = propose(capacity=3, guests_each=1)
    with time_machine.travel(timezone.now(), tick=False):
        until = ask(event, guests=1, guest_names=["Bo"])
        assert until == timezone.now() + HALF_AN_HOUR
    rsvp = event.rsvps.get(member__email=ANA)
    assert (rsvp.status, rsvp.guest_names, taken(event)) == ("unconfirmed", ["Bo"], 3)
    assert mails_asked().count() == 1
    assert guest().is_guest


def test_confirmed_it_is_a_seat_like_any_other_and_no_mail_leaves(propose, ask):
    event = propose(capacity=2)
    ask(event)
    rsvp = actions.confirm(event, member=guest())
    assert (rsvp.status, rsvp.via, rsvp.held_until, taken(event)) == ("going", "mail", None, 2)
    assert promised_to() == ["event_changed"]  # which ends as moot: see the mails
    assert actions.confirm(event, member=guest()).pk == rsvp.pk
    assert promised_to() == ["event_changed"]


def test_without_a_seat_a_place_in_line_is_kept_and_is_theirs_once_confirmed(propose, ask, ann, ben, answer):
    event = propose(capacity=2)
    answer(ann, event)
    ask(event)
    answer(ben, event)
    assert (status(event), taken(event)) == ("unconfirmed", 2)
    assert actions.confirm(event, member=guest()).position == 1
    actions.leave(event, member=ann)
    assert status(event) == "going"


def test_a_seat_that_came_free_meanwhile_is_theirs_at_once(propose, ask, ann, answer):
    event = propose(capacity=2)
    answer(ann, event)
    ask(event)
    actions.leave(event, member=ann)
    assert actions.confirm(event, member=guest()).status == "going"
    assert promised_to() == ["rsvp_promoted"]


def test_what_nobody_proved_goes_to_the_line_and_no_mail_to_the_address(propose, ask, ben, answer):
    event = propose(capacity=2)
    ask(event)
    answer(ben, event)
    assert actions.look(timezone.now() + HALF_AN_HOUR + timedelta(seconds=1)) == 1
    assert (status(event), status(event, ben.email), taken(event)) == ("released", "going", 2)
    assert promised_to() == []


def test_confirmed_too_late_they_answer_as_anybody_would(propose, ask, ben, answer):
    event = propose(capacity=2)
    ask(event)
    answer(ben, event)
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        assert actions.confirm(event, member=guest()).status == "waitlisted"
    assert (status(event, ben.email), taken(event)) == ("going", 2)


def test_confirmed_too_late_with_room_left_they_have_their_party_all_the_same(propose, ask):
    event = propose(capacity=3, guests_each=1)
    ask(event, guests=1)
    late = timezone.now() + timedelta(minutes=31)
    actions.look(late)
    assert taken(event) == 1
    with time_machine.travel(late):
        assert actions.confirm(event, member=guest()).status == "going"
    assert (taken(event), promised_to()) == (3, ["rsvp_settled"])


def test_where_hosts_say_yes_first_they_are_asked_once_it_is_proved(propose, ask, hope):
    event = propose(capacity=3, by_approval=True)
    ask(event)
    assert (taken(event), Message.objects.filter(kind="approval_asked").count()) == (1, 0)
    rsvp = actions.confirm(event, member=guest())
    assert rsvp.status == "pending"
    assert promised_to() == ["approval_asked"]
    assert actions.approve(rsvp, by=hope).status == "going"


@pytest.mark.parametrize("said", ["maybe", "declined"])
def test_a_maybe_or_a_no_is_written_down_once_it_is_proved(propose, ask, said):
    event = propose(capacity=2)
    ask(event, answer=said)
    assert not event.rsvps.filter(member__email=ANA).exists()
    assert mails_asked().get().payload["answer"] == said


@pytest.mark.parametrize("stands", ["going", "maybe"])
def test_an_answer_that_stands_is_not_touched_by_who_types_the_address(propose, ask, ann, answer, stands):
    event = propose(capacity=3, guests_each=2)
    before = Rsvp.objects.filter(pk=answer(ann, event, stands, guests=1).pk).values()[0]
    ask(event, ann.email, guests=2)
    assert event.rsvps.filter(member=ann).values().get() == before
    assert mails_asked().count() == 1


def test_who_was_taken_off_and_whose_account_is_closed_holds_nothing_and_hears_nothing(
    propose, ask, hope, ann, ben, answer
):
    event = propose(capacity=5)
    actions.remove(answer(ann, event), by=hope)
    Member.objects.filter(pk=ben.pk).update(is_active=False)
    for email in (ann.email, ben.email):
        assert ask(event, email) > timezone.now()
    assert (taken(event), mails_asked().count()) == (1, 0)
    with pytest.raises(Removed):
        actions.confirm(event, member=ann)


def test_a_member_who_is_not_signed_in_confirms_by_mail_and_keeps_their_name(propose, ask, ann):
    event = propose()
    ask(event, "ANN@example.org", name="Rude name")
    assert actions.confirm(event, member=ann).member.name == "Ann"
    assert Member.objects.count() == 2


def test_a_second_press_changes_nothing_and_mails_nothing_but_send_again_does(propose, ask):
    event = propose(capacity=5, guests_each=2)
    ask(event)
    held = event.rsvps.get(member__email=ANA).held_until
    ask(event, guests=2)
    assert (mails_asked().count(), taken(event)) == (1, 2)
    ask(event, again=True)
    assert mails_asked().count() == 2
    assert event.rsvps.get(member__email=ANA).held_until == held


def test_the_fourth_mail_in_an_hour_is_refused_whoever_is_behind_the_address(propose, ask, hope, ann, answer):
    event = propose(capacity=5)
    actions.remove(answer(ann, event), by=hope)
    for email in (ANA, ann.email, hope.email):
        for _ in range(3):
            ask(event, email)
        with pytest.raises(TooManyMails):
            ask(event, email)
        with pytest.raises(TooManyMails):
            ask(propose(), email)


def test_rules_hold_for_everybody_alike_before_anybody_is_looked_up(propose, ask, hope):
    now = timezone.now()
    rows = {"key": "q1", "text": "Fish?", "kind": "yes_no", "required": True}
    refused = [
        (NotYetOpen, propose(answers_open_at=now + HALF_AN_HOUR), {}),
        (AnswersClosed, propose(answers_close_at=now - HALF_AN_HOUR), {}),
        (NoMaybe, propose(maybe_allowed=False), {"answer": "maybe"}),
        (TooManyGuests, propose(guests_each=1), {"guests": 2}),
        (BadReply, propose(questions=[rows]), {}),
        (Invalid, propose(), {"name": "https://evil.example"}),
        (Invalid, propose(), {"email": "no address"}),
        (Closed, actions.cancel(propose(), by=hope), {}),
    ]
    for error, event, more in refused:
        for email in (ANA, hope.email):
            with pytest.raises(error):
                ask(event, **{"email": email} | more)
    assert not Member.objects.filter(is_guest=True).exists()
    assert not mails_asked().exists()


def test_what_hosts_ask_is_kept_until_it_is_confirmed(propose, ask):
    event = propose(questions=[{"key": "q1", "text": "Fish?", "kind": "yes_no", "required": True}])
    ask(event, replies={"q1": "yes"})
    assert actions.confirm(event, member=guest()).replies == {"q1": "yes"}


def test_a_hold_ends_when_the_meetup_begins(propose, ask):
    event = propose()
    with time_machine.travel(event.starts_at - timedelta(minutes=10), tick=False):
        assert ask(event) == event.starts_at
    with time_machine.travel(event.starts_at), pytest.raises(Closed):
        actions.confirm(event, member=guest())


def test_called_off_meanwhile_nothing_can_be_confirmed_and_nobody_unproved_is_told(propose, ask, hope):
    event = propose()
    ask(event)
    actions.cancel(event, by=hope)
    with pytest.raises(Closed):
        actions.confirm(event, member=guest())
    assert promised_to() == []


def test_others_read_of_a_guest_once_they_are_proved(propose, ask, ann):
    event = propose()
    ask(event)
    assert not attendees_visible_to(ann, event).filter(member__email=ANA).exists()
    actions.confirm(event, member=guest())
    assert attendees_visible_to(None, event).filter(member__email=ANA).exists()


def test_who_says_no_by_the_link_gives_back_what_was_held_and_their_entry_too(propose, ask):
    event = propose(capacity=2)
    ask(event)
    actions.respond(event, member=guest(), answer="declined", via="mail")
    assert (status(event), taken(event), promised_to()) == ("declined", 1, ["rsvp_given_back"])


def test_held_for_them_a_host_may_add_them_or_take_them_off(propose, ask, hope):
    event = propose(capacity=2)
    ask(event)
    assert actions.add(event, by=hope, member=guest()).status == "going"
    other = propose(capacity=2)
    ask(other)
    actions.remove(other.rsvps.get(member__email=ANA), by=hope)
    assert (taken(event), taken(other)) == (2, 1)
    assert mails_asked().count() == 2


def test_somebody_who_had_said_no_may_ask_anew(propose, ask, ann, answer):
    event = propose(capacity=2)
    answer(ann, event, "declined")
    ask(event, ann.email)
    assert actions.confirm(event, member=ann).status == "going"


def test_first_timers_seats_are_kept_for_those_who_have_not_been(propose, ask):
    event = propose(capacity=3, first_timer_seats=2)
    ask(event)
    assert (status(event), taken(event)) == ("unconfirmed", 2)
    assert event.rsvps.get(member__email=ANA).first_timer


def test_a_member_of_no_tribe_can_be_behind_the_address_too(propose, ask):
    event = propose()
    someone = make("Someone")
    ask(event, someone.email)
    assert actions.confirm(event, member=someone).status == "going"


def test_an_address_that_nobody_proved_is_forgotten_when_all_it_was_typed_for_is_over(propose, ask, hope):
    event = propose()
    ask(event)
    ask(event, "proved@example.org")
    actions.confirm(event, member=guest("proved@example.org"))
    actions.look(timezone.now() + HALF_AN_HOUR * 2)
    assert actions.forget_guests(event.ends_at - timedelta(hours=1)) == 0
    assert actions.forget_guests(event.ends_at + timedelta(hours=1)) == 0  # not old enough
    assert actions.forget_guests(event.ends_at + timedelta(days=60)) == 1
    assert set(Member.objects.filter(is_guest=True).values_list("email", flat=True)) == {"proved@example.org"}
