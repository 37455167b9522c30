"""Where the embedded run keeps things, and the addresses its servers answer at."""

import hashlib
import os
import secrets
import stat
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from tribemeet.embedded.trouble import Trouble

CHECKOUT = Path(__file__).resolve().parents[2]


def data_folder() -> Path:
    """What outlives a restart: database, queue, mails, uploads, logs."""
    return Path(os.environ.get("TRIBEMEET_DATA") or CHECKOUT / "var").expanduser().resolve()


def run_folder() -> Path:
    """Sockets of the servers on this data folder; not made here.

    A Unix socket's whole path must fit into some 100 bytes, which a deep checkout would use up, so the folder
    stands directly under the temporary one and carries a digest of the data folder. TMPDIR is passed over:
    it may differ between the shell of `up` and that of a second command.
    """
    place = "/tmp" if Path("/tmp").is_dir() else tempfile.gettempdir()  # noqa: S108 - ours alone, see below
    digest = hashlib.sha256(os.fsencode(data_folder())).hexdigest()[:12]
    return Path(place) / f"tribemeet-{os.getuid()}-{digest}"


def make_run_folder() -> Path:
    """The run folder, refused when somebody else made it first: /tmp is everybody's."""
    folder = run_folder()
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        raise Trouble(
            f"{folder} belongs to somebody else: remove it, or choose another data folder with --data."
        )
    folder.chmod(0o700)
    return folder


def postgres_folder() -> Path:
    return run_folder() / "pg"


def valkey_socket() -> Path:
    return run_folder() / "valkey.sock"


def database_url() -> str:
    return f"postgres://tribemeet@/{postgres_folder()}/tribemeet"


def redis_url() -> str:
    return f"unix://{valkey_socket()}?db=0"


def broker_url(redis_url: str) -> str:
    """The same server as Celery spells it; kombu knows sockets under a scheme of its own."""
    parts = urlsplit(redis_url)
    if parts.scheme != "unix":
        return redis_url
    number = parts.query.removeprefix("db=") or "0"
    return f"redis+socket://{parts.path}?virtual_host={number}"


def email_url() -> str:
    """The inbox of the running `up`; without one a port where most likely nobody listens."""
    try:
        port = int((run_folder() / "inbox.port").read_text())
    except (OSError, ValueError):
        port = 1025
    return f"smtp://127.0.0.1:{port}"


def mail_folder() -> Path:
    return data_folder() / "mail"


def log_folder() -> Path:
    return data_folder() / "log"


def secret_key() -> str:
    """A signing key of this data folder's own, made on first use and readable by its owner only."""
    path = data_folder() / "secret-key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"secret-key.{os.getpid()}")
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
        try:
            os.link(draft, path)  # unlike a rename it leaves the key of a faster process alone
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text()
