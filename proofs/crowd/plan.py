"""What each of the crowd will try, drawn from one seed before anything runs."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

# Of a hundred attempts
ACTS = {"answer": 79, "leave": 6, "hide": 4, "offer": 5, "ask": 4, "capacity": 2}
SAYS = {"going": 65, "maybe": 10, "declined": 25}
DOORS = ("web", "api", "mail")
CIRCLE = 10
MOST_SEATS = 20


@dataclass(frozen=True)
class Meetup:
    """As far as one must know it to answer."""

    pk: int
    host: int
    guests_each: int


@dataclass(frozen=True)
class Attempt:
    """One thing that somebody tries. `guests` is None where they stay as they are; who has no account is
    known by their address, and the token of a mailed link is signed by the stage."""

    door: str
    act: str
    member: int
    event: int
    says: str = ""
    guests: int | None = None
    address: str = ""
    link: str = ""


class Client:
    """Somebody's phone or laptop, which tries one thing after the other."""

    def __init__(self, number: int, member: int, meetups: Sequence[Meetup], seed: int) -> None:
        self.number, self.member, self.meetups = number, member, meetups
        self.dice = Random(f"{seed}:{number}")
        self.circle = self.dice.sample(list(meetups), min(CIRCLE, len(meetups)))
        self.hosted = [meetup for meetup in meetups if meetup.host == member]
        self.guests: list[Attempt] = []

    def attempts(self, count: int) -> list[Attempt]:
        return [self.attempt(number / count) for number in range(count)]

    def attempt(self, done: float) -> Attempt:
        """Half of the time where everybody presses just now, else among the meetups they care for."""
        if self.guests and self.dice.random() < 0.15:
            return self.confirmed(self.guests.pop(0))
        rushed = self.meetups[int(done * len(self.meetups))]
        meetup = rushed if self.dice.random() < 0.5 else self.dice.choice(self.circle)
        act = self.dice.choices(list(ACTS), list(ACTS.values()))[0]
        if act == "capacity" and self.hosted:
            return self.capacity(self.dice.choice(self.hosted))
        drawn: Attempt = getattr(self, act if act != "capacity" else "answer")(meetup)
        return drawn

    def answer(self, meetup: Meetup) -> Attempt:
        says = self.dice.choices(list(SAYS), list(SAYS.values()))[0]
        door = self.dice.choice(DOORS)
        guests = None if door == "mail" else self.party(meetup) if says != "declined" else 0
        return Attempt(door, "answer", self.member, meetup.pk, says, guests)

    def party(self, meetup: Meetup) -> int:
        """As many guests as one may bring, and now and then more."""
        return 9 if self.dice.random() < 0.02 else self.dice.randint(0, meetup.guests_each)

    def leave(self, meetup: Meetup) -> Attempt:
        return Attempt("api", "leave", self.member, meetup.pk)

    def hide(self, meetup: Meetup) -> Attempt:
        door, says = self.dice.choice(("web", "api")), self.dice.choice(("yes", "no"))
        return Attempt(door, "hide", self.member, meetup.pk, says)

    def offer(self, meetup: Meetup) -> Attempt:
        return Attempt("mail", "offer", self.member, meetup.pk, self.dice.choice(("take", "take", "pass")))

    def ask(self, meetup: Meetup) -> Attempt:
        """Somebody beside them, who has no account. Their mail opens a little later, or never."""
        address = f"guest-{self.number}-{self.dice.getrandbits(32):08x}@example.org"
        asked = Attempt("web", "ask", 0, meetup.pk, "going", self.party(meetup), address)
        if self.dice.random() < 0.7:
            self.guests.append(asked)
        return asked

    def confirmed(self, asked: Attempt) -> Attempt:
        says = self.dice.choice(("going", "going", "declined"))
        return Attempt("mail", "confirm", 0, asked.event, says, address=asked.address)

    def capacity(self, meetup: Meetup) -> Attempt:
        return Attempt("api", "capacity", self.member, meetup.pk, str(self.dice.randint(1, MOST_SEATS)))
