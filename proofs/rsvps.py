"""200 clients answer at once through three doors and change their minds: the form of the page (session and
form token, with script and without), the API (a personal token) and the link of a mail. Some are second
devices of a member, some people have no account, hosts change the seats meanwhile, and offers end by the
clock. The servers are those of `manage.py up`: two web processes, worker and beat, PostgreSQL, Valkey and an
inbox. No limit is lifted but one: that of mails which one network address may ask for. Triggers of the proof
write down every change of an answer or a meetup, and all of them are gone through afterwards, commit by
commit. What the clients try is drawn beforehand from the seed 20260923; they run on the servers' own machine.
"""

import os
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from email import message_from_bytes
from pathlib import Path
from typing import Any

import psycopg

from proofs.crowd import checks, witness
from proofs.crowd.clients import Outcome, let_loose
from proofs.crowd.servers import Servers
from proofs.frame import Claim, none, told, yes

SEED = 20260923
WHOLE = {"clients": 200, "events": 100, "each": 100, "soon": 240}
SMOKE = {"clients": 40, "events": 12, "each": 20, "soon": 40}
# Waiting for the outbox to be empty, at most
PATIENCE = 1200
DUE = """SELECT (SELECT count(*) FROM outbox_message WHERE state = 'waiting')
    + (SELECT count(*) FROM events_event WHERE next_look_at <= now())"""

Database = psycopg.Connection[Any]


@dataclass(frozen=True)
class Run:
    """What the crowd heard, and what is left in the end."""

    outcomes: list[Outcome]
    seconds: float
    at_rest: bool
    database: Database
    mails: list[Path]


def prove(*, smoke: bool) -> list[Claim]:
    sizes = SMOKE if smoke else WHOLE
    with tempfile.TemporaryDirectory(prefix="rsvps-") as folder:
        print("starting the servers ...", flush=True)
        with Servers(Path(folder)) as servers, servers.database() as database:
            witness.watch(database)
            print("setting the stage ...", flush=True)
            stage = servers.set_stage(seed=SEED, **sizes)
            print(f"{sizes['clients']} clients, {sizes['each']} attempts each ...", flush=True)
            outcomes, seconds = let_loose(stage, servers.url)
            print(f"{seconds:.0f} s; waiting until every mail is out ...", flush=True)
            at_rest = comes_to_rest(database)
            run = Run(outcomes, seconds, at_rest, database, servers.mails())
            return [*heard(run, sizes), *by_history(run), *by_rows(run), *figures(run)]


def comes_to_rest(database: Database) -> bool:
    """Whether nothing is due any more: no promise, and no look by the clock."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if number(database, DUE) == 0:
            return True
        time.sleep(0.5)
    return False


def number(database: Database, query: str) -> int:
    row = database.execute(query).fetchone()
    assert row
    return int(row[0])


def heard(run: Run, sizes: dict[str, int]) -> list[Claim]:
    """What the clients can say by themselves."""
    attempts, count = sizes["clients"] * sizes["each"], len(run.outcomes)
    refused = [each for each in run.outcomes if 400 <= each.status < 500]
    return [
        Claim("attempts", f"{attempts:,}", f"{count:,}", count == attempts),
        none("answers of 5xx", [each for each in run.outcomes if each.status >= 500]),
        none("attempts without any answer", [each for each in run.outcomes if each.status == 0]),
        none("refusals without a stable code", [each for each in refused if not each.code]),
    ]


def by_history(run: Run) -> list[Claim]:
    seen = witness.history(run.database)
    faults, commits = witness.replay(seen)
    rows = witness.answers_of(seen)
    numbers = dict(run.database.execute("SELECT email, id FROM members_member").fetchall())
    acknowledged = checks.accepted(run.outcomes, numbers)
    start = min(each.sent for each in run.outcomes)
    return [
        told("commits gone through", f"{commits:,}"),
        none("seats given beyond the capacity, at any commit", faults["oversold"]),
        none("seat counts other than the rows', at any commit", faults["count"]),
        none("free seats beside a party that waits and fits, at any commit", faults["idle"]),
        none("seats given past somebody ahead in line whom they fit", faults["turn"]),
        none("places in line with a number that was out already", faults["ticket"]),
        told("answers acknowledged", f"{len(acknowledged):,}"),
        none("acknowledged, and not what the row said then", checks.never_so(acknowledged, rows)),
        none("acknowledged last, and not what came of it", checks.lost(acknowledged, rows)),
        none("changed without anybody being told yes", checks.unasked(acknowledged, rows, start)),
    ]


def by_rows(run: Run) -> list[Claim]:
    found = {
        name: run.database.execute(checks.TABLES + query).fetchall() for name, query in checks.AT_REST.items()
    }
    seats = dict(run.database.execute("SELECT id, capacity FROM events_event").fetchall())
    return [
        yes("comes to rest: nothing is due any more", holds=run.at_rest),
        none("oversold events", found["oversold"]),
        none("events whose counter is not the rows'", found["count"]),
        none("events with a free seat beside a party that waits and fits", found["idle"]),
        none("members with two answers to one event", found["twice"]),
        none("events without the seats that their host set last", checks.other_capacity(run.outcomes, seats)),
        none("who comes, waits or has an offer, without a promise of that", found["unpromised"]),
        none("steps promised twice", found["promised twice"]),
        none("who comes or waits, and was not mailed so", found["untold"]),
        none("mails that came twice", twice(run.mails)),
    ]


def twice(mails: list[Path]) -> list[str]:
    ids = Counter(str(message_from_bytes(mail.read_bytes())["Message-ID"]) for mail in mails)
    return [name for name, count in ids.items() if count > 1]


def figures(run: Run) -> list[Claim]:
    """Without a target: they are as the machine is."""
    doors = Counter(each.attempt.door for each in run.outcomes)
    refused = Counter(each.code for each in run.outcomes if 400 <= each.status < 500)
    return [
        told("attempts per second, the clients beside the servers", f"{len(run.outcomes) / run.seconds:.0f}"),
        told(
            "load average of the last 15 minutes, other work on the machine included",
            f"{os.getloadavg()[2]:.1f}",
        ),
        *(told(f"attempts by {door}", f"{count:,}") for door, count in sorted(doors.items())),
        told("mails", f"{len(run.mails):,}"),
        *(told(f"refused as {code}", f"{count:,}") for code, count in sorted(refused.items())),
    ]
