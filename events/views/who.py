"""Who's coming, as far as the one who looks may see."""

from datetime import datetime
from typing import Any

from members.models import Member
from members.policies import members_visible_to

from ..models import Event, Rsvp
from ..models.rsvp import RsvpQuerySet

HIDDEN: dict[str, str] = {
    Event.AttendeesShownTo.MEMBERS: "Members of the tribe see who is coming.",
    Event.AttendeesShownTo.GOING: "Those who are going see each other.",
    Event.AttendeesShownTo.HOSTS: "The hosts keep the list to themselves.",
}


def who_is_coming(
    event: Event, viewer: Member | None, visible: RsvpQuerySet, waiting: int, now: datetime
) -> dict[str, Any]:
    """Names for all who may see the list; towns and profiles only of those whose profile they may see."""
    shown = list(visible.filter(status__in=(Rsvp.Status.GOING, Rsvp.Status.WAITLISTED)).with_people())
    going = [rsvp for rsvp in shown if rsvp.status == Rsvp.Status.GOING]
    past = event.is_past(now)
    all_seen = _all_seen(event, going)
    return {
        "known": known_to(viewer, going),
        "going": sorted(going, key=lambda rsvp: (rsvp.member_id != event.host_id, rsvp.answered_at, rsvp.pk)),
        "waiting": sorted(
            (rsvp for rsvp in shown if rsvp.queue_ticket), key=lambda rsvp: rsvp.queue_ticket or 0
        ),
        "hidden": "" if all_seen else HIDDEN.get(event.attendees_shown_to, ""),
        "over": past,
        "count_sentence": count_sentence(
            event, going if all_seen else [], 0 if past or not all_seen else visible.maybe().count(),
            0 if past else waiting, past=past,
        ),
    }  # fmt: skip


def known_to(viewer: Member | None, rsvps: list[Rsvp]) -> set[int]:
    known = members_visible_to(viewer).filter(pk__in=[rsvp.member_id for rsvp in rsvps])
    return set(known.values_list("pk", flat=True))


def _all_seen(event: Event, going: list[Rsvp]) -> bool:
    """Whether no seat is kept from who looks; those of closed accounts are kept from everybody."""
    hidden = event.seats_taken - sum(rsvp.seats for rsvp in going)
    if hidden > 0:
        hidden -= sum(rsvp.seats for rsvp in event.rsvps.going().filter(member__is_active=False))
    return hidden <= 0


def count_sentence(event: Event, going: list[Rsvp], maybe: int, waiting: int, *, past: bool) -> str:
    """25 are going, 3 of them as guests. 4 said maybe. 2 in line."""
    seats, guests = event.seats_taken, sum(rsvp.guests for rsvp in going)
    if event.status == Event.Status.CANCELLED:
        return "They had meant to come." if going else ""
    if not seats:
        return "Nobody had a seat." if past else "Nobody is going yet."
    one, many = ("was there", "were there") if past else ("is going", "are going")
    first = f"1 {one}" if seats == 1 else f"{seats} {many}"
    first += f", {guests} of them as {'guests' if guests > 1 else 'a guest'}." if guests else "."
    rest = [f"{maybe} said maybe."] if maybe else []
    return " ".join([first, *rest, *([f"{waiting} in line."] if waiting else [])])
