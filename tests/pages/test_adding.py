"""Hosts put people on the list: what the page says of it is what happened."""

import pytest

from events import actions
from events.errors import NoRoom
from tribemeet.outbox.models import Message

SO_ALREADY = "That was so already, so nobody gets a mail."


@pytest.fixture
def event(propose):
    return propose(capacity=4, guests_each=2)


@pytest.fixture
def add(browse, hope, event):
    def added(member, guests=""):
        path = f"/events/{event.pk}/hosts/add/"
        return browse(hope).post(path, {"member": member.handle, "guests": guests}, follow=True).text

    return added


def mails(kind):
    return Message.objects.filter(kind=kind).count()


def taken(event):
    event.refresh_from_db()
    return event.seats_taken


def test_who_is_new_on_the_list_gets_a_mail(add, ann, event):
    assert "AnnOrchard: going, with 1 guest. They get a mail." in add(ann, "1")
    assert (mails("rsvp_added"), taken(event)) == (1, 3)


@pytest.mark.parametrize("guests", ["", "0"])
def test_who_is_on_it_already_gets_none(add, ann, event, answer, guests):
    answer(ann, event)
    assert f"AnnOrchard: going. {SO_ALREADY}" in add(ann, guests)
    assert (mails("rsvp_added"), taken(event)) == (0, 2)


def test_guests_stay_where_no_number_is_given(add, ann, event, answer):
    answer(ann, event, guests=2)
    assert f"AnnOrchard: going, with 2 guests. {SO_ALREADY}" in add(ann)
    assert taken(event) == 4


def test_another_number_of_guests_is_written_and_mailed(add, ann, event):
    actions.respond(event, member=ann, answer="going", guests=1, guest_names=["Lou"])
    assert "AnnOrchard: going, with 2 guests. They get a mail." in add(ann, "2")
    assert taken(event) == 4
    assert "AnnOrchard: going. They get a mail." in add(ann, "0")
    rsvp = event.rsvps.get(member=ann)
    assert (mails("rsvp_added"), taken(event), rsvp.guest_names, rsvp.via) == (2, 2, [], "host")


def test_fewer_guests_let_the_line_move(add, ann, ben, event, answer):
    answer(ann, event, guests=2)
    answer(ben, event)
    add(ann, "1")
    assert event.rsvps.get(member=ben).status == "going"


def test_who_waits_keeps_the_place_in_line_with_more_guests(add, ann, ben, cleo, event, answer):
    answer(cleo, event, guests=2)
    answer(ann, event)
    answer(ben, event)
    assert "AnnOrchard: on the waiting list, with 2 guests. They get a mail." in add(ann, "2")
    assert [event.rsvps.get(member=member).position for member in (ann, ben)] == [1, 2]


def test_more_guests_than_there_is_room_for_are_refused(event, hope, ann, ben, answer):
    answer(ann, event)
    answer(ben, event, guests=1)
    with pytest.raises(NoRoom):
        actions.add(event, by=hope, member=ann, guests=1)
    assert event.rsvps.get(member=ann).guests == 0


def test_a_second_yes_says_that_it_was_so_already(browse, hope, ann, propose, answer):
    rsvp = answer(ann, propose(by_approval=True))
    path = f"/events/{rsvp.event_id}/attendees/{rsvp.pk}/approve/"
    first, second = (browse(hope).post(path, follow=True).text for _ in range(2))
    assert "AnnOrchard: going. They get a mail." in first
    assert f"AnnOrchard: going. {SO_ALREADY}" in second
    assert mails("rsvp_approved") == 1


def test_who_asked_with_guests_is_added_with_them(hope, ann, propose, answer):
    event = propose(by_approval=True, guests_each=2)
    answer(ann, event, guests=2)
    assert actions.add(event, by=hope, member=ann).guests == 2
