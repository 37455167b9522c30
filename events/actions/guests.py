"""Answers of people who have not signed in. Whoever types an address gets the same reply, whosever it is;
what they asked for becomes theirs once the link that we mail there is followed."""

import secrets
from datetime import datetime, timedelta
from typing import Unpack

from django.db import transaction
from django.utils import timezone

from members.actions import allow_mail, member_behind
from members.models import Member
from members.policies import is_banned
from tribemeet.outbox.post import post

from ..models import Event, Rsvp
from ..models.rsvp import lane
from ..policies import address_visible_to
from .answerable import check_answer, check_open_to, is_over
from .answers import Party, respond, rsvp_of, wanted_of, write_down
from .locking import lock
from .seats import give_what_is_held, hold, promise, save_seats, serve_queue, step_back

Status, Via = Rsvp.Status, Rsvp.Via
HOLD = timedelta(minutes=30)
# nothing was said yet, or what was held for them is theirs no more
UNANSWERED = ("", Status.UNCONFIRMED, Status.RELEASED)


@transaction.atomic
def ask_for_seat(
    event: Event,
    *,
    name: str,
    email: str,
    answer: str = Status.GOING,
    client: str = "",
    again: bool = False,
    **party: Unpack[Party],
) -> datetime:
    """Hold the seats, or a place in line, for whoever reads mail to this address, and ask there by one mail
    whether that is what they want. Every no is one that anybody would hear. Until when it is held."""
    event, now = lock(event), timezone.now()
    until = min(now + HOLD, event.starts_at)
    somebody = Rsvp(event=event, status="")
    check_answer(event, somebody, answer, now)
    wanted = wanted_of(event, somebody, answer, party)
    allow_mail(to=email.strip(), client=client, now=now)
    rsvp = rsvp_of(event, member_behind(email, name, time_zone=event.time_zone))
    held_already = rsvp.status == Status.UNCONFIRMED and not is_over(rsvp, now)
    if answer == Status.GOING and not held_already and _may_be_held(rsvp):
        _hold_anew(event, rsvp, until, now, wanted)
        _ask(event, rsvp, answer)
    elif _may_be_asked(rsvp) and (again or not held_already or answer != Status.GOING):
        _ask(event, rsvp, answer)
    return until


def _may_be_asked(rsvp: Rsvp) -> bool:
    """Whom a host took off, whom the tribe has banned, and whose account is closed, hears nothing."""
    taken_off = rsvp.status == Status.REMOVED or is_banned(rsvp.member, rsvp.event.tribe)
    return not taken_off and rsvp.member.is_active


def _may_be_held(rsvp: Rsvp) -> bool:
    """Who has answered or was invited stands as they stand until they prove who they are: whoever can type
    the address must not change that. The mail says what stands."""
    return rsvp.status in UNANSWERED and _may_be_asked(rsvp)


def _hold_anew(event: Event, rsvp: Rsvp, until: datetime, now: datetime, wanted: dict[str, object]) -> None:
    if rsvp.status == Status.UNCONFIRMED:
        _let_go(event, rsvp, now)
    write_down(rsvp, event, Via.WEB, now, **wanted)
    hold(event, rsvp, until=until, now=now)
    save_seats(event)


def _ask(event: Event, rsvp: Rsvp, answer: str) -> None:
    post(
        "guest_asked",
        f"guest_asked:{secrets.token_hex(8)}",
        lane=lane(rsvp.pk) if rsvp.pk else "",
        expires_at=event.starts_at,
        event_id=event.pk,
        member_id=rsvp.member_id,
        answer=answer,
        step=rsvp.settled_revision,
    )


@transaction.atomic
def confirm(event: Event, *, member: Member, **party: Unpack[Party]) -> Rsvp:
    """The address is proved: what is held becomes theirs as they asked for it. Once it was let go they answer
    as anybody would now. Confirming twice is confirming once; nobody is signed in by it."""
    event, now = lock(event), timezone.now()
    rsvp = rsvp_of(event, member)
    if rsvp.status != Status.UNCONFIRMED or is_over(rsvp, now):
        return _answer_as_anybody(event, rsvp, now, party)
    check_open_to(event, rsvp, now)
    knew_where = address_visible_to(member, event)
    write_down(rsvp, event, Via.MAIL, now)
    give_what_is_held(event, rsvp)
    _tell_what_the_entry_lacks(event, rsvp, knew_where=knew_where)
    serve_queue(event, now)
    save_seats(event)
    rsvp.refresh_from_db(fields=["status", "queue_ticket", "held_until"])
    return rsvp


def _tell_what_the_entry_lacks(event: Event, rsvp: Rsvp, *, knew_where: bool) -> None:
    """The entry was mailed before the address was proved. Where only those going may know the way, it comes
    now; otherwise a mail leaves only if the meetup changed since (see notices/changes.py)."""
    if rsvp.status != Status.GOING:
        return
    if event.address and not knew_where:
        promise("rsvp_settled", event, rsvp)
        return
    key = f"event_changed:{rsvp.pk}:{event.edition}:confirmed"
    post("event_changed", key, lane=rsvp.lane, expires_at=event.ends_at, rsvp_id=rsvp.pk)


def _answer_as_anybody(event: Event, rsvp: Rsvp, now: datetime, party: Party) -> Rsvp:
    if rsvp.status == Status.UNCONFIRMED:
        _let_go(event, rsvp, now)
        save_seats(event)
    return respond(event, member=rsvp.member, answer=Status.GOING, via=Via.MAIL, **party)


def _let_go(event: Event, rsvp: Rsvp, now: datetime) -> None:
    """Its time was over before anybody looked: those who wait come first."""
    step_back(event, rsvp, Status.RELEASED, held=rsvp.seats_held)
    serve_queue(event, now)
