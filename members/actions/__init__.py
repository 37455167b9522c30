"""Whole changes to members and tribes; nothing else writes their rows."""

from .members import edit_profile, make_member, set_picture
from .memberships import admit, change_role, join, leave, turn_away
from .places import load_places
from .tokens import issue_token, revoke_token
from .tribes import found_tribe

__all__ = [
    "admit",
    "change_role",
    "edit_profile",
    "found_tribe",
    "issue_token",
    "join",
    "leave",
    "load_places",
    "make_member",
    "revoke_token",
    "set_picture",
    "turn_away",
]
