"""Who's coming, as far as the one who looks may see. Whoever is not named is counted all the same."""

from typing import Any

from members.models import Member
from members.policies import members_visible_to

from ..models import Event, Rsvp
from ..policies import attendees_of, sees_attendees
from ..standing import Look, Turnout

Status = Rsvp.Status
HIDDEN: dict[str, str] = {
    Event.AttendeesShownTo.MEMBERS: "Members of the tribe see who is coming.",
    Event.AttendeesShownTo.GOING: "Those who are going see each other.",
    Event.AttendeesShownTo.HOSTS: "The hosts keep the list to themselves.",
}
NAMED = (Status.GOING, Status.WAITLISTED, Status.OFFERED)
WITHOUT_A_DATE = (Event.Status.PROPOSED, Event.Status.LAPSED)
FOR_HOSTS = (Status.PENDING, Status.INVITED)


def who_is_coming(look: Look, viewer: Member | None) -> dict[str, Any]:
    """Names for all who may see the list; towns and profiles only of those whose profile they may see."""
    event, past = look.event, look.event.is_past(look.now)
    if event.status in WITHOUT_A_DATE:
        return {}
    seen = look.organises or sees_attendees(viewer, event)
    named = (*NAMED, *FOR_HOSTS) if look.organises else NAMED
    visible = attendees_of(event, viewer, hosts=look.organises, listed=seen)
    rows = visible.filter(status__in=named).with_people()
    shown = sorted(rows, key=lambda rsvp: (rsvp.queue_ticket or 0, rsvp.answered_at, rsvp.pk))
    going = _of(shown, Status.GOING)
    known = known_to(viewer, going)
    return {
        "known": known,
        "going": sorted(
            going, key=lambda each: (each.member_id != event.host_id, each.member_id not in known)
        ),
        "offered": [] if past else _of(shown, Status.OFFERED),
        "waiting": [] if past else _line(event, _of(shown, Status.WAITLISTED)),
        "asking": [] if past else _of(shown, Status.PENDING),
        "invited": [] if past else _of(shown, Status.INVITED),
        "in_line": look.turnout.waiting + look.turnout.offered,
        "more": look.turnout.going_parties - len(going) if seen else 0,
        "confided": confided(look, going),
        "first_timers": first_timers(event, going),
        "hidden": "" if seen else HIDDEN.get(event.attendees_shown_to, ""),
        "over": past,
        "count_sentence": count_sentence(event, look.turnout, seen=seen, past=past),
    }


def _of(rsvps: list[Rsvp], status: str) -> list[Rsvp]:
    return [rsvp for rsvp in rsvps if rsvp.status == status]


def _line(event: Event, shown: list[Rsvp]) -> list[tuple[int, Rsvp]]:
    """With the true place of each, since those between who hide here are not named."""
    if event.capacity is None:
        return []
    places = {
        pk: place for place, pk in enumerate(event.rsvps.in_line().values_list("pk", flat=True), start=1)
    }
    return [(places[rsvp.pk], rsvp) for rsvp in shown if rsvp.pk in places]


def known_to(viewer: Member | None, rsvps: list[Rsvp]) -> set[int]:
    known = members_visible_to(viewer).filter(pk__in=[rsvp.member_id for rsvp in rsvps])
    return set(known.values_list("pk", flat=True))


def confided(look: Look, going: list[Rsvp]) -> set[int]:
    """Whose guests may be read by name: those of everybody by the hosts, else one's own."""
    own = look.rsvp.pk if look.rsvp else None
    return {rsvp.pk for rsvp in going if look.organises or rsvp.pk == own}


def first_timers(event: Event, going: list[Rsvp]) -> set[int]:
    """Whose first meetup of the tribe it is. Where it is everybody's, nobody needs the mark."""
    others = [rsvp for rsvp in going if rsvp.member_id != event.host_id]
    first = {rsvp.pk for rsvp in others if rsvp.first_timer}
    return first if len(first) < len(others) else set()


def count_sentence(event: Event, turnout: Turnout, *, seen: bool, past: bool) -> str:
    """25 are going, 3 of them as guests. 4 said maybe. 2 in line."""
    if event.status == Event.Status.CANCELLED:
        return "They had meant to come." if turnout.going and seen else ""
    if not turnout.going:
        first = "Nobody had a seat." if past else "Nobody is going yet."
    else:
        first = _going(turnout, past=past) + (_guests(turnout.guests) if seen else ".")
    return " ".join([first] if past else [first, *_rest(turnout, seen=seen)])


def _going(turnout: Turnout, *, past: bool) -> str:
    one, many = ("was there", "were there") if past else ("is going", "are going")
    return f"1 {one}" if turnout.going == 1 else f"{turnout.going} {many}"


def _guests(guests: int) -> str:
    return f", {guests} of them as {'guests' if guests > 1 else 'a guest'}." if guests else "."


def _rest(turnout: Turnout, *, seen: bool) -> list[str]:
    """All whose answer is not there yet: together with those going they make up the places that are taken."""
    counted = {
        "{} said maybe.": turnout.maybe if seen else 0,
        "{} in line.": turnout.waiting,
        "{} offered a place.": turnout.offered,
        "{} still to confirm.": turnout.unconfirmed,
    }
    return [words.format(count) for words, count in counted.items() if count]
