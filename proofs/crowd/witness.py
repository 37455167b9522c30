"""One who watches: triggers write down each change of an answer or a meetup with its transaction, and in the
end the whole history is gone through, event by event and commit by commit."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import Any

import psycopg

SEEN = """
    CREATE TABLE proof_seen (
        id bigserial PRIMARY KEY, at double precision NOT NULL, change xid8 NOT NULL,
        event bigint NOT NULL, member bigint, row jsonb NOT NULL
    );
    CREATE FUNCTION proof_see() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_TABLE_NAME = 'events_rsvp' THEN
            INSERT INTO proof_seen (at, change, event, member, row) VALUES (
                extract(epoch FROM clock_timestamp()), pg_current_xact_id(), NEW.event_id, NEW.member_id,
                jsonb_build_object('status', NEW.status, 'guests', NEW.guests, 'ticket', NEW.queue_ticket,
                    'first_timer', NEW.first_timer, 'hidden', NEW.hidden));
        ELSE
            INSERT INTO proof_seen (at, change, event, row) VALUES (
                extract(epoch FROM clock_timestamp()), pg_current_xact_id(), NEW.id,
                jsonb_build_object('status', NEW.status, 'capacity', NEW.capacity, 'taken', NEW.seats_taken,
                    'kept', NEW.first_timer_seats, 'kept_taken', NEW.first_timer_seats_taken,
                    'starts', extract(epoch FROM NEW.starts_at),
                    'offers', extract(epoch FROM NEW.starts_at) - 3600 * NEW.offer_hours));
        END IF;
        RETURN NULL;
    END $$;
    CREATE TRIGGER proof_sees_answers AFTER INSERT OR UPDATE ON events_rsvp
        FOR EACH ROW EXECUTE FUNCTION proof_see();
    CREATE TRIGGER proof_sees_meetups AFTER INSERT OR UPDATE ON events_event
        FOR EACH ROW EXECUTE FUNCTION proof_see();
"""
HISTORY = "SELECT at, change::text, event, member, row FROM proof_seen ORDER BY event, id"
HOLDING = ("going", "offered")


@dataclass(frozen=True)
class Answer:
    """A member's row as it was from a moment on."""

    at: float
    status: str
    guests: int
    ticket: int | None
    first_timer: bool
    hidden: bool

    @property
    def seats(self) -> int:
        return 1 + self.guests

    @property
    def holds(self) -> int:
        held = self.status in HOLDING or (self.status == "unconfirmed" and self.ticket is None)
        return self.seats if held else 0

    @property
    def waits(self) -> bool:
        return self.status == "waitlisted"

    def fits_where(self, other: "Answer") -> bool:
        """Whether what was room for the other would have been room for this one."""
        return self.seats <= other.seats and (self.first_timer or not other.first_timer)


@dataclass(frozen=True)
class Seen:
    at: float
    change: str
    event: int
    member: int | None
    row: dict[str, Any]


def watch(database: "psycopg.Connection[Any]") -> None:
    database.execute(SEEN)


def history(database: "psycopg.Connection[Any]") -> list[Seen]:
    return [Seen(*row) for row in database.execute(HISTORY)]


@dataclass
class Ledger:
    """One event, told again from its history. `faults` counts what must never be."""

    faults: Counter[str]
    event: dict[str, Any] = field(default_factory=dict)
    answers: dict[int, Answer] = field(default_factory=dict)
    tickets: int = 0

    def commit(self, rows: Iterable[Seen]) -> None:
        before, at = dict(self.answers), 0.0
        for seen in rows:
            at = seen.at
            if seen.member is None:
                self.event = seen.row
            else:
                self.change(seen.member, Answer(seen.at, **seen.row))
        self.look(before, at)

    def change(self, member: int, now: Answer) -> None:
        was = self.answers.get(member)
        if now.holds and not (was and was.holds):
            self.check_turn(was, now)
        if now.ticket is not None and (was is None or was.ticket != now.ticket):
            self.faults["ticket"] += now.ticket <= self.tickets
            self.tickets = max(self.tickets, now.ticket)
        self.answers[member] = now

    def check_turn(self, was: Answer | None, now: Answer) -> None:
        """Nobody who stood further ahead, and could have had these seats, still waits."""
        place = was.ticket if was and was.ticket is not None else self.tickets + 1
        waiting = (each for each in self.answers.values() if each.waits and each is not was)
        self.faults["turn"] += any((each.ticket or 0) < place and each.fits_where(now) for each in waiting)

    def look(self, before: dict[int, Answer], at: float) -> None:
        held = sum(answer.holds for answer in self.answers.values())
        self.faults["count"] += held != self.event["taken"]
        grown = any(now.holds > holds_in(before, member) for member, now in self.answers.items())
        self.faults["oversold"] += grown and held > self.event["capacity"] if self.limited else 0
        if self.limited and self.event["status"] == "scheduled" and at < self.event["starts"]:
            self.faults["idle"] += self.has_idle_seat(held, at)

    @property
    def limited(self) -> bool:
        return self.event["capacity"] is not None

    def has_idle_seat(self, held: int, at: float) -> bool:
        """A seat is free, and somebody waits whom it would fit."""
        free = max(0, self.event["capacity"] - held)
        kept = self.event["kept"] - self.event["kept_taken"] if at < self.event["offers"] else 0
        room = {True: free, False: free - max(0, kept)}
        return any(each.waits and each.seats <= room[each.first_timer] for each in self.answers.values())


def holds_in(answers: dict[int, Answer], member: int) -> int:
    return answers[member].holds if member in answers else 0


def replay(seen: Iterable[Seen]) -> tuple[Counter[str], int]:
    """What was ever wrong, and after how many commits it was looked for."""
    faults, commits = Counter[str](), 0
    for _, of_event in groupby(seen, attrgetter("event")):
        ledger = Ledger(faults)
        for rows in commits_of(of_event):
            ledger.commit(rows)
            commits += 1
    return faults, commits


def commits_of(of_event: Iterable[Seen]) -> Iterator[Iterator[Seen]]:
    for _, rows in groupby(of_event, attrgetter("change")):
        yield rows


def answers_of(seen: Iterable[Seen]) -> dict[tuple[int, int], list[Answer]]:
    """Every state of each member's answer to each event, in order."""
    found: dict[tuple[int, int], list[Answer]] = {}
    for each in seen:
        if each.member is not None:
            found.setdefault((each.member, each.event), []).append(Answer(each.at, **each.row))
    return found
