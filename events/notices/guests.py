"""The one mail to an address that was typed by somebody who had not signed in. Nothing of what they typed is
in it but a name, cleaned by members/actions/guests.py; and who does not belong to the tribe reads no link of
it either, so that the mail is of no use to who wants to send something else."""

from dataclasses import asdict, replace
from typing import Any

from members.policies import belongs_to
from tribemeet import mail
from tribemeet.outbox.models import Message
from tribemeet.outbox.registry import Moot, handles
from tribemeet.plain_text import without_links

from .. import actions
from ..calendar.entry import Entry
from ..calendar.write import request
from ..entries import entry_of
from ..models import Invite, Rsvp
from .asking import until
from .telling import Telling, ahead, latest, telling_member
from .told import facts
from .words import words_for

Status = Rsvp.Status


@handles("guest_asked")
def ask_whether_it_was_them(message: Message) -> None:
    told, answer = ahead(telling_member(message)), message.payload["answer"]
    if told.rsvp.status in Rsvp.EXPECTING:
        _say_where_they_stand(told)
    elif told.rsvp.status == Status.REMOVED:
        raise Moot("a host took them off")
    elif answer != Status.GOING or latest(told).rsvp.status in (Status.DECLINED, Status.INVITED):
        _ask_to_say_so_themselves(told, answer)
    else:
        _ask_to_confirm(told)


def _ask_to_say_so_themselves(told: Telling, answer: str) -> None:
    """Nothing is held for them, and what they said before stands."""
    said_no = told.rsvp.status == Status.DECLINED
    told.say("guest_answer", answer=answer, said_no=said_no, **_words(told))


def _say_where_they_stand(told: Telling) -> None:
    stands: dict[str, Any] = {
        "status": told.rsvp.status,
        "position": told.rsvp.position,
        "offer_url": told.link("offer"),
    }
    told.say("guest_stands", **stands, **_words(told))


def _ask_to_confirm(told: Telling) -> None:
    ends = told.rsvp.held_until
    if told.rsvp.status != Status.UNCONFIRMED or ends is None or ends <= told.now:
        raise Moot("nothing is held any more")
    context: dict[str, Any] = {"url": told.link("confirm"), **until(told, ends), **_words(told)}
    if told.invite is None or not told.rsvp.holds_seats:
        rsvp = told.rsvp
        room = told.event.fits(rsvp.seats, told.now, first_timer=rsvp.first_timer)
        told.say("guest_line", room=room, **context)
        return
    # Before it is sent, as in answers.py
    actions.remember_told(told.invite, facts(told.event, told.rsvp.member))
    told.say("guest_seat", _entry_to_confirm(told, told.invite), **context)


def _entry_to_confirm(told: Telling, invite: Invite) -> mail.CalendarPart:
    """The meetup is certain, only their answer is not. So it is right once they confirm, by the link too, and
    no second mail is needed."""
    entry = entry_of(invite, stamp=told.message.created_at, partstat="NEEDS-ACTION", asks=True)
    return mail.CalendarPart(request(_guarded(entry, told)), "REQUEST")


def _guarded(entry: Entry, told: Telling) -> Entry:
    if belongs_to(told.rsvp.member, told.event.tribe):
        return entry
    title, place = without_links(entry.title), without_links(entry.place_line)
    return replace(entry, title=title, place_line=place, description="")


def _words(told: Telling) -> dict[str, Any]:
    words = words_for(told.event, told.rsvp.member, told.now)
    if not belongs_to(told.rsvp.member, told.event.tribe):
        where = [without_links(line) for line in words.where]
        words = replace(words, title=without_links(words.title), host=without_links(words.host), where=where)
    return {"event": asdict(words)}
