"""The nineteen states of the answer card that everybody was promised: where each is reached, what it says.

`SCENES` has more of them, and some twice; test_states.py holds page and API to the same words in each scene.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from events import actions
from events.models import Rsvp
from members.actions import issue_token

from . import test_guests_in_browser, test_in_browser
from .scenes import SCENES, ann_waits, meetup
from .stage import NOW, Cast
from .test_states import STATUS, found


@dataclass(frozen=True)
class State:
    """What it says, in the first of its scenes; `shown_by` is a test of its own."""

    says: str
    scenes: tuple[str, ...] = ()
    shown_by: Any = None


def test_who_may_not_see_it_finds_what_is_not_there(browse, ask, stranger, propose):
    hidden = propose(visibility="tribe")
    for door in ("", "live/", "event.ics"):
        paths = [f"/events/{hidden.pk + more}/{door}" for more in (0, 1)]
        pages = [browse(stranger).get(path) for path in paths]
        assert [page.status_code for page in pages] == [404, 404]
        assert STATE["not allowed"].says in pages[0].text
        hidden_page, no_page = (alike(page.text, path) for page, path in zip(pages, paths, strict=True))
        assert hidden_page == no_page
    told = [ask(stranger, hidden.pk + n) for n in (0, 1)]
    assert told[0] == told[1]
    assert (told[0][0], told[0][1]["code"]) == (404, "not_found")


def alike(html: str, path: str) -> list[str]:
    """Less its own address, and the lines with what is drawn anew for each page."""
    lines = html.replace(path, "here").splitlines()
    return [line for line in lines if "csrf" not in line.lower() and "nonce" not in line]


def test_who_waits_and_looks_on_reads_of_the_place_they_got(cast, browse, ask):
    event = ann_waits(cast)
    client, path = browse(cast.ann), f"/events/{event.pk}/live/"
    assert STATE["promoted"].says not in client.get(path, {"standing": "waitlisted"}).text
    actions.edit(event, by=cast.host, capacity=4)
    live = client.get(path, {"standing": "waitlisted"}).text
    assert f">{STATE['promoted'].says}</span>" in live
    # what stays once it is read, for whoever asks later
    assert found(STATUS, live) == [ask(cast.ann, event.pk)[1]["sentence"]] == ["You're going."]


def test_who_pressed_when_the_last_place_had_just_gone_reads_so_at_every_door(
    cast, browse, ask, address, nobody
):
    says = STATE["conflict"].says
    pressed = {"answer": "going", "expects": "seat"}
    by_page, by_mail, by_api = (meetup(capacity=1)(cast) for _ in range(3))
    page = browse(cast.ann).post(f"/events/{by_page.pk}/rsvp/", pressed, follow=True)
    mailed = nobody.post(address("answer", by_mail, cast.ann), pressed)
    assert says in page.text.replace("&#x27;", "'")
    assert says in mailed.text.replace("&#x27;", "'")
    assert ask(cast.ann, by_api.pk, put=pressed)[1]["news"] == says
    assert list(Rsvp.objects.filter(member=cast.ann).values_list("status", flat=True)) == ["waitlisted"] * 3
    assert "Leave the list" in page.text


def test_a_lost_connection_is_said_in_these_words():
    script = Path(settings.BASE_DIR, "tribemeet/static/tribemeet/tribemeet.js").read_text()
    assert f'"{STATE["offline"].says}"' in script


STATE = {
    "not signed in, open": State("1 is going, 7 places left.", ("not signed in",)),
    "guest, unconfirmed": State(
        "Check annorchard@…: we hold your place until 12:30.",
        ("unconfirmed",),
        test_guests_in_browser.test_without_script_a_wrong_address_is_changed_and_a_mail_sent_again,
    ),
    "member, no answer": State("You haven't answered.", ("no answer", "no answer, no maybe")),
    "going": State("You're going, with 2 guests.", ("going with guests", "going")),
    "maybe": State("You said maybe. Maybes don't hold a place.", ("maybe",)),
    "can't": State("You're not going.", ("can't",)),
    "full, no answer": State(
        "Full (1 of 1). You'd be number 3 in line.", ("full", "kept for first-timers", "invited, full")
    ),
    "waitlisted": State(
        "You're number 3 in line. We'll give you the place and mail you until Sat 07:00; "
        "after that we'll ask first.",
        ("waiting", "waiting close to the start"),
    ),
    "offered": State(
        "A place is yours if you take it by 15:00.", ("offered", "offer over", "offer went on")
    ),
    "promoted": State(
        "You got a place!", ("promoted",), test_who_waits_and_looks_on_reads_of_the_place_they_got
    ),
    "approval needed, pending": State(
        "Organisers will answer. Nothing is held yet.", ("pending", "hosts say yes")
    ),
    "closed": State(
        "You're going. Answers closed Thu 18:00; you can still say you can't come.",
        ("closed, going", "closed", "closed, maybe"),
    ),
    "not yet open": State("Answers open Wed 09:00.", ("not yet open",)),
    "cancelled": State("Cancelled by Hope Harbor: the venue is flooded.", ("cancelled",)),
    "moved": State(
        "New time: Sat 6 Mar 20:00 (was 19:00). Still coming?",
        ("moved", "moved, maybe", "moved while waiting"),
    ),
    "past": State("You were there.", ("past, was there", "past")),
    "not allowed": State("Nothing here", (), test_who_may_not_see_it_finds_what_is_not_there),
    "offline": State(
        "Not saved: no connection. Your choice is still marked here.",
        (),
        test_in_browser.test_a_lost_connection_is_said_and_nothing_pretends,
    ),
    "conflict": State(
        "Someone took the last place a moment ago. You're number 1 in line.",
        (),
        test_who_pressed_when_the_last_place_had_just_gone_reads_so_at_every_door,
    ),
}  # fmt: skip
# reached and held to the same words, beyond the nineteen
MORE = {"invited", "asked to keep", "released", "removed", "proposed", "lapsed"}


def test_there_are_nineteen_and_each_is_reached_by_a_test():
    assert len(STATE) == 19
    assert [name for name, state in STATE.items() if not state.scenes and state.shown_by is None] == []


def test_every_scene_shows_one_of_them_or_is_known_to_be_more():
    shown = [scene for state in STATE.values() for scene in state.scenes]
    assert len(shown) == len(set(shown))
    assert {*shown, *MORE} == set(SCENES)


@pytest.mark.parametrize("name", [name for name, state in STATE.items() if state.scenes])
def test_the_scene_says_what_the_state_promises(name):
    state = STATE[name]
    said = SCENES[state.scenes[0]].sentence
    assert said == (state.says if name != "promoted" else "You're going.")


@pytest.fixture
def cast(hope, ann, ben, cleo, propose):
    with time_machine.travel(NOW, tick=False) as clock:
        yield Cast(hope, ann, ben, cleo, propose, clock)


@pytest.fixture
def ask():
    """By a program: the status of the reply, and what it says."""

    def asked(member, event, *, put=None):
        _, secret = issue_token(member, name="a test", scope="write")
        client, path = Client(headers={"Authorization": f"Bearer {secret}"}), f"/api/v1/events/{event}/rsvp"
        told = client.get(path) if put is None else client.put(path, put, content_type="application/json")
        return told.status_code, told.json()

    return asked
