"""The states of an answer on the smallest phone: nobody is shut out of any of them."""

from datetime import timedelta

import pytest
import time_machine
from playwright.sync_api import expect

from events import actions

from .conftest import PHONE
from .scenes import SCENES
from .stage import NOW, SATURDAY, START, Cast
from .test_everybody_in_browser import faults, sideways

pytestmark = pytest.mark.django_db(transaction=True)

WHAT_ONE_CAME_FOR = (
    "h1",
    "#rsvp-status",
    "#facts .what >> nth=0",
    "#facts .what >> nth=1",
    ".answers [name=answer]",
)


@pytest.fixture
def cast(hope, ann, ben, cleo, propose):
    with time_machine.travel(NOW) as clock:
        yield Cast(hope, ann, ben, cleo, propose, clock)


def below(page, part: str) -> float:
    box = page.locator(part).first.bounding_box()
    return box["y"] + box["height"] - PHONE["height"] if box else 0


def test_no_state_shuts_anybody_out_on_a_small_phone(page, enter, live_server, cast):
    page.set_viewport_size(PHONE)
    for strangers in (True, False):
        if not strangers:
            enter(page, cast.ann)
        for name, scene in SCENES.items():
            if scene.stranger is not strangers:
                continue
            cast.clock.move_to(NOW)
            page.goto(f"{live_server.url}/events/{scene.act(cast).pk}/")
            assert (name, page.locator("#rsvp-status").inner_text()) == (name, scene.sentence)
            assert (name, faults(page), sideways(page)) == (name, [], 0)
            hidden = [
                part for part in WHAT_ONE_CAME_FOR if page.locator(part).count() and below(page, part) > 0
            ]
            assert (name, hidden) == (name, [])


@pytest.fixture
def opened(page, enter, live_server, cast):
    """Ann has the page of this scene open."""

    def page_of(scene: str):
        event = SCENES[scene].act(cast)
        enter(page, cast.ann)
        page.goto(f"{live_server.url}/events/{event.pk}/")
        return event

    return page_of


NEWS = "htmx.trigger('#live', 'sse:attendees')"


def test_the_open_page_follows_a_move_and_a_cancellation_by_its_date_and_its_title(page, opened, cast):
    event = opened("going")
    actions.move(event, by=cast.host, local_start=SATURDAY + timedelta(days=3))
    page.evaluate(NEWS)
    expect(page.locator(".leaf.big .day")).to_have_text("9")
    expect(page.locator("#facts")).to_contain_text("Tue 9 Mar 2027, 19:00 to 22:00")
    expect(page).to_have_title("Cocktails in New York, Tue 9 Mar · #UsGuys")
    actions.cancel(event, by=cast.host, reason="it rains.")
    page.evaluate(NEWS)
    expect(page.locator("h1.off")).to_have_text("Cocktails in New York")
    expect(page.locator("#rsvp-status")).to_have_text("Cancelled by Hope Harbor: it rains.")
    expect(page.get_by_role("button", name="Maybe")).to_have_count(0)


def test_who_is_asked_keeps_the_place_by_one_press(page, opened, cast):
    event = opened("asked to keep")
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator("#rsvp-status")).to_have_text("You're going.")
    expect(page.locator("#rsvp-status")).to_be_focused()
    assert event.rsvps.get(member=cast.ann).kept_at


def test_an_offer_says_by_the_minute_what_is_left_and_is_taken(page, opened, cast):
    page.clock.install(time=START - timedelta(hours=6))
    opened("offered")
    expect(page.locator("#time-left")).to_have_text("1 hour 59 minutes")
    page.clock.fast_forward("01:01:00")
    expect(page.locator("#time-left")).to_have_text("58 minutes")
    page.get_by_role("button", name="Take it").click()
    expect(page.locator("#rsvp-status")).to_have_text("You're going.")


def test_a_tap_that_leaves_a_question_open_leads_to_it(page, enter, live_server, cast):
    event = cast.meetup(guests_each=3, questions=[{"text": "What do you drink?", "required": True}])
    enter(page, cast.ann)
    page.goto(f"{live_server.url}/events/{event.pk}/")
    page.get_by_role("button", name="Going").click()
    expect(page.locator("#problems")).to_be_focused()
    page.get_by_label("What do you drink?").fill("Tea")
    expect(page.locator("#guest-1")).to_be_hidden()
    page.get_by_label("Guests with you").fill("2")
    page.get_by_label("Name of guest 1").fill("Lou")
    page.get_by_label("Name of guest 2").fill("Kim")
    expect(page.locator("#guest-3")).to_be_hidden()
    page.evaluate(NEWS)
    page.wait_for_timeout(300)
    expect(page.get_by_label("Name of guest 2")).to_have_value("Kim")
    page.get_by_role("button", name="Going").click()
    expect(page.locator("#rsvp-status")).to_have_text("You're going, with 2 guests.")
    expect(page.get_by_role("button", name="Save")).to_be_hidden()
    assert event.rsvps.get(member=cast.ann).guest_names == ["Lou", "Kim"]
    assert (faults(page), sideways(page)) == ([], 0)


@pytest.mark.parametrize("scripted", [True, False])
def test_what_is_typed_goes_with_the_large_button_at_once(page, plain, enter, live_server, cast, scripted):
    looks = page if scripted else plain
    event = cast.meetup(guests_each=1, questions=[{"text": "What do you drink?", "required": True}])
    enter(looks, cast.ann)
    looks.set_viewport_size(PHONE)
    looks.goto(f"{live_server.url}/events/{event.pk}/")
    looks.get_by_role("button", name="Going").click()
    expect(looks.get_by_text("The hosts need to know this.").first).to_be_visible()
    looks.get_by_label("Guests with you").fill("1")
    looks.get_by_label("What do you drink?").fill("Tea")
    looks.get_by_role("button", name="Going").click()
    expect(looks.locator("#rsvp-status")).to_have_text("You're going, with 1 guest.")
    rsvp = event.rsvps.get(member=cast.ann)
    assert (rsvp.guests, rsvp.replies) == (1, {"q1": "Tea"})


def test_enter_in_a_field_says_going_and_later_saves(page, enter, live_server, cast):
    event = cast.meetup(guests_each=1, questions=[{"text": "What do you drink?", "required": True}])
    enter(page, cast.ann)
    page.goto(f"{live_server.url}/events/{event.pk}/")
    for drink, said in (("Tea", "going"), ("Rum", "going")):
        if not page.get_by_label("What do you drink?").is_visible():
            page.locator("#guests-more").click()
        page.get_by_label("What do you drink?").fill(drink)
        with page.expect_response("**/rsvp/"):
            page.keyboard.press("Enter")
        expect(page.locator("#rsvp-status")).to_have_text("You're going.")
        rsvp = event.rsvps.get(member=cast.ann)
        assert (rsvp.status, rsvp.replies) == (said, {"q1": drink})
