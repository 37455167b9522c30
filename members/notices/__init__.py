"""What members hear by mail. Importing the package registers its handlers with the outbox."""

from . import account_mails, memberships

__all__ = ["account_mails", "memberships"]
