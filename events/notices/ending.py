"""What is heard of a meetup that is called off."""

from tribemeet.outbox.models import Message
from tribemeet.outbox.registry import Moot, handles

from ..models import Event
from .telling import Telling, telling


@handles("event_cancelled")
def tell_it_is_off(message: Message) -> None:
    told = telling(message)
    if told.event.status != Event.Status.CANCELLED:
        raise Moot("it stands")
    _say_it_is_off(told)


def take_entry_back_of_what_is_off(told: Telling) -> None:
    """Who gave the seat back just before it was called off is on no list any more, but may hold an entry."""
    if told.cancellation(whole_event=True) is None:
        raise Moot("their calendar holds nothing of it")
    _say_it_is_off(told)


def _say_it_is_off(told: Telling) -> None:
    if told.event.ends_at <= told.now:
        raise Moot("it would be over by now")
    calendar = told.cancellation(whole_event=True)
    context = {"had_entry": calendar is not None, "hosts": told.rsvp.member_id == told.event.host_id}
    told.say("cancelled", calendar, over=True, reason=told.event.cancel_reason, **context)
