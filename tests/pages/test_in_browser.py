"""The pages in a real browser: what script adds, and what it must not break."""

import re

import pytest
from playwright.sync_api import Page, expect

from events import actions
from events.models import Event, Rsvp
from tests.cast import EVENING

from .conftest import PHONE

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_answer_swaps_the_answer_only_and_focus_lands_on_the_sentence(
    page, enter, live_server, ann, meetup
):
    enter(page, ann)
    page.goto(f"{live_server.url}/events/{meetup.pk}/")
    page.evaluate("window.stayed = true")
    page.get_by_role("button", name="Going").click()
    expect(page.locator("#rsvp-status")).to_have_text("You're going.")
    expect(page.locator("#rsvp-status")).to_be_focused()
    expect(page.locator("#who")).to_contain_text("AnnOrchard")
    assert page.evaluate("window.stayed")


def test_by_keyboard_alone_one_answers_and_takes_it_back(page, enter, live_server, ann, meetup):
    enter(page, ann)
    page.goto(f"{live_server.url}/events/{meetup.pk}/")
    press_until(page, "Going")
    page.keyboard.press("Enter")
    expect(page.locator("#rsvp-status")).to_have_text("You're going.")
    press_until(page, "Can't")
    page.keyboard.press("Space")
    expect(page.locator("#rsvp-status")).to_have_text("You're not going.")
    press_until(page, "Undo")
    page.keyboard.press("Enter")
    expect(page.locator("#rsvp-status")).to_have_text("You're going.")
    assert Rsvp.objects.get(member=ann).status == "going"


