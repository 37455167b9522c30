"""What members hear by mail of meetups. Importing the package registers its handlers with the outbox."""

from . import answers, approvals, asking, changes, ending, guests, hosts, proposals, series

__all__ = ["answers", "approvals", "asking", "changes", "ending", "guests", "hosts", "proposals", "series"]
