from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from members.models import Member, Tribe
from tribemeet.stream import announce

from .. import when
from ..errors import BadVote, DateFixed, NotProposed
from ..models import Event, Rsvp, Slot, Vote
from .answerable import check_person
from .clock import plan
from .locking import lock
from .seats import draw_ticket
from .tipping import tip_if_reached


@transaction.atomic
def vote(event: Event, *, member: Member, choices: Mapping[int, str], via: str = Rsvp.Via.WEB) -> None:
    """Say yes, if needed or no to the slots that are named, or nothing more (""); the others stay as they
    were and the same vote again changes nothing. The date is fixed by the vote that makes enough people."""
    event, now = lock(event), timezone.now()
    check_proposed(event, now)
    own = event.rsvps.filter(member=member).first()
    check_person(event, member, own.status if own else "")
    said = dict(Vote.objects.filter(slot__event=event, member=member).values_list("slot", "choice"))
    changed = {slot: choice for slot, choice in choices.items() if choice != said.get(slot, "")}
    _check(event, changed, choices, now)
    if changed:
        _write(event, member, changed)
        tip_if_reached(event, now)
        save_proposal(event, now)


def check_proposed(event: Event, now: datetime) -> None:
    """Between the hour of the decision and its tick there is nothing to say any more."""
    if event.status == Event.Status.SCHEDULED and event.slots.exists():
        fixed = when.short(event.local_start, all_day=event.all_day)
        raise DateFixed(f"The date was fixed meanwhile: {fixed}.")
    if event.status != Event.Status.PROPOSED or event.decide_by is None:
        raise NotProposed
    if event.decide_by <= now:
        raise NotProposed("The time to vote is over; the date is about to be decided.")


def save_proposal(event: Event, now: datetime) -> None:
    event.revision += 1
    plan(event, now)
    event.save()
    announce(event.channel)


def _check(event: Event, changed: Mapping[int, str], choices: Mapping[int, str], now: datetime) -> None:
    slots = {slot.pk: slot for slot in event.slots.all()}
    wrong = {f"votes.{pk}": "This meetup offers no such time." for pk in choices if pk not in slots}
    for pk, choice in changed.items():
        if pk in slots and (sentence := _why_not(slots[pk], choice, now)):
            wrong[f"votes.{pk}"] = sentence
    if wrong:
        raise BadVote(fields=wrong)


def _why_not(slot: Slot, choice: str, now: datetime) -> str:
    if choice and choice not in Vote.Choice.values:
        return "Say yes, if_needed or no."
    if slot.vetoed:
        return "The hosts took this time out."
    return "This time has passed." if slot.is_past(now) else ""


def _write(event: Event, member: Member, changed: Mapping[int, str]) -> None:
    Vote.objects.filter(slot__in=[pk for pk, choice in changed.items() if not choice], member=member).delete()
    votes = [
        Vote(slot_id=pk, member=member, choice=choice, ticket=draw_ticket(event))
        for pk, choice in changed.items()
        if choice
    ]
    Vote.objects.bulk_create(
        votes, update_conflicts=True, unique_fields=["slot", "member"], update_fields=["choice", "ticket"]
    )


def take_back_votes(tribe: Tribe, *, member: Member) -> None:
    """Who leaves a tribe has no say any more in when it meets, and no page for having had one."""
    for event in Event.objects.filter(tribe=tribe).ahead(timezone.now()):
        _take_back(event, member)


@transaction.atomic
def _take_back(event: Event, member: Member) -> None:
    event, now = lock(event), timezone.now()
    votes = Vote.objects.filter(slot__event=event, member=member)
    if event.stands_ahead(now) and votes.delete()[0]:
        save_proposal(event, now)
