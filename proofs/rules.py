"""The rules of answers are told a second time, in plain Python and from what is promised (tests/events/rules)
and walked beside the actions on PostgreSQL: answers with guests, the line, offers, holds, votes and tipping,
hosts' changes and late clocks, in an order that Hypothesis draws. After every step both must say the same of
each member, of the seats and of what is mailed; nobody is oversold, and no seat is free beside a party that
waits and fits. What happened on the way is counted, since walks that lead nowhere would prove nothing. Rules
that are made wrong on purpose must be found out by 160 walks of 25 steps.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from xml.etree import ElementTree as ET

from proofs.frame import CHECKOUT, Claim

RUNS, STEPS, MUTANTS = 2000, 50, 3
SHARES = 2
# Hypothesis ends a walk early once in a while
SPARE = 4
TEST = [sys.executable, "manage.py", "test", "-q", "-p", "no:cacheprovider"]


# how often at least on the whole way, and by which names the walks count it (tests/events/rules/walking.py)
HAPPENED: dict[str, tuple[int, *tuple[str, ...]]] = {
    "proposals put to the vote": (1000, "began proposed"),
    "votes after the first three": (1000, "did vote"),
    "dates fixed by a vote": (500, "scheduled by propose", "scheduled by vote"),
    "dates fixed by a host": (100, "scheduled by choose"),
    "proposals that lapsed": (300, "lapsed by *"),
    "answers": (5000, "did answer"),
    "parties with guests that got seats": (500, "* > going with guests"),
    "parties that got a place in line": (1000, "* > waitlisted"),
    "seats left": (1000, "going > declined"),
    "promotions from the line": (400, "told rsvp_promoted"),
    "promotions with guests": (100, "waitlisted > going with guests"),
    "capacity raised": (100, "capacity raised"),
    "capacity lowered": (100, "capacity lowered"),
    "people removed": (500, "told rsvp_removed", "told rsvp_turned_down"),
    "places offered": (200, "told rsvp_offered"),
    "offers taken": (100, "offered > going"),
    "offers that ran out": (100, "offered > released"),
    "seats asked to be kept": (300, "told reconfirm_asked"),
    "seats kept": (100, "keep by who was asked"),
    "silent seats released": (100, "going > released"),
    "hosts asked because too few were left": (100, "told floor_missed"),
    "seats held for an address": (300, "* > unconfirmed"),
    "addresses proved in time": (
        100,
        "unconfirmed > going",
        "unconfirmed > waitlisted",
        "unconfirmed > pending",
    ),
    "addresses not proved": (100, "unconfirmed > released"),
    "hosts asked for a yes": (500, "told approval_asked"),
    "refused for want of a reply": (100, "refused bad_reply"),
    "done by a co-host": (200, "done by a co-host"),
    "tribe left, or banned from it": (500, "did leave_tribe"),
    "banned": (100, "banned"),
    "refused to the banned": (50, "refused banned"),
    "meetups moved": (300, "did move"),
    "meetups called off": (200, "cancelled by cancel"),
}


@dataclass(frozen=True)
class Walked:
    """How far it went, and how often each thing happened."""

    runs: int = 0
    steps: int = 0
    seen: dict[str, int] = field(default_factory=dict)
    differences: int = 0


@dataclass(frozen=True)
class Share:
    """A part of the walks, in a process and on a server of its own."""

    process: "subprocess.Popen[bytes]"
    report: Path

    def wait(self) -> Walked:
        """A difference ends it."""
        if self.process.wait() == 0:
            return Walked(**json.loads(self.report.read_text()))
        print(self.report.with_suffix(".output").read_text()[-6000:], flush=True)
        return Walked(differences=1)


def prove(*, smoke: bool) -> list[Claim]:
    runs, steps = (60, 25) if smoke else (RUNS, STEPS)
    with tempfile.TemporaryDirectory(prefix="rules-") as folder:
        print(f"{runs:,} walks of {steps} steps ...", flush=True)
        shares = [start(Path(folder), number, runs // SHARES + SPARE, steps) for number in range(SHARES)]
        walked = [share.wait() for share in shares]
        print("rules made wrong on purpose ...", flush=True)
        found, missed = mutants(Path(folder, "mutants.xml"))
    seen = sum((Counter(share.seen) for share in walked), Counter[str]())
    differences = sum(share.differences for share in walked)
    return [
        at_least("walks of model and actions side by side", runs, sum(share.runs for share in walked)),
        at_least("steps compared", runs * steps, sum(share.steps for share in walked)),
        Claim("differences", "0", str(differences), differences == 0),
        *(
            at_least(what, 1 if smoke else least, count(seen, names))
            for what, (least, *names) in HAPPENED.items()
        ),
        Claim("wrong rules that are found out", f">= {MUTANTS}, all", f"{len(found)}", len(found) >= MUTANTS),
        *(Claim(f"found out: {name}", "yes", "yes", holds=True) for name in found),
        *(Claim(f"found out: {name}", "yes", "no", holds=False) for name in missed),
    ]


def at_least(what: str, least: int, measured: int) -> Claim:
    return Claim(what, f">= {least:,}", f"{measured:,}", measured >= least)


def count(seen: Counter[str], names: Sequence[str]) -> int:
    return sum(times for what, times in seen.items() if any(fnmatchcase(what, name) for name in names))


def start(folder: Path, number: int, runs: int, steps: int) -> Share:
    report = folder / f"share-{number}.json"
    asked = {"RUNS": runs, "STEPS": steps, "SEED": number + 1, "REPORT": report}
    environ = os.environ | {f"RULES_{name}": str(value) for name, value in asked.items()}
    command = [*TEST, "-m", "slow", "tests/events/test_state_machine.py"]
    with report.with_suffix(".output").open("wb") as output:
        process = subprocess.Popen(command, cwd=CHECKOUT, env=environ, stdout=output, stderr=output)
    return Share(process, report)


def mutants(report: Path) -> tuple[list[str], list[str]]:
    """The names of those that were found out, and of the others."""
    command = [*TEST, f"--junit-xml={report}", "tests/events/test_mutants.py"]
    subprocess.run(command, cwd=CHECKOUT, check=False, stdout=subprocess.DEVNULL)
    cases = list(ET.parse(report).iter("testcase"))  # noqa: S314 - pytest wrote it just now
    names = {str(case.get("name")).partition("[")[2].rstrip("]"): len(case) == 0 for case in cases}
    return [name for name in names if names[name]], [name for name in names if not names[name]]
