from .event import Event
from .invite import Invite
from .rsvp import Rsvp
from .series import Follow, Series
from .slot import Slot, Vote

__all__ = ["Event", "Follow", "Invite", "Rsvp", "Series", "Slot", "Vote"]
