"""Text that members write becomes HTML of the allow-list, whatever it tries."""

from html.parser import HTMLParser

import pytest

from tribemeet.markdown import ALLOWED, render


def test_lists_links_and_emphasis_come_through():
    html = render("*Bring* a friend:\n\n- one\n- two\n\nhttps://example.org/menu")
    assert "<em>Bring</em>" in html
    assert "<li>one</li>" in html
    assert 'href="https://example.org/menu"' in html
    assert 'rel="nofollow ugc noopener noreferrer"' in html


def test_headings_stand_below_those_of_the_page():
    assert render("# Loud\n\n## Softer") == "<h3>Loud</h3>\n<h4>Softer</h4>\n"


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "[click](javascript:alert(1))",
        "[click](data:text/html;base64,PHNjcmlwdD4=)",
        "![pixel](https://tracker.example/p.gif)",
        '<a href="https://x.example" onclick="alert(1)">x</a>',
        "<style>body{display:none}</style>",
    ],
)
def test_nothing_active_and_no_picture_survives(text):
    for tag, attributes in elements(render(text)):
        assert tag in ALLOWED
        assert set(attributes) <= {"href", "rel"}
        assert attributes.get("href", "https:").startswith("https:")


def elements(html: str) -> list[tuple[str, dict[str, str | None]]]:
    """What a browser would make of it; a tag that is only shown as text is none."""
    found: list[tuple[str, dict[str, str | None]]] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.append((tag, dict(attrs)))

    Reader().feed(html)
    return found
