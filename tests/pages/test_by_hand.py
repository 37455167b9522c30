"""What hosts do to a proposal by hand is refused in words once there is nothing to do it to."""

from datetime import timedelta

import pytest
from django.utils import timezone
from time_machine import travel

from events import actions
from events.errors import Closed, InThePast, NotProposed
from events.models import Event
from tests.cast import EVENING

OTHER = EVENING + timedelta(days=1)
LATER = (EVENING + timedelta(days=5)).date().isoformat()


@pytest.fixture
def proposal(tribe, hope) -> Event:
    slots = [{"local_start": start} for start in (EVENING, OTHER)]
    return actions.propose(tribe, by=hope, title="Picnic", place="Central Park", slots=slots)


def fixed(event, hope):
    actions.choose(event, by=hope, slot=event.slots.all()[0].pk)


def called_off(event, hope):
    actions.cancel(event, by=hope)


def lapsed(event, hope):
    Event.objects.filter(pk=event.pk).update(decide_by=timezone.now(), next_look_at=timezone.now())
    actions.look(timezone.now() + timedelta(seconds=1))


def by_hand(event):
    """Each by its address and what the button sends."""
    slot, page = event.slots.all()[1], f"/events/{event.pk}"
    return {
        f"{page}/slots/{slot.pk}/choose/": {},
        f"{page}/slots/{slot.pk}/veto/": {"vetoed": "yes"},
        f"{page}/decide-by/": {"decide_by": f"{EVENING - timedelta(days=1):%Y-%m-%dT%H:%M}"},
        f"{page}/slots/": {"slots-0-date": LATER, "slots-0-time": "12:00"},
    }


@pytest.mark.parametrize("over", [fixed, called_off, lapsed])
def test_once_it_is_decided_each_says_so_and_changes_nothing(browse, hope, proposal, over):
    over(proposal, hope)
    proposal.refresh_from_db()
    before = Event.objects.filter(pk=proposal.pk).values().get()
    for path, sent in by_hand(proposal).items():
        answer = browse(hope).post(path, sent)
        assert (path, answer.status_code) == (path, 409)
        assert any(words in answer.text for words in (NotProposed.message, Closed.message))
    assert Event.objects.filter(pk=proposal.pk).values().get() == before


@pytest.mark.parametrize("over", [fixed, called_off, lapsed])
def test_the_page_of_a_question_that_is_over_says_so_before_one_presses(browse, hope, proposal, over):
    over(proposal, hope)
    for path in (each for each in by_hand(proposal) if each.endswith(("choose/", f"{proposal.pk}/slots/"))):
        answer = browse(hope).get(path)
        assert answer.status_code == 409
        assert NotProposed.message in answer.text


def test_a_time_that_has_passed_is_neither_chosen_nor_brought_back(browse, hope, proposal):
    first, _ = proposal.slots.all()
    actions.veto(proposal, by=hope, slot=first.pk)
    page = f"/events/{proposal.pk}/slots/{first.pk}"
    with travel(first.starts_at + timedelta(hours=1)):
        for path, sent in ((f"{page}/choose/", {}), (f"{page}/veto/", {"vetoed": "no"})):
            answer = browse(hope).post(path, sent)
            assert answer.status_code == 422
            assert InThePast.message in answer.text


def test_the_last_time_and_a_moment_after_the_first_are_refused_in_words(browse, hope, proposal):
    first, second = proposal.slots.all()
    client, page = browse(hope), f"/events/{proposal.pk}"
    late = client.post(f"{page}/decide-by/", {"decide_by": f"{OTHER:%Y-%m-%dT%H:%M}"})
    assert (late.status_code, "Decide before the earliest time begins." in late.text) == (422, True)
    actions.veto(proposal, by=hope, slot=first.pk)
    last = client.post(f"{page}/slots/{second.pk}/veto/", {"vetoed": "yes"})
    assert (last.status_code, "This is the last time that is left." in last.text) == (409, True)
