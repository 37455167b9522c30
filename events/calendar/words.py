"""A calendar object told in sentences, for people who would rather not read the object itself."""

from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress, vRecur

from events import recurrence, when

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
        ("Repeats", _repeats(event)),
        ("In place of", _date_replaced(event)),
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
        if event.get("recurrence-id") is not None:
            return "This date is off: take it out of the entry that repeats." if whole else (
                "This person has no seat at this date: take it out of their entry that repeats."
            )  # fmt: skip
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
    if start is None or end is None:
        return ""
    if not isinstance(start.dt, datetime):
        first, after = (datetime.combine(moment.dt, time()) for moment in (start, end))
        return f"{when.days(first, after)}, all day"
    zone = str(start.params.get("TZID", "UTC"))
    return when.sentence(start.dt.replace(tzinfo=None), end.dt.replace(tzinfo=None), zone)


def _repeats(event: Event) -> str:
    """every second Thursday, until Thu 3 Jun 2027, without 1 date."""
    line, start = event.get("rrule"), event.get("dtstart")
    if line is None or start is None or line["FREQ"][0] not in ("WEEKLY", "MONTHLY"):
        return ""
    until = line["UNTIL"][0].astimezone(ZoneInfo(str(start.params.get("TZID", "UTC"))))
    left_out = len(_dates_left_out(event))
    without = f", without {left_out} date{'s' if left_out > 1 else ''}" if left_out else ""
    return f"{recurrence.words(_rule(line, start.dt))}, until {when.day(until, year=True)}{without}"


def _rule(line: vRecur, first: datetime) -> recurrence.Rule:
    frequency = line["FREQ"][0].lower()
    by_weekday = frequency == recurrence.MONTHLY and "BYDAY" in line
    nth = int(str(line["BYDAY"][0])[:-2]) if by_weekday else None
    interval = int(line.get("INTERVAL", [1])[0])
    return recurrence.Rule(first=first, frequency=frequency, interval=interval, nth=nth)


def _dates_left_out(event: Event) -> list[object]:
    found = event.get("exdate", [])
    return found if isinstance(found, list) else [found]


def _date_replaced(event: Event) -> str:
    date = event.get("recurrence-id")
    return f"the date of {when.short(date.dt)}" if date is not None else ""


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
