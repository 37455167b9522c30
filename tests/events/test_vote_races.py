"""Forty who vote in the same moment fix the date once, on real PostgreSQL, fifty times over."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError, connection

from events import actions
from events.errors import DateFixed, NotProposed
from events.models import Event, Invite, Rsvp, Vote
from events.models.event import EventQuerySet
from members.models import Member
from tests.cast import EVENING
from tribemeet.errors import Refusal
from tribemeet.outbox.models import Message

from .test_races import at_once, ruled

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.thorough]

VOTERS = 40
ROUNDS = 50
NEEDED = 20
CAPACITY = 12


@pytest.fixture
def crowd(join):
    return [join(f"guest_{number}") for number in range(VOTERS)]


@pytest.fixture
def proposal(propose):
    slots = [{"local_start": EVENING}]
    return lambda **more: propose(
        **{"local_start": None, "slots": slots, "minimum_people": NEEDED, "capacity": CAPACITY} | more
    )


@pytest.fixture
def together():
    """As many jobs as voters from one starting line, on connections that stay open between the rounds."""
    line = threading.Barrier(VOTERS)

    def run(job):
        line.wait()
        try:
            return job()
        except (Refusal, DatabaseError) as error:
            return error

    with ThreadPoolExecutor(VOTERS) as pool:
        yield lambda jobs: list(pool.map(run, jobs))
        # a name for the connection of whichever thread asks: its method has to be looked up over there
        list(pool.map(run, [lambda: connection.close()] * VOTERS))  # noqa: PLW0108


def votes(event: Event, people: list[Member]):
    slot = event.slots.get().pk
    return [
        lambda member=member: actions.vote(event, member=member, choices={slot: "yes"}) for member in people
    ]


def is_fixed_once(event: Event) -> bool:
    """As many yes votes as it took, each with one answer, one promise and a seat in the order of tickets."""
    event.refresh_from_db()
    rsvps = list(event.rsvps.all())
    yes = list(
        Vote.objects.filter(slot__event=event, choice="yes")
        .order_by("ticket")
        .values_list("member", flat=True)
    )
    seated = {rsvp.member_id for rsvp in rsvps if rsvp.status == "going"}
    waiting = list(event.rsvps.queue().values_list("member", flat=True))
    told = Counter(Message.objects.values_list("payload__rsvp_id", flat=True))
    return (
        event.status == "scheduled"
        and len(yes) == NEEDED
        and seated == set(yes[:CAPACITY])
        and waiting == yes[CAPACITY:]
        and event.seats_taken == CAPACITY
        and set(Invite.objects.values_list("member", flat=True)) == seated
        and told == Counter(rsvp.pk for rsvp in rsvps)
    )


def forget(event: Event) -> None:
    Message.objects.all().delete()
    event.delete()


def test_forty_votes_at_once_fix_the_date_once(proposal, crowd, together):
    for _ in range(ROUNDS):
        event = proposal()
        answers = ruled(together(votes(event, crowd)))
        assert Counter(map(type, answers)) == {type(None): NEEDED - 1, DateFixed: VOTERS - NEEDED + 1}
        assert is_fixed_once(event)
        forget(event)


def test_without_the_lock_it_would_go_wrong(proposal, crowd, together, monkeypatch):
    """What the test above would see: votes lost to the database's own checks, or two that tip."""
    monkeypatch.setattr(EventQuerySet, "locked", lambda self: self)
    for _ in range(5):
        event = proposal()
        answers = together(votes(event, crowd))
        broken = [answer for answer in answers if answer is not None and not isinstance(answer, NotProposed)]
        if broken or not is_fixed_once(event):
            return
        forget(event)
    pytest.fail("Nothing went wrong without the lock.")


def test_a_vote_racing_the_hosts_choice_counts_or_comes_too_late(proposal, hope, crowd):
    for _ in range(10):
        event = proposal(minimum_people=3)
        slot = event.slots.get().pk
        actions.vote(event, member=crowd[0], choices={slot: "yes"})
        (vote,) = votes(event, crowd[1:2])
        chosen, voted = at_once(
            lambda event=event, slot=slot: actions.choose(event, by=hope, slot=slot), vote
        )
        assert isinstance(chosen, Event | NotProposed)
        assert voted is None or isinstance(voted, NotProposed)
        assert isinstance(chosen, Event) or voted is None
        assert Event.objects.get(pk=event.pk).status == "scheduled"
        assert Rsvp.objects.filter(event=event).count() == Vote.objects.filter(slot=slot).count()
        forget(event)
