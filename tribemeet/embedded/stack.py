"""All programs of the embedded run, in the order they start."""

import hashlib
import os
import sys
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from tribemeet.embedded import inbox, paths, postgres, valkey
from tribemeet.embedded.address import Address
from tribemeet.embedded.program import Program
from tribemeet.embedded.steps import Steps
from tribemeet.embedded.supervisor import Supervisor

PYTHON = [sys.executable, "-m"]
CELERY = [*PYTHON, "celery", "-A", "tribemeet.celery"]
WEB_WORKERS = min(2, os.cpu_count() or 1)


def environment(address: Address) -> dict[str, str]:
    """What every program is told; whatever the caller has set stays as it is."""
    told = {
        "EMBEDDED": "true",
        "PUBLIC_URL": address.url,
        "EMAIL_URL": paths.email_url(),
        "SECRET_KEY": paths.secret_key(),
        "DJANGO_SETTINGS_MODULE": "tribemeet.settings",
        "PYTHONUNBUFFERED": "1",
    }
    if address.is_everywhere:
        told["ALLOWED_HOSTS"] = "*"  # by which names other machines call this one is not known here
    set_by_caller = {name: value for name, value in os.environ.items() if value}
    return {**told, **set_by_caller, "TRIBEMEET_DATA": str(paths.data_folder())}


@dataclass
class Stack:
    supervisor: Supervisor
    steps: Steps
    address: Address
    commands: Collection[str]
    demo: bool

    def start(self) -> None:
        with self.steps.step("Starting PostgreSQL, Valkey and the mail inbox"):
            self.start_servers()
        self.environ = environment(self.address)
        with self.steps.step("Bringing the database up to date, collecting static files"):
            self.manage(["migrate", "--no-input"], ["collectstatic", "--no-input"])
        self.first_run()
        with self.steps.step("Starting web, worker and beat"):
            self.start_program("web", self.web_command(), ready=self.address.answers)
            self.start_program("worker", [*CELERY, "worker", *WORKER_OPTIONS])
            self.start_program("beat", [*CELERY, "beat", *BEAT_OPTIONS])

    def start_servers(self) -> None:
        paths.make_run_folder()
        if not os.environ.get("DATABASE_URL"):
            self.supervisor.start(postgres.program())
        if not os.environ.get("REDIS_URL"):
            self.supervisor.start(valkey.program())
        if not os.environ.get("EMAIL_URL"):
            listener = inbox.listen()
            command = [*PYTHON, "tribemeet.embedded.inbox", str(listener.fileno())]
            self.supervisor.start(Program("inbox", command, sockets=(listener,)))

    def first_run(self) -> None:
        """Loads what a new database lacks; marked at the end, so that one cut short starts it over."""
        mark = first_run_mark()
        if mark.exists():
            return
        with self.steps.step("First run: loading the places of the world"):
            self.manage_if_known("load_places")
        if self.demo:
            with self.steps.step("First run: planting the demo community"):
                self.manage_if_known("plant_demo")
        mark.touch()

    def manage_if_known(self, command: str) -> None:
        if command in self.commands:
            self.manage([command])

    def manage(self, *commands: list[str]) -> None:
        words = [sys.executable, str(paths.CHECKOUT / "manage.py")]
        programs = [Program(command[0], [*words, *command], environ=self.environ) for command in commands]
        self.supervisor.run_once(*programs)

    def start_program(self, name: str, command: list[str], ready: Callable[[], bool] = lambda: True) -> None:
        self.supervisor.start(Program(name, command, environ=self.environ, ready=ready), wait=60)

    def web_command(self) -> list[str]:
        where = ["--host", self.address.host, "--port", str(self.address.port)]
        return [*PYTHON, "granian", *WEB_OPTIONS, *where, "tribemeet.asgi:application"]


def first_run_mark() -> Path:
    """One for each database that has been served from this data folder."""
    url = os.environ.get("DATABASE_URL")
    digest = f"-{hashlib.sha256(url.encode()).hexdigest()[:12]}" if url else ""
    return paths.data_folder() / f"first-run-done{digest}"


def steps_of(*, demo: bool) -> int:
    first_run = 0 if first_run_mark().exists() else 1 + demo
    return 3 + first_run


WORKER_OPTIONS = ["--concurrency=2", "--loglevel=INFO", "--without-gossip", "--without-mingle"]
# The schedule stands in the code and what is due in the database: beat has nothing to remember.
BEAT_OPTIONS = ["--scheduler=celery.beat:Scheduler", "--pidfile=", "--loglevel=INFO"]
WEB_OPTIONS = [
    "--interface=asgi",
    f"--workers={WEB_WORKERS}",
    "--no-ws",
    "--respawn-failed-workers",
    # An open live stream counts as a request under way, and would hold up the end for ever.
    "--backpressure=2048",
    "--backlog=2048",
    "--workers-kill-timeout=3",
    "--log-level=info",
]
