"""One entry written as iCalendar bytes, equal for equal input (RFC 5545, RFC 5546).

What a member typed reaches only TEXT values and CN parameters, cleaned of everything that could end a line,
and what was written is read back before it leaves: a line nobody asked for is an error, never a mail.
"""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event, vCalAddress, vDate, vDatetime, vRecur, vText, vUri

from events.calendar.entry import Entry
from events.calendar.zones import vtimezone
from tribemeet.plain_text import lines, one_line

PRODID = "-//Tribemeet//Tribemeet 1.0//EN"
# Printable ASCII without what means something in an address list, a parameter or a URI.
ADDRESS = re.compile(r"[!#-'*+\-./-9=?A-Z^-~]+@[0-9A-Za-z.\-]+")
# How often a subscriber should look again
REFRESH = timedelta(hours=1)
URL = re.compile(r"https?://[!-~]+")


class Unwritable(ValueError):
    """The entry holds something that no calendar may be sent."""


def request(entry: Entry) -> bytes:
    """An invite, or the newer version of one (RFC 5546 section 3.2.2)."""
    event = _event(entry)
    event.add("status", entry.status or "CONFIRMED")
    event.add("attendee", _attendee(entry, asks=entry.rsvp_wanted), encode=False)
    return _written(event, entry, method="REQUEST")


def cancellation(entry: Entry, *, whole_event: bool) -> bytes:
    """Takes the entry away; un-inviting one person says nothing about the event (RFC 5546 section 3.2.5)."""
    event = _event(entry)
    if whole_event:
        event.add("status", "CANCELLED")
    event.add("attendee", _attendee(entry, asks=False), encode=False)
    return _written(event, entry, method="CANCEL")


def download(entry: Entry) -> bytes:
    """A copy to import: no METHOD and no ATTENDEE, so no client offers to answer it."""
    return _written(_copy(entry), entry, method=None)


def feed(entries: Sequence[Entry], *, name: str, time_zone: str, source: str) -> bytes:
    """Copies to subscribe to, equal as long as nothing changes. `name` is no free text: readers know it by an
    X- property, which the library does not escape."""
    calendar = _calendar(method=None)
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", time_zone)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", REFRESH)
    calendar.add("source", vUri(_link(source)), parameters={"VALUE": "URI"})
    for zone in sorted({zone for entry in entries for zone in _zones(entry)}):
        first = min(entry.local_start.year for entry in entries if zone in _zones(entry))
        calendar.add_component(vtimezone(zone, first))
    for entry in entries:
        calendar.add_component(_copy(entry))
    return _checked(calendar)


def _copy(entry: Entry) -> Event:
    event = _event(entry)
    if entry.status:
        event.add("status", entry.status)
    return event


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.dtstamp.astimezone(UTC))
    event.add("dtstart", _when(entry, entry.local_start), encode=False)
    event.add("dtend", _when(entry, entry.local_end), encode=False)
    _add_repeating(event, entry)
    event.add("summary", one_line(entry.title))
    # who comes on a day is not busy from midnight to midnight
    event.add("transp", "TRANSPARENT" if entry.all_day else "OPAQUE")
    event.add("class", "PRIVATE" if entry.private else "PUBLIC")
    _add_what_is_known(event, entry)
    return event


def _add_repeating(event: Event, entry: Entry) -> None:
    """The rule and its exceptions, or which date of a rule this is. Never both: Outlook drops such a mail."""
    zone = entry.rule_zone or entry.time_zone
    if entry.rrule:
        event.add("rrule", vRecur.from_ical(entry.rrule))
    for date in entry.exdates:
        event.add("exdate", _wall_clock(date, zone), encode=False)
    if entry.recurrence_id:
        event.add("recurrence-id", _wall_clock(entry.recurrence_id, zone), encode=False)


