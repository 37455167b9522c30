"""Nobody is shut out: a screen reader, a narrow phone, no script at all."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from events import actions
from tests.cast import EVENING

from .conftest import PHONE

pytestmark = pytest.mark.django_db(transaction=True)

OPEN_TO_ALL = [
    "/",
    "/tribes/",
    "/about/",
    "/accounts/login/",
    "/accounts/signup/",
    "/events/{pk}/",
    "/events/{proposal}/",
    "/nothing/here/",
]
FOR_MEMBERS = [
    "/",
    "/agenda/",
    "/me/",
    "/tokens/",
    "/tribes/new/",
    "/tribes/usguys/",
    "/tribes/usguys/members/",
    "/tribes/usguys/propose/",
    "/events/{pk}/",
    "/events/{pk}/edit/",
    "/events/{pk}/move/",
    "/events/{pk}/cancel/",
    "/events/{pk}/hosts/",
    "/events/{pk}/floor/",
    "/events/{pk}/again/",
    "/events/{proposal}/",
    "/events/{proposal}/slots/",
    "/events/{proposal}/slots/{slot}/choose/",
    "/people/AnnOrchard/",
    "/accounts/email/",
    "/accounts/passkeys/",
    "/accounts/logout/",
]


@pytest.fixture
def proposal(tribe, hope):
    slots = [{"local_start": EVENING + timedelta(days=days)} for days in range(3)]
    what = {"title": "Picnic", "place": "Central Park", "slots": slots}
    return actions.propose(tribe, by=hope, **what)


def faults(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{fault['id']}: {node['target']}" for fault in found for node in fault["nodes"]]


def sideways(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_is_shut_out_of_any_page(page, enter, live_server, hope, ann, meetup, proposal, scheme):
    rows = {"pk": meetup.pk, "proposal": proposal.pk, "slot": proposal.slots.all()[0].pk}
    actions.respond(meetup, member=ann, answer="going")
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size(PHONE)
    for paths, member in ((OPEN_TO_ALL, None), (FOR_MEMBERS, hope)):
        if member:
            enter(page, member)
        for path in paths:
            page.goto(live_server.url + path.format(**rows))
            assert (path, faults(page), sideways(page)) == (path, [], 0)


def test_without_script_one_proposes_answers_and_calls_off(plain, enter, live_server, ann, hope, tribe):
    enter(plain, ann)
    plain.goto(f"{live_server.url}/tribes/usguys/propose/")
    plain.get_by_label("What", exact=True).fill("Picnic")
    plain.get_by_label("Date").fill(EVENING.date().isoformat())
    plain.get_by_label("Time", exact=True).fill("19:00")
    plain.get_by_label("Where").fill("Central Park")
    plain.get_by_role("button", name="Propose it").click()
    expect(plain.locator("#rsvp-status")).to_have_text("You're going.")
    plain.get_by_role("button", name="Maybe").click()
    expect(plain.locator("#rsvp-status")).to_contain_text("You said maybe.")
    plain.get_by_role("link", name="Call it off").click()
    plain.get_by_label("Why").fill("It rains.")
    plain.get_by_role("button", name="Call it off and tell them").click()
    expect(plain.locator("#rsvp-status")).to_have_text("Cancelled by AnnOrchard: It rains.")


def test_without_script_one_joins_and_leaves_a_tribe(plain, enter, live_server, stranger, tribe):
    enter(plain, stranger)
    plain.goto(f"{live_server.url}/tribes/usguys/")
    plain.get_by_role("button", name="Join #UsGuys").click()
    expect(plain.get_by_text("Welcome to #UsGuys.")).to_be_visible()
    plain.get_by_role("button", name="Leave #UsGuys").click()
    expect(plain.get_by_text("You have left #UsGuys.")).to_be_visible()


def test_the_first_screen_of_a_small_phone_holds_what_one_came_for(plain, enter, live_server, ann, meetup):
    enter(plain, ann)
    plain.goto(f"{live_server.url}/events/{meetup.pk}/")
    for part in (
        plain.locator("h1"),
        plain.locator("#rsvp-status"),
        plain.get_by_role("button", name="Going"),
    ):
        box = part.bounding_box()
        assert box
        assert box["y"] + box["height"] <= PHONE["height"]
