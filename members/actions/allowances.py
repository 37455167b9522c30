"""How often people who have not signed in may have us write to somebody."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac

from ..errors import TooManyMails
from ..models import Allowance

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# An hour's worth three times over is what one day brings to a mailbox that somebody pesters
HOURS_OF_A_DAY = 3


@transaction.atomic
def allow_mail(*, to: str, client: str, now: datetime) -> None:
    """Count one more mail that this client asks for, or refuse. It counts whether or not a mail leaves in the
    end, so that a refusal says nothing about who the address belongs to."""
    _spend("mail to", to.lower(), settings.GUEST_MAILS_PER_ADDRESS, now)
    if client:
        _spend("mail by", client, settings.GUEST_MAILS_PER_CLIENT, now)


def _spend(what: str, whose: str, hourly: int, now: datetime) -> None:
    allowance, _ = Allowance.objects.select_for_update().get_or_create(
        key=_digest(what, whose), defaults={"idle_from": now}
    )
    today = [moment for moment in allowance.spent_at if moment > now - DAY]
    this_hour = [moment for moment in today if moment > now - HOUR]
    if len(this_hour) >= hourly or len(today) >= HOURS_OF_A_DAY * hourly:
        raise TooManyMails
    allowance.spent_at, allowance.idle_from = [*today, now], now + DAY
    allowance.save(update_fields=["spent_at", "idle_from"])


def _digest(what: str, whose: str) -> str:
    return salted_hmac("members.allowances", f"{what}:{whose}", algorithm="sha256").hexdigest()


def forget_allowances(now: datetime) -> int:
    """Rows that hold nobody up any more go."""
    return Allowance.objects.filter(idle_from__lt=now).delete()[0]
