"""Everything that `manage.py up` starts, on a data folder of the proof's own: two web processes, worker and
beat, PostgreSQL, Valkey and the inbox."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

import psycopg

from proofs.frame import CHECKOUT
from tribemeet.embedded import paths

ADDRESS = re.compile(r"Tribemeet is at (http://127\.0\.0\.1:\d+) ")
# What the caller has set would lead to servers or a data folder of theirs.
OURS = (
    "TRIBEMEET_",
    "DATABASE_",
    "REDIS_",
    "EMAIL_",
    "DJANGO_",
    "CELERY_",
    "EMBEDDED",
    "SECRET_KEY",
    "PUBLIC_URL",
)
# All guests of the run write from one address; everything else keeps the limits it has.
MORE = {"GUEST_MAILS_PER_CLIENT": "1000000", "LOG_LEVEL": "WARNING"}
STAGE = "import django; django.setup(); from proofs.crowd import stage; stage.main()"


class Servers:
    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        self.output = folder / "up.output"
        self.data.mkdir()
        (self.data / "first-run-done").touch()  # nobody here looks for a place of the world
        kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        self.environ = kept | MORE | {"TRIBEMEET_DATA": str(self.data)}

    def __enter__(self) -> Self:
        command = [sys.executable, "manage.py", "up", "--no-demo", "--port", "0", "--data", str(self.data)]
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                command, cwd=CHECKOUT, env=self.environ, stdout=output, stderr=output
            )
        while not ADDRESS.search(self.output.read_text()):
            if self.process.poll() is not None:
                raise SystemExit(self.output.read_text())
            time.sleep(0.05)
        return self

    def __exit__(self, *error: object) -> None:
        self.process.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(30)
        self.process.kill()  # the kernel then ends what it had started
        self.process.wait()

    @property
    def url(self) -> str:
        found = ADDRESS.search(self.output.read_text())
        assert found
        return found[1]

    def set_stage(self, **sizes: int) -> dict[str, Any]:
        """By the actions, in a process that has Django on these servers."""
        told = {"DJANGO_SETTINGS_MODULE": "tribemeet.settings", "EMBEDDED": "true", "PUBLIC_URL": self.url}
        command = [sys.executable, "-c", STAGE, json.dumps(sizes)]
        done = subprocess.run(
            command, cwd=CHECKOUT, env=self.environ | told, stdout=subprocess.PIPE, check=True
        )
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    def database(self) -> "psycopg.Connection[tuple[Any, ...]]":
        os.environ["TRIBEMEET_DATA"] = str(self.data)
        place = str(paths.postgres_folder())
        return psycopg.connect(host=place, user="tribemeet", dbname="tribemeet", autocommit=True)

    def mails(self) -> list[Path]:
        return list((self.data / "mail").glob("*.eml"))
