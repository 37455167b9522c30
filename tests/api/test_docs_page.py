"""The docs page in a browser: everything it needs comes from here."""

import pytest

from .operations import OPERATIONS

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_docs_page_draws_every_operation_under_a_content_policy_of_its_own(page, live_server):
    hosts: set[str] = set()
    page.on("request", lambda asked: hosts.add(asked.url.split("/")[2]))
    page.goto(f"{live_server.url}/api/v1/docs/")
    page.locator(".opblock").nth(len(OPERATIONS) - 1).wait_for()
    assert page.locator(".opblock").count() == len(OPERATIONS)
    assert {host for host in hosts if host} == {live_server.url.split("/")[2]}
