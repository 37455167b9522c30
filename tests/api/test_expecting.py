"""What a program was promised, and what its answer came to: said, or refused, as on the page."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from events import actions as event_actions

GOING = {"answer": "going"}
LAST_PLACE = "Someone took the last place a moment ago. You're number 1 in line."
HOSTS_FIRST = "Organisers answer first now. Nothing is held yet."
CAME_FREE = "A place came free a moment ago: it is yours."


@pytest.fixture
def put(program):
    def answered(member, event, **more):
        return program(member).put(f"/api/v1/events/{event.pk}/rsvp", GOING | more)

    return answered


@pytest.fixture
def read(program):
    return lambda member, event: program(member).get(f"/api/v1/events/{event.pk}/rsvp").json()


@pytest.mark.parametrize(
    ("rules", "promise"),
    [({}, "seat"), ({"capacity": 1}, "line"), ({"by_approval": True}, "asks"), ({"over": True}, None)],
)
def test_a_program_reads_what_going_would_come_to(read, ann, propose, rules, promise):
    over = "over" in rules
    event = propose() if over else propose(**rules)
    with time_machine.travel(event.starts_at if over else timezone.now()):
        assert (read(ann, event)["promise"], read(ann, event)["news"]) == (promise, "")


@pytest.mark.parametrize(
    ("rules", "expects", "news"),
    [
        ({"capacity": 1}, "seat", LAST_PLACE),
        ({"capacity": 1}, "line", ""),
        ({"capacity": 1}, "asks", "Organisers need not answer any more. You're number 1 in line."),
        ({"by_approval": True}, "seat", HOSTS_FIRST),
        ({"by_approval": True}, "line", HOSTS_FIRST),
        ({"by_approval": True}, "asks", ""),
        ({}, "line", CAME_FREE),
        ({}, "asks", CAME_FREE),
        ({}, "seat", ""),
    ],
)
def test_an_answer_that_comes_to_something_else_says_so(put, read, ann, propose, rules, expects, news):
    event = propose(**rules)
    answer = put(ann, event, expects=expects)
    assert (answer.status_code, answer.json()["news"]) == (200, news)
    assert read(ann, event)["news"] == ""


def test_who_expects_nothing_is_told_by_the_status_alone(put, ann, propose):
    answer = put(ann, propose(capacity=1)).json()
    assert (answer["status"], answer["news"]) == ("waitlisted", "")


@pytest.fixture
def gone_on(propose, ann, ben, answer):
    """Six hours before the start a place was offered to Ann, who let it pass; it is Ben's now."""
    event = propose(capacity=1)
    answer(ann, event)
    answer(ben, event)
    with time_machine.travel(event.starts_at - timedelta(hours=6), tick=False) as clock:
        event_actions.leave(event, member=event.host)
        clock.shift(timedelta(hours=2))
        event_actions.look(timezone.now())
        yield event


def test_an_offer_that_went_on_puts_nobody_in_line_who_meant_to_take_it(put, gone_on, ann):
    late = put(ann, gone_on, expects="offer")
    assert (late.status_code, late.json()["code"]) == (409, "offer_over")
    assert gone_on.rsvps.get(member=ann).status == "released"
    assert put(ann, gone_on).json()["status"] == "waitlisted"
    # nor is it taken for the place in line that they have by now
    assert put(ann, gone_on, expects="offer").json()["code"] == "offer_over"


def test_an_offer_that_stands_is_taken_twice_as_once(put, read, gone_on, ben):
    assert read(ben, gone_on)["promise"] == "offer"
    taken = [put(ben, gone_on, expects="offer") for _ in range(2)]
    assert [(each.status_code, each.json()["status"]) for each in taken] == [(200, "going")] * 2


def test_an_offer_that_went_on_is_refused_for_all_dates_too(put, weekly, ann, ben, answer):
    first = weekly(capacity=1)
    answer(ann, first)
    answer(ben, first)
    with time_machine.travel(first.starts_at - timedelta(hours=6), tick=False) as clock:
        event_actions.leave(first, member=first.host)
        clock.shift(timedelta(hours=2))
        event_actions.look(timezone.now())
        late = put(ann, first, expects="offer", scope="following")
    assert (late.status_code, late.json()["code"]) == (409, "offer_over")


@pytest.mark.parametrize("bad", ["", "place", None, 1, [], "o\0ffer"])
def test_what_is_expected_is_one_of_the_promises(put, ann, event, bad):
    refused = put(ann, event, expects=bad)
    assert (refused.status_code, list(refused.json()["fields"])) == (422, ["expects"])
