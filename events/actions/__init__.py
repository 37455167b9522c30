"""Whole changes to events and answers; nothing else writes their rows."""

from .answers import give_back_seats, leave, respond
from .changing import change
from .choosing import add_slots, choose, extend, veto
from .clock import look
from .cohosting import propose_together, set_cohosts, stop_hosting
from .editing import edit
from .ending import cancel
from .following import answer, follow, stop_following, unfollow
from .forgetting import forget_guests
from .guests import ask_for_seat, confirm
from .hiding import hide
from .inviting import add, approve, invite, remove
from .merging import merge
from .moving import move
from .offers import take_offer
from .proposing import propose
from .reconfirming import keep
from .reminders import remind
from .repeating import make_ahead, propose_series
from .splitting import cancel_dates, cancel_following, change_dates, change_following
from .told import remember_rule_told, remember_told, remember_told_of_move
from .voting import take_back_votes, vote

__all__ = [
    "add",
    "add_slots",
    "answer",
    "approve",
    "ask_for_seat",
    "cancel",
    "cancel_dates",
    "cancel_following",
    "change",
    "change_dates",
    "change_following",
    "choose",
    "confirm",
    "edit",
    "extend",
    "follow",
    "forget_guests",
    "give_back_seats",
    "hide",
    "invite",
    "keep",
    "leave",
    "look",
    "make_ahead",
    "merge",
    "move",
    "propose",
    "propose_series",
    "propose_together",
    "remember_rule_told",
    "remember_told",
    "remember_told_of_move",
    "remind",
    "remove",
    "respond",
    "set_cohosts",
    "stop_following",
    "stop_hosting",
    "take_back_votes",
    "take_offer",
    "unfollow",
    "veto",
    "vote",
]
