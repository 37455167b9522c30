"""The one who watches `prove rsvps` sees each kind of fault. The histories here are written by hand."""

from proofs.crowd import checks, witness
from proofs.crowd.clients import Outcome
from proofs.crowd.plan import Attempt
from proofs.crowd.witness import Answer, Seen

FAR = 10_000_000_000.0


def meetup(change, taken, capacity=2, kept=0):
    row = {"status": "scheduled", "capacity": capacity, "taken": taken, "kept": kept, "kept_taken": 0}
    return Seen(1.0, change, 7, None, row | {"starts": FAR, "offers": FAR - 100})


def answer(change, member, status, guests=0, ticket=None):
    row = {"status": status, "guests": guests, "ticket": ticket, "first_timer": False, "hidden": False}
    return Seen(1.0, change, 7, member, row)


def faults(*seen):
    return {name for name, count in witness.replay(seen)[0].items() if count}


def pressed(says, guests=None, member=1, client=1, sent=10.0, act="answer"):
    return Outcome(client, Attempt("api", act, member, 7, says, guests), 200, "", sent, sent + 1)


def row(at, status, guests=0):
    return Answer(at, status, guests, None, first_timer=False, hidden=False)


def test_a_sound_history_has_no_fault():
    seats = [answer("a", 1, "going"), answer("b", 2, "going", 0), answer("c", 3, "waitlisted", 0, 1)]
    freed = [answer("d", 1, "declined"), answer("d", 3, "going")]
    assert (
        faults(seats[0], meetup("a", 1), seats[1], meetup("b", 2), seats[2], *freed, meetup("d", 2)) == set()
    )


def test_one_seat_too_many_is_seen():
    assert faults(answer("a", 1, "going", 1), meetup("a", 2), answer("b", 2, "going"), meetup("b", 3)) == {
        "oversold"
    }


def test_what_a_lowered_capacity_leaves_is_not_oversold():
    assert faults(answer("a", 1, "going", 1), meetup("a", 2), meetup("b", 2, capacity=1)) == set()


def test_a_counter_that_is_not_the_rows_is_seen():
    assert faults(answer("a", 1, "going"), meetup("a", 2)) == {"count"}


def test_a_free_seat_beside_a_party_that_fits_is_seen():
    waits = answer("a", 1, "waitlisted", 1, ticket=1)
    assert faults(waits, meetup("a", 0)) == {"idle"}
    assert faults(waits, meetup("a", 0, capacity=1)) == set()
    assert faults(waits, meetup("a", 0, kept=1)) == set(), "one of the two seats is kept for first-timers"


def test_who_is_passed_over_in_line_is_seen():
    line = [
        answer("a", 1, "waitlisted", 0, 1),
        answer("a", 2, "waitlisted", 0, 2),
        meetup("a", 0, capacity=0),
    ]
    assert "turn" in faults(*line, answer("b", 2, "going"), meetup("b", 1, capacity=1))
    assert faults(*line, answer("b", 1, "going"), meetup("b", 1, capacity=1)) == set()


def test_a_number_that_was_given_before_is_seen():
    first = [answer("a", 1, "waitlisted", 0, 1), meetup("a", 0, capacity=0)]
    assert faults(*first, answer("b", 1, "declined"), answer("c", 2, "waitlisted", 0, 1)) == {"ticket"}


def test_an_answer_that_the_row_never_said_is_found():
    rows = {(1, 7): [row(5.0, "maybe"), row(10.5, "going", 2)]}
    assert checks.never_so([pressed("going", 2), pressed("going")], rows) == []
    assert checks.never_so([wrong := pressed("going", 1)], rows) == [wrong]
    assert checks.never_so([late := pressed("maybe", sent=20.0)], rows) == [late]


def test_an_answer_that_is_lost_is_found():
    rows = {(1, 7): [row(10.5, "maybe"), row(12.5, "declined")]}
    phone, laptop = pressed("maybe"), pressed("declined", client=2, sent=12.0)
    assert checks.lost([phone], rows) == [[phone]]
    assert checks.lost([phone, laptop], rows) == []


def test_a_change_that_nobody_asked_for_is_found():
    line = {(1, 7): [row(10.5, "waitlisted"), row(15.0, "going")]}
    assert checks.unasked([pressed("going")], line, since=0.0) == []
    dropped = {(1, 7): [row(10.5, "going"), row(15.0, "declined")]}
    assert checks.unasked([pressed("going")], dropped, since=0.0) == [(1, 7)]
