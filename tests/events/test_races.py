"""Real threads on real PostgreSQL. The last test takes the lock away and shows that these would fail."""

import random
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError, connection

from events import actions
from events.errors import Closed
from events.models import Event, Rsvp
from events.models.event import EventQuerySet
from tribemeet.errors import Refusal
from tribemeet.outbox.models import Message

pytestmark = pytest.mark.django_db(transaction=True)


# Their handlers take the entry out of the calendar of whoever was sent one
CANCELLING = {"event_cancelled", "rsvp_given_back"}


def at_once(*jobs):
    """Run all jobs from the same starting line, each on a connection of its own; what each came to."""
    line = threading.Barrier(len(jobs))

    def run(job):
        try:
            line.wait()
            return job()
        except (Refusal, DatabaseError) as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def ruled(answers):
    """What the jobs came to, each by a rule's yes or no: none died of the database."""
    assert [answer for answer in answers if isinstance(answer, DatabaseError)] == []
    return answers


def statuses(answers):
    return [answer.status for answer in ruled(answers) if isinstance(answer, Rsvp)]


def going(event, member, guests=0):
    return lambda: actions.respond(event, member=member, answer="going", guests=guests)


def last_promise(event, member):
    rsvp = event.rsvps.get(member=member)
    return Message.objects.filter(payload__rsvp_id=rsvp.pk).order_by("pk").last().kind


def is_sound(event):
    """The counter is the rows', nobody is oversold, no fitting party waits beside a free seat."""
    event.refresh_from_db()
    rows = list(event.rsvps.all())
    taken = sum(rsvp.seats for rsvp in rows if rsvp.status == "going")
    free = event.capacity - taken
    waiting = [rsvp.seats for rsvp in rows if rsvp.status == "waitlisted"]
    return taken == event.seats_taken <= event.capacity and not [seats for seats in waiting if seats <= free]


def test_fifty_at_once_on_the_last_seats_fill_them_exactly(propose, join):
    event = propose(capacity=11)
    people = [join(f"guest_{number}") for number in range(50)]
    answers = at_once(*(going(event, member) for member in people))
    assert Counter(statuses(answers)) == {"going": 10, "waitlisted": 40}
    assert sorted(event.rsvps.queue().values_list("queue_ticket", flat=True)) == list(range(1, 41))
    assert is_sound(event)


def test_parties_of_all_sizes_never_oversell_nor_leave_a_fitting_seat_free(propose, join):
    event = propose(capacity=12, guests_each=3)
    people = [join(f"guest_{number}") for number in range(30)]
    sizes = random.Random(7)
    answers = at_once(*(going(event, member, sizes.randint(0, 3)) for member in people))
    assert len(statuses(answers)) == 30
    assert "going" in statuses(answers)
    assert is_sound(event)


def test_one_member_pressing_twenty_times_has_one_row_and_one_seat(propose, ann):
    event = propose(capacity=30)
    answers = ruled(at_once(*[going(event, ann)] * 20))
    assert {answer.pk for answer in answers} == {Rsvp.objects.get(event=event, member=ann).pk}
    event.refresh_from_db()
    assert event.seats_taken == 2


def test_promotions_racing_answers_and_retreats_stay_sound(propose, join):
    event = propose(capacity=6, guests_each=2)
    people = [join(f"guest_{number}") for number in range(12)]
    for member in people[:6]:
        actions.respond(event, member=member, answer="going", guests=1)
    retreats = [lambda m=m: actions.leave(event, member=m) for m in people[:6]]
    answers = ruled(at_once(*retreats, *(going(event, member, 2) for member in people[6:])))
    assert answers[:6] == [None] * 6
    assert len(statuses(answers)) == 6
    assert event.rsvps.going().filter(member__in=people[6:]).exists()
    assert is_sound(event)


def test_a_promotion_racing_the_cancellation_ends_cancelled_with_every_entry_taken_back(
    propose, hope, ann, ben, answer
):
    for _ in range(10):
        event = propose(capacity=2)
        answer(ann, event)
        answer(ben, event)
        left, called_off = ruled(
            at_once(
                lambda event=event: actions.leave(event, member=ann),
                lambda event=event: actions.cancel(event, by=hope),
            )
        )
        assert left is None or isinstance(left, Closed)
        assert (called_off.status, event.invites.standing().count()) == ("cancelled", 0)
        assert {last_promise(event, invite.member) for invite in event.invites.all()} <= CANCELLING


def test_without_the_lock_the_count_goes_wrong(propose, join, monkeypatch):
    """What the tests above would see: answers lost to the CHECK, or a counter that is not the rows'."""
    monkeypatch.setattr(EventQuerySet, "locked", lambda self: self)
    event = propose(capacity=11)
    people = [join(f"guest_{number}") for number in range(50)]
    answers = at_once(*(going(event, member) for member in people))
    refused = [answer for answer in answers if isinstance(answer, Exception)]
    assert refused or not is_sound(event)
    assert Event.objects.get(pk=event.pk).seats_taken <= 11, "the CHECK holds all the same"
