"""The HTML part in a real browser: on a phone and wide, light and dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tribemeet.mail import render

from .test_wording import COMMON, KINDS

# A mail has no landmarks: clients show it inside a page of their own.
NOT_FOR_MAILS = {"rules": {"region": {"enabled": False}, "landmark-one-main": {"enabled": False}}}


@pytest.fixture(params=KINDS)
def html(request):
    return render(request.param, COMMON | KINDS[request.param]).html


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_read_it(page, html, scheme):
    page.emulate_media(color_scheme=scheme)
    page.set_content(html)
    found = Axe().run(page, options=NOT_FOR_MAILS)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize(("window", "widest"), [(320, 320), (390, 390), (800, 600)])
def test_it_fits_a_phone_and_is_one_column_of_600_at_most(page, html, window, widest):
    page.set_viewport_size({"width": window, "height": 600})
    page.set_content(html)
    assert page.evaluate("document.documentElement.scrollWidth") <= window
    assert page.locator(".sheet").bounding_box()["width"] <= widest


def test_dark_readers_get_a_dark_mail(page, html):
    grounds = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.set_content(html)
        grounds.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert grounds == ["rgb(244, 245, 236)", "rgb(13, 29, 24)"]
