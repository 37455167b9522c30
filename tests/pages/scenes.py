"""Every state in which a page finds the one who looks, reached by what people do and by time alone."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from events import actions
from events.models import Event

from .stage import NOW, SATURDAY, START, Cast, Scene


def meetup(**more: Any) -> Callable[[Cast], Event]:
    return lambda cast: cast.meetup(**more)


def answered(answer: str, **party: Any) -> Callable[[Cast], Event]:
    def act(cast: Cast) -> Event:
        event = cast.meetup(guests_each=2)
        cast.go(cast.ann, event, answer, **party)
        return event

    return act


def two_wait(cast: Cast) -> Event:
    event = cast.meetup(capacity=1)
    for member in (cast.ben, cast.cleo):
        cast.go(member, event)
    return event


def ann_waits(cast: Cast) -> Event:
    event = two_wait(cast)
    cast.go(cast.ann, event)
    return event


def ann_waits_late(cast: Cast) -> Event:
    event = ann_waits(cast)
    cast.wait_until(START - timedelta(hours=6))
    return event


def ann_is_offered(cast: Cast) -> Event:
    """Six hours before, the host gives her own seat away."""
    event = cast.meetup(capacity=1)
    cast.go(cast.ann, event)
    cast.wait_until(START - timedelta(hours=6))
    actions.leave(event, member=cast.host)
    return event


def ann_was_too_late(cast: Cast) -> Event:
    event = ann_is_offered(cast)
    cast.clock.shift(timedelta(hours=2))
    return event


def the_offer_went_on(cast: Cast) -> Event:
    event = ann_is_offered(cast)
    cast.wait_until(START - timedelta(hours=3))
    return event


def ann_asked_the_hosts(cast: Cast) -> Event:
    event = cast.meetup(by_approval=True)
    cast.go(cast.ann, event)
    return event


def typed_by_somebody(cast: Cast) -> Event:
    """Her address was given without signing in, and nothing is proved yet."""
    event = cast.meetup()
    actions.ask_for_seat(event, name="Ann", email=cast.ann.email)
    return event


def ann_is_promoted(cast: Cast) -> Event:
    event = cast.meetup(capacity=1)
    cast.go(cast.ann, event)
    actions.leave(event, member=cast.host)
    return event


CLOSES = datetime(2027, 3, 4, 23, tzinfo=UTC)


def closed(answer: str = "") -> Callable[[Cast], Event]:
    def act(cast: Cast) -> Event:
        event = cast.meetup(answers_close_at=CLOSES)
        if answer:
            cast.go(cast.ann, event, answer)
        cast.wait_until(CLOSES + timedelta(hours=12))
        return event

    return act


def called_off(cast: Cast) -> Event:
    event = answered("going")(cast)
    return actions.cancel(event, by=cast.host, reason="the venue is flooded.")


def moved(answer: str) -> Callable[[Cast], Event]:
    def act(cast: Cast) -> Event:
        event = answered(answer)(cast)
        return actions.move(event, by=cast.host, local_start=SATURDAY + timedelta(hours=1))

    return act


def moved_while_waiting(cast: Cast) -> Event:
    return actions.move(ann_waits(cast), by=cast.host, local_start=SATURDAY + timedelta(hours=1))


def over(answer: str) -> Callable[[Cast], Event]:
    def act(cast: Cast) -> Event:
        event = answered(answer)(cast)
        cast.wait_until(START + timedelta(days=1))
        return event

    return act


def invited(**more: Any) -> Callable[[Cast], Event]:
    def act(cast: Cast) -> Event:
        event = cast.meetup(**more)
        actions.invite(event, by=cast.host, members=[cast.ann])
        return event

    return act


def ann_is_asked_to_keep(cast: Cast) -> Event:
    event = cast.meetup(reconfirm=True)
    cast.go(cast.ann, event)
    cast.wait_until(START - timedelta(hours=72))
    return event


def ann_was_silent(cast: Cast) -> Event:
    event = ann_is_asked_to_keep(cast)
    cast.wait_until(START - timedelta(hours=36))
    return event


def ann_was_taken_off(cast: Cast) -> Event:
    event = cast.meetup()
    actions.remove(cast.go(cast.ann, event), by=cast.host)
    return event


def kept_for_first_timers(cast: Cast) -> Event:
    """Ann has been to a meetup of the tribe; two of the three seats are for those who have not."""
    earlier = cast.plan(SATURDAY - timedelta(days=4))
    cast.go(cast.ann, earlier)
    cast.wait_until(earlier.ends_at + timedelta(hours=12))
    return cast.meetup(capacity=3, first_timer_seats=2)


def proposal(cast: Cast) -> Event:
    slots = [{"local_start": SATURDAY + timedelta(days=days)} for days in (0, 1)]
    decide_by = NOW + timedelta(days=3)
    return cast.plan(
        SATURDAY, local_start=None, local_end=None, slots=slots, minimum_people=4, decide_by=decide_by
    )


def lapsed(cast: Cast) -> Event:
    event = proposal(cast)
    cast.wait_until(NOW + timedelta(days=3))
    return event


ALL = ("Going", "Maybe", "Can't")
MOVED = "New time: Sat 6 Mar 20:00 (was 19:00). Still coming?"
SCENES = {
    "not signed in": Scene(
        meetup(capacity=8), "open", "1 is going, 7 places left.", ALL, stranger=True
    ),
    "no answer": Scene(meetup(), "open", "You haven't answered.", ALL),
    "no answer, no maybe": Scene(
        meetup(maybe_allowed=False), "open", "You haven't answered.", ("Going", "Can't")
    ),
    "going": Scene(answered("going"), "going", "You're going.", ALL),
    "going with guests": Scene(answered("going", guests=2), "going", "You're going, with 2 guests.", ALL),
    "maybe": Scene(answered("maybe"), "maybe", "You said maybe. Maybes don't hold a place.", ALL),
    "can't": Scene(answered("declined"), "declined", "You're not going.", ALL),
    "full": Scene(
        two_wait, "full", "Full (1 of 1). You'd be number 3 in line.", ("Join the waiting list", "Can't")
    ),
    "waiting": Scene(
        ann_waits,
        "waitlisted",
        "You're number 3 in line. We'll give you the place and mail you until Sat 07:00; "
        "after that we'll ask first.",
        ("Leave the list",),
    ),
    "waiting close to the start": Scene(
        ann_waits_late,
        "waitlisted",
        "You're number 3 in line. We'll mail you when a place is offered to you.",
        ("Leave the list",),
    ),
    "offered": Scene(
        ann_is_offered, "offered", "A place is yours if you take it by 15:00.", ("Take it", "Pass")
    ),
    "offer over": Scene(
        ann_was_too_late, "offer_over", "The time to take this place is over. The next in line is asked."
    ),
    "offer went on": Scene(
        the_offer_went_on, "released", "We gave your place back, as we heard nothing.", ALL
    ),
    "unconfirmed": Scene(
        typed_by_somebody,
        "unconfirmed",
        "Check annorchard@…: we hold your place until 12:30.",
        ("Going", "Can't"),
    ),
    "promoted": Scene(ann_is_promoted, "going", "You're going.", ALL),
    "hosts say yes": Scene(
        meetup(by_approval=True),
        "approval",
        "You haven't answered. Organisers say yes to each.",
        ("Ask to come", "Maybe", "Can't"),
    ),
    "pending": Scene(
        ann_asked_the_hosts, "pending", "Organisers will answer. Nothing is held yet.", ("Withdraw",)
    ),
    "closed": Scene(closed(), "closed", "Answers closed Thu 18:00."),
    "closed, going": Scene(
        closed("going"),
        "closed",
        "You're going. Answers closed Thu 18:00; you can still say you can't come.",
        ("Can't",),
    ),
    "closed, maybe": Scene(
        closed("maybe"), "closed", "You said maybe. Answers closed Thu 18:00.", ("Can't",)
    ),
    "not yet open": Scene(
        meetup(answers_open_at=NOW + timedelta(hours=45)), "not_yet_open", "Answers open Wed 09:00."
    ),
    "cancelled": Scene(called_off, "cancelled", "Cancelled by Hope Harbor: the venue is flooded."),
    "moved": Scene(
        moved("going"), "moved", MOVED, ("Yes", "Maybe", "Can't")
    ),
    "moved, maybe": Scene(
        moved("maybe"), "moved", MOVED, ("Yes", "Maybe", "Can't")
    ),
    "moved while waiting": Scene(
        moved_while_waiting,
        "moved",
        "New time: Sat 6 Mar 20:00 (was 19:00). You're number 3 in line.",
        ("Keep waiting", "Leave the list"),
    ),
    "past, was there": Scene(over("going"), "past", "You were there."),
    "past": Scene(over("maybe"), "past", "This has ended."),
    "invited": Scene(invited(), "invited", "Hope Harbor invited you.", ALL),
    "invited, full": Scene(
        invited(capacity=1),
        "invited",
        "Hope Harbor invited you. Full (1 of 1). You'd be number 1 in line.",
        ("Join the waiting list", "Can't"),
    ),
    "asked to keep": Scene(
        ann_is_asked_to_keep,
        "reconfirm",
        "Still coming? Keep your place by Fri 07:00.",
        ("Keep it", "Give it back"),
    ),
    "released": Scene(
        ann_was_silent, "released", "We gave your place back, as we heard nothing.", ALL
    ),
    "removed": Scene(ann_was_taken_off, "removed", "A host took you off this meetup."),
    "kept for first-timers": Scene(
        kept_for_first_timers,
        "full",
        "2 places are kept for people at their first meetup until Sat 07:00; you'd be number 1 in line.",
        ("Join the waiting list", "Can't"),
    ),
    "proposed": Scene(proposal, "proposed", "Looking for a date: 3 more and it is fixed."),
    "lapsed": Scene(lapsed, "lapsed", "It did not come together. Thank you all."),
}  # fmt: skip
