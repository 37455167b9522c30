"""Whole changes to events and answers; nothing else writes their rows."""

from .answers import give_back_seats, hide, leave, respond
from .changing import change
from .choosing import add_slots, choose, extend, veto
from .clock import look
from .cohosting import propose_together, set_cohosts, stop_hosting
from .editing import edit
from .ending import cancel
from .guests import ask_for_seat, confirm
from .inviting import add, approve, invite, remove
from .merging import merge
from .moving import move
from .offers import take_offer
from .proposing import propose
from .reconfirming import keep
from .reminders import remind
from .told import remember_told, remember_told_of_move
from .voting import take_back_votes, vote

__all__ = [
    "add",
    "add_slots",
    "approve",
    "ask_for_seat",
    "cancel",
    "change",
    "choose",
    "confirm",
    "edit",
    "extend",
    "give_back_seats",
    "hide",
    "invite",
    "keep",
    "leave",
    "look",
    "merge",
    "move",
    "propose",
    "propose_together",
    "remember_told",
    "remember_told_of_move",
    "remind",
    "remove",
    "respond",
    "set_cohosts",
    "stop_hosting",
    "take_back_votes",
    "take_offer",
    "veto",
    "vote",
]
