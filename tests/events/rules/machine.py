"""Hypothesis chooses the steps. One rule takes them all: each kind comes as often as it is listed."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from unittest import mock

from django.utils import timezone
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.internal.conjecture.engine import ConjectureRunner
from hypothesis.stateful import initialize, rule, run_state_machine_as_test

from events import actions

from . import answering, clock, hosting, voting
from . import guests as by_mail
from .belonging import leave_tribe
from .drawn import (
    ANSWERS,
    HOSTING,
    STEPS,
    changes,
    choices,
    hours,
    parties,
    pauses,
    people,
    proposals,
    replied,
    votes,
    who_acts,
)
from .real import EVERYBODY, HOST, MEMBERS, PEOPLE, Cast
from .walking import Taken, Walk

Draw = Callable[[st.SearchStrategy[Any]], Any]


class Machine(Walk):
    @initialize(proposal=proposals)
    def begin_with(self, proposal: dict[str, Any]) -> None:
        self.propose(**proposal)

    @rule(step=st.sampled_from(STEPS), data=st.data())
    def step(self, step: str, data: st.DataObject) -> None:
        """What is over is left behind after a few steps that try it all the same."""
        if self.is_over and data.draw(st.sampled_from([True, True, True, False])):
            self.leave_behind()
            self.propose(**data.draw(proposals))
        else:
            self.doing = step = data.draw(st.sampled_from(self.likely(step)))
            self.model.by = self.acts(data.draw) if step in HOSTING else HOST
            self.real.by = self.cast.members[self.model.by]
            getattr(self, step)(data.draw)

    def likely(self, step: str) -> list[str]:
        """That step, or one that fits better to how things stand, so that walks lead somewhere."""
        parties = self.model.parties.values()
        statuses = {party.status for party in parties}
        if self.model.status == "proposed" and not step.startswith(("look", "edit")):
            return [step, "vote", "vote", "decide_by_hand"]
        waited_for = {
            "keep": any(party.silent for party in parties),
            "take_offer": "offered" in statuses,
            "confirm": "unconfirmed" in statuses,
            "answer": self.model.status == "scheduled" and step in ("vote", "decide_by_hand"),
        }
        return [step] * 4 + [name for name, is_so in waited_for.items() if is_so]

    def acts(self, draw: Draw) -> str:
        """Who does what hosts do: mostly one who may."""
        match draw(who_acts):
            case "a co-host":
                return str(draw(st.sampled_from(sorted(self.model.hosts))))
            case "anybody":
                return str(draw(people))
            case _:
                return HOST

    def propose(
        self, in_hours: list[float], rules: dict[str, Any], first: list[tuple[str, str, int]], share: float
    ) -> None:
        """At one time, or some to vote on; and some people answer, so that seats are soon scarce."""
        self.doing = "propose"
        now = self.now()
        times = [hour_of(now, each) for each in in_hours]
        if "minimum_people" in rules:
            rules = rules | {"decide_by": now + (min(times) - now) * share}
        self.begin(times, now, **rules)
        for who, said, guests in first[:3] if self.model.slots else first:
            if self.model.slots:
                self.vote_for(who, {0: said})
            else:
                self.say(who, ANSWERS[said], guests, replies=self.model.asks)

    # members

    def answer(self, draw: Draw) -> None:
        guests = draw(parties | st.none())
        self.say(draw(people), ANSWERS[draw(choices)], guests, replies=self.replies(draw))

    def say(self, who: str, said: str, guests: int | None, *, replies: bool) -> None:
        expected = answering.answer(self.model, who, said, guests, self.now(), replies=replies)
        self.agree(expected, self.real.answer(who, said, guests, replies=replies))

    def replies(self, draw: Draw) -> bool:
        return bool(draw(replied) == "as asked") == self.model.asks

    def leave(self, draw: Draw) -> None:
        who = self.someone(draw, "going")
        self.agree(answering.leave(self.model, who, self.now()), self.real.leave(who))

    def keep(self, draw: Draw) -> None:
        silent = sorted(party.who for party in self.model.parties.values() if party.silent)
        who = draw(st.sampled_from(silent or EVERYBODY))
        if who in silent:
            self.notice("keep by who was asked")
        self.agree(answering.keep(self.model, who, self.now()), self.real.keep(who))

    def take_offer(self, draw: Draw) -> None:
        who = self.someone(draw, "offered")
        self.agree(answering.take_offer(self.model, who, self.now()), self.real.take_offer(who))

    def ask_for_seat(self, draw: Draw) -> None:
        who, said, guests = draw(people), ANSWERS[draw(choices)], draw(parties)
        if said == "declined":
            said = "going"
        replies = self.replies(draw)
        expected = by_mail.ask_for_seat(self.model, who, said, guests, self.now(), replies=replies)
        self.agree(expected, self.real.ask_for_seat(who, said, guests, replies=replies))

    def confirm(self, draw: Draw) -> None:
        who = self.someone(draw, "unconfirmed")
        self.agree(by_mail.confirm(self.model, who, self.now()), self.real.confirm(who))

    def vote(self, draw: Draw) -> None:
        self.vote_for(draw(people), draw(votes))

    def vote_for(self, who: str, votes: dict[int, str]) -> None:
        votes = {number: said for number, said in votes.items() if number < len(self.model.slots)}
        self.agree(voting.vote(self.model, who, votes, self.now()), self.real.vote(who, votes))

    def leave_tribe(self, draw: Draw) -> None:
        """By themselves, or banned; who is out comes back."""
        who, banned = draw(st.sampled_from((HOST, *MEMBERS))), draw(st.sampled_from([False, False, True]))
        if who not in self.tribe:
            self.real.join_tribe(who)
            self.tribe.add(who)
            self.banned.discard(who)
            return
        reasons = leave_tribe(self.model, who, self.now())
        if banned and reasons:
            reasons = {"not_allowed"}
        self.agree(reasons, self.real.leave_tribe(who, banned=banned))
        if not reasons:
            self.tribe.remove(who)
        if banned and not reasons:
            self.banned.add(who)
            self.notice("banned")

    # hosts

    def share(self, draw: Draw) -> None:
        whom = draw(st.frozensets(people, max_size=2))
        expected = hosting.share(self.model, whom, self.tribe, self.now())
        self.agree(expected, self.real.share(whom))

    def invite(self, draw: Draw) -> None:
        who = draw(people)
        self.agree(hosting.invite(self.model, who, self.now()), self.real.invite(who))

    def add(self, draw: Draw) -> None:
        who, guests = draw(people), draw(parties)
        self.agree(hosting.add(self.model, who, guests, self.now()), self.real.add(who, guests))

    def approve(self, draw: Draw) -> None:
        if self.model.parties:
            who = self.someone(draw, "pending")
            self.agree(hosting.approve(self.model, who, self.now()), self.real.approve(who))

    def remove(self, draw: Draw) -> None:
        if self.model.parties:
            who = self.someone(draw)
            self.agree(hosting.remove(self.model, who, self.now()), self.real.remove(who))

    def edit(self, draw: Draw) -> None:
        self.change(draw(changes))

    def change(self, rules: dict[str, Any]) -> None:
        had, could = self.model.taken, self.model.capacity or 1000
        self.agree(hosting.edit(self.model, self.now(), **rules), self.real.edit(**rules))
        if (can := self.model.capacity or 1000) != could:
            self.notice("capacity raised" if can > could else "capacity lowered")
        self.seats_kept = max(self.seats_kept, had)

    def set_hours(self, draw: Draw) -> None:
        opens = draw(st.sampled_from([None, None, 6, 0.2, 80]))
        closes = draw(st.sampled_from([None, 0, 1, 12, 70, -1]))
        self.change({"answers_open_at": self.before(opens), "answers_close_at": self.before(closes)})

    def before(self, hours: float | None) -> datetime | None:
        return None if hours is None else self.model.starts - timedelta(hours=hours)

    def move(self, draw: Draw) -> None:
        starts = self.model.starts + timedelta(hours=draw(st.sampled_from([-30, -5, -1, 3, 26, 100])))
        self.agree(hosting.move(self.model, starts, self.now()), self.real.move(starts))

    def cancel(self, draw: Draw) -> None:
        if draw(st.integers(0, 3)) == 2:
            self.agree(hosting.cancel(self.model, self.now()), self.real.cancel())

    def decide_by_hand(self, draw: Draw) -> None:
        """Choose a time, take one out or put it back, decide later, or offer one more."""
        if not self.model.slots:
            return
        self.doing = step = draw(st.sampled_from(["choose", "veto", "put back", "extend", "add"]))
        number, now = draw(st.integers(0, len(self.model.slots) - 1)), self.now()
        against = hosting.not_proposed(self.model, now)
        moment = hour_of(now, draw(hours))
        model, real = self.model, self.real
        match step:
            case "choose":
                self.agree(against or voting.choose(model, number, now), real.choose(number))
            case "extend":
                self.agree(against or voting.extend(model, moment, now), real.extend(moment))
            case "add":
                self.agree(against or voting.add_slot(model, moment, now), real.add_slot(moment))
            case _:
                vetoed = step == "veto"
                expected = against or voting.veto(model, number, now, vetoed=vetoed)
                self.agree(expected, real.veto(number, vetoed=vetoed))

    # time

    def wait(self, draw: Draw) -> None:
        """Nobody looks: a tick may come late."""
        self.clock.shift(draw(pauses))

    def look(self, draw: Draw) -> None:
        self.clock.shift(draw(pauses))
        self.tick()

    def look_when_due(self, draw: Draw) -> None:
        """At the next moment when something is to happen, or at the start."""
        now = timezone.now()
        to_come = [moment for moment in (*clock.due(self.model, now), self.model.starts) if moment > now]
        late = draw(st.sampled_from([0, 0, 1, 90]))
        if to_come:
            self.clock.move_to(min(to_come) + timedelta(minutes=late))
        self.tick()

    def tick(self) -> None:
        now = timezone.now()
        clock.tick(self.model, now)
        actions.look(now)

    def someone(self, draw: Draw, status: str = "") -> str:
        """Somebody in that state when there is one, else anybody with an answer."""
        fitting = [party.who for party in self.model.parties.values() if party.status == status]
        return str(draw(st.sampled_from(sorted(fitting or self.model.parties or PEOPLE))))


def hour_of(now: datetime, hours: float) -> datetime:
    return now.replace(minute=0, second=0) + timedelta(hours=hours + 1)


def walk(
    cast: Cast,
    *,
    runs: int,
    steps: int,
    seeded: int = 0,
    shrinks: bool = True,
    taken: Taken | None = None,
) -> Taken:
    """So many walks of so many steps; an assertion names the steps that lead to a difference."""
    taken = taken or Taken()
    machine = seed(seeded)(type("Walk", (Machine,), {"cast": cast, "taken": taken}))
    chosen = settings(
        max_examples=runs,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        print_blob=False,
        report_multiple_bugs=False,
        phases=(Phase.generate, Phase.shrink) if shrinks else (Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    # its mutations repeat what they find: the same step with the same values, which leads nowhere here
    with mock.patch.object(ConjectureRunner, "generate_mutations_from"):
        run_state_machine_as_test(machine, settings=chosen)
    return taken
