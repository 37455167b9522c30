from datetime import datetime
from typing import Unpack

from django.db import transaction
from django.utils import timezone

from members.actions.checks import check
from members.models import Member
from tribemeet.stream import announce

from ..models import Event, Rsvp
from .clock import plan
from .inviting import seat_those_who_asked
from .locking import lock_to_edit
from .proposing import Details
from .rules import ask_to_keep_anew, check_rules
from .seats import raise_invites, serve_queue
from .telling import tell_of_change, tell_voters
from .tipping import tip_if_reached

# what asks for a new answer, and what calendars and mails show besides
MATERIAL = frozenset({"place", "area", "address"})
SHOWN = MATERIAL | {"title", "description", "address_shown_to"}


@transaction.atomic
def edit(event: Event, *, by: Member, edition: int | None = None, **details: Unpack[Details]) -> Event:
    """Change what is named and differs. With an edition, only what the editor saw is changed (else Stale)."""
    now = timezone.now()
    event = lock_to_edit(event, by=by, now=now, edition=edition)
    changed = {name for name, value in details.items() if getattr(event, name) != value}
    if not changed:
        return event
    for name in changed:
        setattr(event, name, details[name])  # type: ignore[literal-required]
    check(event, only=changed)
    check_rules(event, changed)
    event.edition += 1
    event.revision += 1
    if material := bool(changed & MATERIAL):
        ask_again(event, by=by)
    _follow(event, changed, now)
    plan(event, now)
    event.save()
    announce(event.channel)
    if changed & SHOWN:
        tell_of_change(event, now=now, material=material)
    if material:
        tell_voters(event, by=by, what="place", now=now)
    return event


def _follow(event: Event, changed: set[str], now: datetime) -> None:
    """What other rules mean for votes, seats and the line."""
    if "capacity" in changed:
        event.keep_seats_given()
    if "reconfirm" in changed:
        ask_to_keep_anew(event, now)
    if event.status == Event.Status.PROPOSED:
        tip_if_reached(event, now)
    serve_queue(event, now)  # those in line come before those who only asked
    if "by_approval" in changed and not event.by_approval:
        seat_those_who_asked(event, now)


def ask_again(event: Event, *, by: Member) -> None:
    """Answers given so far count, and are asked for again; who made the change has answered by making it."""
    event.sequence += 1
    raise_invites(event)
    Rsvp.objects.filter(event=event, member=by).update(answered_sequence=event.sequence)
