"""What a member's mailbox holds, written down once it was mailed."""

from ..models import Invite


def remember_told(invite: Invite, facts: dict[str, str]) -> None:
    """Keep what the mail said, so that the next one can say what changed. A repeat writes the same."""
    invite.told = facts
    invite.save(update_fields=["told"])
