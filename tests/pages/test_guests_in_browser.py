"""A guest on a small phone without script, from the page of a meetup through the mail and back."""

import re

import pytest
from playwright.sync_api import Page, expect

from events import actions
from events import notices as event_notices
from members import notices
from tests.mail.reading import event_in, text_of
from tribemeet.outbox import worker

from .conftest import PHONE
from .test_everybody_in_browser import faults, sideways

pytestmark = pytest.mark.django_db(transaction=True)

REGISTERED = (event_notices, notices)
ANA = "ana@example.org"


@pytest.fixture
def mails_to_ana(smtp):
    def sent():
        worker.keep_due()
        return [mail for mail in smtp.deliveries if mail.recipients == [ANA]]

    return sent


@pytest.fixture
def way_in(live_server, settings):
    """Links in mails lead to this server."""
    settings.PUBLIC_URL = live_server.url


def fill(page: Page) -> None:
    page.get_by_label("Your name").fill("Ana")
    page.get_by_label("Your mail address").fill(ANA)


def test_without_script_on_a_phone_a_guest_answers_by_one_mail_and_is_on_the_list(
    plain, live_server, way_in, mails_to_ana, propose, tribe
):
    event = propose(capacity=4, guests_each=1)
    plain.goto(f"{live_server.url}/events/{event.pk}/")
    fill(plain)
    assert sideways(plain) == 0
    plain.get_by_role("button", name="Going").click()
    expect(plain.locator("p.status")).to_contain_text(f"Check {ANA}: we hold your place until ")
    assert sideways(plain) == 0
    (mail,) = mails_to_ana()
    assert event_in(mail)[0] == "REQUEST"
    link = re.search(r"\S+/l/\S+answer=going", text_of(mail))
    assert link
    plain.goto(link[0])
    plain.get_by_role("button", name="Yes, I'm coming").click()
    expect(plain.locator("p.status")).to_contain_text("You're going.")
    expect(plain.get_by_role("heading", name="Hear of the next one?")).to_be_visible()
    assert sideways(plain) == 0
    plain.goto(f"{live_server.url}/events/{event.pk}/")
    expect(plain.locator("#who")).to_contain_text("Ana")
    assert len(mails_to_ana()) == 1


def test_without_script_a_wrong_address_is_changed_and_a_mail_sent_again(
    plain, live_server, mails_to_ana, meetup
):
    plain.goto(f"{live_server.url}/events/{meetup.pk}/guest/")
    fill(plain)
    plain.get_by_label("Your mail address").fill("ana")
    plain.get_by_role("button", name="Maybe").click()
    expect(plain.get_by_role("heading", name="There is a problem")).to_be_visible()
    expect(plain.get_by_label("Your name")).to_have_value("Ana")
    plain.get_by_label("Your mail address").fill(ANA)
    plain.get_by_role("button", name="Going").click()
    plain.get_by_role("button", name="Send again").click()
    expect(plain.locator("p.status")).to_contain_text("we mailed it once more")
    assert len(mails_to_ana()) == 2
    plain.get_by_role("link", name="Change address").click()
    expect(plain.get_by_label("Your mail address")).to_have_value("")


def test_what_is_typed_stays_while_others_answer(page, live_server, meetup, ann):
    page.goto(f"{live_server.url}/events/{meetup.pk}/")
    fill(page)
    actions.respond(meetup, member=ann, answer="going")
    page.evaluate("htmx.trigger('#live', 'sse:attendees')")
    expect(page.locator("#who-count")).to_contain_text("2 are going")
    expect(page.get_by_label("Your name")).to_have_value("Ana")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_is_shut_out_of_the_form_nor_of_what_follows(page, live_server, propose, scheme):
    asked = [{"key": "q1", "text": "Fish?", "kind": "yes_no", "required": True}]
    event = propose(guests_each=2, questions=asked)
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size(PHONE)
    page.goto(f"{live_server.url}/events/{event.pk}/guest/")
    assert (faults(page), sideways(page)) == ([], 0)
    fill(page)
    page.get_by_role("button", name="Going").click()
    expect(page.locator("#problems")).to_be_focused()
    assert (faults(page), sideways(page)) == ([], 0)
    page.get_by_label("Yes").check()
    page.get_by_role("button", name="Going").click()
    expect(page.get_by_role("heading", name="Check your mail")).to_be_visible()
    assert (faults(page), sideways(page)) == ([], 0)
