"""A calendar object told in sentences, for people who would rather not read the object itself."""

from dataclasses import dataclass
from datetime import datetime

from icalendar import Calendar, Event, vCalAddress

from events import when

ANSWERS = {
    "ACCEPTED": "is coming",
    "TENTATIVE": "may come",
    "DECLINED": "is not coming",
    "NEEDS-ACTION": "has not answered",
}
STATUSES = {"CONFIRMED": "confirmed", "TENTATIVE": "not certain yet", "CANCELLED": "called off"}


@dataclass(frozen=True)
class Reading:
    """What the object asks a calendar to do, and its facts as (label, sentence)."""

    method: str
    sequence: int
    headline: str
    facts: list[tuple[str, str]]

    @property
    def takes_away(self) -> bool:
        return self.method == "CANCEL"

    @property
    def kind(self) -> str:
        """The object in a word or two, for a list."""
        if self.takes_away:
            return "takes the entry back"
        return "invite" if self.sequence == 0 else f"invite, version {self.sequence + 1}"


def read(content: bytes) -> Reading:
    """The first event of the object in words; raises ValueError for what is no calendar object."""
    calendar = Calendar.from_ical(content)
    event = next((part for part in calendar.walk("VEVENT") if isinstance(part, Event)), None)
    if event is None:
        raise ValueError("there is no event in this calendar object")
    facts = [
        ("What", _text(event, "summary")),
        ("When", _when(event)),
        ("Where", _text(event, "location")),
        ("From", _person(event.get("organizer"))),
        ("To", _attendee(event.get("attendee"))),
        ("Status", STATUSES.get(_text(event, "status"), "")),
        ("Version", _version(event)),
        ("Link", _text(event, "url")),
        ("Identity", _text(event, "uid")),
    ]
    method = str(calendar.get("method", ""))
    known = [fact for fact in facts if fact[1]]
    return Reading(method, _sequence(event), _headline(method, event), known)


def _headline(method: str, event: Event) -> str:
    if method == "CANCEL":
        whole = _text(event, "status") == "CANCELLED"
        return "The meetup is off: take it out of the calendar." if whole else (
            "This person has no seat any more: take the entry out of their calendar alone."
        )  # fmt: skip
    if method == "REQUEST":
        older = "" if _sequence(event) == 0 else ", in place of any older version,"
        task = "ask for an answer" if _asks(event) else "file it as answered"
        return f"Put this into the calendar{older} and {task}."
    return "A copy to import: nobody is asked anything."


def _asks(event: Event) -> bool:
    attendee = event.get("attendee")
    return isinstance(attendee, vCalAddress) and str(attendee.params.get("RSVP", "")) == "TRUE"


def _when(event: Event) -> str:
    start, end = (event.get(name) for name in ("dtstart", "dtend"))
    if start is None or end is None or not isinstance(start.dt, datetime):
        return ""
    zone = str(start.params.get("TZID", "UTC"))
    return when.sentence(start.dt.replace(tzinfo=None), end.dt.replace(tzinfo=None), zone)


def _version(event: Event) -> str:
    number = _sequence(event)
    return "first (sequence 0)" if number == 0 else f"replaces earlier ones (sequence {number})"


def _sequence(event: Event) -> int:
    return int(event.get("sequence", 0))


def _attendee(attendee: object) -> str:
    if not isinstance(attendee, vCalAddress):
        return ""
    answer = ANSWERS.get(str(attendee.params.get("PARTSTAT", "NEEDS-ACTION")), "")
    return f"{_person(attendee)}, who {answer}" if answer else _person(attendee)


def _person(person: object) -> str:
    if not isinstance(person, vCalAddress):
        return ""
    address = str(person).removeprefix("mailto:")
    name = str(person.params.get("CN", ""))
    return f"{name} <{address}>" if name else address


def _text(event: Event, name: str) -> str:
    return str(event.get(name, ""))
