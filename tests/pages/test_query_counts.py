"""A page asks the database as often for forty people as for four, and never more than twelve times."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events import actions
from tests.cast import EVENING

MOST = 12
PAGES = [
    "/",
    "/agenda/",
    "/tribes/",
    "/tribes/usguys/",
    "/tribes/usguys/members/",
    "/events/{pk}/",
    "/events/{pk}/live/",
    "/events/{pk}/move/",
    "/events/{pk}/floor/",
]


@pytest.fixture
def queries(browse, hope):
    def asked(path: str) -> int:
        client = browse(hope)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(path).status_code == 200
        return len(caught)

    return asked


@pytest.mark.parametrize("page", PAGES)
def test_a_page_asks_no_more_for_more_people_and_meetups(queries, crowd, propose, page):
    event = propose(capacity=5, guests_each=1)
    for number in range(3):  # as many as stand above the list of home, which then has something to hold
        propose(title=f"One {number}")
    path = page.format(pk=event.pk)
    people = crowd(14)
    for member in people[:4]:
        actions.respond(event, member=member, answer="going")
    few = queries(path)
    for member in people[4:]:
        actions.respond(event, member=member, answer="going")
    for number in range(6):
        propose(title=f"Another {number}")
    assert queries(path) <= max(few, 1) + 1
    assert queries(path) == few <= MOST


def test_a_guest_of_the_strictest_meetup_costs_no_more(browse, ann, cleo, hope, propose):
    """The one who looks hosts nothing, and every setting asks the database something."""
    event = propose(
        capacity=2, first_timer_seats=1, guests_each=2, by_approval=True, address="15 Vanderbilt Ave",
        address_shown_to="going", attendees_shown_to="members",
    )  # fmt: skip
    actions.approve(actions.respond(event, member=cleo, answer="going"), by=hope)
    actions.approve(actions.respond(event, member=ann, answer="going"), by=hope)
    client = browse(ann)
    with CaptureQueriesContext(connection) as caught:
        assert "number 1 in line" in client.get(f"/events/{event.pk}/").text
    assert len(caught) <= MOST


def test_a_date_of_the_strictest_series_costs_no_more(browse, ann, ben, cleo, weekly):
    """The dates beside it come on top, whether one goes to it, waits, follows or has not said anything."""
    event = weekly(
        capacity=2, first_timer_seats=1, guests_each=2, address="15 Vanderbilt Ave", address_shown_to="going",
        attendees_shown_to="members",
    )  # fmt: skip
    pages = {"Going to this and all following": ann, "Stop following": ben, "number 1 in line": cleo}
    actions.follow(event, member=ben)
    actions.respond(event, member=cleo, answer="going")
    for said, member in pages.items():
        client = browse(member)
        with CaptureQueriesContext(connection) as caught:
            assert said in client.get(f"/events/{event.pk}/").text
        assert len(caught) <= MOST


@pytest.mark.parametrize("purpose", ["answer", "offer", "keep", "confirm"])
def test_the_page_of_a_mailed_link_costs_no_more(queries, crowd, propose, address, purpose):
    event = propose(capacity=5, guests_each=1, first_timer_seats=1, attendees_shown_to="members")
    people = crowd(14)
    for member in people[:8]:
        actions.respond(event, member=member, answer="going")
    asking = [address(purpose, event, member) for member in (people[0], people[7])]
    few = [queries(path) for path in asking]
    for member in people[8:]:
        actions.respond(event, member=member, answer="going")
    assert [queries(path) for path in asking] == few
    assert max(few) <= MOST


@pytest.mark.parametrize(
    "path", ["vote", "/events/{pk}/", "/events/{pk}/slots/", "/events/{pk}/slots/{slot}/choose/"]
)
def test_the_pages_of_a_proposal_cost_no_more_for_more_votes(queries, crowd, hope, propose, address, path):
    slots = [{"local_start": EVENING + timedelta(days=days)} for days in range(5)]
    event = propose(local_start=None, local_end=None, slots=slots, minimum_people=50)
    slot, people = event.slots.all()[0].pk, crowd(14)
    path = address("vote", event, people[0]) if path == "vote" else path.format(pk=event.pk, slot=slot)
    for member in people[:2]:
        actions.vote(event, member=member, choices={slot: "yes"})
    few = queries(path)
    for member in people[2:]:
        actions.vote(event, member=member, choices={slot: "yes"})
    assert queries(path) == few <= MOST


def test_a_proposal_costs_no_more(browse, ann, propose):
    slots = [{"local_start": EVENING + timedelta(days=days)} for days in range(5)]
    event = propose(local_start=None, local_end=None, slots=slots, minimum_people=4)
    client = browse(ann)
    with CaptureQueriesContext(connection) as caught:
        assert "Looking for a date" in client.get(f"/events/{event.pk}/").text
    assert len(caught) <= MOST
