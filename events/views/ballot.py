"""The times a proposal offers: each in words, with its tally, who said what, and the vote of who looks."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from members.models import Member

from .. import when
from ..models import Event, Slot, Vote
from ..policies import slots_visible_to, voters_visible_to
from ..tally import tally

Choice = Vote.Choice
CHOICES = ((Choice.YES, "Yes"), (Choice.IF_NEEDED, "If needed"), (Choice.NO, "No"))
# more people than this are a blur; the words say it better
MOST_DRAWN = 24
MOST_NAMED = 200
NAMED_EACH = 8


@dataclass(frozen=True)
class Option:
    slot: Slot
    day: str
    hours: str
    remark: str
    for_you: str
    tally: str
    seats: tuple[bool, ...]
    open: bool
    leads: bool
    voters: tuple[tuple[str, str], ...]


def ballot_of(event: Event, member: Member | None, now: datetime, *, names: bool = True) -> dict[str, Any]:
    """What the part of the page needs, with the names one may read, and whether one has voted; nothing once
    the date is fixed."""
    if event.status != Event.Status.PROPOSED or event.decide_by is None:
        return {"ballot": None, "voted": False}
    slots = list(slots_visible_to(member, event))
    voters = _voters(event, member) if names else {}
    most = max((slot.supporters(event) for slot in slots if _is_open(slot, now)), default=0)
    return {
        "voted": any(slot.mine for slot in slots),
        "ballot": {
            "options": [_option(event, slot, member, now, most, voters.get(slot.pk, [])) for slot in slots],
            "choices": CHOICES,
            "takes_votes": event.decide_by > now,
            "decided_by": when.moment(event.decide_by, event.time_zone, now),
            "zone": when.place_time(event.time_zone),
        },
    }


def _option(
    event: Event, slot: Slot, member: Member | None, now: datetime, most: int, votes: list[Vote]
) -> Option:
    start, end, zone = slot.local_start, slot.local_end, event.time_zone
    theirs = None if member is None or member.time_zone == "UTC" else member.time_zone
    return Option(
        slot=slot,
        day=when.days(start, end) if slot.all_day else when.day(start, year=True),
        hours="all day" if slot.all_day else when.hours(start, end),
        remark="" if slot.all_day else when.clock_change(start, end, zone),
        for_you=when.for_viewer(start, zone, theirs, all_day=slot.all_day),
        tally=tally(event, slot, now),
        seats=_seats(event, slot),
        open=_is_open(slot, now),
        leads=_is_open(slot, now) and slot.supporters(event) == most > 1,
        voters=tuple(_named(slot, votes)),
    )


def _is_open(slot: Slot, now: datetime) -> bool:
    return not slot.vetoed and not slot.is_past(now)


def _seats(event: Event, slot: Slot) -> tuple[bool, ...]:
    if event.minimum_people > MOST_DRAWN:
        return ()
    return tuple(number < slot.supporters(event) for number in range(event.minimum_people))


def _voters(event: Event, member: Member | None) -> dict[int, list[Vote]]:
    """The first votes by slot: a few names tell more than all of them."""
    found: dict[int, list[Vote]] = defaultdict(list)
    for vote in voters_visible_to(member, event)[:MOST_NAMED]:
        found[vote.slot_id].append(vote)
    return found


def _named(slot: Slot, votes: list[Vote]) -> list[tuple[str, str]]:
    """Yes: Hope, Ann and 3 others."""
    lines = []
    for choice, label in CHOICES:
        names = [vote.member.name for vote in votes if vote.choice == choice][:NAMED_EACH]
        left = getattr(slot, choice) - len(names)
        if names:
            lines.append((label, _listed(names, left)))
    return lines


def _listed(names: list[str], left: int) -> str:
    if left:
        return f"{', '.join(names)} and {left} other{'s' if left > 1 else ''}"
    return f"{', '.join(names[:-1])} and {names[-1]}" if names[1:] else names[0]
