"""What those who answered hear of the meetup itself."""

from dataclasses import replace
from datetime import timedelta

from tribemeet.outbox.models import Message
from tribemeet.outbox.registry import Moot, handles

from .. import actions, when
from ..models import Rsvp
from .answers import standing_invite
from .telling import Telling, ahead, telling
from .told import changes, facts, known

# A reminder is due a day ahead; one that finds the event farther off was promised for an older time.
REMINDED_WITHIN = timedelta(hours=25)


@handles("event_changed")
def tell_what_changed(message: Message) -> None:
    told = ahead(telling(message))
    if told.rsvp.status == Rsvp.Status.GOING:
        _tell_what_differs(told)
    elif told.rsvp.status in Rsvp.EXPECTING and not told.rsvp.knows(told.event):
        _tell_of_move(told)
    else:
        raise Moot("it is nothing to them")


def _tell_what_differs(told: Telling) -> None:
    """Several edits make one mail: whoever heard all of it already hears nothing."""
    invite, now = standing_invite(told), facts(told.event, told.rsvp.member)
    if not (was := known(invite)):
        raise Moot("the invite that is still to come says it")
    changed = changes(was, now)
    if not changed:
        raise Moot("they know")
    names = {change.name for change in changed}
    context = {"asks": told.asks, "new_time": "when" in names, "new_place": "where" in names}
    told.say("changed", told.request(invite), changes=changed, **context)
    actions.remember_told(invite, now)


def _tell_of_move(told: Telling) -> None:
    """Who holds no entry is told where things stand; of what they knew before the start alone is known."""
    now = facts(told.event, told.rsvp.member)
    was = _start_known(told)
    changed = [replace(each, was=was) if each.name == "when" else each for each in changes({}, now)]
    told.say("changed", changes=changed, moved=True)
    actions.remember_told_of_move(told.rsvp, told.event)


def _start_known(told: Telling) -> str:
    """Empty if the time is the one they know."""
    known = max(told.rsvp.answered_sequence, told.rsvp.told_sequence)
    before = told.event.time_before(known)
    if before is None or before == (told.event.local_start, told.event.all_day):
        return ""
    start, all_day = before
    return when.short(start, today=told.now.date(), all_day=all_day)


@handles("reminder_due")
def remind(message: Message) -> None:
    told = ahead(telling(message))
    if told.rsvp.status != Rsvp.Status.GOING:
        raise Moot("they are not going")
    if told.event.starts_at - told.now > REMINDED_WITHIN:
        raise Moot("it was moved away")
    told.say("reminder")
