"""Promises: made with the change, kept once, never lost."""

import uuid
from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from tribemeet.outbox import registry, worker
from tribemeet.outbox.models import Message
from tribemeet.outbox.post import Promise, post, post_all
from tribemeet.outbox.registry import Kind, Moot, Undeliverable


@pytest.fixture
def told(monkeypatch):
    """A kind of its own whose handler notes whom it told, or raises what the payload names."""
    heard = []

    def tell(message):
        fault = message.payload.get("fault")
        if fault:
            raise FAULTS[fault]
        heard.append(message.payload["who"])

    monkeypatch.setitem(registry.kinds, "said", Kind(tell))
    monkeypatch.setitem(registry.kinds, "whispered", Kind(tell, confidential=True))
    return heard


FAULTS = {
    "moot": Moot("it changed its mind"),
    "undeliverable": Undeliverable("no such address"),
    "refused": SMTPRecipientsRefused({"a@example.org": (550, b"no")}),
    "greylisted": SMTPRecipientsRefused({"a@example.org": (451, b"later")}),
    "spam": SMTPDataError(554, b"no"),
    "later": SMTPDataError(451, b"later"),
    "cut": SMTPServerDisconnected("gone"),
    "bug": ZeroDivisionError("oops"),
}


def said(key="one", kind="said", **payload):
    with transaction.atomic():
        post(kind, key, **payload)
    return Message.objects.get(key=key)


def after(message, wait):
    Message.objects.filter(pk=message.pk).update(due_at=timezone.now() - wait)


@pytest.mark.django_db
def test_a_promise_is_kept_once(told):
    message = said(who="ann")
    assert [worker.keep_due(), worker.keep_due()] == [1, 0]
    message.refresh_from_db()
    assert (told, message.state, message.attempts) == (["ann"], "kept", 1)


@pytest.mark.django_db
def test_the_same_key_again_promises_nothing_more(told):
    said(who="ann")
    said(who="ben")
    worker.keep_due()
    assert told == ["ann"]


@pytest.mark.django_db
def test_a_change_that_is_undone_promises_nothing():
    with transaction.atomic():
        post("said", "one", who="ann")
        transaction.set_rollback(True)
    assert not Message.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_can_be_promised():
    with pytest.raises(transaction.TransactionManagementError):
        post("said", "one")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fault", "state"),
    [
        ("moot", "moot"),
        ("undeliverable", "dead"),
        ("refused", "dead"),
        ("greylisted", "waiting"),
        ("spam", "dead"),
        ("later", "waiting"),
        ("cut", "waiting"),
        ("bug", "waiting"),
    ],
)
def test_each_fault_ends_as_it_should_and_stops_nobody_behind_it(told, fault, state):
    message = said(fault=fault)
    said("two", who="ben")
    worker.keep_due()
    message.refresh_from_db()
    assert (message.state, message.lease_token, told) == (state, None, ["ben"])
    assert message.last_error


@pytest.mark.django_db
def test_a_postponed_message_waits_longer_each_time(told):
    message = said(fault="cut")
    waits = []
    for _ in range(4):
        after(message, timedelta(0))
        worker.keep_due()
        message.refresh_from_db()
        waits.append((message.due_at - timezone.now()).total_seconds())
    assert waits == sorted(waits)
    assert 60 < waits[-1] < 120


@pytest.mark.django_db
def test_what_is_past_its_time_is_not_told_any_more(told):
    with transaction.atomic():
        post_all([Promise("said", "late", {"who": "ann"}, expires_at=timezone.now() - timedelta(seconds=1))])
    worker.keep_due()
    assert (told, Message.objects.get().state) == ([], "dead")


@pytest.mark.django_db
def test_what_is_not_due_yet_waits(told):
    with transaction.atomic():
        post_all([Promise("said", "later", {"who": "ann"}, due_at=timezone.now() + timedelta(minutes=2))])
    assert worker.keep_due() == 0


@pytest.mark.django_db
def test_a_message_left_by_a_dead_worker_is_taken_up_when_its_lease_ends(told, time_machine):
    said(who="ann")
    assert worker.claim(timezone.now())
    assert worker.keep_due() == 0
    time_machine.move_to(timezone.now() + settings.OUTBOX_LEASE)
    assert (worker.keep_due(), told) == (1, ["ann"])


@pytest.mark.django_db
def test_who_was_frozen_past_the_lease_cannot_settle_what_another_took(told):
    message = said(who="ann")
    frozen = worker.claim(timezone.now())
    Message.objects.filter(pk=message.pk).update(lease_token=uuid.uuid4())
    worker.keep(frozen)
    message.refresh_from_db()
    assert message.state == "waiting"


@pytest.mark.django_db
def test_a_confidential_payload_is_erased_once_told(told):
    message = said(kind="whispered", who="ann")
    worker.keep_due()
    message.refresh_from_db()
    assert (told, message.payload) == (["ann"], {})


def test_the_longest_wait_for_a_dead_worker_is_below_a_minute():
    """The promise that a killed worker costs less than a minute rests on the lease and the 5 s sweep."""
    assert settings.OUTBOX_LEASE + timedelta(seconds=5) < timedelta(seconds=60)
    assert timedelta(seconds=6 * settings.EMAIL_TIMEOUT) < settings.OUTBOX_LEASE
