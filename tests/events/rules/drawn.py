"""What is drawn: whom and how many, rules, times, and which step comes how often."""

from datetime import timedelta

from hypothesis import strategies as st

from .real import EVERYBODY

people = st.sampled_from(EVERYBODY)
parties = st.sampled_from([0, 0, 1, 2, 3])
capacities = st.sampled_from([3, 2, 1, 2, 3, 4, 5, 7, None])
hours = st.sampled_from([1, 3, 11, 13, 30, 40, 73, 73, 74, 74, 80, 100])
offer_hours = st.sampled_from([0, 2, 12, 12, 30, 100])
pauses = st.sampled_from(
    [timedelta(minutes=1), timedelta(minutes=31), timedelta(hours=2), timedelta(hours=7)]
)
choices = st.sampled_from(["yes", "yes", "yes", "if_needed", "if_needed", "no"])
votes = st.dictionaries(st.integers(0, 3), st.one_of(choices, choices, st.just("")), min_size=1)
replied = st.sampled_from(["as asked"] * 7 + ["the contrary"])
who_acts = st.sampled_from(["the host"] * 6 + ["a co-host"] * 4 + ["anybody"])
ANSWERS = {"yes": "going", "if_needed": "maybe", "no": "declined"}
RULES = {
    "capacity": capacities,
    "guests_each": st.sampled_from([3, 3, 3, 3, 1, 0]),
    "first_timer_seats": st.sampled_from([0, 0, 1, 2]),
    "by_approval": st.sampled_from([False, False, False, False, True]),
    "reconfirm": st.sampled_from([True, True, False]),
    "offer_hours": offer_hours,
    "asks": st.sampled_from([False, False, False, True]),
}
ENOUGH = {"minimum_people": st.integers(2, 6), "if_needed_counts": st.booleans()}
changes = st.one_of(
    *[st.fixed_dictionaries({"capacity": capacities})] * 3,
    st.fixed_dictionaries({"first_timer_seats": st.integers(0, 4)}),
    st.fixed_dictionaries({"guests_each": st.integers(0, 3)}),
    st.fixed_dictionaries({"by_approval": st.booleans()}, optional={"capacity": capacities}),
    st.fixed_dictionaries({"maybe_allowed": st.booleans()}),
    st.fixed_dictionaries({"offer_hours": offer_hours}),
    st.fixed_dictionaries({"reconfirm": st.booleans()}),
    st.fixed_dictionaries({"asks": st.booleans()}),
    *(st.fixed_dictionaries({name: values}) for name, values in ENOUGH.items()),
)
proposals = st.fixed_dictionaries(
    {
        "in_hours": st.lists(hours, min_size=1, max_size=3, unique=True),
        "rules": st.one_of(*[st.fixed_dictionaries(RULES)] * 3, st.fixed_dictionaries(RULES | ENOUGH)),
        "first": st.lists(st.tuples(people, choices, parties), min_size=3, max_size=8),
        "share": st.sampled_from([0.1, 0.5, 1]),
    }
)
HOSTING = (
    "invite",
    "add",
    "approve",
    "remove",
    "edit",
    "set_hours",
    "move",
    "cancel",
    "decide_by_hand",
    "share",
)
STEPS = (
    ("answer",) * 5 + ("leave",) * 3 + ("keep", "take_offer", "confirm", "vote") + ("ask_for_seat",) * 2
    + ("leave_tribe", *HOSTING, "edit") + ("wait", "look") + ("look_when_due",) * 4
)  # fmt: skip
