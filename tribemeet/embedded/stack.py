"""All programs of the embedded run, in the order they start."""

import os
import sys
from collections.abc import Callable, Collection
from dataclasses import dataclass

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
        "ALLOWED_HOSTS": address.allowed_hosts,
        "DJANGO_SETTINGS_MODULE": "tribemeet.settings",
        "PYTHONUNBUFFERED": "1",
    }
    if not os.environ.get("SECRET_KEY"):
        told["SECRET_KEY"] = paths.secret_key()
    return {**told, **os.environ, "TRIBEMEET_DATA": str(paths.data_folder())}


@dataclass
class Stack:
    supervisor: Supervisor
    steps: Steps
    address: Address
    commands: Collection[str]
    demo: bool

    def start(self) -> None:
        with self.steps.step("Starting PostgreSQL and Valkey"):
            self.start_servers()
        with self.steps.step("Opening the mail inbox"):
            self.start_inbox()
        self.environ = environment(self.address)
        with self.steps.step("Bringing the database up to date"):
            self.manage("migrate", "--no-input")
        with self.steps.step("Collecting stylesheets and scripts"):
            self.manage("collectstatic", "--no-input")
        self.first_run()
        with self.steps.step("Starting web, worker and beat"):
            self.start_ours()

    def start_servers(self) -> None:
        paths.make_run_folder()
        if not os.environ.get("DATABASE_URL"):
            self.supervisor.start(postgres.program())
        if not os.environ.get("REDIS_URL"):
            self.supervisor.start(valkey.program())

    def start_inbox(self) -> None:
        if os.environ.get("EMAIL_URL"):
            return
        listener = inbox.listen()
        listener.set_inheritable(True)
        os.environ["EMAIL_URL"] = paths.email_url()
        command = [*PYTHON, "tribemeet.embedded.inbox", str(listener.fileno())]
        self.listener = listener  # kept open: an inbox that starts anew finds the mails that waited
        self.supervisor.start(Program("inbox", command, keep_open=(listener.fileno(),)))

    def first_run(self) -> None:
        """Loads what a new database lacks; marked at the end, so that one cut short starts it over."""
        mark = paths.data_folder() / "first-run-done"
        for text, command in self.first_steps():
            with self.steps.step(text):
                if not mark.exists() and command in self.commands:
                    self.manage(command)
        mark.touch()

    def first_steps(self) -> list[tuple[str, str]]:
        places = ("Loading the places of the world", "load_places")
        return [places, ("Planting the demo community", "plant_demo")] if self.demo else [places]

    def manage(self, *command: str) -> None:
        words = [sys.executable, "manage.py", *command]
        self.supervisor.run_once(Program(command[0], words, environ=self.environ))

    def start_ours(self) -> None:
        self.start_program("worker", [*CELERY, "worker", *WORKER_OPTIONS])
        self.start_program("beat", [*CELERY, "beat", *BEAT_OPTIONS])
        self.start_program("web", self.web_command(), ready=self.address.answers)

    def start_program(self, name: str, command: list[str], ready: Callable[[], bool] = lambda: True) -> None:
        self.supervisor.start(Program(name, command, environ=self.environ, ready=ready), wait=60)

    def web_command(self) -> list[str]:
        where = ["--host", self.address.host, "--port", str(self.address.port)]
        return [*PYTHON, "granian", *WEB_OPTIONS, *where, "tribemeet.asgi:application"]


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
