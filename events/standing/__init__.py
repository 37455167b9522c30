"""How one stands to a meetup: the sentence that says it, and the answers it leaves. Page, mail link and API
read the same words here.

`look_at` asks the database, `standing_of` turns what it found into words and asks nothing.
"""

from datetime import datetime

from members.models import Member

from ..models import Event
from .look import Look, Turnout, look_at, turnout_of
from .news import news_of
from .shape import Answer, Standing
from .states import standing_of

__all__ = [
    "Answer",
    "Look",
    "Standing",
    "Turnout",
    "look_at",
    "news_of",
    "standing_for",
    "standing_of",
    "turnout_of",
]


def standing_for(event: Event, member: Member | None, now: datetime) -> Standing:
    return standing_of(look_at(event, member, now))
