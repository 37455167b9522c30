"""Answering: seats, the line, and what each change promises."""

import pytest
from django.db import IntegrityError, transaction

from events import actions
from events.errors import Closed, NoRoom, Removed, TooManyGuests
from events.facts import free_seats_in_the_tribe
from events.models import Event, Invite, Rsvp
from members import actions as members_actions
from tests.cast import EVENING
from tribemeet.errors import NotAllowed
from tribemeet.outbox.models import Message
from tribemeet.outbox.registry import Moot


def status_of(member, event):
    return event.rsvps.get(member=member).status


def counted(event):
    """Seats by the rows, which the counter on the event has to agree with."""
    event.refresh_from_db()
    rows = sum(rsvp.seats for rsvp in event.rsvps.going())
    assert event.seats_taken == rows
    return rows


def kinds(member):
    rsvps = set(Rsvp.objects.filter(member=member).values_list("pk", flat=True))
    return [m.kind for m in Message.objects.order_by("pk") if m.payload.get("rsvp_id") in rsvps]


def test_the_host_is_going_and_holds_an_invite(propose, hope):
    event = propose()
    assert (status_of(hope, event), counted(event)) == ("going", 1)
    assert Invite.objects.get(event=event, member=hope).sequence == 0


def test_going_takes_a_seat_for_each_of_the_party(propose, ann, answer):
    event = propose(capacity=4, guests_each=2)
    assert answer(ann, event, guests=2).status == "going"
    assert counted(event) == 4


def test_more_guests_than_allowed_are_refused_and_nothing_is_written(propose, ann, answer):
    event = propose(guests_each=1)
    with pytest.raises(TooManyGuests) as refused:
        answer(ann, event, guests=2)
    assert "1 at most" in refused.value.fields["guests"]
    assert not event.rsvps.filter(member=ann).exists()


def test_guests_of_a_maybe_are_held_against_the_limit_of_today(propose, hope, ann, answer):
    event = propose(guests_each=5)
    answer(ann, event, "maybe", guests=5)
    actions.edit(event, by=hope, guests_each=0)
    with pytest.raises(TooManyGuests):
        answer(ann, event, guests=5)


def test_guests_let_in_before_a_stricter_limit_stay(propose, hope, ann, answer):
    event = propose(guests_each=2)
    answer(ann, event, guests=2)
    event = actions.edit(event, by=hope, guests_each=0, place="Elsewhere")
    assert answer(ann, event, guests=2).seats == 3


def test_when_seats_are_out_one_waits_in_line_in_order(propose, ann, ben, cleo, answer):
    event = propose(capacity=2)
    answer(ann, event)
    assert [answer(member, event).position for member in (ben, cleo)] == [1, 2]
    assert counted(event) == 2


def test_seat_given_back_goes_to_first_in_line(propose, ann, ben, cleo, answer):
    event = propose(capacity=2)
    for member in (ann, ben, cleo):
        answer(member, event)
    answer(ann, event, "declined")
    assert [status_of(member, event) for member in (ann, ben, cleo)] == ["declined", "going", "waitlisted"]
    assert kinds(ben) == ["rsvp_settled", "rsvp_promoted"]


def test_a_party_that_does_not_fit_lets_the_next_one_pass_and_keeps_its_place(
    propose, ann, ben, cleo, join, answer
):
    event, dan = propose(capacity=2, guests_each=1), join("Dan")
    answer(ann, event)
    answer(ben, event, guests=1)
    answer(cleo, event)
    answer(ann, event, "declined")
    assert [status_of(member, event) for member in (ben, cleo)] == ["waitlisted", "going"]
    assert event.rsvps.get(member=ben).position == 1
    assert answer(dan, event).position == 2


def test_the_same_answer_again_changes_and_promises_nothing(propose, ann, answer):
    event = propose()
    answer(ann, event)
    before = Event.objects.values().get(), Message.objects.count()
    answer(ann, event)
    assert (Event.objects.values().get(), Message.objects.count()) == before


def test_waiting_and_answering_going_again_keeps_the_place_in_line(propose, ann, ben, cleo, answer):
    event = propose(capacity=2)
    for member in (ann, ben, cleo):
        answer(member, event)
    assert answer(ben, event).position == 1


def test_a_smaller_party_in_line_gets_the_seat_that_fits_it(propose, ann, ben, answer):
    event = propose(capacity=3, guests_each=1)
    answer(ann, event)
    assert answer(ben, event, guests=1).status == "waitlisted"
    assert answer(ben, event, guests=0).status == "going"
    assert counted(event) == 3


