"""The outbox is turned by hand; Ben lives in Berlin."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from events import facts
from events import notices as event_notices
from events.models import Event
from members import notices
from members.models import Member
from tests.cast import ZONE
from tests.servers import Delivery, MailServer
from tribemeet.outbox import worker

REGISTERED = (event_notices, facts, notices)


@pytest.fixture
def ben(join) -> Member:
    return join("Ben", time_zone="Europe/Berlin")


@pytest.fixture
def cleo(join) -> Member:
    return join("Cleo", time_zone=ZONE)


@pytest.fixture
def meetup(propose) -> Event:
    return propose(capacity=3, guests_each=2)


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
