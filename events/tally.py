"""How many can come when, in words: the same on the page and in the API."""

from datetime import datetime

from .models import Event, Slot, Vote

SAID: dict[str, str] = {Vote.Choice.YES: "yes", Vote.Choice.IF_NEEDED: "if needed", Vote.Choice.NO: "no"}


def tally(event: Event, slot: Slot, now: datetime) -> str:
    """3 yes, 1 if needed: 2 more and it is fixed. Of a tallied slot."""
    counts = {choice: getattr(slot, choice) for choice in SAID}
    said = ", ".join(f"{count} {SAID[choice]}" for choice, count in counts.items() if count)
    said = said or "Nobody has said yes yet"
    if slot.vetoed:
        return f"{said}: the hosts ruled it out."
    if event.status != Event.Status.PROPOSED:
        return f"{said}."
    if slot.is_past(now):
        return f"{said}: the time has passed."
    missing = event.minimum_people - slot.supporters(event)
    return f"{said}: {missing} more and it is fixed." if missing > 0 else f"{said}: enough people can."
