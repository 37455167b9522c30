"""Starts programs in order, keeps them running, stops them in reverse order."""

import re
import signal
import time
from collections.abc import Callable, Iterable
from types import FrameType
from typing import Self

from tribemeet.embedded.program import Program
from tribemeet.embedded.trouble import Trouble

FIRST_PAUSE, LONGEST_PAUSE, CALM = 0.5, 30.0, 60.0
WORTH_SHOWING = re.compile(r"\b(WARNING|ERROR|CRITICAL|FATAL|PANIC)\b")
WIDTH = 160


class Interrupted(Exception):
    """Somebody asked to stop while things were still starting."""


class Watch:
    """What is known of one program between two looks at it."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.pause = FIRST_PAUSE
        self.started_at = time.monotonic()
        self.due_at: float | None = None
        self.read_to = 0

    def skip_log(self) -> None:
        self.read_to = self.program.log.stat().st_size if self.program.log.exists() else 0

    def new_lines(self) -> Iterable[str]:
        log = self.program.log
        if not log.exists() or log.stat().st_size <= self.read_to:
            return
        with log.open("rb") as file:
            file.seek(self.read_to)
            # A line still being written waits for the next look.
            text, newline, _ = file.read().rpartition(b"\n")
        self.read_to += len(text) + len(newline)
        yield from text.decode(errors="replace").splitlines()


class Supervisor:
    def __init__(self, say: Callable[[str], object]) -> None:
        self.say = say
        self.watches: list[Watch] = []
        self.stopping = False

    def __enter__(self) -> Self:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.ask_to_stop)
        return self

    def __exit__(self, *error: object) -> None:
        self.stopping = True
        self.stop_all()

    def ask_to_stop(self, number: int, frame: FrameType | None) -> None:
        """Only notes it, so that a second Ctrl-C cannot break into the order of stopping."""
        self.stopping = True

    def check(self) -> None:
        if self.stopping:
            raise Interrupted

    def start(self, program: Program, *, wait: float | None = 30.0) -> None:
        self.check()
        watch = Watch(program)
        self.watches.append(watch)
        program.start()
        if wait:
            program.wait_until_ready(wait, meanwhile=self.check)

    def run_once(self, *programs: Program) -> None:
        """Runs to the end, side by side, what only prepares; a Ctrl-C meanwhile ends it."""
        self.check()
        try:
            for program in programs:
                program.start()
            while any(program.running() for program in programs):
                self.check()
                time.sleep(0.02)
        finally:
            for program in programs:
                program.stop()
        for program in programs:
            if program.process and program.process.returncode:
                raise Trouble(program.why())

    def run_until_stopped(self) -> None:
        for watch in self.watches:
            watch.skip_log()
        while not self.stopping:
            for watch in self.watches:
                self.look_after(watch)
                self.show(watch)
            time.sleep(0.2)

    def look_after(self, watch: Watch) -> None:
        """Starts a program that died again, after a pause that doubles while it keeps dying."""
        now = time.monotonic()
        if watch.program.running():
            if now - watch.started_at > CALM:
                watch.pause = FIRST_PAUSE
        elif watch.due_at is None:
            watch.program.sweep()
            watch.due_at = now + watch.pause
            how, pause = ending(watch.program), watch.pause
            self.say(f"{watch.program.name} stopped ({how}); starting it again in {pause:g} s")
            watch.pause = min(watch.pause * 2, LONGEST_PAUSE)
        elif now >= watch.due_at:
            watch.due_at, watch.started_at = None, now
            watch.program.start()

    def show(self, watch: Watch) -> None:
        for line in watch.new_lines():
            if WORTH_SHOWING.search(line):
                self.say(f"{watch.program.name:8} | {line}"[:WIDTH])

    def stop_all(self) -> None:
        for watch in reversed(self.watches):
            watch.program.stop()


def ending(program: Program) -> str:
    code = program.process.returncode if program.process else None
    if code is not None and code < 0:
        return f"signal {signal.Signals(-code).name}"
    return f"status {code}"
