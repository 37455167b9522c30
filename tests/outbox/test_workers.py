"""Several workers, a broker that comes and goes: real PostgreSQL and real Valkey."""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from celery import current_app
from django.db import connection, transaction

from tribemeet.outbox import registry, worker
from tribemeet.outbox.models import Message
from tribemeet.outbox.nudge import Bell
from tribemeet.outbox.post import Promise, post_all
from tribemeet.outbox.registry import Kind

pytestmark = pytest.mark.django_db(transaction=True)


def test_four_workers_tell_each_of_200_once(monkeypatch):
    told = Counter()
    monkeypatch.setitem(registry.kinds, "said", Kind(lambda message: told.update([message.key])))
    with transaction.atomic():
        post_all(Promise("said", f"key:{number}") for number in range(200))

    def work(_):
        try:
            return worker.keep_due()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        shares = list(pool.map(work, range(4)))
    assert (len(told), set(told.values()), sum(shares)) == (200, {1}, 200)
    assert not Message.objects.exclude(state="kept").exists()


def test_two_workers_never_hold_two_messages_of_one_lane(monkeypatch):
    """What one recipient hears keeps its order, however many workers there are."""
    told, in_hand, most = [], [], []

    def tell(message):
        in_hand.append(message.key)
        most.append(len(in_hand))
        time.sleep(0.01)
        told.append(message.key)
        in_hand.remove(message.key)

    monkeypatch.setitem(registry.kinds, "said", Kind(tell))
    keys = [f"key:{number:02}" for number in range(20)]
    with transaction.atomic():
        post_all(Promise("said", key, lane="rsvp:7") for key in keys)

    def work(_):
        try:
            while Message.objects.filter(state="waiting").exists():
                worker.keep_due()
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(work, range(3)))
    assert (told, max(most)) == (keys, 1)


def queued():
    with current_app.connection_for_read() as broker:
        return broker.default_channel.client.llen("celery")  # type: ignore[attr-defined]


def test_any_number_of_rings_at_once_are_few_publishes():
    before, bell = queued(), Bell()
    for _ in range(500):
        bell.ring()
    time.sleep(0.5)
    assert 1 <= queued() - before < 50


def test_ringing_does_not_wait_for_a_broker_that_is_away(monkeypatch):
    monkeypatch.setattr(current_app.conf, "broker_url", "redis://127.0.0.1:1/0")
    bell, started = Bell(), time.monotonic()
    bell.ring()
    assert time.monotonic() - started < 0.1
