"""What tells an operator, and the proxy, how things stand."""

from datetime import timedelta

import pytest
from django.db import connection

from tests.outbox.test_outbox import after, said, told

__all__ = ["told"]


def test_the_process_answers(client):
    assert client.get("/healthz").json() == {"status": "ok"}


@pytest.mark.django_db
def test_ready_says_how_long_the_oldest_due_message_waits(client, told):
    after(said(who="ann"), timedelta(seconds=90))
    answer = client.get("/readyz").json()
    assert answer["status"] == answer["valkey"] == "ok"
    assert 90 <= answer["oldest_due_seconds"] < 120


@pytest.mark.django_db
def test_without_valkey_it_is_ready_all_the_same(client, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["valkey"]) == (200, "away")


@pytest.mark.django_db(transaction=True)
def test_without_the_database_it_is_not_ready(client, monkeypatch):
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "HOST", "/nowhere")
    assert client.get("/readyz").status_code == 503
