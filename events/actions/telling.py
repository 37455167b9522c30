from datetime import datetime, timedelta

from members.models import Member
from tribemeet.outbox.post import Promise, post_all

from ..models import Event, Vote
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


def tell_voters(event: Event, *, by: Member, what: str, now: datetime) -> None:
    """Promise one mail to each who voted and can vote still; the last of a burst says it all. `what` is of
    times, place and hour."""
    if event.status != Event.Status.PROPOSED:
        return
    votes = Vote.objects.filter(slot__event=event).exclude(member=by)
    post_all(
        Promise(
            "proposal_changed",
            f"proposal_changed:{event.pk}:{member_id}:{event.revision}",
            {"event_id": event.pk, "member_id": member_id, "what": what},
            lane=f"votes:{event.pk}:{member_id}",
            due_at=now + BURST,
            expires_at=event.decide_by,
        )
        for member_id in votes.order_by("member").values_list("member", flat=True).distinct()
    )
