from datetime import datetime
from typing import Any, NotRequired, TypedDict, Unpack

from django.db import transaction
from django.utils import timezone

from members.models import Member, Tribe

from ..models import Event, Rsvp
from ..policies import is_first_timer, may_edit
from .answerable import (
    check_answer,
    check_expected,
    check_open_to,
    check_party,
    check_room,
    check_still_open,
    most_guests,
)
from .locking import lock
from .questions import checked_replies
from .seats import ask_hosts, save_seats, seat_or_queue, serve_queue, step_back, take_seats

Status, Via = Rsvp.Status, Rsvp.Via
# they have nothing to do with it any more
OUT = ("", Status.DECLINED, Status.REMOVED)


class Party(TypedDict):
    """Who comes with a member, and what they reply to the hosts. What is not given stays as it was. `expects`
    is what they were promised that going would come to."""

    guests: NotRequired[int]
    guest_names: NotRequired[list[str] | None]
    replies: NotRequired[dict[str, Any] | None]
    expects: NotRequired[str]


@transaction.atomic
def respond(event: Event, *, member: Member, answer: str, via: str = Via.WEB, **party: Unpack[Party]) -> Rsvp:
    """Give or change an answer. Going takes seats, or a place in line when they do not fit; the same answer
    again changes nothing, even where it would be too late by now, unless one was asked again. Every door
    answers through here."""
    event, now = lock(event), timezone.now()
    rsvp = rsvp_of(event, member)
    check_open_to(event, rsvp, now)
    check_expected(rsvp, answer, party.get("expects", ""))
    if _says_so_already(rsvp, event, answer, party):
        return rsvp
    check_answer(event, rsvp, answer, now)
    wanted = wanted_of(event, rsvp, answer, party)
    held = rsvp.seats_held
    write_down(rsvp, event, via, _turn(rsvp, answer, now), **wanted)
    _settle(event, rsvp, answer, held, now)
    serve_queue(event, now)
    save_seats(event)
    rsvp.refresh_from_db(fields=["status", "queue_ticket", "held_until"])  # the line may have moved it on
    return rsvp


@transaction.atomic
def leave(event: Event, *, member: Member, via: str = Via.WEB) -> None:
    """Give the seat or the place in line back. Without an answer there is nothing to do."""
    if event.rsvps.expecting().filter(member=member).exists():
        respond(event, member=member, answer=Status.DECLINED, via=via)


def give_back_seats(tribe: Tribe, *, member: Member) -> None:
    """Who leaves a tribe leaves what it plans. Each meetup is looked at under its lock, so that no answer is
    missed that was just being written."""
    for event in Event.objects.filter(tribe=tribe).ahead(timezone.now()):
        _step_out(event, member)


@transaction.atomic
def _step_out(event: Event, member: Member) -> None:
    """Nothing is left that opens its page: no answer, no invitation, nothing held for who proves an address.
    Who never proved it hears no more of it."""
    event, now = lock(event), timezone.now()
    rsvp = event.rsvps.select_for_update().filter(member=member).exclude(status__in=OUT).first()
    if rsvp is None or not event.stands_ahead(now):
        return
    held, told = rsvp.seats_held, rsvp.status != Status.UNCONFIRMED
    write_down(rsvp, event, Via.WEB, now, guests=0, guest_names=[])
    step_back(event, rsvp, Status.DECLINED, held=held, told=told)
    serve_queue(event, now)
    save_seats(event)


def rsvp_of(event: Event, member: Member) -> Rsvp:
    """The member's row under its lock, or a new one that is not saved yet."""
    found = event.rsvps.select_for_update().filter(member=member).first()
    rsvp = found or Rsvp(event=event, status="")
    rsvp.member = member
    if not rsvp.keeps_its_count:
        rsvp.first_timer = is_first_timer(member, event, timezone.now())
    return rsvp


def _turn(rsvp: Rsvp, answer: str, now: datetime) -> datetime:
    """Who waits for the hosts' yes and asks once more, with other guests perhaps, keeps their turn."""
    return rsvp.answered_at if (rsvp.status, answer) == (Status.PENDING, Status.GOING) else now


def write_down(rsvp: Rsvp, event: Event, via: str, now: datetime, **wanted: Any) -> None:
    """What was said, by which door and of which state of the meetup. The caller gives it its consequences."""
    for name, value in wanted.items():
        setattr(rsvp, name, value)
    rsvp.via, rsvp.answered_at, rsvp.answered_sequence = Via(via), now, event.sequence


def wanted_of(event: Event, rsvp: Rsvp, answer: str, party: Party) -> dict[str, Any]:
    """The party and its replies as they will stand; an answer other than going is asked nothing more."""
    guests, names = _guests(event, rsvp, answer, party), party.get("guest_names")
    wanted = {"guests": guests, "guest_names": (rsvp.guest_names if names is None else names)[:guests]}
    check_party(event, rsvp, guests, names or [])
    given = party.get("replies")
    if answer == Status.GOING and (event.questions or given):
        kept = {key: reply for key, reply in rsvp.replies.items() if key in _asked(event)}
        wanted["replies"] = checked_replies(event.questions, kept if given is None else given)
    return wanted


def _guests(event: Event, rsvp: Rsvp, answer: str, party: Party) -> int:
    """As many as before where nothing else is said, as far as each may still bring them."""
    if answer == Status.DECLINED:
        return 0
    return party["guests"] if "guests" in party else min(rsvp.guests, most_guests(event, rsvp))


def _asked(event: Event) -> set[str]:
    return {question["key"] for question in event.questions}


def _says_so_already(rsvp: Rsvp, event: Event, answer: str, party: Party) -> bool:
    waits = answer == Status.GOING and rsvp.status in (Status.WAITLISTED, Status.PENDING)
    asked_again = rsvp.outdated(event) or rsvp.asked_to_keep(event)
    return (rsvp.status == answer or waits) and not asked_again and _is_as_it_was(rsvp, event, answer, party)


def _is_as_it_was(rsvp: Rsvp, event: Event, answer: str, party: Party) -> bool:
    """What is given of the party is what stands. Replies are held against the questions all the same."""
    guests = party.get("guests", rsvp.guests) if answer != Status.DECLINED else 0
    names, replies = party.get("guest_names"), party.get("replies")
    if guests != rsvp.guests or names not in (None, rsvp.guest_names):
        return False
    if replies is None or answer != Status.GOING:
        return True
    return bool(checked_replies(event.questions, replies) == rsvp.replies)


def _settle(event: Event, rsvp: Rsvp, answer: str, held: int, now: datetime) -> None:
    """Move the seats that the answer moves."""
    if answer != Status.GOING:
        step_back(event, rsvp, answer, held=held)
    elif held:
        _keep_seats(event, rsvp, held, now)
    elif rsvp.status in (Status.WAITLISTED, Status.PENDING):
        event.revision += 1
        rsvp.save()
    elif event.by_approval and not may_edit(rsvp.member, event):
        ask_hosts(event, rsvp)
    else:
        seat_or_queue(event, rsvp, now)


def _keep_seats(event: Event, rsvp: Rsvp, held: int, now: datetime) -> None:
    """More or fewer guests, the same "yes" to a new time, or a seat taken that was only held. The calendar
    entry of who was going stays as it is."""
    more = rsvp.seats - held
    if more > 0:
        check_room(event, rsvp, more, now)
        check_still_open(event, now)
    if rsvp.status != Status.GOING:
        take_seats(event, rsvp, held=held)
        return
    event.count_seats(more, first_timer=rsvp.first_timer)
    event.revision += 1
    rsvp.save()
