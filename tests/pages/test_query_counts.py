"""A page asks the database as often for forty people as for four, and never more than twelve times."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events import actions

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
