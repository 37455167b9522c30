"""Links of mails: each opens a page with one button, for one purpose, for a while, for its recipient."""

from datetime import timedelta
from itertools import permutations

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from events import actions, links
from events.errors import BadLink, LinkTooOld
from events.models import Rsvp
from members import actions as member_actions

pytestmark = pytest.mark.django_db


@pytest.fixture
def address():
    """The path of a link, as the browser of someone who has not signed in would ask for it."""

    def of(purpose, event, member):
        return links.url(purpose, event, member).removeprefix("http://127.0.0.1:8000")

    return of


@pytest.fixture
def nobody() -> Client:
    """A browser that keeps nothing, and to which Django's check of form tokens applies."""
    return Client(enforce_csrf_checks=True)


def status_of(member, event):
    return event.rsvps.get(member=member).status


def test_a_link_names_its_purpose_its_meetup_and_its_reader(meetup, ann):
    for purpose in links.LETTERS:
        read = links.read(links.token(purpose, meetup, ann))
        assert read == (purpose, meetup.pk, ann.pk)


@pytest.mark.parametrize(("one", "other"), list(permutations(links.LETTERS, 2)))
def test_what_is_signed_for_one_purpose_opens_no_other(one, other, meetup, ann):
    token = links.token(one, meetup, ann)
    with pytest.raises(BadLink):
        links.read(links.LETTERS[other] + token[1:])


def test_a_link_ends_after_sixty_days(meetup, ann):
    token = links.token("answer", meetup, ann)
    with time_machine.travel(timezone.now() + timedelta(days=59, hours=23)):
        assert links.read(token)
    with time_machine.travel(timezone.now() + timedelta(days=61)), pytest.raises(LinkTooOld):
        links.read(token)


def test_no_character_of_a_link_can_be_changed(meetup, ann):
    token = links.token("answer", meetup, ann)
    for at, character in enumerate(token):
        changed = token[:at] + ("x" if character != "x" else "y") + token[at + 1 :]
        with pytest.raises(BadLink):
            links.read(changed)
