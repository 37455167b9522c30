"""Who plays in the scenes of a page, when, and what a scene is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.utils import timezone

from events import actions
from events.models import Event, Rsvp
from members.models import Member

# Monday noon in New York, and the meetup on Saturday at seven in the evening there
NOW = datetime(2027, 3, 1, 17, tzinfo=UTC)
SATURDAY = datetime(2027, 3, 6, 19)
START = datetime(2027, 3, 7, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Cast:
    """Ann looks, unless a scene says otherwise."""

    host: Member
    ann: Member
    ben: Member
    cleo: Member
    plan: Callable[..., Event]
    clock: Any

    def meetup(self, **more: Any) -> Event:
        return self.plan(SATURDAY, **more)

    def go(self, member: Member, event: Event, answer: str = "going", **more: Any) -> Rsvp:
        return actions.respond(event, member=member, answer=answer, **more)

    def wait_until(self, moment: datetime) -> None:
        """Time passes, and its tick does what is due."""
        self.clock.move_to(moment)
        actions.look(timezone.now())


@dataclass(frozen=True)
class Scene:
    act: Callable[[Cast], Event]
    kind: str
    sentence: str
    buttons: tuple[str, ...] = ()
    stranger: bool = False
