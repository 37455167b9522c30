"""The people, their meetups and what they are going to try. Runs in a process of its own that has Django on
the servers of the proof; rows are made by the actions, sessions and tokens as by signing in."""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import login
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

import events.errors
import members.errors
from events import actions, links
from events.actions.backdating import backdate
from events.models import Event
from members.actions import found_tribe, issue_token, join, make_member, member_behind
from members.models import Member, Token, Tribe
from proofs.crowd.plan import Attempt, Client, Meetup
from tribemeet.errors import Refusal

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
RULES = (events.errors, members.errors)


def main() -> None:
    json.dump(set_up(**json.loads(sys.argv[1])), sys.stdout)


def set_up(*, clients: int, events: int, each: int, soon: int, seed: int) -> dict[str, Any]:
    """The last tenth of the clients are second devices of the first."""
    people = [
        make_member(handle=f"member_{n}", email=f"member_{n}@example.org") for n in range(clients * 9 // 10)
    ]
    tribe = found_tribe(by=people[0], hashtag="Crowd", name="The crowd", time_zone="UTC")
    for member in people[1:]:
        join(tribe, member=member)
    have_been(tribe, people[::2])
    planned = [meetup(tribe, people[number], number, soon) for number in range(events)]
    crowd = [
        Client(
            number,
            people[number % len(people)].pk,
            planned if number < len(people) else second(planned),
            seed,
        )
        for number in range(clients)
    ]
    page = f"/events/{planned[0].pk}/guest/"
    return {"page": page, "clients": [told(client, each) for client in crowd], "sentences": sentences()}


def second(planned: Sequence[Meetup]) -> list[Meetup]:
    """On their second device hosts only answer: of the capacity the last word is then known."""
    return [replace(each, host=0) for each in planned]


@transaction.atomic
def have_been(tribe: Tribe, people: Sequence[Member]) -> None:
    """They are no first-timers any more."""
    event = propose(tribe, people[0], timedelta(days=2), title="Long ago", offer_hours=0)
    for member in people[1:]:
        actions.respond(event, member=member, answer="going")
    backdate(event, weeks=8)


def meetup(tribe: Tribe, host: Member, number: int, soon: int) -> Meetup:
    """Seats from 1 to 20. Some begin in a month, some so soon that seats are offered, some while it runs."""
    starts_in = {1: timedelta(hours=6), 4: timedelta(seconds=soon), 5: timedelta(hours=8)}
    event = propose(
        tribe,
        host,
        starts_in.get(number % 7, timedelta(days=30)),
        title=f"Meetup {number}",
        capacity=1 + number * 7 % 20,
        guests_each=number % 4,
        maybe_allowed=number % 10 != 3,
        first_timer_seats=2 if number % 5 == 2 else 0,
        answers_open_at=timezone.now() + timedelta(days=1) if number % 35 == 7 else None,
    )
    if number % 35 == 21:
        actions.cancel(event, by=host)
    return Meetup(event.pk, host.pk, event.guests_each)


def propose(tribe: Tribe, host: Member, starts_in: timedelta, **details: Any) -> Event:
    start: datetime = (timezone.now() + starts_in).replace(tzinfo=None)
    return actions.propose(tribe, by=host, local_start=start, place="The Long Bar", **details)


def told(client: Client, each: int) -> dict[str, Any]:
    member = Member.objects.get(pk=client.member)
    attempts = [asdict(signed(attempt)) for attempt in with_guests(client.attempts(each))]
    token = issue_token(member, name="crowd", scope=Token.Scope.WRITE)[1]
    return {"member": member.pk, "session": signed_in(member), "token": token, "attempts": attempts}


def with_guests(attempts: Sequence[Attempt]) -> Iterator[Attempt]:
    """Who will open their mail has a number already, which their link holds; others are new to us."""
    known = {each.address: 0 for each in attempts if each.act == "confirm"}
    for address in known:
        known[address] = member_behind(address, "A guest").pk
    return (replace(each, member=known.get(each.address, each.member)) for each in attempts)


def signed(attempt: Attempt) -> Attempt:
    if attempt.door != "mail":
        return attempt
    event, member = Event(pk=attempt.event), Member(pk=attempt.member)
    return replace(attempt, link=links.token(attempt.act, event, member))


def signed_in(member: Member) -> str:
    request = HttpRequest()
    request.session = SessionStore()
    login(request, member, backend=BACKEND)
    request.session.save()
    return str(request.session.session_key)


def sentences() -> dict[str, str]:
    """By what a page says, the code that a program is told."""
    return {kind.message: kind.code for kind in kinds(Refusal)} | {"Each may bring": "too_many_guests"}


def kinds(kind: type[Refusal]) -> Iterator[type[Refusal]]:
    yield kind
    for below in kind.__subclasses__():
        yield from kinds(below)
