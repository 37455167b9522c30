"""What was acknowledged, against what the rows said then and say in the end; and the rows at rest."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import pairwise

from proofs.crowd.clients import Outcome
from proofs.crowd.plan import Attempt
from proofs.crowd.witness import Answer

Rows = Mapping[tuple[int, int], list[Answer]]
NOBODY = Answer(0.0, "", 0, None, first_timer=False, hidden=False)

# What an acknowledged answer may be at once, and what may have become of it without another word of theirs
SEATED, AWAY = {"going", "waitlisted", "offered"}, {"", "declined", "released"}
AT_ONCE = {
    ("answer", "going"): SEATED,
    ("answer", "maybe"): {"maybe"},
    ("answer", "declined"): {"declined"},
    ("leave", ""): AWAY,
    ("offer", "take"): {"going"},
    ("offer", "pass"): AWAY,
    ("ask", "going"): {"unconfirmed"},
    ("confirm", "going"): SEATED,
    ("confirm", "declined"): {"declined"},
}
LATER = {"waitlisted": {"going", "offered", "released"}, "offered": {"released"}, "unconfirmed": {"released"}}

AT_REST = {
    "oversold": """
        SELECT event.id FROM events_event event JOIN held ON held.event_id = event.id
        WHERE held.seats > event.capacity + event.seats_over""",
    "count": """
        SELECT event.id FROM events_event event LEFT JOIN held ON held.event_id = event.id
        WHERE event.seats_taken <> coalesce(held.seats, 0)""",
    "idle": """
        SELECT DISTINCT event.id FROM events_event event
        JOIN events_rsvp waiting ON waiting.event_id = event.id AND waiting.status = 'waitlisted'
        WHERE event.status = 'scheduled' AND event.starts_at > now()
          AND 1 + waiting.guests <= event.capacity - event.seats_taken - CASE
            WHEN waiting.first_timer THEN 0
            WHEN event.starts_at - event.offer_hours * interval '1 hour' <= now() THEN 0
            ELSE greatest(0, event.first_timer_seats - event.first_timer_seats_taken) END""",
    "twice": "SELECT event_id, member_id FROM events_rsvp GROUP BY 1, 2 HAVING count(*) > 1",
    # who confirmed an address has the invite already: that step promises nothing
    "unpromised": """
        SELECT rsvp.id FROM events_rsvp rsvp JOIN members_member member ON member.id = rsvp.member_id
        WHERE rsvp.status IN ('going', 'waitlisted', 'offered') AND NOT member.is_guest
          AND NOT EXISTS (SELECT FROM promise WHERE rsvp_id = rsvp.id AND step = rsvp.settled_revision)""",
    "promised twice": "SELECT rsvp_id, step FROM promise GROUP BY 1, 2 HAVING count(*) > 1",
    "untold": """
        SELECT rsvp.id FROM events_rsvp rsvp JOIN events_event event ON event.id = rsvp.event_id
        JOIN promise ON promise.rsvp_id = rsvp.id AND promise.step = rsvp.settled_revision
        WHERE rsvp.status IN ('going', 'waitlisted') AND event.status = 'scheduled'
          AND event.starts_at > now() AND promise.state <> 'kept'""",
}
TABLES = """
    WITH held AS (
        SELECT event_id, sum(1 + guests) AS seats FROM events_rsvp
        WHERE status IN ('going', 'offered') OR status = 'unconfirmed' AND queue_ticket IS NULL
        GROUP BY event_id
    ), promise AS (
        SELECT state, (payload ->> 'rsvp_id')::bigint AS rsvp_id, (payload ->> 'step')::bigint AS step
        FROM outbox_message WHERE payload ? 'rsvp_id' AND payload ? 'step'
    )"""


def accepted(outcomes: Iterable[Outcome], numbers: Mapping[str, int]) -> list[Outcome]:
    """What was acknowledged, each with the number of its member: new guests are known by their address."""
    return [
        replace(
            each, attempt=replace(each.attempt, member=each.attempt.member or numbers[each.attempt.address])
        )
        for each in outcomes
        if each.accepted and each.attempt.act != "capacity"
    ]


def agrees(attempt: Attempt, row: Answer, *, later: bool = False) -> bool:
    """Whether the row says what was acknowledged, or later what may have become of it."""
    if attempt.act == "hide":
        return row is NOBODY or row.hidden == (attempt.says == "yes")
    may_be = AT_ONCE[attempt.act, attempt.says]
    if later:
        may_be = may_be.union(*(LATER.get(status, set()) for status in may_be))
    return row.status in may_be and attempt.guests in (None, row.guests)


def meanwhile(outcome: Outcome, rows: Rows) -> list[Answer]:
    """The states that the row had at some moment between question and reply."""
    known = [NOBODY, *rows.get((outcome.attempt.member, outcome.attempt.event), [])]
    return [
        row
        for row, after in pairwise([*known, None])
        if row and row.at <= outcome.received and (after is None or after.at > outcome.sent)
    ]


def never_so(acknowledged: Iterable[Outcome], rows: Rows) -> list[Outcome]:
    """What was acknowledged, and the row did not say at any moment between question and reply."""
    return [
        each for each in acknowledged if not any(agrees(each.attempt, row) for row in meanwhile(each, rows))
    ]


def lost(acknowledged: Iterable[Outcome], rows: Rows) -> list[list[Outcome]]:
    """Where the row says in the end neither the last word of any of the member's devices nor what may have
    become of it. Who hid where they had not answered has said nothing."""
    words: dict[tuple[int, int, bool], dict[int, Outcome]] = defaultdict(dict)
    for each in acknowledged:
        hides = each.attempt.act == "hide"
        if not (hides and NOBODY in meanwhile(each, rows)):
            words[each.attempt.member, each.attempt.event, hides][each.client] = each
    return [
        list(last.values())
        for (member, event, _), last in words.items()
        if not any(in_the_end(each, rows.get((member, event), [NOBODY])[-1]) for each in last.values())
    ]


def in_the_end(outcome: Outcome, row: Answer) -> bool:
    return agrees(outcome.attempt, row, later=True)


def unasked(acknowledged: Iterable[Outcome], rows: Rows, since: float) -> list[tuple[int, int]]:
    """Answers that changed while nobody asked for it and was told yes, other than the line changes them."""
    asked: dict[tuple[int, int], list[Outcome]] = defaultdict(list)
    for each in acknowledged:
        asked[each.attempt.member, each.attempt.event].append(each)
    return [
        whose
        for whose, states in rows.items()
        for was, now in pairwise([NOBODY, *states])
        if now.at > since and not by_itself(was, now)
        if not any(each.sent <= now.at <= each.received for each in asked[whose])
    ]


def by_itself(was: Answer, now: Answer) -> bool:
    served = now.status in LATER.get(was.status, set())
    return (served or now.status == was.status) and (now.guests, now.hidden) == (was.guests, was.hidden)


def other_capacity(outcomes: Iterable[Outcome], capacities: Mapping[int, int]) -> list[int]:
    """Meetups without the seats that their host was told last."""
    told = {
        each.attempt.event: int(each.attempt.says)
        for each in outcomes
        if each.attempt.act == "capacity" and each.accepted
    }
    return [event for event, capacity in told.items() if capacities[event] != capacity]
