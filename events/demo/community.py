"""What the demo's files say, in shapes."""

import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
FOLDER = Path(__file__).parent
TRIBES = ("usguys", "tascasdoporto", "kissatenclub")


@dataclass(frozen=True)
class Person:
    handle: str
    name: str
    home: str
    bio: str
    interests: str

    @property
    def email(self) -> str:
        return f"{self.handle}@example.org"


@dataclass(frozen=True)
class Party:
    """Written `handle` or `handle+2`."""

    handle: str
    guests: int

    @classmethod
    def of(cls, text: str) -> "Party":
        handle, _, guests = text.partition("+")
        return cls(handle, int(guests or 0))


@dataclass(frozen=True)
class Meetup:
    """A meetup some days off. `details` go to the proposal as they are. With `or_days_later` it looks for its
    date among so many times more; `votes` are told by handle, a word for each time. With `repeat` it is the
    first of a series, and `following` go to all of it."""

    host: str
    days: int
    weekday: str
    start: str
    hours: int
    details: dict[str, Any]
    weeks_ago: int = 0
    moved_to: str = ""
    cancelled: str = ""
    or_days_later: list[int] = field(default_factory=list)
    votes: dict[str, str] = field(default_factory=dict)
    repeat: dict[str, Any] | None = None
    answers: dict[str, list[Party]] = field(default_factory=dict)

    def local_start(self, today: date) -> datetime:
        """The first such weekday when that many days are over."""
        earliest = today + timedelta(days=self.days)
        wait = (WEEKDAYS.index(self.weekday) - earliest.weekday()) % 7
        return datetime.combine(earliest + timedelta(days=wait), time.fromisoformat(self.start))


@dataclass(frozen=True)
class Community:
    """A tribe with its people; `guests` belong elsewhere too, `asking` wait to be let in."""

    founder: str
    organisers: list[str]
    details: dict[str, Any]
    people: list[Person]
    meetups: list[Meetup]
    guests: list[str]
    asking: list[str]


def communities() -> list[Community]:
    return [_community(FOLDER / name) for name in TRIBES]


def _community(folder: Path) -> Community:
    told = _read(folder / "meetups.toml")
    tribe = told["tribe"]
    return Community(
        founder=tribe.pop("founder"),
        organisers=tribe.pop("organisers"),
        guests=tribe.pop("guests", []),
        asking=tribe.pop("asking", []),
        details=tribe | {"description": tribe["description"].strip()},
        people=[Person(**each) for each in _read(folder / "people.toml")["people"]],
        meetups=[_meetup(each) for each in told["meetups"]],
    )


ANSWERS = ("following", "going", "waiting", "maybe", "declined", "again")
SHAPE = (
    "host",
    "days",
    "weekday",
    "start",
    "hours",
    "weeks_ago",
    "moved_to",
    "cancelled",
    "or_days_later",
    "votes",
    "repeat",
)


def _meetup(told: dict[str, Any]) -> Meetup:
    answers = {name: [Party.of(text) for text in told.pop(name, [])] for name in ANSWERS}
    shape = {name: told.pop(name) for name in SHAPE if name in told}
    return Meetup(**shape, answers=answers, details=told | {"description": told["description"].strip()})


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
