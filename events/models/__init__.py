from .event import Event
from .invite import Invite
from .rsvp import Rsvp
from .slot import Slot, Vote

__all__ = ["Event", "Invite", "Rsvp", "Slot", "Vote"]
