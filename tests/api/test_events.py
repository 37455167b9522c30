"""Meetups through the API: success beside refusal."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from events.models import Event
from events.policies import address_visible_to, as_seen_by, may_edit
from members.models import Tribe

from ..cast import EVENING

SOON = f"{EVENING:%Y-%m-%dT%H:%M}"
PROPOSAL = {"tribe": "usguys", "title": "Cocktails", "local_start": SOON, "place": "The Long Bar"}


def test_proposed_with_three_facts_it_stands_and_the_host_is_going(program, hope, tribe):
    answer = program(hope).post("/api/v1/events", PROPOSAL)
    assert answer.status_code == 201
    event = answer.json()
    assert (event["title"], event["my_answer"], event["may_edit"]) == ("Cocktails", "going", True)
    assert (event["local_start"], event["time_zone"]) == (f"{SOON}:00", "America/New_York")
    assert event["starts_at"].startswith(f"{SOON}:00-0")
    assert answer["Location"].endswith(f"/api/v1/events/{event['id']}")


@pytest.mark.parametrize(
    ("change", "status", "code", "field"),
    [
        ({"tribe": "nowhere"}, 404, "not_found", "tribe"),
        ({"title": ""}, 422, "invalid", "title"),
        ({"titel": "Cocktails"}, 422, "unknown_field", "titel"),
        ({"starts_at": "2030-01-01T00:00:00Z"}, 422, "unknown_field", "starts_at"),
        ({"local_start": "2001-01-01T19:00"}, 422, "in_the_past", "local_start"),
        ({"local_start": f"{SOON}Z"}, 422, "invalid", "local_start"),
        ({"local_end": SOON}, 422, "bad_time", "local_end"),
        ({"time_zone": "Mars/Olympus"}, 422, "invalid", "time_zone"),
        ({"capacity": 0}, 422, "invalid", "capacity"),
    ],
)
def test_a_proposal_that_cannot_be_is_refused_by_name(program, hope, tribe, change, status, code, field):
    answer = program(hope).post("/api/v1/events", PROPOSAL | change)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert field in answer.json()["fields"]
    assert not Event.objects.exists()


def test_only_members_propose(program, stranger, tribe):
    answer = program(stranger).post("/api/v1/events", PROPOSAL)
    assert (answer.status_code, answer.json()["code"]) == (403, "not_a_member")


def test_a_stranger_reads_what_is_public(program, event):
    answer = program().get(f"/api/v1/events/{event.pk}")
    assert answer.status_code == 200
    assert (answer.json()["my_answer"], answer.json()["may_edit"]) == (None, False)


def test_moved_and_edited_in_one_step(program, hope, event):
    later = f"{EVENING + timedelta(hours=1):%Y-%m-%dT%H:%M:%S}"
    asked = {"local_start": later, "title": "Late cocktails", "capacity": 8}
    answer = program(hope).patch(f"/api/v1/events/{event.pk}", asked).json()
    assert {name: answer[name] for name in asked} == asked
    event.refresh_from_db()
    assert (event.sequence, event.ends_at - event.starts_at) == (1, timedelta(hours=2))


def test_when_one_part_of_a_change_is_refused_nothing_changes(program, hope, event):
    asked = {"title": "Late cocktails", "local_start": "2001-01-01T19:00"}
    assert program(hope).patch(f"/api/v1/events/{event.pk}", asked).json()["code"] == "in_the_past"
    event.refresh_from_db()
    assert (event.title, event.edition) == ("Cocktails in New York", 0)


def test_only_a_later_end_makes_it_longer(program, hope, event):
    end = f"{EVENING + timedelta(hours=5):%Y-%m-%dT%H:%M:%S}"
    answer = program(hope).patch(f"/api/v1/events/{event.pk}", {"local_end": end}).json()
    assert (answer["local_start"], answer["local_end"]) == (f"{SOON}:00", end)


@pytest.mark.parametrize("path", ["/api/v1/events/{}", "/api/v1/events/{}/cancel"])
def test_a_member_who_is_not_the_host_changes_nothing(program, ann, event, path):
    send = program(ann).post if path.endswith("cancel") else program(ann).patch
    answer = send(path.format(event.pk), {})
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")


def test_called_off_it_says_why_and_takes_no_more_changes(program, hope, event):
    host, path = program(hope), f"/api/v1/events/{event.pk}"
    off = host.post(f"{path}/cancel", {"reason": "The bar is flooded"})
    assert (off.status_code, off.json()["status"]) == (200, "cancelled")
    assert off.json()["cancel_reason"] == "The bar is flooded"
    again = host.post(f"{path}/cancel", {})
    assert (again.status_code, again.json()["code"]) == (409, "closed")
    assert host.patch(path, {"title": "Still on"}).json()["code"] == "closed"


def test_the_address_is_kept_from_those_not_going(program, hope, ann, answer, propose):
    event = propose(address="1 Vanderbilt Avenue", address_shown_to="going")
    path = f"/api/v1/events/{event.pk}"
    assert [program(who).get(path).json()["address"] for who in (None, ann)] == [None, None]
    answer(ann, event)
    shown = [program(who).get(path).json()["address"] for who in (ann, hope)]
    assert shown == ["1 Vanderbilt Avenue"] * 2


@pytest.mark.parametrize("shown_to", ["everyone", "going"])
def test_the_rules_for_many_rows_say_what_those_for_one_say(
    hope, ann, ben, stranger, answer, propose, shown_to
):
    answer(ann, propose(address_shown_to=shown_to))
    for member in (hope, ann, ben, stranger, None):
        row: Any = as_seen_by(member, Event.objects.all()).get()
        one = (may_edit(member, row), address_visible_to(member, row))
        assert (row.editable, row.address_seen) == one


@pytest.fixture
def three(propose):
    at = EVENING
    return [
        propose(title="Cocktails", local_start=at),
        propose(title="Dinner", local_start=at + timedelta(days=1), place="Katz's", area="Lower East Side"),
        propose(title="Museum", local_start=at + timedelta(days=2), description="Then cocktails? 100%"),
    ]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({}, ["Cocktails", "Dinner", "Museum"]),
        ({"q": "COCKTAILS"}, ["Cocktails", "Museum"]),
        ({"q": "east side"}, ["Dinner"]),
        ({"q": "%"}, ["Museum"]),
        ({"tribe": "UsGuys"}, ["Cocktails", "Dinner", "Museum"]),
        ({"tribe": "nowhere"}, []),
        ({"from": f"{EVENING + timedelta(hours=30):%Y-%m-%d}T23:00:00Z"}, ["Museum"]),
        ({"to": f"{EVENING + timedelta(days=1):%Y-%m-%d}T12:00:00Z"}, ["Cocktails"]),
        ({"to": "2001-01-01"}, []),
    ],
)
def test_lists_are_narrowed_by_tribe_time_and_text(program, three, query, titles):
    found = program().get("/api/v1/events", query).json()["results"]
    assert [event["title"] for event in found] == titles


def test_what_is_unlisted_is_read_by_its_address_only(program, event, tribe):
    Tribe.objects.filter(pk=tribe.pk).update(visibility="unlisted")
    assert program().get("/api/v1/events").json()["results"] == []
    assert program().get(f"/api/v1/events/{event.pk}").status_code == 200


def test_my_events_are_those_i_answered(program, ann, answer, three):
    answer(ann, three[0])
    answer(ann, three[1], "maybe")
    answer(ann, three[2], "declined")
    found = program(ann).get("/api/v1/me/events").json()["results"]
    assert [(event["title"], event["my_answer"]) for event in found] == [
        ("Cocktails", "going"),
        ("Dinner", "maybe"),
    ]


def test_past_meetups_are_listed_too(program, event):
    Event.objects.update(
        starts_at=timezone.now() - timedelta(days=3), ends_at=timezone.now() - timedelta(days=2)
    )
    assert len(program().get("/api/v1/events").json()["results"]) == 1
    now = timezone.now().isoformat()
    assert program().get("/api/v1/events", {"from": now}).json()["results"] == []
