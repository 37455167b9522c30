"""What members are asked for: to come, to take a place in time, to keep one; and hosts, what to do now."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from members.policies import belongs_to
from tribemeet.outbox.models import Message
from tribemeet.outbox.registry import Moot, handles

from .. import when
from ..models import Event, Rsvp
from ..policies import may_edit
from .telling import Telling, ahead, latest, telling, telling_member
from .words import EventWords, for_strangers, page_of, slot_words, words_for

Status = Rsvp.Status


@handles("rsvp_offered")
def offer_place(message: Message) -> None:
    told = ahead(latest(telling(message)))
    ends = told.rsvp.held_until
    if told.rsvp.status != Status.OFFERED or ends is None or ends <= told.now:
        raise Moot("the offer is over")
    told.say("offered", url=told.link("offer"), **until(told, ends))


@handles("reconfirm_asked")
def ask_to_keep(message: Message) -> None:
    told = ahead(telling(message))
    asked, ends = told.event.reconfirm_asked_at, told.event.releases_at
    if told.rsvp.status != Status.GOING or asked is None or ends is None or ends <= told.now:
        raise Moot("there is nothing to keep")
    if told.rsvp.kept_at is not None and told.rsvp.kept_at >= asked:
        raise Moot("they keep it")
    told.say("keep", url=told.link("keep"), **until(told, ends))


@handles("floor_missed")
def ask_hosts_what_now(message: Message) -> None:
    told = ahead(telling_member(message))
    if not may_edit(told.rsvp.member, told.event):
        raise Moot("they host it no more")
    left = told.event.rsvps.going().people()
    if left >= told.event.minimum_people:
        raise Moot("enough are going again")
    names = {"url": "event_floor", "move_url": "event_move", "cancel_url": "event_cancel"}
    pages = {key: page_of(name, told.event) for key, name in names.items()}
    offered = told.event.rsvps.filter(status=Status.OFFERED).people()
    told.say("floor_missed", None, minimum=told.event.minimum_people, left=left, offered=offered, **pages)


@handles("event_invited")
def ask_whether_they_come(message: Message) -> None:
    told = telling(message)
    if told.rsvp.status != Status.INVITED:
        raise Moot("they have answered")
    words = words_for_the_invited(told)
    if told.event.status == Event.Status.PROPOSED:
        _ask_when(told, words)
    else:
        ahead(told).say("invited", event=asdict(words))


def words_for_the_invited(told: Telling) -> EventWords:
    """Whom hosts can name may be no member of the tribe."""
    words = words_for(told.event, told.rsvp.member, told.now)
    return words if belongs_to(told.rsvp.member, told.event.tribe) else for_strangers(words)


def _ask_when(told: Telling, words: EventWords) -> None:
    """No calendar object: there is nothing to file before there is a date."""
    event, ends = told.event, told.event.decide_by
    if ends is None or ends <= told.now:
        raise Moot("it is being decided")
    slots = [slot_words(slot, event.time_zone) for slot in event.slots.open()]
    more: dict[str, Any] = {"slots": slots, "minimum": event.minimum_people, "url": told.link("vote")}
    told.say("invited_to_vote", event=asdict(words), **more, **until(told, ends))


def until(told: Telling, ends: datetime) -> dict[str, Any]:
    """By the clock on the event's wall; the body of the mail says whose clock that is."""
    zone = told.event.time_zone
    return {"until": when.moment(ends, zone, told.now), "zone": when.place_time(zone)}
