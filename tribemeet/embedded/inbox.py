"""The mail server of the embedded run: takes every mail and keeps it as a file.

<data>/mail/ID.eml holds the mail byte for byte, ID.json beside it the envelope. Ids sort by time. Readers use
`letters()` (newest first) and `letter(id)`; ids come from outside and are never trusted as file names.
Started by `up` as `python -m tribemeet.embedded.inbox FD`, with the descriptor of a listening socket.
"""

import asyncio
import json
import logging
import os
import re
import secrets
import signal
import socket
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cached_property
from itertools import islice
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from tribemeet.embedded import paths

logger = logging.getLogger(__name__)
LARGEST = 25_000_000
ID = re.compile(r"\d{8}T\d{12}Z-[0-9a-f]{8}")


@dataclass(frozen=True)
class Letter:
    id: str
    sender: str
    recipients: list[str]
    received_at: datetime

    @cached_property
    def raw(self) -> bytes:
        return (paths.mail_folder() / f"{self.id}.eml").read_bytes()

    @cached_property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.raw, policy=policy.default)


def letters(limit: int | None = None) -> list[Letter]:
    """Newest first."""
    ids = sorted((path.stem for path in paths.mail_folder().glob("*.eml")), reverse=True)
    found = (letter(id) for id in ids)
    return list(islice((each for each in found if each), limit))


def letter(id: str) -> Letter | None:
    if not ID.fullmatch(id):
        return None
    try:
        envelope = json.loads((paths.mail_folder() / f"{id}.json").read_text())
    except FileNotFoundError:
        return None
    return Letter(
        id, envelope["sender"], envelope["recipients"], datetime.fromisoformat(envelope["received_at"])
    )


def keep(sender: str, recipients: list[str], raw: bytes) -> str:
    """Stores a mail; the envelope goes first, so that a mail that is seen is whole."""
    now = datetime.now(UTC)
    id = f"{now:%Y%m%dT%H%M%S%f}Z-{secrets.token_hex(4)}"
    envelope = {"sender": sender, "recipients": recipients, "received_at": now.isoformat()}
    write(paths.mail_folder() / f"{id}.json", json.dumps(envelope).encode())
    write(paths.mail_folder() / f"{id}.eml", raw)
    return id


def write(path: Path, content: bytes) -> None:
    """All of it or nothing, and on the disk before the sender hears 250."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


class Keeper:
    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's
        recipients = [str(address) for address in envelope.rcpt_tos]
        try:
            id = keep(str(envelope.mail_from or ""), recipients, bytes(envelope.original_content or b""))
        except OSError:
            logger.exception("a mail could not be kept")
            return "452 4.3.1 No room for this mail, try again later"
        subject = message_from_bytes(envelope.original_content or b"", policy=policy.default)["Subject"]
        logger.info("mail for %s: %s", ", ".join(recipients), subject)
        return f"250 2.0.0 kept as {id}"


def session() -> SMTP:
    return SMTP(
        Keeper(), data_size_limit=LARGEST, enable_SMTPUTF8=True, hostname="localhost", ident="Tribemeet"
    )


async def serve(listener: socket.socket) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(session, sock=listener)
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    await stopped.wait()
    server.close()


def listen() -> socket.socket:
    """A socket for the inbox on a free port, opened by `up`: it stays while the inbox itself starts anew."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=128)
    (paths.run_folder() / "inbox.port").write_text(str(listener.getsockname()[1]))
    return listener


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="{asctime} {levelname} {message}", style="{")
    logging.getLogger("mail.log").setLevel(logging.WARNING)
    asyncio.run(serve(socket.socket(fileno=int(sys.argv[1]))))
