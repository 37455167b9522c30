"""docs/api.md, run as it is written: bash, real curl, a real server."""

import os
import re
import shlex
import subprocess
from pathlib import Path

import pytest

from events.demo.community import communities
from members import actions

from ..cast import EVENING
from .operations import OPERATIONS

DOCS = (Path(__file__).resolve().parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
BLOCK = re.compile(
    r"^(?:<!-- prints: (?P<prints>.+) -->\n)?```sh\n(?P<commands>(?:.*\n)+?)```$", re.MULTILINE
)
COMMANDS = [(found["commands"], found["prints"]) for found in BLOCK.finditer(DOCS)]
# What a reader's own machine says in place of these lines: where it runs, who one is, which evening
ASSIGNED = re.compile(r"^(API|KEENE|GAMBOL|START|LATER)=.*\n", re.MULTILINE)


@pytest.fixture
def script(live_server, transactional_db, join) -> str:
    """All commands in one shell, each answer under a line of its own."""
    keene, gambol = (
        actions.issue_token(join(handle), name="docs", scope="write")[1]
        for handle in ("keene_on_you", "queens_gambol")
    )
    own = {
        "API": f"{live_server.url}/api/v1",
        "KEENE": keene,
        "GAMBOL": gambol,
        "START": f"{EVENING:%Y-%m-%dT19:00}",
        "LATER": f"{EVENING:%Y-%m-%dT20:30}",
    }
    lines = ["set -euo pipefail", *(f"{name}={shlex.quote(value)}" for name, value in own.items())]
    for number, (commands, _) in enumerate(COMMANDS):
        lines += [f"echo '== {number}'", ASSIGNED.sub("", commands)]
    return "\n".join(lines)


def test_every_command_of_the_documents_prints_what_they_say(script, tmp_path):
    checkout, scratch = tmp_path / "checkout", tmp_path / "scratch"
    checkout.mkdir()
    scratch.mkdir()
    ran = subprocess.run(
        ["bash", "-c", script],
        cwd=checkout,
        env=os.environ | {"TMPDIR": str(scratch)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    printed = dict(
        re.findall(
            r"^== (\d+)\n(.*?)(?=^== |\Z)", ran.stdout.replace("}==", "}\n=="), re.MULTILINE | re.DOTALL
        )
    )
    for number, (commands, prints) in enumerate(COMMANDS):
        if prints:
            assert prints in printed[str(number)], commands
    assert list(checkout.iterdir()) == []


def test_who_plays_in_the_documents_lives_in_the_demo():
    guys = next(each for each in communities() if each.details["hashtag"] == "UsGuys")
    asked = {handle for commands, _ in COMMANDS for handle in re.findall(r"manage\.py token (\w+)", commands)}
    assert len(asked) == 2
    assert asked <= {person.handle for person in guys.people}


def test_the_documents_walk_through_the_whole_job():
    walked = "\n".join(commands for commands, _ in COMMANDS)
    for step in ('/events"', "-X PUT", "/attendees", "-X PATCH", "If-Match", "/cancel", "manage.py token"):
        assert step in walked
    assert sum(1 for _, prints in COMMANDS if prints) >= 8


def test_every_operation_is_in_the_documents():
    told = set(re.findall(r"`[A-Z]+ (/[^`]*)`", DOCS))
    from_code = {operation.path.removeprefix("/api/v1") for operation in OPERATIONS}
    assert from_code - told == set()
