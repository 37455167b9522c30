"""What is heard of a meetup that looks for its date: it has one, it found none, or it is off."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from tribemeet.outbox.models import Message
from tribemeet.outbox.registry import Moot, handles

from .. import when
from ..models import Event, Rsvp
from .telling import Telling, ahead, latest, telling, telling_member
from .words import slot_words


@handles("date_fixed")
def ask_who_can_if_needed(message: Message) -> None:
    told = ahead(latest(telling(message)))
    if told.rsvp.status not in (Rsvp.Status.MAYBE, Rsvp.Status.INVITED):
        raise Moot("they have answered")
    told.say("date_fixed")


@handles("other_date_fixed")
def tell_who_could_have_come_otherwise(message: Message) -> None:
    told = ahead(telling_member(message))
    if told.rsvp.status not in ("", Rsvp.Status.INVITED):
        raise Moot("they have answered")
    told.say("other_date_fixed", hosts=told.rsvp.member_id == told.event.host_id)


@handles("proposal_lapsed")
def thank_who_would_have_come(message: Message) -> None:
    told = _telling(message, Event.Status.LAPSED)
    event = told.event
    again = settings.PUBLIC_URL + reverse("event_again", args=[event.pk])
    told.say("proposal_lapsed", again=again, minimum=event.minimum_people, **_proposal(told))


@handles("proposal_cancelled")
def tell_voters_it_is_off(message: Message) -> None:
    told = _telling(message, Event.Status.CANCELLED)
    told.say("proposal_cancelled", reason=told.event.cancel_reason, **_proposal(told))


def _telling(message: Message, status: str) -> Telling:
    told = telling_member(message)
    if told.event.status != status:
        raise Moot("it came otherwise")
    return told


def _proposal(told: Telling) -> dict[str, Any]:
    event = told.event
    return {
        "slots": [slot_words(slot, event.time_zone) for slot in event.slots.open()],
        "hosts": told.rsvp.member_id == event.host_id,
        "decided": when.day(event.decide_by) if event.decide_by else "",
    }
