"""The same steps by the actions, on the database, and what stands there afterwards."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from events import actions
from events.actions.backdating import backdate
from events.facts import free_seats_in_the_tribe
from events.models import Event, Rsvp
from members import actions as member_actions
from members.models import Member, Membership, Tribe
from tests.cast import ZONE, make
from tribemeet.errors import Refusal
from tribemeet.outbox.models import Message

HOST = "hope"
VETERANS = ("ann", "ben")
NEWCOMERS = ("cleo", "dan", "eve", "finn", "gus", "ida")
GUEST = "zoe"
MEMBERS = (*VETERANS, *NEWCOMERS)
PEOPLE = (*MEMBERS, GUEST)
EVERYBODY = (HOST, *PEOPLE)
QUESTION = {"key": "q1", "text": "What do you eat?", "kind": "text", "required": True, "choices": []}
COLUMNS = ("pk", "member", "status", "guests", "first_timer", "queue_ticket", "held_until")
# heard by us, and mailed to nobody
FACTS = {"membership_ended"}
State = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Cast:
    """Hope's tribe: Ann, Ben and she have been to a meetup of it, the others have not. Zoë has no account."""

    tribe: Tribe
    members: dict[str, Member]

    @classmethod
    def gather(cls) -> "Cast":
        members = {who: make(who) for who in (HOST, *MEMBERS)}
        members[GUEST] = member_actions.member_behind(f"{GUEST}@example.org", "Zoë", time_zone=ZONE)
        host = members[HOST]
        tribe = member_actions.found_tribe(by=host, hashtag="UsGuys", name="Us guys", time_zone=ZONE)
        for who in MEMBERS:
            member_actions.join(tribe, member=members[who])
        start = (timezone.now() + timedelta(days=7)).replace(hour=19, tzinfo=None, microsecond=0)
        been = actions.propose(tribe, by=host, title="The first", place="The bar", local_start=start)
        for who in VETERANS:
            actions.respond(been, member=members[who], answer="going")
        backdate(been, weeks=4)
        return cls(tribe, members)

    @cached_property
    def names(self) -> dict[int, str]:
        return {member.pk: who for who, member in self.members.items()}


