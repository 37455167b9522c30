"""The list of attendees as a file: for hosts, and dead to a spreadsheet whatever was typed."""

import csv
import io
import unicodedata

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events import actions
from events.models import Event
from tests.refusals import said
from tribemeet.spreadsheet import cell, lines_of

# What begins a formula: the signs, and every character that stands for one in another width
SIGNS = "=+-@"
WIDE = [
    c for c in map(chr, range(0x110000)) if c not in SIGNS and unicodedata.normalize("NFKC", c)[0] in SIGNS
]
UNSEEN = ["", " ", "\u00a0", "\u200b", "\ufeff", "\u2060", "\u3000", "\u00ad"]
BEFORE = ["", *(f"x{separator}" for separator in (",", ";", "\t", "|", '"', "'", '","', "\r", "\n", "\r\n"))]
CALLS = ["1+1", "cmd|' /C calc'!A0", 'HYPERLINK("http://evil.example","Prize")', "SUM(A1:A9)"]
PAYLOADS = [f"{before}{sign}{CALLS[0]}" for before in BEFORE for sign in [*SIGNS, *WIDE, "\t=", "\r="]]
PAYLOADS += [f"{unseen}{sign}{call}" for unseen in UNSEEN for sign in SIGNS for call in CALLS]


def alive(text: str) -> bool:
    """Whether a program would run it, wherever that program ends a cell."""
    pieces = [text]
    for separator in ",;|\t\r\n\"'":
        pieces += [piece for part in pieces for piece in part.split(separator) if separator not in "\"'"]
    starts = [unicodedata.normalize("NFKC", _visible(piece)) for piece in pieces]
    return any(start and start[0] in "=+-@\t\r" for start in starts)


def _visible(text: str) -> str:
    return text.lstrip("".join(UNSEEN) + "\n")


def test_the_payloads_would_live():
    assert len(set(PAYLOADS)) >= 200
    assert [payload for payload in PAYLOADS if not (alive(payload) or set("\"'") & set(payload))] == []


def test_nothing_typed_begins_a_formula():
    rows = csv.reader(io.StringIO(b"".join(lines_of([[each] for each in PAYLOADS])).decode("utf-8-sig")))
    cells = dict(zip(PAYLOADS, rows, strict=True))
    assert {payload: row for payload, row in cells.items() if len(row) != 1 or alive(row[0])} == {}
    assert not set("\t\r\n\0") & set("".join(row[0] for row in cells.values()))


@pytest.mark.parametrize("text", ["Ann", "O'Neil", "Tom & Ann", "3 guests", "a=b", "née-Lou", "50 + 1", ""])
def test_what_is_harmless_stays_as_it_was(text):
    assert cell(text) == text


def rows_of(answer) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))


@pytest.fixture
def asked(meetup, hope) -> Event:
    questions = [{"text": "Fish?", "kind": "yes_no"}, {"text": "=A1"}]
    return actions.edit(meetup, by=hope, guests_each=2, questions=questions)


def test_hosts_read_every_answer_with_its_replies(browse, hope, ann, ben, cleo, asked):
    party = {"guests": 2, "guest_names": ["Lou", "@Kim"], "replies": {"q1": True, "q2": "+1"}}
    actions.respond(asked, member=ann, answer="going", **party)
    actions.hide(asked, member=ann, hidden=True)
    actions.respond(asked, member=ben, answer="declined")
    actions.invite(asked, by=hope, members=[cleo])
    answer = browse(hope).get(f"/events/{asked.pk}/attendees.csv")
    head, *rows = rows_of(answer)
    assert head[:4] == ["Name", "Handle", "Answer", "Guests"]
    assert head[-2:] == ["Fish?", "'=A1"]
    assert [row[1:4] for row in rows] == [
        ["HopeHarbor", "Going", "0"],
        ["AnnOrchard", "Going", "2"],
        ["Ben", "Can't come", "0"],
        ["Cleo", "Invited", "0"],
    ]
    assert rows[1][4:] == ["Lou, '@Kim", "yes", "yes", rows[1][7], "yes", "'+1"]
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == f'attachment; filename="tribemeet-{asked.pk}-attendees.csv"'
    assert "no-store" in answer["Cache-Control"]


def test_to_everybody_else_it_is_not_there(browse, ann, stranger, meetup):
    actions.respond(meetup, member=ann, answer="going")
    for who in (None, ann, stranger):
        here, nowhere = (
            browse(who).get(f"/events/{pk}/attendees.csv") for pk in (meetup.pk, meetup.pk + 999)
        )
        assert here.status_code == 404
        assert said(here) == said(nowhere)


def test_a_long_list_asks_the_database_as_often_as_a_short_one(browse, hope, crowd, meetup):
    def queries() -> int:
        client = browse(hope)
        with CaptureQueriesContext(connection) as caught:
            client.get(f"/events/{meetup.pk}/attendees.csv").getvalue()
        return len(caught)

    few = queries()
    for member in crowd(20):
        actions.respond(meetup, member=member, answer="going")
    assert queries() == few <= 6
