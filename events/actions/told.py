"""What a member's mailbox holds, written down once it was mailed."""

from typing import Any

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest

from tribemeet.outbox.post import Promise, post_all

from ..models import Event, Follow, Invite, Rsvp
from ..models.rsvp import lane

# of a date that is not as the rule says, until a mail of its own says how it is
APART = {"apart": "yes"}


def remember_told(invite: Invite, facts: dict[str, str]) -> None:
    """Keep what the mail said, so that the next one can say what changed. A repeat writes the same."""
    invite.told = facts
    invite.save(update_fields=["told"])


def remember_told_of_move(rsvp: Rsvp, event: Event) -> None:
    """They hold no calendar entry and were mailed that it moved: one mail for one move."""
    rsvp.told_sequence = event.sequence
    rsvp.save(update_fields=["told_sequence"])


@transaction.atomic
def remember_rule_told(following: Follow, told: dict[str, Any], differing: list[Rsvp]) -> None:
    """Their calendar is about to hold the rule, and every date as the rule has it. What was said of single
    dates before is forgotten there, so dates that differ are promised to be told anew."""
    following.told = told
    following.save(update_fields=["told"])
    entries = following.invites.standing()
    entries.update(told={}, sequence=Greatest(F("sequence"), Value(following.sequence)))
    entries.filter(event__rsvps__in=differing).update(sequence=F("sequence") + 1, told=APART)
    post_all(
        Promise(
            "event_changed",
            f"event_changed:{rsvp.pk}:{rsvp.event.edition}:{following.pk}:{following.sequence}",
            {"rsvp_id": rsvp.pk},
            lane=lane(rsvp.pk),
            expires_at=rsvp.event.ends_at,
        )
        for rsvp in differing
    )
