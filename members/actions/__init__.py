"""Whole changes to members and tribes; nothing else writes their rows."""

from .allowances import allow_mail, forget_allowances
from .guests import member_behind, plain_name
from .join_links import join_by_link, make_join_link, tribe_of_join_link
from .members import edit_profile, make_member, set_picture
from .memberships import admit, ban, change_role, join, leave, lift_ban, turn_away
from .places import load_places
from .tokens import issue_token, revoke_token
from .tribes import edit_tribe, found_tribe

__all__ = [
    "admit",
    "allow_mail",
    "ban",
    "change_role",
    "edit_profile",
    "edit_tribe",
    "forget_allowances",
    "found_tribe",
    "issue_token",
    "join",
    "join_by_link",
    "leave",
    "lift_ban",
    "load_places",
    "make_join_link",
    "make_member",
    "member_behind",
    "plain_name",
    "revoke_token",
    "set_picture",
    "tribe_of_join_link",
    "turn_away",
]
