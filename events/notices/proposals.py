"""What is heard of a meetup that looks for its date: it has one, it found none, or it is off."""

from dataclasses import asdict
from itertools import takewhile
from typing import Any

from django.conf import settings
from django.urls import reverse

from tribemeet.outbox.models import Message, MessageQuerySet
from tribemeet.outbox.registry import Moot, handles

from .. import when
from ..models import Event, Rsvp, Slot
from ..policies import events_visible_to, slots_visible_to
from ..tally import SAID
from .asking import until, words_for_the_invited
from .telling import Telling, ahead, latest, telling, telling_member
from .words import slot_words


@handles("date_fixed")
def ask_who_may_come_now(message: Message) -> None:
    """Who can if needed, and who was invited and did not vote."""
    told = ahead(latest(telling(message)))
    if told.rsvp.status not in (Rsvp.Status.MAYBE, Rsvp.Status.INVITED):
        raise Moot("they have answered")
    if told.rsvp.via == Rsvp.Via.VOTE:
        told.say("date_fixed")
    else:
        told.say("date_fixed", invited=True, event=asdict(words_for_the_invited(told)))


@handles("other_date_fixed")
def tell_who_could_have_come_otherwise(message: Message) -> None:
    told = ahead(telling_member(message))
    if told.rsvp.status not in ("", Rsvp.Status.INVITED):
        raise Moot("they have answered")
    if not events_visible_to(told.rsvp.member).filter(pk=told.event.pk).exists():
        raise Moot("it is not there for them any more")
    told.say("other_date_fixed", hosts=told.rsvp.member_id == told.event.host_id)


@handles("proposal_changed")
def tell_voters_what_changed(message: Message) -> None:
    """How it stands now: whoever reads it need not know in which steps it came to that."""
    told = telling_member(message)
    event, ends = told.event, told.event.decide_by
    if event.status != Event.Status.PROPOSED or ends is None or ends <= told.now:
        raise Moot("nobody votes on it any more")
    if _promised(message).filter(pk__gt=message.pk).exclude(state=Message.State.DEAD).exists():
        raise Moot("a later one says it all")
    slots = list(slots_visible_to(told.rsvp.member, event))
    if not any(slot.mine for slot in slots):
        raise Moot("they took their votes back")
    changed: dict[str, Any] = dict.fromkeys(_untold(message), True)
    ballot = [_as_voted(slot, event) for slot in slots if not slot.is_past(told.now)]
    told.say("proposal_changed", url=told.link("vote"), slots=ballot, **changed, **until(told, ends))


def _promised(message: Message) -> MessageQuerySet:
    return Message.objects.filter(kind=message.kind, lane=message.lane)


def _untold(message: Message) -> set[str]:
    """What changed since the last mail."""
    earlier = _promised(message).filter(pk__lte=message.pk).order_by("-pk")
    since = takewhile(lambda each: each.state != Message.State.KEPT, earlier)
    return {each.payload["what"] for each in since}


def _as_voted(slot: Slot, event: Event) -> dict[str, Any]:
    said = f"You said {SAID[slot.mine]}." if slot.mine else "You have not said yet."
    return {
        "when": slot_words(slot, event.time_zone),
        "said": "The hosts ruled it out." if slot.vetoed else said,
        "vetoed": slot.vetoed,
    }


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
