from django.db import transaction
from django.db.models import F
from django.utils import timezone

from members.actions.checks import check
from members.models import Member
from tribemeet.outbox.post import Promise, post_all
from tribemeet.stream import announce

from ..models import Event, Invite
from ..models.rsvp import RsvpQuerySet, lane
from .locking import lock_to_edit
from .seats import raise_invites
from .tipping import willing


@transaction.atomic
def cancel(event: Event, *, by: Member, reason: str = "", edition: int | None = None) -> Event:
    """Call it off and tell everyone who has or wants a seat; every calendar entry is taken back."""
    event = lock_to_edit(event, by=by, now=timezone.now(), edition=edition)
    voters = willing(event) if event.status == Event.Status.PROPOSED else set()
    event.move_to(Event.Status.CANCELLED)
    event.cancel_reason, event.next_reminder_at = reason, None
    check(event, only={"cancel_reason"})
    event.sequence += 1
    event.edition += 1
    event.revision += 1
    event.save()
    announce(event.channel)
    raise_invites(event, standing=Invite.Standing.CANCELLED)
    post_all(
        Promise(
            "event_cancelled",
            f"event_cancelled:{rsvp_id}",
            {"rsvp_id": rsvp_id},
            lane=lane(rsvp_id),
            expires_at=event.ends_at,
        )
        for rsvp_id in _told_of_this_date(event).values_list("pk", flat=True)
    )
    post_all(
        Promise(
            "proposal_cancelled",
            f"proposal_cancelled:{event.pk}:{member_id}",
            {"event_id": event.pk, "member_id": member_id},
        )
        for member_id in sorted(voters - {by.pk})
    )
    return event


def _told_of_this_date(event: Event) -> RsvpQuerySet:
    """Less those whose rule ends before this date: one mail tells them of all dates."""
    by_rule = event.invites.filter(follow__ended_before__lte=F("event__original_start"))
    return event.rsvps.expecting().exclude(member__in=by_rule.values("member"))
