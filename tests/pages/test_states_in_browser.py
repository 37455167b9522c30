"""The states of an answer on the smallest phone: nobody is shut out of any of them."""

import pytest
import time_machine

from .conftest import PHONE
from .scenes import NOW, SCENES, Cast
from .test_everybody_in_browser import faults, sideways

pytestmark = pytest.mark.django_db(transaction=True)

WHAT_ONE_CAME_FOR = ("h1", "#rsvp-status", "#facts .what >> nth=0", "#facts .what >> nth=1", "[name=answer]")


@pytest.fixture
def cast(hope, ann, ben, cleo, propose):
    with time_machine.travel(NOW) as clock:
        yield Cast(hope, ann, ben, cleo, propose, clock)


def below(page, part: str) -> float:
    box = page.locator(part).first.bounding_box()
    return box["y"] + box["height"] - PHONE["height"] if box else 0


def test_no_state_shuts_anybody_out_on_a_small_phone(page, enter, live_server, cast):
    page.set_viewport_size(PHONE)
    for strangers in (True, False):
        if not strangers:
            enter(page, cast.ann)
        for name, scene in SCENES.items():
            if scene.stranger is not strangers:
                continue
            cast.clock.move_to(NOW)
            page.goto(f"{live_server.url}/events/{scene.act(cast).pk}/")
            assert (name, page.locator("#rsvp-status").inner_text()) == (name, scene.sentence)
            assert (name, faults(page), sideways(page)) == (name, [], 0)
            hidden = [part for part in WHAT_ONE_CAME_FOR if page.locator(part).count() and below(page, part) > 0]
            assert (name, hidden) == (name, [])
