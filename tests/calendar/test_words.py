import pytest

from events.calendar.words import read
from events.calendar.write import cancellation, download, request

from .entries import WEEKEND, entry


def test_an_invite_is_told_in_sentences():
    reading = read(request(entry()))
    assert reading.headline == "Put this into the calendar and file it as answered."
    assert dict(reading.facts) == {
        "What": "Cocktails in New York",
        "When": "Sat 14 Mar 2026, 19:00 to 21:00 · New York time",
        "Where": "The Long Bar, 12 Water Street, New York",
        "From": "UsGuys (Tribemeet) <rsvp+k2v4abcdefghijklmnopqrstuv@tribemeet.example>",
        "To": "Ana <ana@example.org>, who is coming",
        "Status": "confirmed",
        "Version": "first (sequence 0)",
        "Link": "https://tribemeet.example/events/1/",
        "Identity": "5f1d2a@tribemeet",
    }


@pytest.mark.parametrize(
    ("content", "headline"),
    [
        (
            request(entry(partstat="NEEDS-ACTION", rsvp_wanted=True)),
            "Put this into the calendar and ask for an answer.",
        ),
        (
            request(entry(sequence=2)),
            "Put this into the calendar, in place of any older version, and file it as answered.",
        ),
        (
            cancellation(entry(sequence=1), whole_event=True),
            "The meetup is off: take it out of the calendar.",
        ),
        (
            cancellation(entry(sequence=1), whole_event=False),
            "This person has no seat any more: take the entry out of their calendar alone.",
        ),
        (download(entry()), "A copy to import: nobody is asked anything."),
    ],
)
def test_the_headline_says_what_the_calendar_will_do(content, headline):
    assert read(content).headline == headline


def test_a_later_version_says_that_it_replaces_earlier_ones():
    assert dict(read(request(entry(sequence=2))).facts)["Version"] == "replaces earlier ones (sequence 2)"


@pytest.mark.parametrize("content", [b"", b"hello", b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"])
def test_what_holds_no_event_is_refused(content):
    with pytest.raises(ValueError):
        read(content)


def test_days_are_told_without_a_clock():
    assert dict(read(request(WEEKEND)).facts)["When"] == "Sat 7 to Sun 8 Mar 2026, all day"
