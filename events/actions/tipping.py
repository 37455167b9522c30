"""A date is fixed: votes become answers, seats are dealt and invites promised, in one step for any number.

Everything here runs under the event's lock, in a constant number of statements; the caller saves the event.
"""

from datetime import datetime

from members.models import Member, Membership, ReplyAddress
from tribemeet.outbox.post import Promise, post_all

from ..models import Event, Invite, Rsvp, Slot, Vote
from ..models.rsvp import RsvpQuerySet, lane
from .seats import draw_ticket
from .slots import take_time_of

Status = Rsvp.Status
DEALT = (
    "status", "guests", "first_timer", "queue_ticket", "answered_at", "answered_sequence",
    "settled_revision", "via",
)  # fmt: skip
KINDS = {Status.GOING: "rsvp_settled", Status.WAITLISTED: "rsvp_settled", Status.PENDING: "rsvp_pending"}


def tip_if_reached(event: Event, now: datetime) -> bool:
    """Fix the date if enough people can make one of the slots. Whether it is fixed by this."""
    slot = best_slot(event, now)
    if slot is not None:
        tip(event, slot, now)
    return slot is not None


def best_slot(event: Event, now: datetime) -> Slot | None:
    """Of the slots that enough people can make the one with most of them, the earlier of equals."""
    coming = event.slots.open().filter(starts_at__gt=now).tallied().order_by("starts_at", "pk")
    reached = [slot for slot in coming if slot.supporters(event) >= event.minimum_people]
    return max(reached, key=lambda slot: (slot.yes, slot.if_needed), default=None)


def willing(event: Event) -> set[int]:
    """Those who said yes, or if needed, to any of the slots."""
    votes = Vote.objects.filter(slot__event=event).exclude(choice=Vote.Choice.NO)
    return set(votes.values_list("member", flat=True))


def tip(event: Event, slot: Slot, now: datetime, *, by: Member | None = None) -> None:
    """Whoever chose it by hand knows of it."""
    event.move_to(Event.Status.SCHEDULED)
    take_time_of(event, slot)
    event.next_reminder_at = event.reminder_time(now)
    event.next_look_at = None  # the decision that was due is made; the caller plans anew
    event.edition += 1
    event.revision += 1
    rsvps = _deal(event, slot, now)
    Rsvp.objects.bulk_create(
        rsvps, update_conflicts=True, unique_fields=["event", "member"], update_fields=DEALT
    )
    _put_in_calendars(event, [rsvp for rsvp in rsvps if rsvp.status == Status.GOING])
    others = (willing(event) | {event.host_id}) - {rsvp.member_id for rsvp in rsvps}
    told_otherwise = [_tell_of_another_date(event, pk) for pk in sorted(others) if by is None or pk != by.pk]
    asked = [*rsvps, *_invited_who_did_not_vote(event)]
    post_all([*(_promise(event, rsvp) for rsvp in asked), *told_otherwise])


def _deal(event: Event, slot: Slot, now: datetime) -> list[Rsvp]:
    """An answer for each who said yes, in the order they did, then for each who can if needed."""
    votes = slot.votes.exclude(member__in=event.rsvps.filter(status=Status.REMOVED).values("member"))
    been = set(
        Rsvp.objects.been_to(event.tribe_id, now)
        .filter(member__in=slot.votes.values("member"))
        .values_list("member", flat=True)
    )
    hosts = _hosts(event)
    rsvps = []
    for vote in votes.exclude(choice=Vote.Choice.NO).order_by("-choice", "ticket"):
        rsvp = _answer(event, vote, now, first_timer=vote.member_id not in been)
        if vote.choice == Vote.Choice.YES:
            _seat(event, rsvp, now, asks=event.by_approval and vote.member_id not in hosts)
        else:
            rsvp.status = Status.MAYBE if event.maybe_allowed else Status.INVITED
        rsvps.append(rsvp)
    return rsvps


def _invited_who_did_not_vote(event: Event) -> RsvpQuerySet:
    """They were asked when they can come, and are asked now whether they do."""
    voters = Vote.objects.filter(slot__event=event).values("member")
    invited = event.rsvps.filter(status=Status.INVITED).exclude(member=event.host_id)
    return invited.exclude(member__in=voters).order_by("pk")


def _hosts(event: Event) -> set[int]:
    """Those who need no host's yes."""
    organisers = Membership.objects.organising().filter(tribe=event.tribe_id)
    return event.host_ids() | set(organisers.values_list("member", flat=True))


def _answer(event: Event, vote: Vote, now: datetime, *, first_timer: bool) -> Rsvp:
    return Rsvp(
        event=event,
        member_id=vote.member_id,
        first_timer=first_timer,
        via=Rsvp.Via.VOTE,
        answered_at=now,
        answered_sequence=event.sequence,
        settled_revision=event.revision,
    )


def _seat(event: Event, rsvp: Rsvp, now: datetime, *, asks: bool) -> None:
    """As an answer would be dealt with, less the writing (see seats.py)."""
    if asks:
        rsvp.status = Status.PENDING
    elif event.fits(1, now, first_timer=rsvp.first_timer):
        event.count_seats(1, first_timer=rsvp.first_timer)
        rsvp.status = Status.GOING
    else:
        rsvp.status, rsvp.queue_ticket = Status.WAITLISTED, draw_ticket(event)


def _put_in_calendars(event: Event, going: list[Rsvp]) -> None:
    members = [rsvp.member_id for rsvp in going]
    ReplyAddress.objects.bulk_create(
        [ReplyAddress(tribe_id=event.tribe_id, member_id=member) for member in members], ignore_conflicts=True
    )
    addresses = ReplyAddress.objects.filter(tribe=event.tribe_id, member__in=members)
    Invite.objects.bulk_create(
        Invite(event=event, member_id=member, sequence=event.sequence, reply_address_id=address)
        for member, address in addresses.values_list("member", "pk")
    )


def _promise(event: Event, rsvp: Rsvp) -> Promise:
    kind = KINDS.get(Status(rsvp.status), "date_fixed")
    step = rsvp.settled_revision
    return Promise(
        kind,
        f"{kind}:{rsvp.pk}:{step}",
        {"rsvp_id": rsvp.pk, "step": step},
        lane=lane(rsvp.pk),
        expires_at=event.ends_at,
    )


def _tell_of_another_date(event: Event, member_id: int) -> Promise:
    """They could have come, but not then."""
    return Promise(
        "other_date_fixed",
        f"other_date_fixed:{event.pk}:{member_id}",
        {"event_id": event.pk, "member_id": member_id},
        expires_at=event.ends_at,
    )