def test_fewer_guests_free_seats_for_the_line(propose, ann, ben, answer):
    event = propose(capacity=3, guests_each=1)
    answer(ann, event, guests=1)
    answer(ben, event)
    answer(ann, event, guests=0)
    assert status_of(ben, event) == "going"


def test_more_guests_than_fit_are_refused_and_the_seat_stays(propose, ann, ben, answer):
    event = propose(capacity=3, guests_each=1)
    answer(ann, event)
    answer(ben, event)
    with pytest.raises(NoRoom):
        answer(ann, event, guests=1)
    assert (status_of(ann, event), counted(event)) == ("going", 3)


@pytest.mark.parametrize("answer_given", ["maybe", "declined"])
def test_maybe_and_no_hold_no_seat(propose, ann, answer, answer_given):
    event = propose(capacity=2)
    answer(ann, event)
    answer(ann, event, answer_given)
    assert counted(event) == 1
    assert not Invite.objects.get(event=event, member=ann).stands()


def test_coming_back_keeps_the_uid_and_raises_the_sequence(propose, ann, answer):
    event = propose()
    answer(ann, event)
    first = Invite.objects.get(event=event, member=ann)
    answer(ann, event, "declined")
    answer(ann, event)
    again = Invite.objects.get(event=event, member=ann)
    assert (again.uid, again.sequence, again.stands()) == (first.uid, first.sequence + 2, True)


def test_leaving_without_an_answer_does_nothing(propose, ann):
    event = propose()
    actions.leave(event, member=ann)
    assert not event.rsvps.filter(member=ann).exists()


def test_a_removed_member_gives_the_seat_back_and_cannot_answer_again(propose, hope, ann, ben, answer):
    event = propose(capacity=2)
    rsvp = answer(ann, event)
    answer(ben, event)
    actions.remove(rsvp, by=hope)
    assert [status_of(member, event) for member in (ann, ben)] == ["removed", "going"]
    with pytest.raises(Removed):
        answer(ann, event)


def test_only_hosts_remove(propose, ann, ben, answer):
    rsvp = answer(ann, propose())
    with pytest.raises(NotAllowed):
        actions.remove(rsvp, by=ben)


def test_once_it_has_begun_nobody_answers(propose, ann, answer, time_machine):
    event = propose()
    time_machine.move_to(event.starts_at)
    with pytest.raises(Closed):
        answer(ann, event)


def test_leaving_the_tribe_gives_future_seats_back(propose, tribe, ann, ben, answer):
    event = propose(capacity=2)
    answer(ann, event)
    answer(ben, event)
    actions.give_back_seats(tribe, member=ann)
    assert [status_of(member, event) for member in (ann, ben)] == ["declined", "going"]


def test_who_left_and_came_back_keeps_the_new_seat(propose, tribe, ann, answer):
    event = propose(capacity=5)
    members_actions.leave(tribe, member=ann)
    members_actions.join(tribe, member=ann)
    answer(ann, event)
    with pytest.raises(Moot):
        free_seats_in_the_tribe(Message.objects.get(kind="membership_ended"))
    assert status_of(ann, event) == "going"


def test_the_database_itself_refuses_to_oversell(propose):
    event = propose(capacity=2)
    with pytest.raises(IntegrityError, match="event_is_never_oversold"), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(seats_taken=3)


def test_a_lower_capacity_throws_nobody_out_and_lets_nobody_in(propose, hope, ann, ben, cleo, answer):
    event = propose(capacity=4)
    for member in (ann, ben):
        answer(member, event)
    event = actions.edit(event, by=hope, capacity=1)
    assert counted(event) == 3
    assert answer(cleo, event).status == "waitlisted"
    answer(ann, event, "declined")
    assert (counted(event), status_of(cleo, event)) == (2, "waitlisted")


def test_a_higher_capacity_serves_the_line(propose, hope, ann, ben, answer):
    event = propose(capacity=2)
    for member in (ann, ben):
        answer(member, event)
    actions.edit(event, by=hope, capacity=3)
    assert status_of(ben, event) == "going"


def test_an_answer_to_the_old_time_counts_and_is_outdated(propose, hope, ann, answer):
    event = propose()
    answer(ann, event)
    event = actions.move(event, by=hope, local_start=EVENING.replace(hour=20))
    rsvp = event.rsvps.get(member=ann)
    assert (rsvp.status, rsvp.outdated(event), counted(event)) == ("going", True, 2)
    assert not event.rsvps.get(member=hope).outdated(event)
    assert not answer(ann, event).outdated(event)
