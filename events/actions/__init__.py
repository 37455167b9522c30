"""Whole changes to events and answers; nothing else writes their rows."""

from .answers import give_back_seats, leave, remove, respond
from .changing import change
from .editing import edit
from .ending import cancel
from .moving import move
from .proposing import propose
from .reminders import remind
from .told import remember_told, remember_told_of_move

__all__ = [
    "cancel",
    "change",
    "edit",
    "give_back_seats",
    "leave",
    "move",
    "propose",
    "remember_told",
    "remember_told_of_move",
    "remind",
    "remove",
    "respond",
]
