"""The rules as the model tells them and as the actions keep them, walked side by side.

A difference is printed as the shortest list of steps that leads to it. `manage.py prove rules` walks further.
"""

import json
import os
from pathlib import Path

import pytest

from .rules.machine import walk
from .rules.real import Cast
from .rules.walking import Taken

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(settings) -> Cast:
    settings.GUEST_MAILS_PER_ADDRESS = 10**6  # how often one may ask is another matter
    return Cast.gather()


def test_model_and_actions_agree(cast):
    taken = walk(cast, runs=40, steps=25)
    assert taken.runs >= 40


@pytest.mark.slow
def test_model_and_actions_agree_on_long_walks(cast):
    """As far as the environment asks; what was walked so far is left where `proofs/rules.py` reads it."""
    runs, steps, seed = (int(os.environ.get(f"RULES_{name}", default)) for name, default in LONG)
    shrinks = os.environ.get("RULES_SHRINKS") != "no"
    report, taken = Path(os.environ.get("RULES_REPORT", os.devnull)), Taken()
    for done in range(0, runs, AT_ONCE):
        some = min(AT_ONCE, runs - done)
        walk(cast, runs=some, steps=steps, seeded=1000 * seed + done, shrinks=shrinks, taken=taken)
        report.write_text(json.dumps(vars(taken)))
    assert taken.runs >= runs


# Hypothesis remembers what it drew, which is long in the end
AT_ONCE = 100
LONG = (("RUNS", 100), ("STEPS", 50), ("SEED", 1))
