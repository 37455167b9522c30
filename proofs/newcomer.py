"""Somebody with an empty machine: a clone, a home without caches, and nothing of ours in the environment."""

import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from proofs.frame import CHECKOUT

# How packages are reached from this machine is part of the machine; where they are cached is not.
KEPT = re.compile(r"(PIP|UV|SSL|REQUESTS|CURL|NODE|NPM)_\w*|\w+_proxy|\w+_PROXY|LANG|TERM")
ADDRESS = re.compile(r"Tribemeet is at (\S+)")


class Newcomer:
    """A person of their own user number, or the one who runs this."""

    def __init__(self, home: Path, account: pwd.struct_passwd | None = None) -> None:
        self.home = home
        self.account = account
        self.clones = 0

    @property
    def environ(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if KEPT.fullmatch(name)}
        kept |= {
            "HOME": str(self.home),
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "XDG_CACHE_HOME": str(self.home / "cache"),
        }
        return kept | {
            "PIP_CACHE_DIR": str(self.home / "cache/pip"),
            "UV_CACHE_DIR": str(self.home / "cache/uv"),
        }

    def clone(self) -> Path:
        """What is committed, and nothing that lies beside it."""
        self.clones += 1
        folder = self.home / f"clone {self.clones}"
        git = ["git", "clone", "-q", "--no-hardlinks", str(CHECKOUT), str(folder)]
        subprocess.run(git, check=True)
        if self.account:
            subprocess.run(["chown", "-R", str(self.account.pw_uid), str(folder)], check=True)
        return folder

    def start(self, folder: Path, *arguments: str, output: Path) -> subprocess.Popen[bytes]:
        command = [bare_python(as_somebody_else=self.account is not None), "manage.py", *arguments]
        with output.open("wb") as file:
            return subprocess.Popen(
                command,
                cwd=folder,
                env=self.environ,
                stdout=file,
                stderr=file,
                start_new_session=True,
                user=self.account.pw_uid if self.account else None,
                group=self.account.pw_gid if self.account else None,
                extra_groups=[] if self.account else None,
            )


def bare_python(*, as_somebody_else: bool) -> str:
    """The system's, which everybody can run; else the one that .venv was made from."""
    ours = Path(sys.base_exec_prefix) / "bin" / f"python{sys.version_info[0]}.{sys.version_info[1]}"
    fit = "import sys, ensurepip; sys.exit(sys.version_info < (3, 11))"
    for path in ("/usr/local/bin/python3", "/usr/bin/python3"):
        if (
            Path(path).exists()
            and subprocess.run([path, "-c", fit], capture_output=True, check=False).returncode == 0
        ):
            return path
    if as_somebody_else:
        raise SystemExit(
            "No python3 of 3.11 or newer that another user could run: install python3 and python3-venv."
        )
    return str(ours)


@contextmanager
def newcomers() -> Iterator[dict[str, Newcomer]]:
    """Root and an unprivileged user made for the run; who is not root stands for the user alone."""
    with tempfile.TemporaryDirectory(prefix="newcomer-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)
        if os.getuid() != 0:
            yield {"as a user": Newcomer(home(Path(folder, "user")))}
            return
        name = f"newcomer{os.getpid()}"
        subprocess.run(["useradd", "--no-create-home", "--shell", "/bin/sh", name], check=True)
        try:
            account = pwd.getpwnam(name)
            somebody = Newcomer(home(Path(folder, "user"), account.pw_uid), account)
            yield {"as root": Newcomer(home(Path(folder, "root"))), "as a user": somebody}
        finally:
            subprocess.run(["userdel", name], check=False)


def home(folder: Path, owner: int | None = None) -> Path:
    """Closed to everybody else, as many homes are."""
    folder.mkdir(mode=0o700)
    if owner is not None:
        shutil.chown(folder, owner)
    return folder


class Running:
    """`manage.py up` of a newcomer, from the moment the return key was pressed."""

    def __init__(self, newcomer: Newcomer, folder: Path, *options: str) -> None:
        self.folder = folder
        self.output = folder.parent / f"{folder.name}.output"
        self.started = time.monotonic()
        self.process = newcomer.start(folder, "up", "--port", "0", *options, output=self.output)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        """Ends it if need be; the kernel then ends what it had started."""
        self.process.kill()
        self.process.wait()

    def served_after(self, limit: float) -> float | None:
        """Seconds until a page came back from the address that was printed."""
        while time.monotonic() - self.started < limit and self.process.poll() is None:
            if found := ADDRESS.search(self.output.read_text()):
                with urllib.request.urlopen(found[1], timeout=30) as response:
                    return time.monotonic() - self.started if response.status == 200 else None
            time.sleep(0.05)
        print(self.output.read_text(), flush=True)
        return None

    @property
    def url(self) -> str:
        found = ADDRESS.search(self.output.read_text())
        return found[1] if found else ""

    def stop(self) -> bool:
        """Whether Ctrl-C ended it well."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(60) == 0