def press_until(page: Page, name: str) -> None:
    """Tab to the button of that name; what is focused is visible on the way."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == name:
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
            return
    pytest.fail(f"Tab never comes to “{name}”.")


def test_a_lost_connection_is_said_and_nothing_pretends(page, enter, live_server, ann, meetup):
    enter(page, ann)
    page.goto(f"{live_server.url}/events/{meetup.pk}/")
    page.context.set_offline(True)
    page.get_by_role("button", name="Going").click()
    going = page.get_by_role("button", name="Going")
    said = "Not saved: no connection. Your choice is still marked here."
    expect(page.locator("#rsvp-status")).to_have_text(said)
    expect(page.locator("#rsvp-status")).to_be_focused()
    expect(going).to_have_attribute("aria-pressed", "false")
    expect(going).to_have_attribute("data-chosen", "")
    page.context.set_offline(False)
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("#rsvp-status")).to_have_text("You're going.")
    expect(going).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#try-again")).to_have_count(0)


def test_a_page_that_waited_too_long_says_so_and_stays_whole(page, enter, live_server, ann, meetup):
    page.route("**/live/**", lambda route: route.abort())
    enter(page, ann)
    page.goto(f"{live_server.url}/events/{meetup.pk}/")
    page.context.clear_cookies()
    enter(page, ann)
    page.get_by_role("button", name="Going").click()
    expect(page.locator("#rsvp-status")).to_have_text("Not saved. Load this page again and press once more.")
    expect(page.locator("header.bar")).to_have_count(1)


def test_a_session_that_ended_leads_by_the_form_for_guests_to_sign_in_with_the_choice_kept(
    page, enter, live_server, ann, meetup
):
    enter(page, ann)
    page.goto(f"{live_server.url}/events/{meetup.pk}/")
    page.context.clear_cookies(name="session")
    page.get_by_role("button", name="Maybe").click()
    page.wait_for_url(re.compile(r"/guest/\?answer=maybe$"))
    page.get_by_role("main").get_by_role("link", name="Sign in").click()
    page.wait_for_url(re.compile(r"/accounts/login/\?next=/events/\d+/%3Fanswer%3Dmaybe$"))


def test_a_form_at_fault_moves_focus_to_the_summary_that_leads_to_the_field(
    page, enter, live_server, ann, tribe
):
    enter(page, ann)
    page.goto(f"{live_server.url}/tribes/usguys/propose/")
    page.get_by_role("button", name="Propose it").click()
    expect(page.locator("#problems")).to_be_focused()
    expect(page).to_have_title(re.compile("^Error: "))
    page.get_by_role("link", name="What:").click()
    expect(page.get_by_label("What", exact=True)).to_be_focused()
    assert not Event.objects.exists()


def test_three_fields_and_one_press_propose_a_meetup(page, enter, live_server, ann, tribe):
    enter(page, ann)
    page.goto(f"{live_server.url}/tribes/usguys/propose/")
    page.get_by_label("What", exact=True).fill("Picnic")
    page.get_by_label("Date").fill(EVENING.date().isoformat())
    page.get_by_label("Time", exact=True).fill("19:00")
    page.get_by_label("Where").fill("Central Park")
    page.get_by_role("button", name="Propose it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Picnic")


def test_the_line_moves_while_one_looks_and_pressing_too_late_is_said(
    page, enter, live_server, ann, crowd, propose
):
    event = propose(capacity=2)
    enter(page, ann)
    page.goto(f"{live_server.url}/events/{event.pk}/")
    actions.respond(event, member=crowd(1)[0], answer="going")
    page.get_by_role("button", name="Going").click()
    expect(page.locator("#rsvp-status")).to_contain_text("Someone took the last place a moment ago.")


def test_dark_is_dark_from_the_first_paint(page, live_server, db):
    page.goto(live_server.url)
    page.get_by_role("button", name="Dark").click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(13, 29, 24)"


NEWS = "htmx.trigger('#live', 'sse:attendees')"


def test_news_from_elsewhere_reaches_every_sentence_and_takes_nothing_away(
    page, enter, live_server, ann, crowd, propose
):
    event = propose(capacity=9, guests_each=3)
    actions.respond(event, member=ann, answer="going")
    enter(page, ann)
    page.goto(f"{live_server.url}/events/{event.pk}/")
    page.get_by_text("Bring someone").click()
    page.get_by_label("Guests with you").fill("2")
    actions.respond(event, member=crowd(1)[0], answer="going")
    page.evaluate(NEWS)
    expect(page.locator("#who-count")).to_contain_text("3 are going")
    expect(page.locator("#rsvp-room")).to_have_text("3 of 9 places are taken.")
    expect(page.get_by_label("Guests with you")).to_have_value("2")
    expect(page.get_by_label("Guests with you")).to_be_focused()


def test_a_place_that_comes_free_brings_the_address_with_it(page, enter, live_server, hope, ann, propose):
    event = propose(capacity=1, address="15 Vanderbilt Ave", address_shown_to="going")
    actions.respond(event, member=ann, answer="going")
    enter(page, ann)
    page.goto(f"{live_server.url}/events/{event.pk}/")
    actions.leave(event, member=hope)
    page.evaluate(NEWS)
    expect(page.locator("#facts")).to_contain_text("15 Vanderbilt Ave")
    page.evaluate(NEWS)
    expect(page.locator("#rsvp-status")).to_have_text("You got a place!")


def test_news_that_crosses_an_answer_on_its_way_breaks_neither(page, enter, live_server, ann, meetup):
    enter(page, ann)
    page.goto(f"{live_server.url}/events/{meetup.pk}/")
    with page.expect_response("**/live/?standing=*"):
        page.evaluate(f"document.querySelector('#answer-going').click(); {NEWS}")
    expect(page.locator("#rsvp-status")).to_have_text("You're going.")
    expect(page.locator("#answer-going")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#who")).to_contain_text("AnnOrchard")


def test_a_new_token_is_copied_at_one_press_and_wraps_on_a_phone(page, enter, live_server, ann):
    enter(page, ann)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=live_server.url)
    page.set_viewport_size(PHONE)
    page.goto(f"{live_server.url}/tokens/")
    page.get_by_label("What it is for").fill("my phone")
    page.get_by_role("button", name="Make it").click()
    page.get_by_role("button", name="Copy", exact=True).click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#secret").inner_text()
    assert page.locator("pre").evaluate("each => each.scrollWidth - each.clientWidth") == 0


def test_a_fault_beside_another_field_has_the_whole_row(page, enter, live_server, ann, tribe):
    enter(page, ann)
    page.goto(f"{live_server.url}/tribes/usguys/propose/")
    page.get_by_label("What", exact=True).fill("Night walk")
    page.get_by_label("Date").fill("2027-03-14")
    page.get_by_label("Time", exact=True).fill("02:30")
    page.get_by_label("Where").fill("Central Park")
    page.get_by_role("button", name="Propose it").click()
    row, fault = page.locator(".pair").first.bounding_box(), page.locator(".field.wrong").bounding_box()
    assert row
    assert fault
    assert fault["width"] == row["width"]
