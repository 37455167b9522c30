"""Every kind of mail, each by what brings it about. A kind that is missing here fails test_scanners.py."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from events import actions, facts
from events.models import Event, Rsvp
from members import actions as member_actions
from members.models import Member, Tribe
from tests.cast import ZONE
from tribemeet.outbox import worker
from tribemeet.outbox.post import post

REGISTERED = (facts,)


@dataclass
class World:
    """Hope hosts; Ann, Ben and Cleo belong to the tribe."""

    tribe: Tribe
    hope: Member
    ann: Member
    ben: Member
    cleo: Member
    clock: Any
    told: list[str] = field(default_factory=list)

    def deliver(self) -> None:
        self.clock.shift(timedelta(minutes=3))
        worker.keep_due()

    def evening(self, days: int = 40) -> datetime:
        there = timezone.now() + timedelta(days=days)
        return there.replace(hour=19, minute=0, second=0, microsecond=0, tzinfo=None)

    def event(self, **more: Any) -> Event:
        fields = {"title": "Cocktails", "local_start": self.evening(), "place": "The Long Bar"}
        return actions.propose(self.tribe, by=self.hope, time_zone=ZONE, **fields | more)

    def proposal(self, **more: Any) -> Event:
        slots = [{"local_start": self.evening(days)} for days in (30, 31)]
        return self.event(**{"local_start": None, "slots": slots, "minimum_people": 3} | more)

    def going(self, event: Event, *members: Member) -> list[Rsvp]:
        return [actions.respond(event, member=member, answer="going") for member in members]

    def vote(self, event: Event, member: Member, choice: str) -> None:
        first = event.slots.values_list("pk", flat=True)[0]
        actions.vote(event, member=member, choices={first: choice})

    def hours_before(self, event: Event, hours: int) -> None:
        self.clock.move_to(event.starts_at - timedelta(hours=hours))

    def tick(self) -> None:
        actions.look(timezone.now())


def waitlisted(world: World) -> None:
    world.going(world.event(capacity=1), world.ann)


def promoted(world: World) -> None:
    event = world.event(capacity=2)
    world.going(event, world.ann, world.ben)
    actions.leave(event, member=world.ann)


def changed(world: World) -> None:
    event = world.event()
    world.going(event, world.ann)
    world.deliver()
    actions.move(event, by=world.hope, local_start=event.local_start + timedelta(hours=1))


def cancelled(world: World) -> None:
    event = world.event()
    world.going(event, world.ann)
    actions.cancel(event, by=world.hope, reason="Flooded")


def left(world: World) -> None:
    event = world.event()
    world.going(event, world.ann)
    world.deliver()
    actions.leave(event, member=world.ann)


def removed(world: World) -> None:
    (rsvp,) = world.going(world.event(), world.ann)
    actions.remove(rsvp, by=world.hope)


def reminder(world: World) -> None:
    event = world.event()
    world.going(event, world.ann)
    world.hours_before(event, 24)
    actions.remind(timezone.now())


def pending(world: World) -> Rsvp:
    (rsvp,) = world.going(world.event(by_approval=True), world.ann)
    return rsvp


def approved(world: World) -> None:
    actions.approve(pending(world), by=world.hope)


def turned_down(world: World) -> None:
    actions.remove(pending(world), by=world.hope)


def added(world: World) -> None:
    actions.add(world.event(), by=world.hope, member=world.ann)


def offered(world: World) -> None:
    event = world.event(capacity=2)
    world.going(event, world.ann, world.ben)
    world.hours_before(event, 6)
    actions.leave(event, member=world.ann)


def offer_lapsed(world: World) -> None:
    offered(world)
    world.deliver()
    world.clock.shift(timedelta(hours=3))
    world.tick()


def keep(world: World) -> Event:
    event = world.event(reconfirm=True)
    world.going(event, world.ann)
    world.deliver()
    world.hours_before(event, 72)
    world.tick()
    return event


def released(world: World) -> None:
    event = keep(world)
    world.hours_before(event, 36)
    world.tick()


def invited(world: World) -> None:
    actions.invite(world.event(), by=world.hope, members=[world.ann])


def invited_to_vote(world: World) -> None:
    actions.invite(world.proposal(), by=world.hope, members=[world.ann])


def cohost_added(world: World) -> None:
    actions.set_cohosts(world.event(), by=world.hope, members=[world.ann])


def date_fixed(world: World) -> None:
    event = world.proposal()
    world.vote(event, world.cleo, "if_needed")
    for member in (world.ann, world.ben):
        world.vote(event, member, "yes")


def other_date_fixed(world: World) -> None:
    event = world.proposal()
    _, second = event.slots.all()
    actions.vote(event, member=world.cleo, choices={second.pk: "yes"})
    for member in (world.ann, world.ben):
        world.vote(event, member, "yes")


def proposal_changed(world: World) -> None:
    event = world.proposal()
    world.vote(event, world.ann, "yes")
    actions.add_slots(event, by=world.hope, slots=[{"local_start": world.evening(32)}])


def proposal_lapsed(world: World) -> None:
    event = world.proposal()
    world.vote(event, world.ann, "yes")
    world.clock.move_to(event.decide_by)
    world.tick()


def proposal_cancelled(world: World) -> None:
    event = world.proposal()
    world.vote(event, world.ann, "yes")
    actions.cancel(event, by=world.hope)


def series_followed(world: World) -> list[Event]:
    """Hope goes to all dates; Ann, too. The dates."""
    first = actions.propose_series(
        world.tribe, by=world.hope, repeat={"frequency": "weekly"}, title="Cocktails", place="The Long Bar",
        local_start=world.evening(), time_zone=ZONE,
    )  # fmt: skip
    actions.follow(first, member=world.ann)
    world.deliver()
    return list(Event.objects.filter(series=first.series_id).order_by("starts_at"))


def series_split(world: World) -> None:
    _, second, *_ = series_followed(world)
    actions.change_following(second, by=world.hope, place="The Short Bar")


def series_left(world: World) -> None:
    _, second, *_ = series_followed(world)
    actions.unfollow(second, member=world.ann)


def series_ended(world: World) -> None:
    _, second, *_ = series_followed(world)
    actions.cancel_following(second, by=world.hope)


def asked_by_name(event: Event, email: str, answer: str = "going") -> None:
    actions.ask_for_seat(event, name="Ana", email=email, answer=answer)


def guest_stands(world: World) -> None:
    event = world.event()
    world.going(event, world.ann)
    asked_by_name(event, world.ann.email)


def account(world: World) -> None:
    with transaction.atomic():
        text = "Open this:\n\nhttp://127.0.0.1:8000/accounts/login/\n"
        post("account_mail", "account_mail:x", email=world.ann.email, subject="Welcome", text=text)


def asks_to_join(world: World) -> Any:
    Tribe.objects.filter(pk=world.tribe.pk).update(admission=Tribe.Admission.APPROVAL)
    member_actions.leave(world.tribe, member=world.cleo)
    world.tribe.refresh_from_db()
    return member_actions.join(world.tribe, member=world.cleo)


def admitted(world: World) -> None:
    member_actions.admit(asks_to_join(world), by=world.hope)


SENDING: dict[str, Callable[[World], object]] = {
    "going": lambda world: world.going(world.event(), world.ann),
    "waitlisted": waitlisted,
    "promoted": promoted,
    "changed": changed,
    "cancelled": cancelled,
    "left": left,
    "removed": removed,
    "reminder": reminder,
    "pending": pending,
    "approval_asked": pending,
    "approved": approved,
    "turned_down": turned_down,
    "added": added,
    "offered": offered,
    "offer_lapsed": offer_lapsed,
    "keep": keep,
    "released": released,
    "floor_missed": released,
    "invited": invited,
    "invited_to_vote": invited_to_vote,
    "cohost_added": cohost_added,
    "date_fixed": date_fixed,
    "other_date_fixed": other_date_fixed,
    "proposal_changed": proposal_changed,
    "proposal_lapsed": proposal_lapsed,
    "proposal_cancelled": proposal_cancelled,
    "series_followed": series_followed,
    "series_split": series_split,
    "series_changed": series_split,
    "series_left": series_left,
    "series_ended": series_ended,
    "guest_seat": lambda world: asked_by_name(world.event(), "seat@example.org"),
    "guest_line": lambda world: asked_by_name(world.event(capacity=1), "line@example.org"),
    "guest_answer": lambda world: asked_by_name(world.event(), "maybe@example.org", "maybe"),
    "guest_stands": guest_stands,
    "account": account,
    "membership_requested": asks_to_join,
    "member_admitted": admitted,
}
