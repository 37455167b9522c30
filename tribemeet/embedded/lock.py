"""One `up` for each data folder."""

import fcntl
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tribemeet.embedded import paths
from tribemeet.embedded.trouble import Trouble


@contextmanager
def only_one() -> Iterator[Callable[[str], None]]:
    """Gives what notes our address; held by the kernel, so that it ends with the process, however."""
    folder = paths.data_folder()
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "up.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Trouble(already_running(lock.name)) from None

        def note(address: str) -> None:
            lock.truncate(0)
            json.dump({"process": os.getpid(), "address": address}, lock)
            lock.flush()

        note("an address not chosen yet")
        yield note


def already_running(lock: str) -> str:
    try:
        with open(lock) as file:
            found = json.load(file)
    except (OSError, ValueError):
        found = {"process": "unknown", "address": "an address of its own"}
    return (
        f"Tribemeet is running on this data folder, at {found['address']} (process {found['process']}): "
        "use that one, stop it, or start a second one with --data DIR and --port NUMBER."
    )