def _add_what_is_known(event: Event, entry: Entry) -> None:
    if entry.created:
        event.add("created", entry.created.astimezone(UTC))
    if entry.last_modified:
        event.add("last-modified", entry.last_modified.astimezone(UTC))
    if description := _description(entry):
        event.add("description", description)
    if place := one_line(entry.place_line):
        event.add("location", place)
    if entry.url:
        event.add("url", _link(entry.url))
    if entry.organizer_address:
        event.add("organizer", _person(entry.organizer_address, entry.organizer_name), encode=False)


def _description(entry: Entry) -> str:
    # Not every client shows URL, so the link stands on a line of its own as well.
    return "\n\n".join(part for part in (lines(entry.description).strip(), entry.url) if part)


def _attendee(entry: Entry, *, asks: bool) -> vCalAddress:
    attendee = _person(entry.attendee_address, entry.attendee_name)
    attendee.params["CUTYPE"] = vText("INDIVIDUAL")
    attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
    attendee.params["PARTSTAT"] = vText(entry.partstat)
    attendee.params["RSVP"] = vText("TRUE" if asks else "FALSE")
    return attendee


def _person(address: str, name: str) -> vCalAddress:
    if not ADDRESS.fullmatch(address):
        raise Unwritable("an organizer or attendee needs one plain mail address")
    person = vCalAddress(f"mailto:{address}")
    # A quote inside a parameter exists only as ^' (RFC 6868), which not every client reads.
    if common_name := one_line(name).replace('"', "'"):
        person.params["CN"] = vText(common_name)
    return person


def _link(url: str) -> str:
    if not URL.fullmatch(url):
        raise Unwritable("a link is an http(s) address in ASCII")
    return url


def _when(entry: Entry, moment: datetime) -> vDatetime | vDate:
    if not entry.all_day:
        return _wall_clock(moment, entry.time_zone)
    value = vDate(moment.date())
    value.params["VALUE"] = "DATE"
    return value


def _wall_clock(moment: datetime, zone: str) -> vDatetime:
    if zone == "UTC":
        return vDatetime(moment.replace(tzinfo=UTC))
    value = vDatetime(moment.replace(tzinfo=None))
    value.params["TZID"] = zone
    return value


def _written(event: Event, entry: Entry, *, method: str | None) -> bytes:
    calendar = _calendar(method=method)
    for zone in sorted(_zones(entry)):
        calendar.add_component(vtimezone(zone, entry.local_start.year, _years(entry)))
    calendar.add_component(event)
    return _checked(calendar)


def _calendar(*, method: str | None) -> Calendar:
    # Not Calendar.new(): it adds a random UID, which some readers take for that of the one event.
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODID)
    calendar.add("calscale", "GREGORIAN")
    if method:
        calendar.add("method", method)
    return calendar


def _checked(calendar: Calendar) -> bytes:
    content: bytes = calendar.to_ical()
    _read_back(content, calendar)
    return content


def _zones(entry: Entry) -> set[str]:
    """Those that need a definition: a date is the same in each."""
    named = {entry.rule_zone} if entry.all_day else {entry.rule_zone, entry.time_zone}
    return named - {"", "UTC"}


def _years(entry: Entry) -> int:
    """How many years the dates of the entry touch."""
    until = vRecur.from_ical(entry.rrule).get("until") if entry.rrule else None
    return until[0].year - entry.local_start.year + 1 if until else 1


def _read_back(content: bytes, calendar: Calendar) -> None:
    """Refuses bytes in which the most suspicious reader finds other properties than were put in."""
    # splitlines() ends a line at everything that anybody takes for an end, U+2028 and a lone CR included.
    lines_found = content.replace(b"\r\n ", b"").decode().splitlines()
    found = Counter(re.split("[;:]", line, maxsplit=1)[0] for line in lines_found)
    asked = Counter(name for name, _ in calendar.property_items())
    if found != asked or b"\x00" in content or content.count(b"\n") != content.count(b"\r\n"):
        raise Unwritable("the calendar would hold lines that nobody wrote")
