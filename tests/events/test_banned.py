"""Who is banned from a tribe has no part in what it plans, whichever door they knock at."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from events import actions
from events.facts import free_seats_in_the_tribe
from events.models import Event, Follow, Rsvp, Vote
from events.policies import (
    address_visible_to,
    as_seen_by,
    events_hosted_by,
    events_visible_to,
    may_edit,
    people_to_ask,
)
from events.standing import look_at, standing_of
from members import actions as member_actions
from members.errors import Banned
from members.models import Membership
from tests.events.test_races import at_once
from tribemeet.outbox.models import Message

pytestmark = pytest.mark.django_db


def ban(tribe, by, member) -> None:
    member_actions.ban(Membership.objects.get(tribe=tribe, member=member), by=by)


def hear() -> None:
    """The worker carries it to the meetups."""
    free_seats_in_the_tribe(Message.objects.filter(kind="membership_ended").latest("pk"))


def status_of(event, member) -> str:
    return Rsvp.objects.get(event=event, member=member).status


def test_their_seat_goes_to_the_line(tribe, propose, hope, ann, ben, answer):
    event = propose(capacity=2)
    answer(ann, event)
    answer(ben, event)
    ban(tribe, hope, ann)
    hear()
    assert (status_of(event, ann), status_of(event, ben)) == ("declined", "going")


def test_their_votes_and_series_end_and_they_host_no_more(tribe, proposal, weekly, hope, ann):
    event, first = proposal(), weekly()
    actions.set_cohosts(event, by=hope, members=[ann])
    actions.vote(event, member=ann, choices={event.slots.first().pk: "yes"})
    actions.follow(first, member=ann)
    ban(tribe, hope, ann)
    hear()
    assert not Vote.objects.filter(member=ann).exists()
    assert not Follow.objects.going_on().filter(member=ann).exists()
    assert not event.cohosts.exists()


ANSWERS = {
    "a yes": lambda event, ann: actions.respond(event, member=ann, answer="going"),
    "a no": lambda event, ann: actions.respond(event, member=ann, answer="declined", via="mail"),
    "an offer taken": lambda event, ann: actions.respond(event, member=ann, answer="going", via="api"),
    "an address proved": lambda event, ann: actions.confirm(event, member=ann),
}


@pytest.mark.parametrize("act", ANSWERS.values(), ids=ANSWERS.keys())
def test_no_answer_is_taken_even_before_the_worker_comes(tribe, propose, hope, ann, act):
    event = propose()
    actions.ask_for_seat(event, name="Ann", email=ann.email)
    ban(tribe, hope, ann)
    with pytest.raises(Banned):
        act(event, ann)
    assert status_of(event, ann) == "unconfirmed"


def test_they_do_not_vote_or_follow(tribe, proposal, weekly, hope, ann):
    event, first = proposal(), weekly()
    ban(tribe, hope, ann)
    with pytest.raises(Banned):
        actions.vote(event, member=ann, choices={event.slots.first().pk: "yes"})
    with pytest.raises(Banned):
        actions.follow(first, member=ann)
    assert not Vote.objects.filter(member=ann).exists()
    assert not Follow.objects.filter(member=ann).exists()


def test_the_guest_form_replies_as_to_anybody_and_holds_nothing(tribe, propose, hope, ann):
    event = propose()
    ban(tribe, hope, ann)
    hear()
    until = actions.ask_for_seat(event, name="Ann", email=ann.email)
    assert until > timezone.now() + timedelta(minutes=29)
    assert not Rsvp.objects.filter(member=ann, status="unconfirmed").exists()
    assert not Message.objects.filter(kind="guest_asked").exists()


def test_hosts_do_not_bring_them_back(tribe, propose, hope, ann, answer):
    event = propose(by_approval=True)
    rsvp = answer(ann, event)
    ban(tribe, hope, ann)
    assert ann not in people_to_ask(hope, event)
    for act in (
        lambda: actions.approve(rsvp, by=hope),
        lambda: actions.add(event, by=hope, member=ann),
    ):
        with pytest.raises(Banned):
            act()
    assert actions.invite(propose(), by=hope, members=[ann]) == 0
    assert status_of(event, ann) == "pending"


def test_merged_into_another_meetup_it_does_not_take_them_along(tribe, propose, hope, ann, answer):
    event, other = propose(), propose(title="Another")
    answer(ann, event)
    ban(tribe, hope, ann)
    actions.merge(event, into=other, by=hope)
    assert not other.rsvps.filter(member=ann).exists()


@pytest.mark.parametrize("visibility", ["tribe", "invited", "unlisted", "public"])
def test_they_see_what_strangers_see_even_of_what_they_host(
    tribe, propose, hope, ann, stranger, answer, visibility
):
    theirs = propose(by=ann, visibility=visibility, address="1 Bar Street", address_shown_to="going")
    event = propose(visibility=visibility, address="1 Bar Street", address_shown_to="going")
    actions.set_cohosts(event, by=hope, members=[ann])
    actions.invite(event, by=hope, members=[ann])
    answer(ann, event)
    ban(tribe, hope, ann)
    assert set(events_visible_to(ann)) == set(events_visible_to(stranger))
    assert not events_hosted_by(ann).exists()
    many: Any = as_seen_by(ann, Event.objects.with_people())
    for each in (theirs, event):
        row = many.get(pk=each.pk)
        assert (may_edit(ann, each), address_visible_to(ann, each)) == (False, False)
        assert (row.editable, row.address_seen) == (False, False)


def test_of_a_private_tribe_they_see_nothing(tribe, propose, hope, ann, answer):
    answer(ann, propose(visibility="tribe"))
    member_actions.edit_tribe(tribe, by=hope, visibility="private")
    ban(tribe, hope, ann)
    assert not events_visible_to(ann).exists()


def test_the_meetup_says_so_and_asks_them_nothing(tribe, propose, hope, ann, answer):
    event = propose()
    answer(ann, event)
    ban(tribe, hope, ann)
    standing = standing_of(look_at(event, ann, timezone.now()))
    assert standing.sentence == "The organisers have banned you from #UsGuys."
    assert standing.answers == ()


def test_once_the_ban_is_lifted_they_come_back_as_anybody_does(tribe, propose, hope, ann, answer):
    event = propose()
    answer(ann, event)
    ban(tribe, hope, ann)
    hear()
    member_actions.lift_ban(Membership.objects.get(member=ann), by=hope)
    assert status_of(event, ann) == "declined"
    assert answer(ann, event).status == "going"


@pytest.mark.django_db(transaction=True)
def test_an_answer_that_is_being_written_while_they_are_banned_is_taken_back(
    tribe, propose, hope, ann, monkeypatch
):
    """It asked before the ban and is saved after it; the fact waits for its lock and finds it."""
    event = propose()
    asked, banned = threading.Event(), threading.Event()
    write_down = actions.answers.write_down

    def slowly(*args: object, **more: object) -> None:
        asked.set()
        banned.wait(10)
        write_down(*args, **more)

    def bans() -> None:
        asked.wait(10)
        ban(tribe, hope, ann)
        threading.Timer(0.3, banned.set).start()
        monkeypatch.undo()
        hear()

    monkeypatch.setattr(actions.answers, "write_down", slowly)
    answered, heard = at_once(lambda: actions.respond(event, member=ann, answer="going"), bans)
    assert (answered.status, heard) == ("going", None)
    assert status_of(event, ann) == "declined"
    assert connection.is_usable()
