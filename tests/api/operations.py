"""Every operation of the API by its own description, with what it would take and what it must not."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from drf_spectacular.generators import SchemaGenerator

from ..cast import EVENING

DESCRIPTION: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
SOON = f"{EVENING:%Y-%m-%dT%H:%M}"


def skipped() -> str:
    """Half past two on the night of next spring when New York's clocks go forward."""
    march = datetime(EVENING.year + 1, 3, 1, 2, 30)
    return f"{march + timedelta(days=(6 - march.weekday()) % 7 + 7):%Y-%m-%dT%H:%M}"


SKIPPED = skipped()
# The number of a time that a proposal offers
SLOT = 700_002
# What each change would be asked with by somebody who does it right
RIGHT: dict[str, dict[str, Any]] = {
    "tribes_found": {"hashtag": "Hikers", "name": "Hikers", "time_zone": "Europe/Berlin"},
    "tribes_change": {"name": "Us folks"},
    "memberships_change": {"status": "active"},
    "me_edit": {"display_name": "Hope S."},
    "tokens_make": {"name": "phone", "scope": "read"},
    "events_propose": {"tribe": "usguys", "title": "Dinner", "local_start": SOON, "place": "Katz's"},
    "events_change": {"title": "Dinner"},
    "events_cancel": {"reason": "Rain"},
    "rsvp_answer": {"answer": "going", "guests": 0},
    "rsvp_hide": {"hidden": True},
    "attendees_add": {"handle": "Stranger", "guests": 0},
    "invitations_send": {"handles": ["Ben"]},
    "cohosts_set": {"cohosts": ["Ben"]},
    "events_merge": {"into": 1},
    "slots_add": {"slots": [{"local_start": f"{EVENING + timedelta(days=9):%Y-%m-%dT%H:%M}"}]},
    "votes_cast": {"votes": {str(SLOT): "if_needed"}},
    "events_extend": {"decide_by": f"{EVENING - timedelta(days=3):%Y-%m-%d}T00:00:00Z"},
}
MOMENT = f"{EVENING:%Y-%m-%d}T00:00:00Z"
NO_TEXT: list[Any] = [True, 5, 1.5, [], {}, "a\0b", "\ud800", "x" * 20_001]
NO_NUMBER: list[Any] = [True, "1", 1.5, -1, 10**30, [], {}, "\0"]
NO_FLAG: list[Any] = [1, 0, "true", "yes", 1.5, [], {}, "\0"]
NO_LIST: list[Any] = [True, 5, 1.5, "a", {}, [None], [[]], [5], ["\0"], ["\ud800"], ["x" * 501], ["x"] * 101]
NO_MOMENT: list[Any] = [
    True, 5, [], {}, "tomorrow", "\0", SOON, f"{EVENING:%Y-%m-%d}", "9999-12-31T23:59:59-12:00",
    "2027-02-30T19:00:00Z", "1999-12-31T00:00:00Z", f"{MOMENT} ", "²027-01-01T00:00:00Z",
]  # fmt: skip
NO_CHOICE: list[Any] = [True, 5, None, [], {}, "", "nope", "\0", "\ud800"]
# Of the right type and form, and still not what the field may hold
WRONG: dict[str, list[Any]] = {
    "local_start": [
        "2001-01-01T19:00", "1999-12-31T23:59", "2099-01-01T19:00", "2101-01-01T00:00", "2027-02-30T19:00",
        "2027-03-13T25:00", f"{SOON}Z", f"{SOON}+01:00", "tomorrow", "", SKIPPED, None,
    ],
    "local_end": [
        "2001-01-01T19:00", SOON, f"{EVENING - timedelta(days=1):%Y-%m-%dT%H:%M}",
        f"{EVENING + timedelta(days=15):%Y-%m-%dT%H:%M}", f"{SOON}Z", SKIPPED, None,
    ],
    "time_zone": [
        "Mars/Olympus", "Europe/Atlantis", "EST", "EST5EDT", "Etc/GMT+5", "utc", "america/new_york",
        "../../etc/passwd", "+01:00", "", None,
    ],
    "capacity": [0, -1, 100_001, 2**31, 1.0],
    "guests_each": [-1, 11, 2**31, None],
    "guests": [-1, 11, 2**31, None],
    "guest_names": [["Lou"], ["\u2028"], [{}], None],
    "replies": [
        True, 5, [], "yes", None, {"q1": "Yes"}, {"q1": 5}, {"q1": []}, {"q1": None}, {"\0": "x"},
        {"q1": "\0"}, {"\ud800": "x"}, {"q1": "x" * 501},
    ],
    "minimum_people": [0, 1, 100_001, None],
    "offer_hours": [-1, 169, None],
    "first_timer_seats": [-1, 100_001, None],
    "answers_open_at": [f"{EVENING + timedelta(days=3):%Y-%m-%d}T00:00:00Z"],
    "answers_close_at": [f"{EVENING + timedelta(days=3):%Y-%m-%d}T00:00:00Z"],
    "questions": [
        [{}], [{"text": ""}], [{"text": "x" * 201}], [{"text": "Why?", "kind": "essay"}], [{"text": "a\0b"}],
        [{"text": "Which?", "kind": "choice"}], [{"text": "Which?", "kind": "choice", "choices": ["a"]}],
        [{"text": "Why?", "required": 1}], [{"text": "Why?", "key": "a b"}], [{"text": "Why?", "key": ""}],
        [{"text": "Why?", "key": "a"}, {"text": "How?", "key": "a"}], [{"text": "Why?", "hint": "x"}],
        [{"text": "Why?"}] * 11, [{"text": "Why?", "choices": "ab"}], [{"text": "Why?", "choices": [{}]}],
        None,
    ],
    "slots": [
        [{}], [{"local_start": "tomorrow"}], [{"local_start": SKIPPED}], [{"local_start": f"{SOON}Z"}],
        [{"local_start": "2001-01-01T19:00"}], [{"local_start": SOON, "local_end": SOON}],
        [{"local_start": SOON, "all_day": "yes"}], [{"local_start": SOON, "title": "x"}],
        [{"local_start": SOON}, {"local_start": SOON}], [{"local_start": SOON}] * 21,
        [{"local_start": "2100-12-31T23:00", "all_day": True}], [], {"local_start": SOON}, None,
    ],
    "repeat": [
        {}, {"frequency": "daily"}, {"frequency": "WEEKLY"}, {"frequency": "weekly", "interval": 0},
        {"frequency": "weekly", "interval": 13}, {"frequency": "weekly", "interval": "1"},
        {"frequency": "weekly", "count": 105}, {"frequency": "weekly", "count": 0}, [], "weekly", None,
        {"frequency": "weekly", "count": 2, "until": f"{EVENING + timedelta(days=30):%Y-%m-%d}"},
        {"frequency": "weekly", "until": "2001-01-01"}, {"frequency": "weekly", "until": "9999-12-31"},
        {"frequency": "weekly", "until": "2027-W01-1"}, {"frequency": "weekly", "until": 20270101},
        {"frequency": "monthly", "by": "moon"}, {"frequency": "weekly", "byday": "MO"},
        {"frequency": "weekly\0"}, {"frequency": "weekly", "interval": 10**30},
    ],
    "scope": ["following", "all"],
    "decide_by": ["2001-01-01T00:00:00Z", "2099-01-01T00:00:00Z", None],
    "votes": [
        {}, None, *({str(SLOT): no} for no in ("often", "", True, 5, [])),
        *({no: "yes"} for no in ("", "x", "1", "9" * 18, "9" * 30, "²", "-1", "\0", "\ud800")),
    ],
    "handles": [["nobody_at_all"], ["a b"], []],
    "cohosts": [["nobody_at_all"], ["Stranger"]],
    "attendees_add.handle": ["nobody_at_all", "", None],
    "into": [0, 2**63, None],
    "hidden": [None],
    "everyone": [True, None],
    "expires_at": ["2001-01-01T00:00:00Z", "2099-01-01T00:00:00Z", "9999-12-31T23:59:59-12:00", "tomorrow"],
}  # fmt: skip
NO_PARAMETER = {
    "cursor": ["nonsense", "\0", "é", "WyIyMDI2Il0:1abc:xyz"],
    "page_size": ["0", "-1", "101", "ten", "1e1", "²", "9" * 5000, "\0"],
    "from": ["yesterday", "2026-13-01", "2026-01-01T25:00:00Z", "\0"],
    "to": ["tomorrow", "99999-01-01", "\0"],
    "tribe": ["\0", "x" * 41],
    "q": ["\0", "x" * 101],
    "status": ["nope", "\0"],
}


