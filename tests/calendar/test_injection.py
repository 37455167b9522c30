import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.calendar import write
from events.calendar.write import Unwritable, cancellation, download, request

from .entries import entry, event_in

FIELDS = ["title", "description", "place_line", "organizer_name", "attendee_name"]
PAYLOADS = [
    "x\r\nATTENDEE:mailto:eve@evil.example",
    "x\nATTENDEE:mailto:eve@evil.example",
    "x\rATTENDEE:mailto:eve@evil.example",
    "x\u2028ATTENDEE:mailto:eve@evil.example",
    "x\x85ATTENDEE:mailto:eve@evil.example\x0bSTATUS:CANCELLED\x0c",
    "x\r\n ATTENDEE:mailto:eve@evil.example",
    "x\\nATTENDEE:mailto:eve@evil.example\\",
    'x":mailto:eve@evil.example\r\nX-Y:"',
    'x";ROLE=CHAIR;X="',
    "x;PARTSTAT=DECLINED:mailto:eve@evil.example,",
    "x^n^'ATTENDEE",
    "x\x00END:VEVENT\x00",
    "END:VEVENT\r\nEND:VCALENDAR\r\nBEGIN:VCALENDAR",
    "\u202egro.live@eve\u2066",
    "\ud800x",
    "=?utf-8?q?x=0D=0AATTENDEE?=",
    "BEGIN:VALARM",
]


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("payload", PAYLOADS)
def test_typed_text_never_becomes_a_property(field, payload):
    for kind in (request, download, lambda one: cancellation(one, whole_event=True)):
        clean, content = kind(entry(**{field: "x"})), kind(entry(**{field: payload}))
        assert property_names(content) == property_names(clean)
        assert roles(content) == roles(clean)
        assert not set("\x00\x0b\x0c\x85\u2028\u202e\u2066") & set(content.decode())


@given(st.text(max_size=60), st.sampled_from(FIELDS))
def test_no_text_at_all_becomes_a_property(text, field):
    content = request(entry(**{field: "x" + text}))
    assert property_names(content) == property_names(request(entry()))
    assert event_in(content)["attendee"] == "mailto:ana@example.org"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "https://a.example/\r\nX:y", "https://a.example/ü", "http://a b"]
)
def test_a_link_that_is_no_web_address_is_refused(url):
    with pytest.raises(Unwritable):
        request(entry(url=url))


SLIPPED = [b"X-EVIL:1\r\n", b"X-EVIL:1\n", b"ATTENDEE:mailto:eve@evil.example\r\n", b"\r", b"\x00\r\n"]


@pytest.mark.parametrize("slipped", SLIPPED)
def test_a_line_that_slips_past_the_escaping_is_caught_before_it_leaves(slipped):
    content = request(entry())
    calendar = icalendar.Calendar.from_ical(content)
    write._read_back(content, calendar)
    with pytest.raises(Unwritable):
        write._read_back(content.replace(b"END:VEVENT", slipped + b"END:VEVENT"), calendar)


def property_names(content):
    return [name for name, _ in icalendar.Calendar.from_ical(content).property_items()]


def roles(content):
    attendee = event_in(content).get("attendee")
    return attendee and (attendee.params["ROLE"], attendee.params["PARTSTAT"])
