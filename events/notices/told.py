"""What a member has been told of a meetup, kept beside their invite, and what differs from it now."""

from dataclasses import dataclass
from textwrap import shorten

from members.models import Member
from tribemeet.plain_text import one_line

from .. import when
from ..actions.pattern import date_of
from ..entries import where
from ..models import Event, Follow, Invite

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


def known(invite: Invite) -> dict[str, str]:
    """What their calendar shows. Of a date that was told by a rule only, what the rule says of it; nothing
    while a newer rule is still to be mailed, which will say it."""
    following = invite.follow
    told = {name: words for name, words in invite.told.items() if name in LABELS}
    if told or following is None:
        return told
    current = following.told.get("sequence") == following.sequence
    left_out = invite.event.original_start.isoformat() in following.told.get("left_out", ())
    return by_rule(following, invite.event) if current and not left_out else {}


def by_rule(following: Follow, event: Event) -> dict[str, str]:
    """What the rule that they were told says of one of its dates."""
    date = date_of(following.series, event.original_start)
    time = when.sentence(date.local_start, date.local_end, date.time_zone)
    return {name: following.told.get(name, "") for name in LABELS} | {"when": time}


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