@dataclass(frozen=True)
class Operation:
    name: str
    method: str
    path: str
    described: dict[str, Any]

    @property
    def takes_a_body(self) -> bool:
        return "requestBody" in self.described

    @property
    def open_to_all(self) -> bool:
        return {} in self.described["security"]

    @property
    def right(self) -> dict[str, Any]:
        return RIGHT.get(self.name, {})

    def wrong_bodies(self) -> Iterator[tuple[str, bytes]]:
        """One field at a time that is not what it should be, beside others that are."""
        for name, wrong in self._wrong_fields():
            yield f"{name}={wrong!r:.40}", json.dumps(self.right | {name: wrong}).encode()

    def _wrong_fields(self) -> Iterator[tuple[str, Any]]:
        shape = self.described["requestBody"]["content"]["application/json"]["schema"]
        for name, described in resolved(shape)["properties"].items():
            for wrong in (
                *wrong_values(described),
                *WRONG.get(name, []),
                *WRONG.get(f"{self.name}.{name}", []),
            ):
                yield name, wrong

    def wrong_queries(self) -> Iterator[tuple[str, str]]:
        for parameter in self.described.get("parameters", []):
            if parameter["in"] == "query":
                for wrong in NO_PARAMETER[parameter["name"]]:
                    yield parameter["name"], wrong


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        found: dict[str, Any] = DESCRIPTION["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        return resolved(found)
    return schema


def wrong_values(described: dict[str, Any]) -> list[Any]:
    text = json.dumps(described)
    if '"array"' in text:
        return NO_LIST
    if '"object"' in text:
        return [True, 5, "x", ["x"]]
    if '"boolean"' in text:
        return NO_FLAG
    if "$ref" in text or "enum" in text:
        return NO_CHOICE
    if "2027-03-13T19:00:00-05:00" in text:
        return NO_MOMENT
    return NO_NUMBER if "integer" in text else NO_TEXT


OPERATIONS = [
    Operation(described["operationId"], method, path, described)
    for path, methods in DESCRIPTION["paths"].items()
    for method, described in methods.items()
]
