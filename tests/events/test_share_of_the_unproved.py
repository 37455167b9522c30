"""Who types addresses and proves none of them does not take the seats of everybody else."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events import actions
from events.models import Event, Rsvp

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask():
    def asked(event, number, **more) -> Rsvp:
        email = f"nobody{number}@example.org"
        actions.ask_for_seat(event, name="Nobody", email=email, client="192.0.2.1", **more)
        return Rsvp.objects.get(event=event, member__email=email)

    return asked


def taken() -> int:
    return Event.objects.get().seats_taken


def test_of_the_capacity_a_third_is_held_for_them_and_the_rest_wait(propose, ask):
    event = propose(capacity=12, guests_each=2)
    held = [ask(event, number, guests=1).holds_seats for number in range(4)]
    assert held == [True, True, False, False]
    assert taken() == 1 + 4


def test_members_take_what_is_free_all_the_same(propose, ask, ann, ben, answer):
    event = propose(capacity=9, guests_each=3)
    for number in range(3):
        ask(event, number, guests=2)
    assert [answer(ann, event, guests=3).status, answer(ben, event).status] == ["going", "going"]
    assert taken() == 1 + 3 + 5


@pytest.mark.parametrize(("capacity", "guests"), [(3, 1), (2, 0), (30, 10)])
def test_one_party_is_always_held(propose, ask, capacity, guests):
    event = propose(capacity=capacity, guests_each=10)
    assert ask(event, 1, guests=guests).holds_seats
    assert not ask(event, 2).holds_seats


def test_without_a_limit_nobody_can_be_kept_out(propose, ask):
    event = propose(guests_each=10)
    assert all(ask(event, number, guests=10).holds_seats for number in range(5))


def test_proved_they_have_the_seat_at_once(propose, ask):
    event = propose(capacity=6)
    parties = [ask(event, number) for number in range(3)]
    assert [party.holds_seats for party in parties] == [True, True, False]
    assert actions.confirm(event, member=parties[2].member).status == "going"
    assert taken() == 1 + 3


def test_what_is_proved_or_let_go_makes_room_for_others(propose, ask):
    event = propose(capacity=6)
    first, second = ask(event, 1), ask(event, 2)
    assert not ask(event, 3).holds_seats
    actions.confirm(event, member=first.member)
    assert ask(event, 4).holds_seats
    actions.respond(event, member=second.member, answer="declined", via="mail")
    assert ask(event, 5).holds_seats


def test_nothing_is_due_for_good_behind_them(propose, ask):
    event = propose(capacity=3)
    parties = [ask(event, number) for number in range(3)]
    actions.look(timezone.now() + timedelta(minutes=31))
    for party in parties:
        party.refresh_from_db()
    assert {party.status for party in parties} == {"released"}
    assert taken() == 1


def test_the_page_says_so_whoever_the_address_belongs_to(client, propose, ask, ann, answer):
    event = propose(capacity=6)
    answer(ann, event)
    for number in range(2):
        ask(event, number)
    for email in (ann.email, "nobody0@example.org", "new@example.org"):
        typed = {"name": "Nobody", "email": email, "answer": "going"}
        page = client.post(f"/events/{event.pk}/guest/", typed, REMOTE_ADDR="192.0.2.9")
        assert "we keep your place in line until" in page.text
    assert not Rsvp.objects.get(member__email="new@example.org").holds_seats
