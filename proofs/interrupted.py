"""An answer whose mail is hindered: the worker is killed and the queue emptied before it could be sent."""

import json
import os
import re
import signal
import subprocess
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import psycopg
import redis

from proofs.newcomer import Newcomer, Running

# An open event of a tribe, and one of its members who has not answered yet.
SOMEBODY = """
    SELECT event.id, member.handle, member.email
    FROM events_event event
    JOIN members_membership membership
      ON membership.tribe_id = event.tribe_id AND membership.status = 'active'
    JOIN members_member member ON member.id = membership.member_id
    WHERE event.status = 'scheduled' AND event.starts_at > now() + interval '2 days'
      AND (event.capacity IS NULL OR event.seats_taken < event.capacity)
      AND NOT EXISTS (
        SELECT FROM events_rsvp rsvp WHERE rsvp.event_id = event.id AND rsvp.member_id = member.id
      )
    ORDER BY event.id, member.id LIMIT 1
"""


@dataclass(frozen=True)
class Guest:
    event: int
    handle: str
    email: str


def seconds_to_mail(newcomer: Newcomer, running: Running, limit: float) -> float | None:
    """From the answer to the invite in the inbox, with both faults between them."""
    guest = somebody(running)
    token = printed_token(newcomer, running, guest)
    workers = processes(running, "celery -A tribemeet.celery worker")
    for pid in workers:
        os.kill(pid, signal.SIGSTOP)  # so that the faults come before the mail, and not after it
    answered = time.monotonic()
    answer(running, guest, token)
    with redis.from_url(f"unix://{socket_folder(running)}/valkey.sock") as client:
        client.flushall()
    for pid in workers:
        os.kill(pid, signal.SIGKILL)
    while time.monotonic() - answered < limit:
        if has_invite(running, guest):
            return time.monotonic() - answered
        time.sleep(0.1)
    return None


def somebody(running: Running) -> Guest:
    place = str(socket_folder(running) / "pg")
    with psycopg.connect(host=place, user="tribemeet", dbname="tribemeet") as connection:
        row = connection.execute(SOMEBODY).fetchone()
    if row is None:
        raise SystemExit("The demo community has nobody left who could answer an open event.")
    return Guest(*row)


def printed_token(newcomer: Newcomer, running: Running, guest: Guest) -> str:
    output = running.output.with_suffix(".token")
    newcomer.start(running.folder, "token", guest.handle, output=output).wait()
    return output.read_text().split()[-1]


def answer(running: Running, guest: Guest, token: str) -> None:
    request = urllib.request.Request(
        f"{running.url}/api/v1/events/{guest.event}/rsvp",
        method="PUT",
        data=json.dumps({"answer": "going"}).encode(),
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as response:
        assert json.load(response)["status"] == "going"


def has_invite(running: Running, guest: Guest) -> bool:
    mails = (running.folder / "var" / "mail").glob("*.eml")
    return any(is_invite(mail, guest) for mail in mails)


def is_invite(mail: Path, guest: Guest) -> bool:
    envelope = json.loads(mail.with_suffix(".json").read_text())
    return envelope["recipients"] == [guest.email] and b"method=REQUEST" in mail.read_bytes().replace(
        b'"', b""
    )


def descendants(running: Running) -> dict[int, str]:
    listed = ["ps", "-ww", "-e", "--sort=start_time,pid", "-o", "pid=,ppid=,args="]
    found: dict[int, str] = {running.process.pid: ""}
    for line in subprocess.run(listed, capture_output=True, text=True, check=True).stdout.splitlines():
        pid, parent, command = line.split(maxsplit=2)
        if int(parent) in found:
            found[int(pid)] = command
    return found


def processes(running: Running, words: str) -> list[int]:
    return [pid for pid, command in descendants(running).items() if words in command]


def socket_folder(running: Running) -> Path:
    """As the server itself shows it in the list of processes."""
    found = re.search(r"unixsocket:(\S+)/valkey\.sock", " ".join(descendants(running).values()))
    assert found
    return Path(found[1])
