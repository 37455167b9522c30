"""Who leaves a tribe leaves what it plans: every answer, vote and follow, and the pages that those opened."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events import actions
from events.facts import free_seats_in_the_tribe
from events.models import Event, Rsvp, Vote
from events.policies import events_visible_to, series_visible_to
from members import actions as member_actions
from members.models import Tribe
from tests.cast import dates_of
from tribemeet.outbox.models import Message

Status = Rsvp.Status
HELD = {"held_until": timezone.now() + timedelta(hours=2)}
# every status that opens the page or holds something, with what goes along with it in the row
HAS = {
    "going": {}, "maybe": {}, "waitlisted": {"queue_ticket": 7}, "offered": HELD, "pending": {},
    "unconfirmed": HELD, "invited": {}, "released": {},
}  # fmt: skip


@pytest.fixture
def private(tribe) -> Tribe:
    Tribe.objects.update(visibility="private")
    tribe.refresh_from_db()
    return tribe


def leave(tribe, member) -> None:
    """And the worker carries it to the meetups."""
    member_actions.leave(tribe, member=member)
    free_seats_in_the_tribe(Message.objects.filter(kind="membership_ended").latest("pk"))


def given(event, member, status, **row) -> Rsvp:
    """An answer in this status, its seats counted."""
    rsvp = Rsvp.objects.create(event=event, member=member, status=status, guests=1, **row)
    event.seats_taken += rsvp.seats_held
    event.queue_tickets = 7
    event.save()
    return rsvp


def promised_to(member) -> set[str]:
    answers = list(member.rsvps.values_list("pk", flat=True))
    return set(Message.objects.filter(payload__rsvp_id__in=answers).values_list("kind", flat=True))


def test_every_status_is_one_of_these_or_opens_nothing():
    assert set(Status.values) - set(HAS) == {"declined", "removed"}
    assert {*Rsvp.CONCERNED, *Rsvp.HELD} == set(HAS)


@pytest.mark.parametrize("visibility", ["tribe", "invited"])
@pytest.mark.parametrize(("status", "row"), HAS.items())
def test_of_a_private_tribe_nothing_is_left(private, propose, ann, status, row, visibility):
    event = propose(capacity=5, visibility=visibility)
    rsvp = given(event, ann, status, **row)
    leave(private, ann)
    rsvp.refresh_from_db()
    event.refresh_from_db()
    assert (rsvp.status, rsvp.queue_ticket, rsvp.held_until) == ("declined", None, None)
    assert event.seats_taken == 1
    assert not events_visible_to(ann).exists()


def test_what_was_held_goes_to_the_line_and_nothing_more_is_mailed_to_who_never_proved_it(
    tribe, propose, ann, ben, answer
):
    event = propose(capacity=2)
    actions.ask_for_seat(event, name="Ann", email=ann.email)
    answer(ben, event)
    leave(tribe, ann)
    assert Rsvp.objects.get(event=event, member=ben).status == "going"
    assert promised_to(ann) == set()
    assert not event.invites.standing().filter(member=ann).exists()


def test_whoever_had_a_seat_is_told_once(tribe, propose, ann, answer):
    answer(ann, propose())
    leave(tribe, ann)
    assert promised_to(ann) == {"rsvp_settled", "rsvp_given_back"}


def test_an_invitation_to_vote_is_over_too(private, proposal, hope, ann):
    event = proposal(visibility="invited")
    actions.invite(event, by=hope, members=[ann])
    leave(private, ann)
    assert not events_visible_to(ann).exists()


@pytest.mark.parametrize("fixed", [False, True])
def test_a_vote_opens_no_page_any_more_whether_or_not_the_date_is_fixed(private, proposal, hope, ann, fixed):
    event = proposal(visibility="tribe")
    first, second, _ = event.slots.all()
    actions.vote(event, member=ann, choices={first.pk: "yes", second.pk: "no"})
    if fixed:
        actions.choose(event, by=hope, slot=second.pk)
    leave(private, ann)
    assert not Vote.objects.filter(member=ann).exists()
    assert not events_visible_to(ann).exists()


def test_a_series_shows_none_of_its_dates(private, weekly, ann):
    first = weekly(visibility="tribe")
    actions.follow(first, member=ann)
    leave(private, ann)
    assert not first.series.follows.going_on().filter(member=ann).exists()
    assert {each.seats_taken for each in dates_of(first)} == {1}
    assert not series_visible_to(ann).exists()


def test_meetups_that_are_over_stay_with_who_was_there(private, propose, ann, answer, time_machine):
    event = propose(visibility="tribe")
    answer(ann, event)
    time_machine.move_to(event.ends_at + timedelta(hours=1))
    leave(private, ann)
    assert Rsvp.objects.get(event=event, member=ann).status == "going"
    assert list(events_visible_to(ann)) == [event]


def test_others_keep_what_they_have(private, propose, ann, ben, answer):
    event = propose(visibility="tribe")
    answer(ann, event)
    answer(ben, event)
    leave(private, ann)
    assert Rsvp.objects.get(event=event, member=ben).status == "going"
    assert Event.objects.get().seats_taken == 2
