"""The rules of answers are told a second time, in plain Python and from what is promised (tests/events/rules)
and walked beside the actions on PostgreSQL: answers with guests, the line, offers, holds, votes and tipping,
hosts' changes and late clocks, in an order that Hypothesis draws. After every step both must say the same of
each member, of the seats and of what is mailed; nobody is oversold, and no seat is free beside a party that
waits and fits. Rules that are made wrong on purpose must be found out by the short walks of the quick suite.
"""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from proofs.frame import CHECKOUT, Claim

RUNS, STEPS, MUTANTS = 2000, 50, 3
SHARES = 2
TEST = [sys.executable, "manage.py", "test", "-q", "-p", "no:cacheprovider"]


@dataclass(frozen=True)
class Share:
    """A part of the walks, in a process and on a server of its own."""

    process: "subprocess.Popen[bytes]"
    report: Path

    def wait(self) -> tuple[int, int, int]:
        """Runs and steps that were walked, and whether a difference ended them."""
        if self.process.wait() == 0:
            walked = json.loads(self.report.read_text())
            return walked["runs"], walked["steps"], 0
        print(self.report.with_suffix(".output").read_text()[-6000:], flush=True)
        return 0, 0, 1


def prove(*, smoke: bool) -> list[Claim]:
    runs, steps = (60, 25) if smoke else (RUNS, STEPS)
    with tempfile.TemporaryDirectory(prefix="rules-") as folder:
        print(f"{runs:,} walks of {steps} steps ...", flush=True)
        shares = [start(Path(folder), number, runs // SHARES, steps) for number in range(SHARES)]
        walked = [share.wait() for share in shares]
        print("rules made wrong on purpose ...", flush=True)
        found, missed = mutants(Path(folder, "mutants.xml"))
    done, taken, differences = (sum(column) for column in zip(*walked, strict=True))
    return [
        Claim("walks of model and actions side by side", f">= {runs:,}", f"{done:,}", done >= runs),
        Claim("steps compared", f">= {runs * steps:,}", f"{taken:,}", taken >= runs * steps),
        Claim("differences", "0", str(differences), differences == 0),
        Claim("wrong rules that are found out", f">= {MUTANTS}, all", f"{len(found)}", len(found) >= MUTANTS),
        *(Claim(f"found out: {name}", "yes", "yes", holds=True) for name in found),
        *(Claim(f"found out: {name}", "yes", "no", holds=False) for name in missed),
    ]


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
