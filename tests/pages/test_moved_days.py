"""What moved to a day without an hour, or from one, is said without an hour that nobody meant."""

from datetime import timedelta

import pytest
import time_machine

from events import actions

from .stage import NOW, SATURDAY, Cast
from .test_states import STATUS, found

DAY = SATURDAY + timedelta(days=3)


@pytest.fixture
def cast(hope, ann, ben, cleo, propose):
    with time_machine.travel(NOW, tick=False) as clock:
        yield Cast(hope, ann, ben, cleo, propose, clock)


@pytest.fixture
def says(cast, browse):
    """What Ann reads once it has moved, after her answer to what stood before."""

    def moved(event, day, *, all_day):
        cast.go(cast.ann, event)
        event = actions.move(event, by=cast.host, local_start=day, all_day=all_day)
        (sentence,) = found(STATUS, browse(cast.ann).get(f"/events/{event.pk}/").text)
        return event, sentence

    return moved


def test_to_a_day_from_an_hour_and_on_to_another_day(cast, says):
    event, sentence = says(cast.meetup(), DAY, all_day=True)
    assert sentence == "New time: Tue 9 Mar (was Sat 6 Mar 19:00). Still coming?"
    event, sentence = says(event, DAY + timedelta(days=1), all_day=True)
    assert sentence == "New time: Wed 10 Mar (was Tue 9 Mar). Still coming?"
    _, sentence = says(event, DAY + timedelta(days=1), all_day=False)
    assert sentence == "New time: Wed 10 Mar 19:00 (was Wed 10 Mar). Still coming?"


def test_the_same_day_without_its_hour_names_the_hour_it_had(cast, says):
    _, sentence = says(cast.meetup(), SATURDAY, all_day=True)
    assert sentence == "New time: Sat 6 Mar (was 19:00). Still coming?"
