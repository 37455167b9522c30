"""What a cheap phone has to carry, in gzipped bytes; and a stylesheet that reads in both directions."""

import gzip
import re
from pathlib import Path

import django_htmx
import pytest

from events import actions

STATIC = Path(__file__).resolve().parents[2] / "tribemeet" / "static" / "tribemeet"
HTMX = Path(django_htmx.__file__).parent / "static" / "django_htmx"


def packed(*parts: bytes) -> int:
    return sum(len(gzip.compress(part)) for part in parts)


def test_the_stylesheet_and_the_scripts_stay_small():
    ours = (STATIC / "tribemeet.js").read_bytes()
    theirs = [(HTMX / name).read_bytes() for name in ("htmx-2.min.js", "ext/hx-sse-2.min.js")]
    assert packed((STATIC / "tribemeet.css").read_bytes()) <= 12_000
    assert packed(ours) <= 8_000
    assert packed(ours, *theirs) <= 24_000


def test_the_stylesheet_knows_no_left_and_no_right():
    rules = re.sub(r"/\*.*?\*/", "", (STATIC / "tribemeet.css").read_text(), flags=re.DOTALL)
    # safe-area-inset-bottom is the name of a thing of the device, not a side of ours
    sided = (
        r"(?<!inset)-(left|right|top|bottom)\b|[;{\s](left|right|top|bottom|width|height):|: (left|right)\b"
    )
    assert re.findall(sided, rules) == []


@pytest.mark.parametrize(
    ("path", "most"), [("/events/{pk}/", 15_000), ("/", 12_000), ("/tribes/usguys/propose/", 8_000)]
)
def test_a_page_with_fifty_faces_stays_small(browse, hope, crowd, meetup, path, most):
    for member in crowd(50):
        actions.respond(meetup, member=member, answer="going")
    assert packed(browse(hope).get(path.format(pk=meetup.pk)).content) <= most


def test_only_pages_that_swap_parts_load_htmx(browse, hope, meetup):
    client = browse(hope)
    assert "htmx" not in client.get("/").text
    assert "htmx-2.min.js" in client.get(f"/events/{meetup.pk}/").text
