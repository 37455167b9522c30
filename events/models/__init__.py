from .event import Event
from .invite import Invite
from .rsvp import Rsvp

__all__ = ["Event", "Invite", "Rsvp"]
