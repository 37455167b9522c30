"""One plain entry, changed by name in each test."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from icalendar import Calendar, Event

from events.calendar.entry import Entry

PICNIC = Entry(
    uid="5f1d2a@tribemeet",
    sequence=0,
    dtstamp=datetime(2026, 2, 1, 12, tzinfo=UTC),
    created=datetime(2026, 1, 30, 8, tzinfo=UTC),
    last_modified=datetime(2026, 2, 1, 11, tzinfo=UTC),
    local_start=datetime(2026, 3, 14, 19),
    local_end=datetime(2026, 3, 14, 21),
    time_zone="America/New_York",
    title="Cocktails in New York",
    description="Back room.\nAsk for #UsGuys.",
    place_line="The Long Bar, 12 Water Street, New York",
    url="https://tribemeet.example/events/1/",
    organizer_name="UsGuys (Tribemeet)",
    organizer_address="rsvp+k2v4abcdefghijklmnopqrstuv@tribemeet.example",
    attendee_name="Ana",
    attendee_address="ana@example.org",
    partstat="ACCEPTED",
    rsvp_wanted=False,
)

THURSDAYS = replace(
    PICNIC,
    uid="77aa01@tribemeet",
    local_start=datetime(2026, 3, 5, 19),
    local_end=datetime(2026, 3, 5, 21),
    rrule="FREQ=WEEKLY;INTERVAL=2;BYDAY=TH;UNTIL=20261113T000000Z",
)
ONE_THURSDAY = replace(
    PICNIC,
    uid="77aa01@tribemeet",
    recurrence_id=datetime(2026, 4, 2, 19),
    rule_zone="America/New_York",
    local_start=datetime(2026, 4, 3, 20),
    local_end=datetime(2026, 4, 3, 22),
)


WEEKEND = replace(
    PICNIC,
    all_day=True,
    local_start=datetime(2026, 3, 7),
    local_end=datetime(2026, 3, 9),
    uid="d4e5f6@tribemeet",
)


def entry(**changes: Any) -> Entry:
    return replace(PICNIC, **changes)


def event_in(content: bytes) -> Event:
    """The one event of the object, as a reader that knows nothing of the writer sees it."""
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert isinstance(event, Event)
    return event
