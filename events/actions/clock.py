"""What time alone brings about. A tick may come late, twice or beside another: what is due stands in the
row of the event, and is done under its lock."""

from datetime import datetime

from django.db import transaction
from django.db.models import Min

from tribemeet.stream import announce

from ..models import Event, Rsvp
from .deciding import decide
from .reconfirming import ask_hosts_below_floor, reconfirm
from .seats import promise, serve_queue, step_back

AT_ONCE = 50


def look(now: datetime) -> int:
    """Do what has fallen due at any event; at how many there was something."""
    due = list(Event.objects.due_to_look_at(now).values_list("pk", flat=True)[:AT_ONCE])
    return sum(_look_at(pk, now) for pk in due)


@transaction.atomic
def _look_at(pk: int, now: datetime) -> bool:
    event = Event.objects.due_to_look_at(now).select_for_update(skip_locked=True).filter(pk=pk).first()
    if event is None or event.next_look_at is None:
        return False
    if event.status == Event.Status.PROPOSED and event.decide_by and event.decide_by <= now:
        decide(event, now)
    elif event.status == Event.Status.SCHEDULED:
        went_back = _release_held(event, now)
        went_back = reconfirm(event, since=event.next_look_at, now=now) or went_back
        serve_queue(event, now)
        if went_back:
            ask_hosts_below_floor(event, now)
    event.next_look_at = None
    plan(event, now)
    event.save()
    announce(event.channel)
    return True


def plan(event: Event, now: datetime) -> None:
    """Note down when the next look is due. The caller saves `next_look_at`. One that is due already stays:
    the tick does it and plans anew."""
    if event.next_look_at is not None and event.next_look_at <= now:
        return
    event.next_look_at = min((moment for moment in _moments(event) if moment and moment > now), default=None)


def _moments(event: Event) -> list[datetime | None]:
    if event.status == Event.Status.PROPOSED:
        return [event.decide_by]
    if event.status != Event.Status.SCHEDULED:
        return []
    held: datetime | None = event.rsvps.held().aggregate(Min("held_until"))["held_until__min"]
    keeps_back = event.starts_at - event.offer_lead if event.first_timer_seats else None
    asks = event.asks_to_keep_at if event.reconfirm and event.reconfirm_asked_at is None else None
    return [held, keeps_back, asks, event.releases_at if event.reconfirm else None]


def _release_held(event: Event, now: datetime) -> bool:
    """Offers that nobody took and addresses that nobody proved give their places back; whether
    there were any."""
    over = event.rsvps.held().filter(held_until__lte=now).select_for_update(of=("self",)).order_by("pk")
    for rsvp in over:
        offered = rsvp.status == Rsvp.Status.OFFERED
        step_back(event, rsvp, Rsvp.Status.RELEASED, held=rsvp.seats_held)
        if offered:
            promise("offer_lapsed", event, rsvp)
    return bool(over)
