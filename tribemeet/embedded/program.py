"""One program under our care: how it starts, when it is ready, how it stops."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from tribemeet.embedded import diagnosis, paths
from tribemeet.embedded.identity import LAUNCHER, OURSELVES, Identity
from tribemeet.embedded.trouble import Trouble

LOG_LIMIT = 5_000_000


@dataclass
class Program:
    name: str
    command: list[str]
    ready: Callable[[], bool] = lambda: True
    stop_signal: signal.Signals = signal.SIGTERM
    patience: float = 10.0
    identity: Identity = OURSELVES
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)
    folder: Path = paths.CHECKOUT
    before: Callable[[], None] = lambda: None
    # Held here as well, so that what starts anew finds the connections that waited.
    sockets: tuple[socket.socket, ...] = ()
    process: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> Path:
        return paths.log_folder() / f"{self.name}.log"

    def start(self) -> None:
        """In a session of its own: Ctrl-C reaches us alone, and the order of stopping is ours."""
        self.before()
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.launched(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                env=dict(self.environ),
                start_new_session=True,
                pass_fds=[each.fileno() for each in self.sockets],
            )

    def launched(self) -> list[str]:
        end_signal = str(int(self.stop_signal))
        return [*LAUNCHER, str(os.getpid()), end_signal, *self.identity.flags, *self.command]

    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def wait_until_ready(
        self, seconds: float = 30.0, *, meanwhile: Callable[[], None] = lambda: None
    ) -> None:
        deadline = time.monotonic() + seconds
        while not self.ready():
            if not self.running():
                raise Trouble(self.why())
            if time.monotonic() > deadline:
                raise Trouble(f"{self.name} is not ready after {seconds:.0f} s; {self.log} may say why.")
            meanwhile()
            time.sleep(0.02)

    def why(self) -> str:
        said = self.log.read_text(errors="replace") if self.log.exists() else ""
        return f"{diagnosis.of_server(self.name, said)} The rest is in {self.log}."

    def stop(self) -> None:
        """Asks, waits, and in the end kills; what it had forked goes with it."""
        if self.process is None:
            return
        if self.running():
            self.process.send_signal(self.stop_signal)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(self.patience)
        self.sweep()

    def sweep(self) -> None:
        """Kills what is left of its session: an orphaned web worker would go on answering on the port."""
        if self.process is None:
            return
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
