"""What a member's mailbox holds, written down once it was mailed."""

from ..models import Event, Invite, Rsvp


def remember_told(invite: Invite, facts: dict[str, str]) -> None:
    """Keep what the mail said, so that the next one can say what changed. A repeat writes the same."""
    invite.told = facts
    invite.save(update_fields=["told"])


def remember_told_of_move(rsvp: Rsvp, event: Event) -> None:
    """They hold no calendar entry and were mailed that it moved: one mail for one move."""
    rsvp.told_sequence = event.sequence
    rsvp.save(update_fields=["told_sequence"])
