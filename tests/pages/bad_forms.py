"""Every form of a page: where it goes, what it takes, and what each of its fields must not hold."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from ..cast import EVENING

Wrong = dict[str, list[str]]
LINE = ["\0", "a\0b", "x" * 20_000]
TEXT = ["a\0b", "x" * 20_001]
NEEDED = ["", "   "]
CHOICE = ["nope", "\0", "x" * 5000, "0", "True"]
ID = ["0", "-1", "999999999", str(10**30), "9" * 5000, "1.5", "x", "%00", "²"]

DETAILS: Wrong = {
    "title": [*LINE, *NEEDED],
    "place": [*LINE, *NEEDED],
    "area": LINE,
    "address": LINE,
    "description": TEXT,
    "address_shown_to": CHOICE,
    "visibility": CHOICE,
    "attendees_shown_to": CHOICE,
    "capacity": ["0", "-1", "many", "1.5", "100001", str(10**30), "9" * 5000, "\0", "true"],
    "guests_each": ["-1", "11", "x", str(10**30), "\0"],
}
MOMENT = [
    "soon",
    "2031-02-30T10:00",
    "2031-01-01T25:00",
    "0001-01-01T10:00",
    "2031-01-01T10:00Z",
    "\0",
    "9" * 5000,
]
COUNT = ["-1", "100001", "x", "1.5", str(10**30), "9" * 5000, "\0"]
PEOPLE = [
    "nobody",
    "annorchard, nobody",
    "a\0b",
    "x" * 5000,
    ", ".join(f"n{number}" for number in range(101)),
]
RULES: Wrong = {
    "minimum_people": [*COUNT, "1"],
    "answers_open_at": [*MOMENT, "9999-12-31T23:59"],
    "answers_close_at": [*MOMENT, "2099-01-01T10:00"],
    "first_timer_seats": COUNT,
    "offer_hours": [*COUNT, "169"],
    "questions-0-text": ["a\0b", "x" * 201],
    "questions-0-choices": ["a", "a\0b", "x" * 5001],
    "questions-0-required": ["on"],
    "questions-9-text": ["a\0b"],
}
SLOTS: Wrong = {
    "slots-0-date": ["yesterday", "2001-01-01", "9999-12-31", "2027-02-30", "\0", "9" * 5000],
    "slots-0-time": ["19:00", "25:00", "\0"],
    "slots-19-date": ["2027-02-30"],
}
TIME: Wrong = {
    "date": [*NEEDED, "yesterday", "2001-01-01", "0001-01-01", "9999-12-31", "2027-02-30", "\0", "9" * 5000],
    "time": [*NEEDED, "25:00", "noon", "\0"],
    "end_time": ["25:00", "later", "\0"],
    "end_date": ["2001-01-01", "9999-12-31", "2099-01-01", "\0"],
    "time_zone": [*NEEDED, "Mars/Base", "EST", "../../etc/passwd", "\0"],
}
ONLY_PROPOSED: Wrong = {"decide_by": [*MOMENT, "2020-01-01T10:00", "2099-01-01T10:00"], "cohosts": PEOPLE}
EDITION: Wrong = {"edition": ["7", "-1", "x", str(10**30), "\0"]}
WHAT = {
    "title": "Dinner", "place": "Katz's", "address_shown_to": "going", "visibility": "public",
    "attendees_shown_to": "everyone",
}  # fmt: skip
WHEN = {"date": f"{EVENING:%Y-%m-%d}", "time": "20:15", "time_zone": "America/New_York"}


@dataclass(frozen=True)
class Form:
    name: str
    path: str
    right: dict[str, Any] = field(default_factory=dict)
    wrong: Wrong = field(default_factory=dict)
    # for someone who has not signed in
    open_to_all: bool = False


FORMS = [
    Form("propose", "/tribes/{slug}/propose/", WHAT | WHEN, DETAILS | TIME | RULES | SLOTS | ONLY_PROPOSED),
    Form(
        "event_again", "/events/{event}/again/", WHAT | WHEN, DETAILS | TIME | RULES | SLOTS | ONLY_PROPOSED
    ),
    Form("event_edit", "/events/{event}/edit/", WHAT, DETAILS | EDITION | RULES),
    Form("event_move", "/events/{event}/move/", WHEN, TIME | EDITION),
    Form("event_cancel", "/events/{event}/cancel/", {"reason": "Rain"}, {"reason": LINE} | EDITION),
    Form(
        "event_rsvp",
        "/events/{event}/rsvp/",
        {"answer": "maybe"},
        {
            "answer": [*CHOICE, "", "waitlisted", "removed"],
            "guests": ["-1", "11", "1", "x", "1.5", str(10**30), "9" * 5000, "\0"],
            "expects": ["\0", "x" * 11],
        },
    ),
    Form("event_remove", "/events/{event}/attendees/{rsvp}/remove/"),
    Form("event_approve", "/events/{event}/attendees/{rsvp}/approve/"),
    Form(
        "event_add",
        "/events/{event}/hosts/add/",
        {"member": "annorchard"},
        {"member": [*PEOPLE, *NEEDED, "annorchard, hopeharbor"], "guests": ["-1", "11", "x", "\0"]},
    ),
    Form(
        "event_invite",
        "/events/{event}/hosts/invite/",
        {"members": "@AnnOrchard"},
        {"members": [*PEOPLE, *NEEDED]},
    ),
    Form("event_invite_all", "/events/{event}/hosts/invite-all/"),
    Form("event_cohosts", "/events/{event}/hosts/cohosts/", {"cohosts": "annorchard"}, {"cohosts": PEOPLE}),
    Form(
        "event_floor",
        "/events/{event}/floor/",
        {"choice": "go_on"},
        {"choice": [*CHOICE, "", "merge"]},
    ),
    Form("event_vote", "/events/{proposal}/vote/"),
    Form(
        "event_slots",
        "/events/{proposal}/slots/",
        {"slots-0-date": f"{EVENING:%Y-%m-%d}"},
        SLOTS | {"slots-0-date": ["", *SLOTS["slots-0-date"]], "slots-0-time": ["25:00", "\0"]},
    ),
    Form(
        "event_extend",
        "/events/{proposal}/decide-by/",
        {"decide_by": f"{EVENING - timedelta(days=1):%Y-%m-%dT%H:%M}"},
        {"decide_by": [*MOMENT, *NEEDED, "2020-01-01T10:00", "2099-01-01T10:00"]},
    ),
    Form("event_choose", "/events/{proposal}/slots/{slot}/choose/"),
    Form("event_veto", "/events/{proposal}/slots/{slot}/veto/", {"vetoed": "yes"}, {"vetoed": [*CHOICE, ""]}),
    Form(
        "tribe_new",
        "/tribes/new/",
        {
            "hashtag": "Hikers",
            "name": "Hikers",
            "time_zone": "UTC",
            "admission": "open",
            "visibility": "public",
        },
        {
            "hashtag": [*LINE, *NEEDED, "us guys", "ü", "x", "usGUYS", "../x"],
            "name": [*LINE, *NEEDED],
            "description": TEXT,
            "time_zone": TIME["time_zone"],
            "admission": CHOICE,
            "visibility": CHOICE,
        },
    ),
    Form(
        "tribe_edit",
        "/tribes/{slug}/edit/",
        {"name": "Us folks", "time_zone": "UTC", "admission": "open", "visibility": "public"},
        {
            "name": [*LINE, *NEEDED, "\u200b"],
            "description": TEXT,
            "time_zone": TIME["time_zone"],
            "admission": CHOICE,
            "visibility": CHOICE,
        },
    ),
    Form("tribe_join", "/tribes/{slug}/join/"),
    Form("tribe_leave", "/tribes/{slug}/leave/"),
    Form(
        "tribe_role",
        "/tribes/{slug}/members/{membership}/role/",
        {"role": "organiser"},
        {"role": [*CHOICE, ""]},
    ),
    Form("tribe_admit", "/tribes/{slug}/members/{membership}/admit/"),
    Form("tribe_turn_away", "/tribes/{slug}/members/{membership}/turn-away/"),
    Form("tribe_ban", "/tribes/{slug}/members/{membership}/ban/"),
    Form("tribe_lift_ban", "/tribes/{slug}/members/{membership}/lift-ban/"),
    Form(
        "profile",
        "/me/",
        {"handle": "HopeHarbor", "time_zone": "UTC"},
        {
            "handle": [*LINE, *NEEDED, "a b", "x", "annorchard", "<b>"],
            "display_name": LINE,
            "bio": TEXT,
            "interests": LINE,
            "home": [*LINE, "Atlantis"],
            "time_zone": TIME["time_zone"],
        },
    ),
    Form("profile_picture", "/me/picture/", wrong={"picture": ["", "me.png", "\0"]}),
    Form(
        "tokens",
        "/tokens/",
        {"name": "phone", "scope": "read", "days": "7"},
        {"name": [*LINE, *NEEDED], "scope": [*CHOICE, ""], "days": [*CHOICE, "", "-1", "100000", "1.5"]},
    ),
    Form("token_revoke", "/tokens/{token}/revoke/"),
    Form(
        "account_login",
        "/accounts/login/",
        {"email": "hopeharbor@example.org"},
        {"email": [*LINE, *NEEDED, "hope", "@", "a@b", "a@b.org\nBcc: x@y.org"]},
        open_to_all=True,
    ),
    Form(
        "account_signup",
        "/accounts/signup/",
        {"email": "mia@example.org", "username": "Mia"},
        {
            "email": [*LINE, *NEEDED, "mia", "a@b.org\nBcc: x@y.org"],
            "username": [*LINE, *NEEDED, "a b", "x", "<b>", "HOPEHARBOR"],
            "time_zone": ["\0"],
        },
        open_to_all=True,
    ),
]
