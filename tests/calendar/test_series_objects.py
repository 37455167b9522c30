"""An entry that repeats, and one date of it, as calendars read them."""

from dataclasses import replace
from datetime import UTC, datetime

from icalendar import Calendar

from events.calendar.words import read
from events.calendar.write import cancellation, request

from .entries import ONE_THURSDAY, THURSDAYS, event_in
from .test_objects import KINDS


def test_the_rule_stands_in_one_line_and_dates_left_out_in_the_zone_of_the_start():
    event = event_in(KINDS["series, less two dates"])
    assert event["rrule"].to_ical() == b"FREQ=WEEKLY;UNTIL=20261113T000000Z;INTERVAL=2;BYDAY=TH"
    left_out = [each.to_ical() for each in event["exdate"]]
    assert left_out == [b"20260319T190000", b"20260430T190000"]
    assert b"EXDATE;TZID=America/New_York:20260319T190000" in KINDS["series, less two dates"]


def test_a_moved_date_names_the_old_one_by_the_clock_of_the_rule_and_repeats_no_rule():
    content = KINDS["date moved to another zone"]
    event = event_in(content)
    assert b"RECURRENCE-ID;TZID=America/New_York:20260402T190000" in content
    assert event["dtstart"].params["TZID"] == "Europe/Berlin"
    assert "rrule" not in event
    zones = {str(zone["tzid"]) for zone in Calendar.from_ical(content).walk("VTIMEZONE")}
    assert zones == {"America/New_York", "Europe/Berlin"}


def test_a_zone_without_yearly_rules_is_described_as_far_as_the_series_goes():
    rule = "FREQ=MONTHLY;BYMONTHDAY=5;UNTIL=20280305T000000Z"
    content = request(replace(THURSDAYS, time_zone="Africa/Casablanca", rrule=rule))
    (zone,) = Calendar.from_ical(content).walk("VTIMEZONE")
    assert {part["dtstart"].dt.year for part in zone.subcomponents} >= {2025, 2026, 2027, 2028}


def test_repeating_is_told_in_words():
    facts = dict(read(KINDS["series, less two dates"]).facts)
    assert facts["Repeats"] == "every second Thursday, until Thu 12 Nov 2026, without 2 dates"
    monthly = read(KINDS["series, monthly in UTC"]).facts
    assert dict(monthly)["Repeats"] == "every month on the last Thursday, until Mon 1 Feb 2027"


def test_one_date_is_told_in_words():
    reading = read(request(ONE_THURSDAY))
    assert dict(reading.facts)["In place of"] == "the date of Thu 2 Apr 19:00"
    off = read(cancellation(ONE_THURSDAY, whole_event=True))
    out = read(cancellation(ONE_THURSDAY, whole_event=False))
    assert off.headline == "This date is off: take it out of the entry that repeats."
    assert out.headline == "This person has no seat at this date: take it out of their entry that repeats."


def test_stamps_stay_utc_and_a_rule_in_utc_ends_in_utc():
    event = event_in(KINDS["series, monthly in UTC"])
    assert event["rrule"]["UNTIL"] == [datetime(2027, 2, 1, tzinfo=UTC)]
    assert "TZID" not in event["dtstart"].params
