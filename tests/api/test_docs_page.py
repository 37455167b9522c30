"""The docs page in a browser: everything it needs comes from here."""

import pytest
from playwright.sync_api import expect

from .operations import OPERATIONS

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_docs_page_draws_every_operation_under_a_content_policy_of_its_own(page, live_server):
    hosts: set[str] = set()
    page.on("request", lambda asked: hosts.add(asked.url.split("/")[2]))
    page.goto(f"{live_server.url}/api/v1/docs/")
    page.locator(".opblock").nth(len(OPERATIONS) - 1).wait_for()
    assert page.locator(".opblock").count() == len(OPERATIONS)
    assert {host for host in hosts if host} == {live_server.url.split("/")[2]}


def test_the_docs_page_leads_back_and_to_tokens_and_is_dark_where_the_device_is(page, live_server):
    page.emulate_media(color_scheme="dark")
    page.goto(f"{live_server.url}/api/v1/docs/")
    page.locator(".opblock").first.wait_for()
    assert page.title() == "Tribemeet API"
    assert [link.get_attribute("href") for link in page.locator("nav a").all()] == ["/", "/tokens/"]
    expect(page.locator("html")).to_have_css("background-color", "rgb(28, 32, 34)")
    page.emulate_media(color_scheme="light")
    expect(page.locator("html")).to_have_css("background-color", "rgb(244, 245, 236)")


def test_what_needs_no_token_is_shown_without_a_padlock(page, live_server):
    page.goto(f"{live_server.url}/api/v1/docs/")
    page.locator(".opblock").nth(len(OPERATIONS) - 1).wait_for()
    locked = page.locator(".opblock:has(.authorization__btn:visible)").all()
    named = {block.get_attribute("id").rsplit("-", 1)[1] for block in locked}
    assert named == {each.name for each in OPERATIONS if {} not in each.described["security"]}