class Real:
    """One event, and what its steps promise."""

    def __init__(self, cast: Cast, times: list[datetime], **rules: Any) -> None:
        self.cast = cast
        self.by = cast.members[HOST]
        self.seen = Message.objects.order_by("pk").values_list("pk", flat=True).last() or 0
        when: dict[str, Any] = {"local_start": local(times[0])}
        if "decide_by" in rules:
            when = {"slots": [{"local_start": local(moment)} for moment in times]}
        self.event = actions.propose(
            cast.tribe, by=self.by, title="Dinner", place="The bar", **when, **kept(rules)
        )

    def member(self, who: str) -> Member:
        return self.cast.members[who]

    def answer(self, who: str, said: str, guests: int | None, *, replies: bool) -> str:
        party: dict[str, Any] = {"replies": given(replies)} | ({} if guests is None else {"guests": guests})
        return code_of(lambda: actions.respond(self.event, member=self.member(who), answer=said, **party))

    def ask_for_seat(self, who: str, said: str, guests: int, *, replies: bool) -> str:
        asked: dict[str, Any] = {"name": who, "email": self.member(who).email, "answer": said}
        party: dict[str, Any] = {"guests": guests, "replies": given(replies)}
        return code_of(lambda: actions.ask_for_seat(self.event, **asked, **party))

    def confirm(self, who: str) -> str:
        return code_of(lambda: actions.confirm(self.event, member=self.member(who)))

    def leave(self, who: str) -> str:
        return code_of(lambda: actions.leave(self.event, member=self.member(who)))

    def take_offer(self, who: str) -> str:
        return code_of(lambda: actions.take_offer(self.event, member=self.member(who)))

    def keep(self, who: str) -> str:
        return code_of(lambda: actions.keep(self.event, member=self.member(who)))

    def add(self, who: str, guests: int) -> str:
        return code_of(lambda: actions.add(self.event, by=self.by, member=self.member(who), guests=guests))

    def approve(self, who: str) -> str:
        return code_of(lambda: actions.approve(self.rsvp(who), by=self.by))

    def remove(self, who: str) -> str:
        return code_of(lambda: actions.remove(self.rsvp(who), by=self.by))

    def edit(self, **rules: Any) -> str:
        return code_of(lambda: actions.edit(self.event, by=self.by, **kept(rules)))

    def move(self, starts: datetime) -> str:
        return code_of(lambda: actions.move(self.event, by=self.by, local_start=local(starts)))

    def cancel(self) -> str:
        return code_of(lambda: actions.cancel(self.event, by=self.by))

    def share(self, whom: frozenset[str]) -> str:
        members = [self.member(who) for who in sorted(whom)]
        return code_of(lambda: actions.set_cohosts(self.event, by=self.by, members=members))

    def leave_tribe(self, who: str, *, banned: bool) -> str:
        part = ban if banned else member_actions.leave
        return code_of(lambda: part_and_be_heard_of(part, self.cast.tribe, self.member(who)))

    def join_tribe(self, who: str) -> None:
        tribe, member = self.cast.tribe, self.member(who)
        for membership in Membership.objects.banned().filter(tribe=tribe, member=member):
            member_actions.lift_ban(membership, by=self.cast.members[HOST])
        member_actions.join(tribe, member=member)

    def invite(self, who: str) -> str:
        return code_of(lambda: actions.invite(self.event, by=self.by, members=[self.member(who)]))

    def vote(self, who: str, votes: Mapping[int, str]) -> str:
        slots = self.slots()
        choices = {slots[number]: choice for number, choice in votes.items()}
        return code_of(lambda: actions.vote(self.event, member=self.member(who), choices=choices))

    def choose(self, number: int) -> str:
        return code_of(lambda: actions.choose(self.event, by=self.by, slot=self.slots()[number]))

    def veto(self, number: int, *, vetoed: bool) -> str:
        slot = self.slots()[number]
        return code_of(lambda: actions.veto(self.event, by=self.by, slot=slot, vetoed=vetoed))

    def extend(self, decide_by: datetime) -> str:
        return code_of(lambda: actions.extend(self.event, by=self.by, decide_by=decide_by))

    def add_slot(self, starts: datetime) -> str:
        slots: list[Any] = [{"local_start": local(starts)}]
        return code_of(lambda: actions.add_slots(self.event, by=self.by, slots=slots))

    def slots(self) -> list[int]:
        """In the order they were offered."""
        return list(self.event.slots.order_by("pk").values_list("pk", flat=True))

    def rsvp(self, who: str) -> Any:
        return self.event.rsvps.select_related("event").get(member=self.member(who))

    def refreshed(self) -> Event:
        self.event = Event.objects.get(pk=self.event.pk)
        return self.event

    def told(self) -> Counter[tuple[str, str]]:
        """Whom the last step promised to tell what. Keys are unique: one row is one promise."""
        answers = {row["pk"]: row["member"] for row in self.rows}
        fresh = list(
            Message.objects.filter(pk__gt=self.seen).order_by("pk").values_list("pk", "kind", "payload")
        )
        self.seen = fresh[-1][0] if fresh else self.seen
        names = self.cast.names
        return Counter(
            (names[_addressee(payload, answers)], kind) for _, kind, payload in fresh if kind not in FACTS
        )

    def places_in_line(self) -> dict[int, int]:
        """By the rows; the number of the last is asked for, as it is told."""
        drawn = {row["queue_ticket"]: row["pk"] for row in self.rows if row["queue_ticket"] is not None}
        places = {drawn[ticket]: place for place, ticket in enumerate(sorted(drawn), start=1)}
        if places:
            last = Rsvp(event=self.event, queue_ticket=max(drawn))
            places[drawn[max(drawn)]] = last.position or 0
        return places

    def read(self) -> State:
        """Each member's answer, as far as it is the rules' business."""
        entry = self.event.invites.standing().filter(member=OuterRef("member"))
        self.rows = list(self.event.rsvps.order_by().values(*COLUMNS, entry=Exists(entry)))
        names = self.cast.names
        self.places = self.places_in_line()
        return {
            names[row["member"]]: {
                "status": row["status"],
                "guests": row["guests"],
                "position": self.places.get(row["pk"]),
                "until": row["held_until"],
                "in calendar": row["entry"],
            }
            for row in self.rows
        }


def _addressee(payload: dict[str, int], answers: dict[int, int]) -> int:
    return payload.get("host_id") or payload.get("member_id") or answers[payload["rsvp_id"]]


def given(replies: bool) -> dict[str, str] | None:
    return {"q1": "Anything"} if replies else None


def kept(rules: dict[str, Any]) -> dict[str, Any]:
    """That something is asked is kept as a list of questions."""
    others = {name: value for name, value in rules.items() if name != "asks"}
    return others | ({"questions": [QUESTION] if rules["asks"] else []} if "asks" in rules else {})


def ban(tribe: Tribe, *, member: Member) -> None:
    owner = Member.objects.get(handle=HOST)
    member_actions.ban(Membership.objects.get(tribe=tribe, member=member), by=owner)


@transaction.atomic
def part_and_be_heard_of(part: Callable[..., Any], tribe: Tribe, member: Member) -> None:
    """The worker carries the fact to the meetups at once."""
    part(tribe, member=member)
    free_seats_in_the_tribe(Message.objects.filter(kind="membership_ended").latest("pk"))


def local(moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo(ZONE)).replace(tzinfo=None)


def code_of(step: Callable[[], Any]) -> str:
    """The code of the refusal, or nothing when it was done."""
    try:
        step()
    except Refusal as refused:
        return refused.code
    return ""
