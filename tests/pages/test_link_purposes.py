"""Links that take an offered place, keep one, vote or confirm: each does its own, while it is asked."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from events import actions
from events.models import Vote
from members.models import Member
from tests.cast import EVENING, ZONE

START: datetime = EVENING.replace(tzinfo=ZoneInfo(ZONE))
NIGHTS = [{"local_start": EVENING + timedelta(days=number)} for number in range(3)]


def status_of(member, event):
    return event.rsvps.get(member=member).status


def said(response):
    return response.content.decode().replace("&#x27;", "'")


def buttons(response):
    return re.findall(r'name="answer" value="(\w+)"', said(response))


@pytest.fixture
def offered(propose, ann, ben, answer):
    """Ann left six hours before the start, so her place is offered to Ben."""
    event = propose(capacity=2, guests_each=1)
    answer(ann, event)
    answer(ben, event)
    with time_machine.travel(START - timedelta(hours=6), tick=False) as clock:
        actions.leave(event, member=ann)
        yield event, clock


def test_an_offer_says_until_when_and_is_taken_by_one_button(offered, ben, address, nobody):
    event, _ = offered
    page = nobody.get(address("offer", event, ben))
    assert "A place is yours if you take it by 15:00." in said(page)
    assert buttons(page) == ["take"]
    assert status_of(ben, event) == "offered"
    assert "You're going." in said(nobody.post(address("offer", event, ben), {"answer": "take"}))
    rsvp = event.rsvps.get(member=ben)
    assert (rsvp.status, rsvp.via) == ("going", "mail")


def test_an_offer_is_passed_on(offered, ben, address, nobody):
    event, _ = offered
    path = address("offer", event, ben)
    assert buttons(nobody.get(path, {"answer": "pass"})) == ["pass"]
    assert nobody.post(path, {"answer": "pass"}).status_code == 200
    assert status_of(ben, event) == "declined"


def test_an_offer_that_is_over_is_not_taken_and_puts_nobody_in_line(offered, ben, address, nobody):
    event, clock = offered
    path = address("offer", event, ben)
    clock.shift(timedelta(hours=2))
    actions.look(timezone.now())
    assert buttons(nobody.get(path)) == []
    refused = nobody.post(path, {"answer": "take"})
    assert refused.status_code == 409
    assert "it went on to the next in line" in said(refused)
    assert status_of(ben, event) == "released"


def test_an_offer_takes_no_other_answer(offered, ben, address, nobody):
    event, _ = offered
    for answer in ("going", "declined", "keep", ""):
        assert nobody.post(address("offer", event, ben), {"answer": answer}).status_code == 422
    assert status_of(ben, event) == "offered"


@pytest.fixture
def to_keep(propose, ann, ben, answer):
    """Ann is asked whether she keeps her seat."""
    event = propose(capacity=2, reconfirm=True)
    answer(ann, event)
    answer(ben, event)
    with time_machine.travel(START - timedelta(hours=72), tick=False) as clock:
        actions.look(timezone.now())
        event.refresh_from_db()
        yield event, clock


def test_a_seat_is_kept_by_one_button(to_keep, ann, address, nobody):
    event, _ = to_keep
    path = address("keep", event, ann)
    page = nobody.get(path)
    assert f"Still coming? Keep your place by {START - timedelta(hours=36):%a} 07:00." in said(page)
    assert buttons(page) == ["keep"]
    assert event.rsvps.get(member=ann).kept_at is None
    assert nobody.post(path, {"answer": "keep"}).status_code == 200
    assert event.rsvps.get(member=ann).kept_at == timezone.now()
    assert buttons(nobody.get(path)) == []


def test_a_seat_is_given_back_by_the_same_link(to_keep, ann, ben, address, nobody):
    event, _ = to_keep
    path = address("keep", event, ann)
    assert buttons(nobody.get(path, {"answer": "give_back"})) == ["give_back"]
    assert nobody.post(path, {"answer": "give_back"}).status_code == 200
    assert (status_of(ann, event), status_of(ben, event)) == ("declined", "going")


def test_a_seat_that_went_back_is_not_kept(to_keep, ann, address, nobody):
    event, clock = to_keep
    path = address("keep", event, ann)
    clock.shift(timedelta(hours=36))
    actions.look(timezone.now())
    assert "We gave your place back" in said(nobody.get(path))
    refused = nobody.post(path, {"answer": "keep"})
    assert refused.status_code == 409
    assert "You have no place here that could be kept." in said(refused)
    assert status_of(ann, event) == "released"


def test_an_answer_by_the_other_link_keeps_the_seat_too(to_keep, ann, address, nobody):
    event, _ = to_keep
    nobody.post(address("answer", event, ann), {"answer": "going"})
    assert event.rsvps.get(member=ann).kept_at == timezone.now()


@pytest.fixture
def proposal(propose):
    return propose(local_start=None, slots=NIGHTS, minimum_people=3)


def votes_of(member):
    return list(
        Vote.objects.filter(member=member).order_by("slot__starts_at").values_list("choice", flat=True)
    )


def test_all_slots_are_voted_on_with_one_button(proposal, ann, address, nobody):
    path, slots = address("vote", proposal, ann), list(proposal.slots.all())
    page = said(nobody.get(path))
    assert page.count('type="radio"') == 9
    assert page.count("1 yes: 2 more and it is fixed.") == 3
    assert Vote.objects.filter(member=ann).count() == 0
    given = {
        f"slot-{slot.pk}": choice for slot, choice in zip(slots, ("yes", "if_needed", "no"), strict=True)
    }
    assert "Thank you, it is saved." in said(nobody.post(path, given))
    assert votes_of(ann) == ["yes", "if_needed", "no"]
    again = said(nobody.get(path))
    assert again.count("checked") == 3
    assert again.count("2 yes: 1 more and it is fixed.") == 1


def test_a_vote_left_open_stays_as_it_was(proposal, ann, address, nobody):
    first, second, _ = proposal.slots.all()
    nobody.post(address("vote", proposal, ann), {f"slot-{first.pk}": "yes"})
    nobody.post(address("vote", proposal, ann), {f"slot-{second.pk}": "no"})
    assert votes_of(ann) == ["yes", "no"]
    assert nobody.post(address("vote", proposal, ann), {}).status_code == 422


def test_a_vote_is_taken_back_to_nothing(proposal, ann, address, nobody):
    path, first = address("vote", proposal, ann), proposal.slots.first()
    nobody.post(path, {f"slot-{first.pk}": "yes"})
    assert said(nobody.get(path)).count("Take my vote back") == 1
    assert "Thank you, it is saved." in said(nobody.post(path, {"back": first.pk}))
    assert votes_of(ann) == []


def test_a_vote_that_fixes_the_date_says_so(proposal, ann, ben, address, nobody):
    first = proposal.slots.first()
    for member in (ann, ben):
        answer = nobody.post(address("vote", proposal, member), {f"slot-{first.pk}": "yes"})
    proposal.refresh_from_db()
    assert proposal.status == "scheduled"
    assert "You're going." in said(answer)
    page = nobody.get(address("vote", proposal, ann))
    assert 'type="radio"' not in said(page)
    late = nobody.post(address("vote", proposal, ann), {f"slot-{first.pk}": "no"})
    assert (late.status_code, "The date was fixed meanwhile: " in said(late)) == (409, True)


def test_a_vote_that_makes_no_sense_is_refused(proposal, ann, hope, address, nobody):
    first = proposal.slots.first()
    for choice in ("perhaps", "x" * 5000, "\0"):
        refused = nobody.post(address("vote", proposal, ann), {f"slot-{first.pk}": choice})
        assert refused.status_code == 422
    actions.veto(proposal, by=hope, slot=first.pk)
    nobody.post(address("vote", proposal, ann), {f"slot-{first.pk}": "yes", f"slot-{10**30}": "yes"})
    assert votes_of(ann) == []


@pytest.fixture
def asked(meetup):
    """Somebody typed this address; the seat is held for half an hour."""
    actions.ask_for_seat(meetup, name="Ana", email="ana@example.org")
    return Member.objects.get(email="ana@example.org")


def test_a_guest_confirms_by_one_button(meetup, asked, address, nobody):
    path = address("confirm", meetup, asked)
    page = nobody.get(path)
    assert "We hold it for you until " in said(page)
    assert buttons(page) == ["going"]
    assert status_of(asked, meetup) == "unconfirmed"
    outcome = said(nobody.post(path, {"answer": "going"}))
    assert "You're going." in outcome
    assert "Hear of the next one?" in outcome
    assert status_of(asked, meetup) == "going"
    assert buttons(nobody.get(path)) == ["declined"]


def test_who_did_not_ask_lets_it_go(meetup, asked, address, nobody):
    nobody.post(address("confirm", meetup, asked), {"answer": "declined"})
    assert status_of(asked, meetup) == "declined"


def test_after_half_an_hour_the_link_answers_as_anybody_would(meetup, asked, address, nobody):
    path = address("confirm", meetup, asked)
    with time_machine.travel(timezone.now() + timedelta(minutes=40)):
        actions.look(timezone.now())
        assert buttons(nobody.get(path)) == ["going"]
        nobody.post(path, {"answer": "going"})
    assert status_of(asked, meetup) == "going"


def test_an_answer_that_comes_to_something_else_says_so(propose, ann, address, nobody):
    answered = nobody.post(
        address("answer", propose(capacity=1), ann), {"answer": "going", "expects": "seat"}
    )
    assert "Someone took the last place a moment ago. You're number 1 in line." in said(answered)


def test_an_offer_that_went_on_is_not_taken_by_the_link_that_answers(offered, ben, address, nobody):
    event, clock = offered
    clock.shift(timedelta(hours=2))
    actions.look(timezone.now())
    late = nobody.post(address("answer", event, ben), {"answer": "going", "expects": "offer"})
    assert (late.status_code, status_of(ben, event)) == (409, "released")
