"""What is said at once when an answer came to something else than had been promised."""

from ..models import Rsvp
from .shape import ASKS, LINE, SEAT

Status = Rsvp.Status
KEPT = {Status.GOING: SEAT, Status.WAITLISTED: LINE, Status.PENDING: ASKS}


def news_of(expects: str, rsvp: Rsvp) -> str:
    """Nothing where it is what they expect, or where they expected nothing."""
    status = Status(rsvp.status)
    if status not in KEPT or KEPT[status] == expects:
        return ""
    line = f"You're number {rsvp.position} in line."
    return {
        (SEAT, Status.WAITLISTED): f"Someone took the last place a moment ago. {line}",
        (ASKS, Status.WAITLISTED): f"Organisers need not answer any more. {line}",
        (SEAT, Status.PENDING): "Organisers answer first now. Nothing is held yet.",
        (LINE, Status.PENDING): "Organisers answer first now. Nothing is held yet.",
        (LINE, Status.GOING): "A place came free a moment ago: it is yours.",
        (ASKS, Status.GOING): "A place came free a moment ago: it is yours.",
    }.get((expects, status), "")
