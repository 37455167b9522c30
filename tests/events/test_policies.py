"""Who may see what of a meetup."""

import pytest

from events import actions
from events.policies import events_visible_to
from members.models import Tribe


@pytest.mark.parametrize(("said", "seen"), [("going", True), ("maybe", True), ("declined", False)])
def test_who_may_come_still_sees_a_meetup_that_is_for_members_now(
    propose, hope, stranger, answer, said, seen
):
    event = propose()
    answer(stranger, event, said)
    actions.edit(event, by=hope, visibility="tribe")
    assert events_visible_to(stranger).filter(pk=event.pk).exists() is seen


def test_who_waits_in_line_still_sees_a_meetup_whose_tribe_became_private(propose, ann, stranger, answer):
    event = propose(capacity=2)
    for member in (ann, stranger):
        answer(member, event)
    Tribe.objects.update(visibility="private")
    assert event in events_visible_to(stranger)


def test_who_was_taken_off_a_meetup_for_members_no_longer_sees_it(propose, hope, stranger, answer):
    event = propose()
    rsvp = answer(stranger, event)
    actions.edit(event, by=hope, visibility="tribe")
    actions.remove(rsvp, by=hope)
    assert event not in events_visible_to(stranger)
