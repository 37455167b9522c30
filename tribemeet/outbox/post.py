from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from .models import Message
from .nudge import bell

SHELF_LIFE = timedelta(days=3)


@dataclass(frozen=True)
class Promise:
    """One thing to tell one recipient. The key makes it one, however often it is posted."""

    kind: str
    key: str
    payload: dict[str, Any] = field(default_factory=dict)
    lane: str = ""
    due_at: datetime | None = None
    expires_at: datetime | None = None

    def row(self, now: datetime) -> Message:
        return Message(
            kind=self.kind,
            key=self.key,
            payload=self.payload,
            lane=self.lane,
            created_at=now,
            due_at=self.due_at or now,
            expires_at=self.expires_at or now + SHELF_LIFE,
        )


def post(kind: str, key: str, *, lane: str = "", expires_at: datetime | None = None, **payload: Any) -> None:
    """Promise one thing in the running transaction; posting the same key again promises nothing more."""
    post_all([Promise(kind, key, payload, lane=lane, expires_at=expires_at)])


def post_all(promises: Iterable[Promise]) -> None:
    """Promise many in one statement. The worker is woken once the transaction is committed."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            "A promise is made in the transaction that makes it true."
        )
    now = timezone.now()
    rows = [promise.row(now) for promise in promises]
    if rows:
        Message.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)
        transaction.on_commit(bell.ring)
