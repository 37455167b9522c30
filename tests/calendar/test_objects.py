from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar, vCalAddress

from events.calendar.write import Unwritable, cancellation, download, request

from .entries import ONE_THURSDAY, THURSDAYS, WEEKEND, entry, event_in

KINDS = {
    "invite": request(entry()),
    "question": request(entry(partstat="NEEDS-ACTION", rsvp_wanted=True)),
    "tentative": request(entry(status="TENTATIVE", partstat="TENTATIVE")),
    "update": request(entry(sequence=3)),
    "event off": cancellation(entry(sequence=4), whole_event=True),
    "person out": cancellation(entry(sequence=4), whole_event=False),
    "download": download(entry()),
    "weekend": request(WEEKEND),
    "weekend off": cancellation(WEEKEND, whole_event=True),
    "weekend to download": download(WEEKEND),
    "series": request(THURSDAYS),
    "series, less two dates": request(
        replace(THURSDAYS, exdates=(datetime(2026, 3, 19, 19), datetime(2026, 4, 30, 19)))
    ),
    "series, shorter": request(replace(THURSDAYS, sequence=3, rrule="FREQ=WEEKLY;UNTIL=20260501T000000Z")),
    "series, monthly in UTC": request(
        replace(THURSDAYS, time_zone="UTC", rrule="FREQ=MONTHLY;BYDAY=-1TH;UNTIL=20270201T000000Z")
    ),
    "series off": cancellation(replace(THURSDAYS, sequence=4), whole_event=True),
    "series left": cancellation(replace(THURSDAYS, sequence=4), whole_event=False),
    "date moved": request(replace(ONE_THURSDAY, sequence=3)),
    "date moved to another zone": request(replace(ONE_THURSDAY, sequence=3, time_zone="Europe/Berlin")),
    "date off": cancellation(replace(ONE_THURSDAY, sequence=4), whole_event=True),
    "date given back": cancellation(replace(ONE_THURSDAY, sequence=4), whole_event=False),
}


@pytest.fixture(params=KINDS)
def content(request):
    return KINDS[request.param]


def test_lines_end_in_crlf_and_hold_75_octets_at_most():
    bytes_of_it = request(entry(title="Käsespätzle 🧀 " * 8, attendee_name="Zoë-Jürgen 👩‍🚀 " * 6))
    assert bytes_of_it.endswith(b"\r\n")
    lines = bytes_of_it.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    for line in lines:
        line.decode()  # a letter split between two lines would not decode


def test_umlauts_and_emoji_come_back_as_typed():
    title = "Käsespätzle 🧀, “quoted”; back\\slash and 日本語 " * 3
    assert event_in(request(entry(title=title)))["summary"] == title.strip()


def test_there_is_exactly_one_attendee_and_they_are_asked_only_when_asked():
    asked = event_in(request(entry(partstat="NEEDS-ACTION", rsvp_wanted=True)))["attendee"]
    told = event_in(request(entry()))["attendee"]
    assert isinstance(asked, vCalAddress)
    assert (asked, asked.params["PARTSTAT"], asked.params["RSVP"]) == (
        "mailto:ana@example.org",
        "NEEDS-ACTION",
        "TRUE",
    )
    assert (told.params["PARTSTAT"], told.params["RSVP"]) == ("ACCEPTED", "FALSE")


def test_sequence_is_written_even_when_zero(content):
    assert event_in(content)["sequence"] in {0, 3, 4}
    assert b"\r\nSEQUENCE:" in content


def test_nothing_sets_an_alarm_or_names_the_calendar(content):
    calendar = Calendar.from_ical(content)
    assert not calendar.walk("VALARM")
    assert {name for name, _ in calendar.property_items(recursive=False)} <= {
        "BEGIN",
        "VERSION",
        "PRODID",
        "CALSCALE",
        "METHOD",
        "END",
    }


def test_status_is_cancelled_for_a_dead_event_and_absent_for_one_person_out():
    assert event_in(KINDS["event off"])["status"] == "CANCELLED"
    assert "status" not in event_in(KINDS["person out"])


def test_a_cancellation_repeats_what_clients_need_to_show_it():
    invite, cancel = (event_in(KINDS[kind]) for kind in ("invite", "event off"))
    for name in ("uid", "dtstart", "dtend", "summary", "organizer"):
        assert cancel[name].to_ical() == invite[name].to_ical()


def test_method_stands_in_the_calendar_and_a_download_has_none_and_no_attendee():
    methods = {kind: Calendar.from_ical(content).get("method") for kind, content in KINDS.items()}
    assert methods["update"] == "REQUEST"
    assert methods["person out"] == "CANCEL"
    assert methods["download"] is None
    assert "attendee" not in event_in(KINDS["download"])


def test_start_is_the_wall_clock_with_its_zone():
    start = event_in(KINDS["invite"])["dtstart"]
    assert start.params["TZID"] == "America/New_York"
    assert start.dt.replace(tzinfo=None) == datetime(2026, 3, 14, 19)  # type: ignore[call-arg]
    assert start.dt.astimezone(UTC).hour == 23


def test_a_meetup_in_utc_needs_no_zone():
    content = request(entry(time_zone="UTC"))
    assert not Calendar.from_ical(content).walk("VTIMEZONE")
    assert b"DTSTART:20260314T190000Z" in content


def test_stamps_are_written_in_utc():
    tokyo = datetime(2026, 2, 1, 21, tzinfo=UTC) + timedelta(hours=3)
    assert b"DTSTAMP:20260202T000000Z" in request(entry(dtstamp=tokyo))


def test_the_link_stands_on_a_line_of_its_own_in_the_description():
    description = event_in(KINDS["invite"])["description"]
    assert description.splitlines()[-1] == "https://tribemeet.example/events/1/"


def test_a_private_tribe_keeps_its_entries_private():
    assert event_in(request(entry(private=True)))["class"] == "PRIVATE"
    assert event_in(request(entry()))["class"] == "PUBLIC"


def test_equal_entries_give_equal_bytes():
    assert request(entry()) == KINDS["invite"]


@pytest.mark.parametrize(
    "address", ["", "ana", "ana@exam ple.org", "a@b\r\nX:y", "a@b,c@d", "<a@b>", "ünal@b.org"]
)
def test_an_address_that_is_not_one_plain_address_is_refused(address):
    with pytest.raises(Unwritable):
        request(entry(attendee_address=address))


def test_an_apostrophe_in_an_address_is_no_reason_to_refuse_it():
    assert event_in(request(entry(attendee_address="pat.o'hara@example.org")))["attendee"] == (
        "mailto:pat.o'hara@example.org"
    )


def test_days_are_dates_with_the_day_after_as_their_end_and_no_zone():
    content = request(WEEKEND)
    lines = content.decode().split("\r\n")
    assert {"DTSTART;VALUE=DATE:20260307", "DTEND;VALUE=DATE:20260309", "TRANSP:TRANSPARENT"} <= set(lines)
    assert b"VTIMEZONE" not in content
    assert b"New_York" not in content
