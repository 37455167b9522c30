"""Whoever types somebody's address changes nothing of their answer: not now, and not when time is up."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from events import actions
from events.models import Rsvp
from events.policies import events_visible_to

from .test_guests import mails_asked, taken

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["declined", "invited"])
def stands(request, propose, hope, ann, answer):
    """Ann's answer, or that she was asked, at a meetup with places left."""
    event = propose(capacity=3, guests_each=2)
    if request.param == "declined":
        answer(ann, event, "declined")
    else:
        actions.invite(event, by=hope, members=[ann])
    return event


def row(event, member):
    return Rsvp.objects.filter(event=event, member=member).values().get()


def test_what_stands_is_not_touched_and_nothing_is_held(stands, ann, ben):
    before = row(stands, ann)
    until = actions.ask_for_seat(stands, name="Ana", email=ann.email, guests=2)
    assert until > timezone.now()
    assert (row(stands, ann), taken(stands)) == (before, 1)
    assert mails_asked().count() == 1
    later = timezone.now() + timedelta(minutes=31)
    with time_machine.travel(later):
        actions.look(later)
    assert row(stands, ann) == before


def test_the_page_stays_open_to_who_was_invited(propose, hope, stranger):
    event = propose(visibility="unlisted")
    actions.invite(event, by=hope, members=[stranger])
    actions.ask_for_seat(event, name="Ana", email=stranger.email)
    actions.edit(event, by=hope, visibility="invited")
    assert events_visible_to(stranger).filter(pk=event.pk).exists()


def test_who_proves_the_address_answers_as_anybody_would(stands, ann):
    actions.ask_for_seat(stands, name="Ana", email=ann.email)
    assert actions.confirm(stands, member=ann).status == "going"
    assert taken(stands) == 2


def test_a_seat_that_was_held_and_let_go_is_held_anew(propose, ann):
    event = propose(capacity=3)
    actions.ask_for_seat(event, name="Ana", email=ann.email)
    late = timezone.now() + timedelta(minutes=31)
    with time_machine.travel(late):
        actions.look(late)
        assert row(event, ann)["status"] == "released"
        actions.ask_for_seat(event, name="Ana", email=ann.email)
        assert row(event, ann)["status"] == "unconfirmed"
