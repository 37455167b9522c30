"""Who plays in the tests, and when."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from members import actions
from members.models import Member

ZONE = "America/New_York"
# Forty days off at seven in the evening there: far from every limit.
EVENING: datetime = (timezone.now() + timedelta(days=40)).replace(
    hour=19, minute=0, second=0, microsecond=0, tzinfo=None
)


def make(handle: str, **profile: Any) -> Member:
    return actions.make_member(handle=handle, email=f"{handle.lower()}@example.org", **profile)
