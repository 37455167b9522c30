"""What members hear by mail of meetups. Importing the package registers its handlers with the outbox."""

from . import answers, changes, ending

__all__ = ["answers", "changes", "ending"]
