"""The model and the actions side by side: each step is taken by both, and what stands then is compared."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis.stateful import RuleBasedStateMachine, invariant

from events import actions

from . import clock, voting
from .meetup import HELD, Meetup, Party, Reasons
from .real import GUEST, HOST, MEMBERS, NEWCOMERS, Cast, Real, State
from .reconfirming import plan_to_ask

NOON = datetime(2027, 5, 3, 12, tzinfo=UTC)


@dataclass
class Taken:
    """What was walked, and how often each thing happened: a walk that goes nowhere proves nothing."""

    runs: int = 0
    steps: int = 0
    seen: Counter[str] = field(default_factory=Counter)


class Walk(RuleBasedStateMachine):
    """Everything happens in one transaction, which is taken back when the walk is over."""

    cast: Cast
    taken: Taken
    model: Meetup
    real: Real

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.travel = time_machine.travel(NOON, tick=False)
        self.clock = self.travel.start()
        self.seats_kept = 0
        self.doing = ""
        self.newcomers = frozenset({*NEWCOMERS, GUEST})
        self.tribe, self.banned = {HOST, *MEMBERS}, set[str]()
        self.taken.runs += 1

    def teardown(self) -> None:
        self.travel.stop()
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    def now(self) -> datetime:
        """A second after the last step: no two things happen at once."""
        self.clock.shift(timedelta(seconds=1))
        return timezone.now()

    def agree(self, expected: Reasons, got: str) -> None:
        """Both did it, or both refuse for one of the reasons."""
        assert got in (expected or {""}), f"expected {expected or 'no refusal'}, got {got!r}"
        self.notice(f"refused {got}" if got else f"did {self.doing}")
        if self.model.by != HOST and not got:
            self.notice("done by a co-host")

    def notice(self, what: str) -> None:
        self.taken.seen[what] += 1

    def begin(self, times: list[datetime], now: datetime, **rules: Any) -> None:
        self.model = Meetup(HOST, self.newcomers, times[0], by=HOST, banned=self.banned, **rules)
        if self.model.decide_by:
            self.model.status = "proposed"
            voting.offer(self.model, times)
        else:
            self.model.seat(Party(HOST, newcomer=False), "rsvp_settled")
            plan_to_ask(self.model, now)
        self.real = Real(self.cast, times, **rules)
        self.seats_kept = 0
        self.waited: dict[int, int] = {}
        self.stood: State = {}
        self.notice(f"began {self.model.status}")
        self.status = self.model.status

    def leave_behind(self) -> None:
        """Who was at a meetup of the tribe is no newcomer at the next, and nothing is due any more."""
        actions.look(timezone.now())
        if self.model.status == "scheduled":
            going = {party.who for party in self.model.parties.values() if party.status == "going"}
            self.newcomers -= going

    @property
    def is_over(self) -> bool:
        ended = self.model.status == "scheduled" and self.model.ends <= timezone.now()
        return ended or self.model.status in ("cancelled", "lapsed")

    @invariant()
    def both_say_the_same(self) -> None:
        self.taken.steps += 1
        event, answers = self.real.refreshed(), self.real.read()
        assert answers == predicted(self.model), difference(answers, predicted(self.model))
        assert (event.status, event.starts_at) == (self.model.status, self.model.starts)
        assert (event.seats_taken, event.decide_by) == (self.model.taken, self.model.decide_by)
        told, self.model.told = Counter(self.model.told), []
        assert self.real.told() == told
        self.taken.seen.update(happened(self.stood, answers))
        self.taken.seen.update(f"told {kind}" for _, kind in told.elements())
        if self.status != event.status:
            self.notice(f"{event.status} by {self.doing}")
        self.stood, self.status = answers, event.status

    @invariant()
    def numbers_are_given_once(self) -> None:
        drawn = [row["queue_ticket"] for row in self.real.rows if row["queue_ticket"] is not None]
        assert len(drawn) == len(set(drawn))
        assert max(drawn, default=0) <= self.real.event.queue_tickets

    @invariant()
    def nobody_falls_back_in_line(self) -> None:
        """The number that is told to who waits only gets smaller, whatever the others do."""
        waiting = {row["pk"] for row in self.real.rows if row["status"] == "waitlisted"}
        for pk, place in self.real.places.items():
            assert pk not in self.waited or place <= self.waited[pk]
        self.waited = {pk: place for pk, place in self.real.places.items() if pk in waiting}

    @invariant()
    def nobody_is_oversold(self) -> None:
        """By the rows alone. Over a capacity that was lowered stand at most those who had a seat then."""
        event = self.real.event
        seats = sum(
            1 + row["guests"]
            for row in self.real.rows
            if row["status"] in ("going", *HELD) and not row["queue_ticket"]
        )
        assert seats == event.seats_taken
        if event.capacity is not None:
            assert seats <= max(event.capacity, self.seats_kept)
            self.seats_kept = seats if seats > event.capacity else 0

    @invariant()
    def no_seat_is_free_beside_who_fits(self) -> None:
        """By the rows alone, while nothing is overdue; what is kept for newcomers is theirs alone."""
        event, now = self.real.event, timezone.now()
        overdue = event.next_look_at is not None and event.next_look_at <= now
        if event.capacity is None or overdue or not event.takes_answers(now):
            return
        free = event.capacity - event.seats_taken
        kept = 0 if event.offers(now) else max(0, event.first_timer_seats - event.first_timer_seats_taken)
        for row in self.real.rows:
            if row["status"] == "waitlisted":
                assert 1 + row["guests"] > (free if row["first_timer"] else free - kept)

    @invariant()
    def somebody_will_look(self) -> None:
        """When time alone changes something, the row says so."""
        looks_at, now = self.real.event.next_look_at, timezone.now()
        for moment in clock.due(self.model, now):
            assert looks_at is not None
            assert looks_at <= max(moment, now)


def difference(answers: State, expected: State) -> str:
    differing = [who for who in answers | expected if answers.get(who) != expected.get(who)]
    return "; ".join(f"{who}: {answers.get(who)}, by the model {expected.get(who)}" for who in differing)


def happened(before: State, after: State) -> Iterator[str]:
    for who, now in after.items():
        was = before[who]["status"] if who in before else ""
        if was != now["status"]:
            yield f"{was or 'nothing'} > {now['status']}"
            if now["guests"]:
                yield f"{was or 'nothing'} > {now['status']} with guests"


def predicted(model: Meetup) -> dict[str, dict[str, Any]]:
    """A place that is kept for who proves an address counts for those behind it."""
    places = sorted(party.place for party in model.parties.values() if party.place is not None)
    return {
        who: {
            "status": party.status,
            "guests": party.guests,
            "position": None if party.place is None else places.index(party.place) + 1,
            "until": party.until,
            "in calendar": party.in_calendar,
        }
        for who, party in model.parties.items()
    }
