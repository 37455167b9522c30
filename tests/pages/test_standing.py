"""The sentence says how one stands, and the buttons what can be answered."""

from datetime import UTC, datetime, timedelta

import pytest

from events.models import Event, Rsvp
from events.standing import Look, Turnout, standing_of
from members.models import Member

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
START = datetime(2026, 3, 14, 23, tzinfo=UTC)


def meetup(**more) -> Event:
    fields = {
        "host": Member(handle="hope", display_name="Hope"),
        "title": "Cocktails",
        "local_start": datetime(2026, 3, 14, 19),
        "local_end": datetime(2026, 3, 14, 22),
        "time_zone": "America/New_York",
        "starts_at": START,
        "ends_at": START + timedelta(hours=3),
        "place": "The Campbell",
        "seats_taken": 6,
    }
    return Event(**fields | more)


def look(
    event: Event, rsvp: Rsvp | None = None, *, waiting: int = 0, now: datetime = NOW, signed_in: bool = True
):
    turnout = Turnout(going=event.seats_taken, waiting=waiting)
    return standing_of(Look(event, rsvp, now, turnout, signed_in=signed_in))


def labels(standing) -> list[str]:
    return [answer.label for answer in standing.answers]


def test_a_stranger_reads_how_many_go_and_how_many_places_are_left():
    standing = look(meetup(capacity=8), signed_in=False)
    assert standing.sentence == "6 are going, 2 places left."
    assert labels(standing) == ["Going", "Maybe", "Can't"]


def test_a_member_without_an_answer_is_asked():
    assert look(meetup()).sentence == "You haven't answered."


def test_going_counts_the_guests_and_offers_the_calendar():
    standing = look(meetup(guests_each=2), Rsvp(status="going", guests=1))
    assert standing.sentence == "You're going, with 1 guest."
    assert standing.calendar
    assert [answer.label for answer in standing.answers if answer.pressed] == ["Going"]


def test_maybe_says_that_it_holds_no_place():
    assert look(meetup(), Rsvp(status="maybe")).sentence == "You said maybe. Maybes don't hold a place."


def test_full_says_the_number_in_line_before_one_presses():
    standing = look(meetup(capacity=6), waiting=2)
    assert standing.sentence == "Full (6 of 6). You'd be number 3 in line."
    assert labels(standing) == ["Join the waiting list", "Can't"]
    assert standing.promise == "line"


def test_a_free_seat_is_offered_although_a_larger_party_waits():
    assert look(meetup(capacity=7), waiting=1).promise == "seat"


def test_moved_since_the_answer_asks_again():
    standing = look(meetup(sequence=1, time_sequence=1), Rsvp(status="going", answered_sequence=0))
    assert standing.sentence == "New time: Sat 14 Mar 19:00. Still coming?"
    assert labels(standing) == ["Yes", "Maybe", "Can't"]


@pytest.mark.parametrize(
    ("before", "was"),
    [
        ([[0, "2026-03-14T14:00:00", False]], " (was 14:00)"),
        ([[0, "2026-03-13T19:00:00", False]], " (was Fri 13 Mar 19:00)"),
        ([[0, "2026-03-14T00:00:00", True]], " (was Sat 14 Mar)"),
        ([[0, "2026-03-14T14:00:00", False], [1, "2026-03-14T16:00:00", False]], " (was 14:00)"),
        ([[-1, "2026-03-14T14:00:00", False], [1, "2026-03-14T16:00:00", False]], " (was 16:00)"),
        ([[0, "2026-03-14T19:00:00", False]], ""),  # there and back
    ],
)
def test_what_moved_says_from_when_as_they_knew_it(before, was):
    event = meetup(sequence=2, time_sequence=2, times_before=before)
    standing = look(event, Rsvp(status="going", answered_sequence=0))
    assert standing.sentence == f"New time: Sat 14 Mar 19:00{was}. Still coming?"


def test_moved_does_not_ask_those_who_cannot_come():
    standing = look(meetup(sequence=1), Rsvp(status="declined", answered_sequence=0))
    assert standing.sentence == "You're not going."


def test_cancelled_says_by_whom_and_why_and_takes_no_answer():
    standing = look(meetup(status="cancelled", cancel_reason="venue flooded."), Rsvp(status="going"))
    assert standing.sentence == "Cancelled by Hope: venue flooded."
    assert standing.answers == ()


@pytest.mark.parametrize(
    ("rsvp", "hours", "sentence"),
    [
        (Rsvp(status="going"), 4, "You were there."),
        (None, 4, "This has ended."),
        (Rsvp(status="going"), 1, "It is on right now."),
        (None, 1, "This has begun."),
    ],
)
def test_past_says_so_and_takes_no_answer(rsvp, hours, sentence):
    standing = look(meetup(), rsvp, now=START + timedelta(hours=hours))
    assert standing.sentence == sentence
    assert standing.answers == ()


def test_removed_says_so_and_takes_no_answer():
    standing = look(meetup(), Rsvp(status="removed"))
    assert standing.sentence == "A host took you off this meetup."
    assert standing.answers == ()


def test_every_sentence_is_fifteen_words_at_most():
    seen = [
        look(meetup(capacity=6), waiting=2),
        look(meetup(sequence=1), Rsvp(status="going")),
        *(look(meetup(), Rsvp(status=status)) for status in ("going", "maybe", "declined", "removed")),
    ]
    assert [standing.sentence for standing in seen if len(standing.sentence.split()) > 15] == []


def test_another_place_is_not_called_a_new_time():
    moved = meetup(sequence=2, time_sequence=1)
    standing = look(moved, Rsvp(status="going", answered_sequence=1))
    assert standing.sentence == "New place: The Campbell. Still coming?"
