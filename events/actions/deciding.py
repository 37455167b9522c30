"""What becomes of a proposal at its hour, without anyone."""

from datetime import datetime

from tribemeet.outbox.post import Promise, post_all

from ..models import Event
from .tipping import tip_if_reached, willing


def decide(event: Event, now: datetime) -> None:
    """Fix the date to the best slot that enough people can make, or let the proposal lapse and thank those
    who would have come. The caller holds the lock and saves the event."""
    if tip_if_reached(event, now):
        return
    event.move_to(Event.Status.LAPSED)
    event.edition += 1
    event.revision += 1
    would_have_come = willing(event) | {event.host_id}
    post_all(
        Promise(
            "proposal_lapsed",
            f"proposal_lapsed:{event.pk}:{member_id}",
            {"event_id": event.pk, "member_id": member_id},
        )
        for member_id in sorted(would_have_come)
    )
