from datetime import datetime, timedelta

from tribemeet.outbox.post import Promise, post_all

from ..models import Event
from ..models.rsvp import lane

# small edits come in bursts: one mail says them all
BURST = timedelta(minutes=2)


def tell_of_change(event: Event, *, now: datetime, material: bool) -> None:
    """Promise one mail to each who has an answer standing; a later edition makes an earlier one needless."""
    due_at = now if material else now + BURST
    post_all(
        Promise(
            "event_changed",
            f"event_changed:{rsvp_id}:{event.edition}",
            {"rsvp_id": rsvp_id},
            lane=lane(rsvp_id),
            due_at=due_at,
            expires_at=event.ends_at,
        )
        for rsvp_id in event.rsvps.expecting().values_list("pk", flat=True)
    )
