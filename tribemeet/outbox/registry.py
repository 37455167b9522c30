"""Which function keeps which kind of promise."""

from collections.abc import Callable
from dataclasses import dataclass

from .models import Message

Handler = Callable[[Message], None]


class Moot(Exception):
    """The promise no longer makes sense; nothing is told."""


class Undeliverable(Exception):
    """The recipient can never be reached; trying again is of no use."""


@dataclass(frozen=True)
class Kind:
    handler: Handler
    confidential: bool = False


kinds: dict[str, Kind] = {}


def handles(kind: str, *, confidential: bool = False) -> Callable[[Handler], Handler]:
    """Register the handler of a kind. A confidential payload is erased once the message is settled."""

    def register(handler: Handler) -> Handler:
        if kind in kinds and kinds[kind].handler is not handler:
            raise ValueError(f"Two handlers for {kind}.")
        kinds[kind] = Kind(handler, confidential)
        return handler

    return register
