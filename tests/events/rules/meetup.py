"""One meetup in plain Python, written from what is promised and not from how it is kept.

No rows, no counters, no keys: what can be counted is counted anew. Every step returns the codes of all that
speaks against it (any of them is a right refusal), or nothing when it was done.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

HELD = ("offered", "unconfirmed")
EXPECTING = ("going", "maybe", "waitlisted", "offered", "pending")
OFFER_LASTS = timedelta(hours=2)
Reasons = set[str]


@dataclass
class Party:
    """A member with guests. `place` is their place in the order of the line; `silent` are those who were
    asked whether they keep their seat and have not said so, `outdated` who said nothing since it moved."""

    who: str
    newcomer: bool
    status: str = ""
    guests: int = 0
    place: int | None = None
    until: datetime | None = None
    silent: bool = False
    outdated: bool = False
    in_calendar: bool = False
    said: int = 0
    replied: bool = False

    @property
    def seats(self) -> int:
        return 1 + self.guests

    @property
    def holds(self) -> bool:
        return self.status in ("going", *HELD) and self.place is None

    def is_over(self, now: datetime) -> bool:
        """What was held for them goes back, even if nobody has looked since."""
        return self.until is not None and self.until <= now

    @property
    def guests_let_in(self) -> int:
        """Guests that a later, stricter limit does not send home."""
        return self.guests if self.holds or self.place is not None else 0


@dataclass
class Slot:
    """A time that is voted on: what each said, and the number at which they said it."""

    starts: datetime
    vetoed: bool = False
    votes: dict[str, tuple[str, int]] = field(default_factory=dict)

    def said(self, choice: str) -> list[str]:
        """Who said so, the earliest first."""
        numbered = sorted((number, who) for who, (said, number) in self.votes.items() if said == choice)
        return [who for _, who in numbered]


@dataclass
class Meetup:
    """`asks` is whether the hosts have a question that must be replied to; `by` is who does what hosts do."""

    host: str
    newcomers: frozenset[str]
    starts: datetime
    by: str = ""
    cohosts: frozenset[str] = frozenset()
    banned: set[str] = field(default_factory=set)
    lasts: timedelta = timedelta(hours=2)
    status: str = "scheduled"
    capacity: int | None = None
    guests_each: int = 0
    offer_hours: int = 12
    first_timer_seats: int = 0
    by_approval: bool = False
    maybe_allowed: bool = True
    asks: bool = False
    reconfirm: bool = False
    minimum_people: int = 3
    if_needed_counts: bool = False
    decide_by: datetime | None = None
    slots: list[Slot] = field(default_factory=list)
    answers_open_at: datetime | None = None
    answers_close_at: datetime | None = None
    asks_at: datetime | None = None
    releases_at: datetime | None = None
    released_at: datetime | None = None
    asked_below_floor: set[str] = field(default_factory=set)
    parties: dict[str, Party] = field(default_factory=dict)
    count: int = 0
    told: list[tuple[str, str]] = field(default_factory=list)

    # what stands

    @property
    def hosts(self) -> frozenset[str]:
        return self.cohosts | {self.host}

    @property
    def ends(self) -> datetime:
        return self.starts + self.lasts

    @property
    def taken(self) -> int:
        return sum(party.seats for party in self.parties.values() if party.holds)

    @property
    def free(self) -> int | None:
        return None if self.capacity is None else max(0, self.capacity - self.taken)

    @property
    def line(self) -> list[Party]:
        waiting = [party for party in self.parties.values() if party.status == "waitlisted"]
        return sorted(waiting, key=lambda party: party.place or 0)

    def party(self, who: str) -> Party:
        return self.parties.get(who) or Party(who, newcomer=who in self.newcomers)

    def answerable(self, now: datetime) -> bool:
        return self.status == "scheduled" and now < self.starts

    def is_close(self, now: datetime) -> bool:
        return self.starts - timedelta(hours=self.offer_hours) <= now

    def kept_back(self, now: datetime) -> int:
        """Free seats that wait for newcomers, until seats are offered."""
        had = sum(party.seats for party in self.parties.values() if party.holds and party.newcomer)
        return 0 if self.is_close(now) else max(0, self.first_timer_seats - had)

    def fits(self, party: Party, seats: int, now: datetime) -> bool:
        if self.free is None:
            return True
        return seats <= self.free - (0 if party.newcomer else min(self.free, self.kept_back(now)))

    # what is dealt

    def number(self) -> int:
        self.count += 1
        return self.count

    def tell(self, who: str, kind: str) -> None:
        self.told.append((who, kind))

    def become(
        self, party: Party, status: str, *, place: int | None = None, until: datetime | None = None
    ) -> None:
        self.parties[party.who] = party
        party.status, party.place, party.until, party.silent = status, place, until, False

    def seat(self, party: Party, kind: str) -> None:
        self.become(party, "going")
        party.in_calendar = True
        self.tell(party.who, kind)

    def seat_or_queue(self, party: Party, now: datetime, kind: str) -> None:
        if self.fits(party, party.seats, now):
            self.seat(party, kind)
            return
        self.become(party, "waitlisted", place=party.place or self.number())
        party.in_calendar = False
        self.tell(party.who, kind)

    def step_back(self, party: Party, status: str) -> None:
        """Without a seat or a place in line; told to who had a calendar entry, and to who was removed."""
        unproved = party.status == "unconfirmed" and status in ("released", "removed")
        had_entry = party.in_calendar
        asked = (party.status, status) == ("pending", "removed")
        self.become(party, status)
        party.in_calendar = False
        if (had_entry or status == "removed") and not unproved:
            kinds = {"removed": "rsvp_removed", "released": "rsvp_released"}
            kind = kinds.get(status, "rsvp_given_back")
            self.tell(party.who, "rsvp_turned_down" if asked else kind)

    def ask_hosts(self, party: Party) -> None:
        self.become(party, "pending")
        for host in self.hosts:
            self.tell(host, "approval_asked")

    def stand_at(self, starts: datetime) -> None:
        """Hours of answering keep their distance to the start."""
        by, self.starts = starts - self.starts, starts
        self.answers_open_at = self.answers_open_at and self.answers_open_at + by
        self.answers_close_at = self.answers_close_at and self.answers_close_at + by

    def serve(self, now: datetime) -> None:
        """Free seats go down the line; who does not fit lets the next fitting one pass."""
        while self.answerable(now):
            fitting = [party for party in self.line if self.fits(party, party.seats, now)]
            if not fitting:
                return
            if self.is_close(now):
                until = now + min(OFFER_LASTS, (self.starts - now) / 2)
                self.become(fitting[0], "offered", until=until)
                self.tell(fitting[0].who, "rsvp_offered")
            else:
                self.seat(fitting[0], "rsvp_promoted")
