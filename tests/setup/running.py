"""A running `manage.py up`, watched from outside."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Self

from tribemeet.embedded.paths import CHECKOUT

from .checkouts import clean_environ

READY = re.compile(r"Tribemeet is at (http://127\.0\.0\.1:\d+) ")


class Up:
    """One running `manage.py up` and what it has said."""

    def __init__(self, data: Path, *options: str, **environ: str) -> None:
        self.data = data
        self.output = data.parent / f"{data.name}.output"
        self.command = [sys.executable, "manage.py", "up", "--data", str(data), *options]
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                self.command, cwd=CHECKOUT, env=clean_environ(**environ), stdout=output, stderr=output
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        """Ends it if need be; the kernel then ends its family."""
        self.process.kill()
        self.process.wait()

    def said(self) -> str:
        return self.output.read_text()

    def wait_for(self, seen: Callable[[], object], seconds: float = 40) -> None:
        deadline = time.monotonic() + seconds
        while not seen():
            assert time.monotonic() < deadline, self.said()
            time.sleep(0.1)

    def ready(self) -> Self:
        self.wait_for(lambda: READY.search(self.said()) or self.process.poll() is not None)
        assert READY.search(self.said()), self.said()
        return self

    @property
    def url(self) -> str:
        found = READY.search(self.said())
        assert found
        return found[1]

    def get(self, path: str) -> int:
        with urllib.request.urlopen(self.url + path, timeout=20) as response:
            return int(response.status)

    def answers(self) -> bool:
        try:
            return self.get("/healthz") == 200
        except OSError:
            return False

    def interrupt(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(40)

    def log_path(self, name: str) -> Path:
        return self.data / "log" / f"{name}.log"

    def log(self, name: str) -> str:
        return self.log_path(name).read_text(errors="replace")

    def family(self) -> dict[int, str]:
        """Everything that runs for it, children before theirs: number and command line."""
        found: dict[int, str] = {}
        for line in listed("pid=,ppid=,args="):
            pid, parent, command = line.split(maxsplit=2)
            if int(parent) in (self.process.pid, *found):
                found[int(pid)] = command
        return found

    def pid(self, words: str) -> int:
        """The first whose command line holds the words."""
        return next(pid for pid, command in self.family().items() if words in command)

    def kill(self, words: str) -> int:
        pid = self.pid(words)
        os.kill(pid, signal.SIGKILL)
        return pid


def listed(columns: str) -> list[str]:
    """In order of start, so that parents come before their children."""
    command = ["ps", "-ww", "-e", "--sort=start_time,pid", "-o", columns]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
