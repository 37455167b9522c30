"""Long lists come in pages, and cost the same for many rows as for few."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from members import actions

from ..cast import EVENING, make

LISTS = {
    "events": 4,
    "events/{event}": 4,
    "events/{event}/attendees": 5,
    "events/{event}/rsvp": 9,
    "tribes": 2,
    "tribes/usguys": 2,
    "tribes/usguys/memberships": 4,
    "me": 2,
    "me/events": 3,
    "tokens": 2,
}


@pytest.fixture
def seven(propose) -> list[str]:
    """Three of them begin at the same moment."""
    days = [0, 1, 1, 1, 2, 3, 4]
    for number, day in enumerate(days):
        propose(title=f"Number {number}", local_start=EVENING + timedelta(days=day))
    return [f"Number {number}" for number in range(7)]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 100])
def test_every_row_comes_once_and_in_order(program, seven, size):
    client, url, titles = program(), f"/api/v1/events?page_size={size}&q=number", []
    while url:
        page = client.get(url).json()
        titles += [event["title"] for event in page["results"]]
        url = page["next"]
    assert titles == seven


def test_what_comes_in_meanwhile_shifts_no_page(program, propose, seven):
    client = program()
    first = client.get("/api/v1/events?page_size=3").json()
    propose(title="Earlier", local_start=EVENING - timedelta(days=1))
    second = client.get(first["next"]).json()
    assert [event["title"] for event in second["results"]] == seven[3:6]


def test_attendees_and_memberships_come_in_pages_too(program, hope, answer, event, join):
    for number in range(4):
        answer(join(f"guest_{number}"), event)
    for path, key in (
        (f"events/{event.pk}/attendees", "answered_at"),
        ("tribes/usguys/memberships", "joined_at"),
    ):
        first = program(hope).get(f"/api/v1/{path}?page_size=3").json()
        second = program(hope).get(first["next"]).json()
        assert (len(first["results"]), len(second["results"]), second["next"]) == (3, 2, None)
        assert first["results"][-1][key] < second["results"][0][key]


def test_a_cursor_of_another_list_is_refused(program, hope, seven):
    cursor = program().get("/api/v1/events?page_size=3").json()["next"].rpartition("cursor=")[2].split("&")[0]
    answer = program(hope).get(f"/api/v1/tribes?cursor={cursor}")
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_cursor")


@pytest.fixture
def queries(program, hope):
    client = program(hope)

    def asked(path: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(path).status_code == 200
        return len(caught)

    return asked


@pytest.mark.parametrize(("read", "most"), LISTS.items())
def test_more_rows_ask_no_more_of_the_database(queries, answer, propose, event, hope, read, most):
    path = f"/api/v1/{read.format(event=event.pk)}"
    few = queries(path)
    for number in range(8):
        member = make(f"guest_{number}")
        actions.join(event.tribe, member=member)
        answer(member, event)
        propose(title=f"Another {number}", address_shown_to="going")
        actions.found_tribe(by=hope, hashtag=f"Tribe{number}", name="Another", time_zone="UTC")
        actions.issue_token(hope, name="another")
    assert queries(path) == few <= most
