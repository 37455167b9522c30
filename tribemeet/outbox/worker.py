import logging
import random
import time
import uuid
from datetime import datetime
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from .models import Message
from .registry import Moot, Undeliverable, kinds

logger = logging.getLogger(__name__)

# what a mail server says of one mail; what it says of us (greeting, authentication) is tried again
REFUSALS = (SMTPRecipientsRefused, SMTPSenderRefused, SMTPDataError)


def keep_due(seconds: float = 20) -> int:
    """Keep promises until none is due or the time is up; how many were taken in hand."""
    end = time.monotonic() + seconds
    count = 0
    while time.monotonic() < end and (message := claim(timezone.now())):
        keep(message)
        count += 1
    return count


@transaction.atomic
def claim(now: datetime) -> Message | None:
    """Take the next due message under a lease. It is committed before anything is sent, so a worker that dies
    only delays the message until the lease runs out."""
    message = Message.objects.due(now).select_for_update(skip_locked=True).first()
    if message is None:
        return None
    message.lease_token = uuid.uuid4()
    message.lease_until = now + settings.OUTBOX_LEASE
    message.attempts += 1
    message.save(update_fields=["lease_token", "lease_until", "attempts"])
    return message


def keep(message: Message) -> None:
    """Tell it, and write down what became of it."""
    try:
        if message.expires_at <= timezone.now():
            raise Undeliverable("expired")
        kinds[message.kind].handler(message)
    except Moot as reason:
        _settle(message, Message.State.MOOT, str(reason))
    except (Undeliverable, *REFUSALS) as reason:
        _refused(message, reason)
    except Exception as error:
        # the one place that catches everything: a message that fails must not stop those behind it
        logger.exception("%s failed", message)
        _postpone(message, f"{type(error).__name__}: {error}")
    else:
        _settle(message, Message.State.KEPT)


def _refused(message: Message, reason: Exception) -> None:
    """A 4xx answer is a delay (greylisting), a 5xx is final (RFC 5321, 4.2.1)."""
    codes = _codes(reason)
    if codes and all(400 <= code < 500 for code in codes):
        _postpone(message, str(reason))
    else:
        _settle(message, Message.State.DEAD, str(reason))


def _codes(reason: Exception) -> list[int]:
    match reason:
        case SMTPRecipientsRefused():
            return [code for code, _ in reason.recipients.values()]
        case SMTPSenderRefused() | SMTPDataError():
            return [reason.smtp_code]
    return []


def _settle(message: Message, state: Message.State, reason: str = "") -> None:
    kind = kinds.get(message.kind)
    changes: dict[str, object] = {"payload": {}} if kind and kind.confidential else {}
    _write(message, state=state, settled_at=timezone.now(), last_error=reason[:300], **changes)


def _postpone(message: Message, reason: str) -> None:
    wait = message.delay() * random.uniform(0.8, 1.2)  # noqa: S311 - jitter, no secret
    _write(message, due_at=timezone.now() + wait, last_error=reason[:300])


def _write(message: Message, **changes: object) -> None:
    """Only the holder of the lease writes: who was frozen past it finds the message in other hands."""
    mine = Message.objects.filter(pk=message.pk, lease_token=message.lease_token)
    if not mine.update(lease_until=None, lease_token=None, **changes):
        logger.warning("%s was taken over by another worker", message)
