"""Proposals through the API: slots with their tallies, votes, and what hosts do."""

import re
from datetime import timedelta

import pytest

from events.models import Event, Vote
from tests.cast import EVENING

SLOTS = [{"local_start": f"{EVENING + timedelta(days=n):%Y-%m-%dT%H:%M}"} for n in range(2)]
DAY = {"local_start": f"{EVENING + timedelta(days=5):%Y-%m-%dT%H:%M}", "all_day": True}
NEEDS = {"minimum_people": 3, "slots": [*SLOTS, DAY]}
PROPOSAL = {"tribe": "usguys", "title": "Cocktails", "place": "The Campbell"} | NEEDS


@pytest.fixture
def call(program):
    """Ask as a member, with one token for all of a test."""
    programs = {}

    def called(member, method, path, body=None):
        if member not in programs:
            programs[member] = program(member)
        return getattr(programs[member], method)(f"/api/v1{path}", body)

    return called


@pytest.fixture
def proposed(hope, tribe, call):
    """A proposal by Hope; its number and those of its slots."""
    event = call(hope, "post", "/events", PROPOSAL).json()
    slots = call(hope, "get", f"/events/{event['id']}/slots").json()["slots"]
    return f"/events/{event['id']}", [slot["id"] for slot in slots]


def test_slots_are_read_with_their_votes_in_numbers_and_in_words(proposed, ann, call):
    path, (first, second, third) = proposed
    call(ann, "put", f"{path}/votes", {"votes": {str(first): "if_needed", str(second): "no"}})
    ballot = call(ann, "get", f"{path}/slots").json()
    assert (ballot["status"], ballot["minimum_people"], ballot["if_needed_counts"]) == ("proposed", 3, False)
    found = [(slot["tally"], slot["my_vote"]) for slot in ballot["slots"]]
    assert found == [
        ("1 yes, 1 if needed: 2 more and it is fixed.", "if_needed"),
        ("1 yes, 1 no: 2 more and it is fixed.", "no"),
        ("1 yes: 2 more and it is fixed.", None),
    ]
    day = ballot["slots"][2]
    assert (day["id"], day["all_day"]) == (third, True)
    assert day["when"].endswith(", all day · New York time")
    assert day["local_start"].endswith("T00:00:00")


def test_anyone_who_sees_the_meetup_reads_its_slots_and_nobody_votes_without_a_token(proposed, call):
    path, (first, *_) = proposed
    assert call(None, "get", f"{path}/slots").json()["slots"][0]["my_vote"] is None
    body = {"votes": {str(first): "yes"}}
    assert call(None, "put", f"{path}/votes", body).status_code == 401


def test_the_vote_that_makes_enough_people_shows_the_date_at_once(proposed, ann, ben, call):
    path, (first, second, _) = proposed
    call(ann, "put", f"{path}/votes", {"votes": {str(second): "yes"}})
    ballot = call(ben, "put", f"{path}/votes", {"votes": {str(second): "yes"}}).json()
    assert ballot["status"] == "scheduled"
    assert ballot["slots"][1]["tally"] == "3 yes."
    event = call(ben, "get", path).json()
    assert (event["my_answer"], event["seats_taken"]) == ("going", 3)
    late = call(ben, "put", f"{path}/votes", {"votes": {str(first): "yes"}})
    assert (late.status_code, late.json()["code"]) == (409, "date_fixed")
    assert re.fullmatch(r"The date was fixed meanwhile: \w{3} \d+ \w{3} \d\d:\d\d\.", late.json()["detail"])


def test_null_takes_a_vote_back(proposed, ann, call):
    path, (first, *_) = proposed
    for choice in ("yes", None):
        call(ann, "put", f"{path}/votes", {"votes": {str(first): choice}})
    assert not Vote.objects.filter(member=ann).exists()


def test_hosts_add_choose_take_out_put_back_and_extend(proposed, hope, call):
    path, (first, second, _) = proposed
    more = {"slots": [{"local_start": f"{EVENING + timedelta(days=9):%Y-%m-%dT%H:%M}"}]}
    assert len(call(hope, "post", f"{path}/slots", more).json()["slots"]) == 4
    out = call(hope, "post", f"{path}/slots/{first}/veto").json()["slots"][0]
    assert (out["vetoed"], out["tally"]) == (True, "1 yes: the hosts ruled it out.")
    back = call(hope, "delete", f"{path}/slots/{first}/veto").json()["slots"][0]
    assert back["vetoed"] is False
    until = (EVENING - timedelta(days=1)).strftime("%Y-%m-%dT12:00:00+00:00")
    assert call(hope, "post", f"{path}/extend", {"decide_by": until}).status_code == 200
    event = call(hope, "post", f"{path}/slots/{second}/choose").json()
    assert (event["status"], event["local_start"][:16]) == ("scheduled", SLOTS[1]["local_start"])


def test_only_hosts_touch_the_slots(proposed, ann, call):
    path, (first, *_) = proposed
    for method, door, body in (
        ("post", "slots", {"slots": SLOTS}),
        ("post", f"slots/{first}/choose", None),
        ("post", f"slots/{first}/veto", None),
        ("delete", f"slots/{first}/veto", None),
        ("post", "extend", {"decide_by": "2027-01-01T00:00:00Z"}),
    ):
        assert call(ann, method, f"{path}/{door}", body).json()["code"] == "not_allowed"


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"local_start": SLOTS[0]["local_start"]}, "bad_time", "local_start"),
        ({"slots": [SLOTS[0], SLOTS[0]]}, "bad_slots", "slots.1.local_start"),
        ({"slots": [SLOTS[0], {"local_start": "2001-01-01T19:00"}]}, "in_the_past", "slots.1.local_start"),
        ({"slots": []}, "invalid", "slots"),
        ({"decide_by": "2001-01-01T00:00:00Z"}, "bad_time", "decide_by"),
        ({"minimum_people": 1}, "invalid", "minimum_people"),
    ],
)
def test_what_makes_no_sense_is_named(hope, tribe, call, change, code, field):
    answer = call(hope, "post", "/events", PROPOSAL | change)
    assert (answer.status_code, answer.json()["code"], list(answer.json()["fields"])) == (422, code, [field])
    assert not Event.objects.exists()


def test_votes_for_another_meetups_slot_are_refused_by_number(proposed, ann, call, propose):
    path, _ = proposed
    other = propose(minimum_people=3).slots.get().pk
    answer = call(ann, "put", f"{path}/votes", {"votes": {str(other): "yes"}})
    assert (answer.json()["code"], list(answer.json()["fields"])) == ("bad_vote", [f"votes.{other}"])


def test_the_same_again_can_be_posted_as_it_is(proposed, hope, ann, call):
    path, _ = proposed
    body = call(ann, "get", f"{path}/again").json()
    assert (body["tribe"], body["title"], body["minimum_people"]) == ("usguys", "Cocktails", 3)
    answer = call(ann, "post", "/events", body)
    assert (answer.status_code, answer.json()["status"]) == (201, "proposed")


def test_the_page_of_slots_asks_the_database_as_often_for_twenty_as_for_two(
    hope, call, propose, django_assert_max_num_queries
):
    counts = []
    call(hope, "get", "/me")  # her token is made
    for number in (2, 20):
        slots = [{"local_start": EVENING + timedelta(days=n)} for n in range(number)]
        event = propose(local_start=None, slots=slots)
        with django_assert_max_num_queries(50) as asked:
            call(hope, "get", f"/events/{event.pk}/slots")
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 8
