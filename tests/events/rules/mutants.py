"""Rules that are a little wrong. Each has to be found out, else the walks prove nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from events.actions import answerable, answers, clock, reconfirming, seats
from events.models import Event, Rsvp, Slot
from events.models.rsvp import RsvpQuerySet


@dataclass(frozen=True)
class Mutant:
    """One name of the code that means something else."""

    where: Any
    name: str
    instead: Callable[..., Any]


def newest_first(rsvps: RsvpQuerySet) -> RsvpQuerySet:
    return rsvps.filter(status=Rsvp.Status.WAITLISTED).order_by("-queue_ticket")


def only_the_first_in_line(event: Event, now: datetime) -> Rsvp | None:
    first = event.rsvps.queue().first() if event.takes_answers(now) else None
    return first if first and event.fits(first.seats, now, first_timer=first.first_timer) else None


def one_less(event: Event, count: int, now: datetime, *, first_timer: bool = False) -> bool:
    room = event.room(now, first_timer=first_timer)
    return room is None or count < room


def give(event: Event, rsvp: Rsvp, now: datetime) -> None:
    seats.take_seats(event, rsvp, kind="rsvp_promoted")


def release_all_who_were_asked(event: Event) -> None:
    for rsvp in event.rsvps.going().exclude(member=event.host_id):
        seats.step_back(event, rsvp, Rsvp.Status.RELEASED, held=rsvp.seats_held)


def no_seats(event: Event, now: datetime) -> int:
    return 0


def whoever_might(slot: Slot, event: Event) -> int:
    return slot.yes + slot.if_needed


def nothing(*anything: Any, **more: Any) -> None:
    return None


MUTANTS = {
    "the newest in line is served first": Mutant(RsvpQuerySet, "queue", newest_first),
    "a party that does not fit blocks the line": Mutant(seats, "_next_fitting", only_the_first_in_line),
    "the last seat stays empty": Mutant(Event, "fits", one_less),
    "nobody is served when somebody leaves": Mutant(answers, "serve_queue", nothing),
    "close to the start seats are given, not offered": Mutant(seats, "_offer", give),
    "an offer never ends": Mutant(clock, "_release_held", nothing),
    "no seat is kept for newcomers": Mutant(Event, "held_back", no_seats),
    "if needed always counts": Mutant(Slot, "supporters", whoever_might),
    "who keeps the seat is released too": Mutant(reconfirming, "_release_silent", release_all_who_were_asked),
    "answers never close": Mutant(answerable, "_check_hours", nothing),
}
