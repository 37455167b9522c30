"""The page of a mailed link for everybody: small phones, no script, light and dark, assistive tools."""

from datetime import timedelta

import pytest

from events import links
from tests.cast import EVENING

from .conftest import PHONE
from .test_everybody_in_browser import faults, sideways

pytestmark = pytest.mark.django_db(transaction=True)
NIGHTS = [{"local_start": EVENING + timedelta(days=number)} for number in range(3)]


@pytest.fixture
def pages(live_server, settings, propose, ann, answer):
    """One address of each look that the page has."""
    settings.PUBLIC_URL = live_server.url
    asks = {"text": "Meat or fish?", "kind": "choice", "choices": ["Meat", "Fish"], "required": True}
    event, full = propose(questions=[asks]), propose(capacity=1)
    answer(ann, full)
    proposal = propose(local_start=None, local_end=None, slots=NIGHTS)
    return {
        "answer": links.url("answer", event, ann) + "?answer=going",
        "waiting": links.url("answer", full, ann),
        "vote": links.url("vote", proposal, ann),
        "nothing": links.url("keep", full, ann),
        "dead": f"{live_server.url}/l/x/",
    }


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_use_it_and_it_fits_a_small_phone(page, pages, scheme):
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme=scheme)
    for name, address in pages.items():
        page.goto(address)
        assert (name, faults(page), sideways(page)) == (name, [], 0)


def test_without_script_a_member_votes_and_answers_by_mail(plain, pages):
    plain.goto(pages["vote"])
    for option in plain.locator(".option").all():
        option.get_by_role("radio", name="Yes").check()
    plain.get_by_role("button", name="Save my votes").click()
    assert plain.locator("h2").first.inner_text() == "Thank you, it is saved."
    plain.goto(pages["answer"])
    plain.get_by_label("Fish").check()
    plain.get_by_role("button", name="Yes, I'm coming").click()
    assert plain.locator(".status").inner_text() == "You're going."


def test_the_button_is_in_the_first_screen_of_a_small_phone(page, pages):
    page.set_viewport_size(PHONE)
    page.goto(pages["answer"])
    assert page.locator("#ask-h").bounding_box()["y"] < PHONE["height"]
