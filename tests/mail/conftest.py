"""The cast of the mails: Alice hosts for #usguys, Bob, Cleo and Dan answer; the outbox is turned by hand."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from events import actions as event_actions
from events import notices as event_notices
from events.models import Event, Rsvp
from members import actions, notices
from members.models import Member, Tribe
from tests.servers import Delivery, MailServer
from tribemeet.outbox import worker

ZONE = "America/New_York"
# Forty days off at seven in the evening there: far from every limit.
EVENING = (timezone.now() + timedelta(days=40)).replace(
    hour=19, minute=0, second=0, microsecond=0, tzinfo=None
)
REGISTERED = (event_notices, notices)


def make(handle: str, **profile: Any) -> Member:
    return actions.make_member(handle=handle, email=f"{handle.lower()}@example.org", **profile)


@pytest.fixture
def alice(db) -> Member:
    return make("Alice", time_zone=ZONE)


@pytest.fixture
def tribe(alice) -> Tribe:
    return actions.found_tribe(by=alice, hashtag="UsGuys", name="Us guys", time_zone=ZONE)


@pytest.fixture
def join(tribe) -> Callable[..., Member]:
    def joined(handle: str, **profile: Any) -> Member:
        member = make(handle, **profile)
        actions.join(tribe, member=member)
        return member

    return joined


@pytest.fixture
def bob(join) -> Member:
    return join("Bob", time_zone="Europe/Berlin")


@pytest.fixture
def cleo(join) -> Member:
    return join("Cleo", time_zone=ZONE)


@pytest.fixture
def propose(tribe, alice) -> Callable[..., Event]:
    def proposed(start: datetime = EVENING, **more: Any) -> Event:
        fields = {
            "by": alice,
            "title": "Cocktails in New York",
            "local_start": start,
            "local_end": start + timedelta(hours=2),
            "time_zone": ZONE,
            "place": "The Long Bar",
        }
        return event_actions.propose(tribe, **fields | more)

    return proposed


@pytest.fixture
def meetup(propose) -> Event:
    return propose(capacity=3, guests_each=2)


@pytest.fixture
def answer() -> Callable[..., Rsvp]:
    def answered(member: Member, event: Event, answer: str = "going", guests: int = 0) -> Rsvp:
        return event_actions.respond(event, member=member, answer=answer, guests=guests, via="web")

    return answered


@pytest.fixture
def mails_to(smtp: MailServer) -> Callable[[Member], list[Delivery]]:
    """Keeps every promise, those of a burst of edits too; what this member was sent since."""

    def new(member: Member) -> list[Delivery]:
        with time_machine.travel(timezone.now() + timedelta(minutes=3)):
            worker.keep_due()
        found = [mail for mail in smtp.deliveries if mail.recipients == [member.email]]
        smtp.deliveries = [mail for mail in smtp.deliveries if mail not in found]
        return found

    return new


@pytest.fixture
def mail_to(mails_to) -> Callable[[Member], Delivery]:
    def only(member: Member) -> Delivery:
        (mail,) = mails_to(member)
        return mail

    return only
