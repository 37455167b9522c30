"""What hosts may ask of answers, as far as it hangs together."""

from collections.abc import Collection
from datetime import datetime, timedelta

from ..errors import BadTime
from ..models import Event
from .questions import checked_questions

HOURS = frozenset({"answers_open_at", "answers_close_at"})
RULES = HOURS | {"questions"}


def check_rules(event: Event, changed: Collection[str]) -> None:
    """Refuse rules that nobody could keep to; questions are put into their kept form."""
    if "questions" in changed:
        event.questions = checked_questions(event.questions)
    if HOURS & set(changed):
        _check_hours(event)


def _check_hours(event: Event) -> None:
    opens, closes = event.answers_open_at, event.answers_close_at
    if closes and closes > event.starts_at:
        raise BadTime(fields={"answers_close_at": "Answers close when the meetup begins, or earlier."})
    if opens and opens >= (closes or event.starts_at):
        raise BadTime(fields={"answers_open_at": "Answers open before they close."})


def shift_hours(event: Event, by: timedelta) -> None:
    """The hours of answering keep their distance to the start."""
    if event.answers_open_at:
        event.answers_open_at += by
    if event.answers_close_at:
        event.answers_close_at += by


def ask_to_keep_anew(event: Event, now: datetime) -> None:
    """Who was asked whether they keep their seat need not answer any more. They are asked again when the
    moment for that is still to come: a look that is overdue is not one from before it."""
    event.reconfirm_asked_at = None
    if event.next_look_at is not None:
        event.next_look_at = max(event.next_look_at, now)
