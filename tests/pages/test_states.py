"""Each state of an answer, reached by what people do: its sentence, and the buttons that it leaves."""

import re
from html import unescape

import pytest
import time_machine
from django.test import Client

from members.actions import issue_token

from .scenes import SCENES
from .stage import NOW, Cast, Scene

STATUS = re.compile(r'data-said="([^"]*)"')
KIND = re.compile(r'name="standing" value="([^"]*)"')
BUTTON = re.compile(r'<button[^>]* name="answer"[^>]* id="(?:answer|guest)-[^>]*>([^<]*)</button>')


@pytest.fixture
def cast(hope, ann, ben, cleo, propose):
    with time_machine.travel(NOW, tick=False) as clock:
        yield Cast(hope, ann, ben, cleo, propose, clock)


@pytest.fixture(params=SCENES, ids=str)
def scene(request) -> Scene:
    return SCENES[request.param]


def found(pattern: re.Pattern[str], html: str) -> list[str]:
    return [unescape(text) for text in pattern.findall(html)]


def test_each_state_has_its_sentence_and_its_buttons(cast, browse, scene):
    event = scene.act(cast)
    html = browse(None if scene.stranger else cast.ann).get(f"/events/{event.pk}/").text
    assert found(STATUS, html) == [scene.sentence]
    assert found(KIND, html) == [scene.kind]
    assert found(BUTTON, html) == list(scene.buttons)


def test_the_api_says_the_same_as_the_page(cast, scene):
    event = scene.act(cast)
    if scene.stranger:
        # who has no token is told how many go and how many may, and has no answer to read
        told = Client().get(f"/api/v1/events/{event.pk}").json()
        going, left = told["seats_taken"], told["capacity"] - told["seats_taken"]
        assert scene.sentence == f"{going} is going, {left} places left."
        assert Client().get(f"/api/v1/events/{event.pk}/rsvp").json()["code"] == "not_authenticated"
        return
    _, secret = issue_token(cast.ann, name="a test", scope="read")
    headers = {"Authorization": f"Bearer {secret}"}
    said = Client(headers=headers).get(f"/api/v1/events/{event.pk}/rsvp").json()
    rsvp = event.rsvps.filter(member=cast.ann).first()
    assert (said["state"], said["sentence"]) == (scene.kind, scene.sentence)
    assert [choice["label"] for choice in said["choices"]] == list(scene.buttons)
    assert said["status"] == (rsvp.status if rsvp else None)
    assert said["position"] == (rsvp.position if rsvp else None)


PROMISES = {"seat": "going", "line": "waitlisted", "asks": "pending", "offer": "going"}
FILLED = re.compile(r'name="(guests|expects|party)"[^>]*? value="(\w*)"')
FIRST = re.compile(r'name="answer" value="(\w+)"[^>]*?(?: formaction="([^"]+)")?>')


def test_the_first_button_does_what_the_page_promised(cast, browse, scene):
    if scene.stranger or not scene.buttons:
        return
    event, client = scene.act(cast), browse(cast.ann)
    html = client.get(f"/events/{event.pk}/").text.partition('aria-label="Your answer"')[2]
    form, _, buttons = html.partition("</form>")[0].partition('class="answers"')
    hidden = dict(FILLED.findall(form))
    answer, door = FIRST.findall(buttons)[0]
    pressed = client.post(door or f"/events/{event.pk}/rsvp/", hidden | {"answer": answer}, follow=True)
    assert (pressed.status_code, "Saved." in pressed.text) == (200, True)
    promised = PROMISES.get(hidden.get("expects", "")) if answer == "going" else answer
    assert event.rsvps.get(member=cast.ann).status == promised


def test_every_sentence_is_short():
    parts = [part for scene in SCENES.values() for part in re.split(r"[.?:;] ", scene.sentence)]
    assert [part for part in parts if len(part.split()) > 15] == []
