"""What a member has been told of a meetup, kept beside their invite, and what differs from it now."""

from dataclasses import dataclass
from textwrap import shorten

from members.models import Member
from tribemeet.plain_text import one_line

from .. import when
from ..entries import where
from ..models import Event

LABELS = {"title": "Title", "when": "When", "where": "Where", "host": "Host", "description": "Details"}
DESCRIPTION_SHOWN = 240


@dataclass(frozen=True)
class Change:
    name: str
    label: str
    was: str
    now: str


def facts(event: Event, member: Member) -> dict[str, str]:
    """In words, not in columns: an old time is then shown as it was shown before, whatever changed since."""
    return {
        "title": one_line(event.title),
        "when": when.sentence(event.local_start, event.local_end, event.time_zone, all_day=event.all_day),
        "where": ", ".join(where(event, member)),
        "host": one_line(event.host.name),
        "description": event.description.strip(),
    }


def changes(was: dict[str, str], now: dict[str, str]) -> list[Change]:
    """Only what differs. Who was told nothing yet is told all that is a matter of when and where."""
    if not was:
        return [Change(name, LABELS[name], "", now[name]) for name in ("when", "where") if now[name]]
    return [_change(name, was.get(name, ""), now[name]) for name in LABELS if was.get(name, "") != now[name]]


def _change(name: str, was: str, now: str) -> Change:
    if name == "description":
        # A long text struck through beside its successor helps nobody.
        return Change(
            name, LABELS[name], "", shorten(now, DESCRIPTION_SHOWN, placeholder=" …") or "(none any more)"
        )
    return Change(name, LABELS[name], was or "(not said)", now or "(not said any more)")
