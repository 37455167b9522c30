"""A pytest plugin: PostgreSQL, Valkey and a mail server for the length of a run, the same ones `up` starts.

Loaded by `-p tests.servers` in pyproject.toml: the addresses have to be known before Django's settings are.
DATABASE_URL or REDIS_URL in the environment take the place of the servers started here.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller

from tribemeet.embedded import identity, paths, postgres, valkey
from tribemeet.embedded.program import Program

KEY = pytest.StashKey[list[Program]]()
SLOW = pytest.StashKey[set[str]]()
# Of each worker its own, so that FLUSHALL's little brother FLUSHDB in one test empties nobody else's.
WORKER = os.environ.get("PYTEST_XDIST_WORKER")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Iterator[None]:
    """Before pytest-django reads the settings; a worker finds its parent's servers in the environment."""
    options = early_config.known_args_namespace
    if WORKER:
        choose_valkey_database(int(WORKER.removeprefix("gw")) + 1)
    elif not (options.help or options.version):
        early_config.stash[KEY] = start()
    try:
        return (yield)
    except BaseException:
        end(early_config)  # with broken settings nothing else is called any more
        raise


def start() -> list[Program]:
    os.environ["TRIBEMEET_DATA"] = tempfile.mkdtemp(prefix="tribemeet-test-")
    os.environ.setdefault("EMBEDDED", "true")
    paths.make_run_folder()
    programs = []
    if not os.environ.get("DATABASE_URL"):
        programs.append(postgres.program(durable=False))
    if not os.environ.get("REDIS_URL"):
        programs.append(valkey.program(durable=False))
        os.environ["REDIS_URL"] = paths.redis_url()
    for program in programs:
        program.start()
    for program in programs:
        program.wait_until_ready()
    return programs


def choose_valkey_database(number: int) -> None:
    url = os.environ["REDIS_URL"]
    if url.startswith("unix:"):
        os.environ["REDIS_URL"] = url.replace("db=0", f"db={number}")


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    if KEY in config.stash:
        end(config)
        sys.stdout.write(not_run(config))


def end(config: pytest.Config) -> None:
    if KEY in config.stash:
        for program in reversed(config.stash[KEY]):
            program.stop()
        shutil.rmtree(postgres.database_folder(identity.for_postgres()), ignore_errors=True)
        shutil.rmtree(paths.run_folder(), ignore_errors=True)
        shutil.rmtree(paths.data_folder(), ignore_errors=True)


def pytest_configure(config: pytest.Config) -> None:
    config.stash[SLOW] = set()
    config.pluginmanager.register(LeftOut(config))


class LeftOut:
    """Remembers the slow tests that the default selection leaves out, across the workers of xdist."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config

    def pytest_deselected(self, items: list[pytest.Item]) -> None:
        slow = {item.nodeid for item in items if item.get_closest_marker("slow")}
        self.config.stash[SLOW] |= slow

    def pytest_sessionfinish(self) -> None:
        if hasattr(self.config, "workeroutput"):
            self.config.workeroutput["slow"] = sorted(self.config.stash[SLOW])

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node) -> None:
        self.config.stash[SLOW] |= set(getattr(node, "workeroutput", {}).get("slow", []))


def not_run(config: pytest.Config) -> str:
    """The last line: by name what was skipped, so that nobody takes the green above for more than it is."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None:
        return ""
    skipped = [f"{report.nodeid} ({reason(report)})" for report in reporter.stats.get("skipped", [])]
    parts = []
    if skipped:
        parts.append(f"skipped: {', '.join(skipped)}")
    if slow := config.stash.get(SLOW, set()):
        parts.append(f"left to `manage.py prove setup`: {', '.join(sorted(slow))}")
    return f"Did not run: {'; '.join(parts)}\n" if parts else ""


def reason(report: pytest.TestReport) -> str:
    words = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return words.removeprefix("Skipped: ")


@dataclass(frozen=True)
class Delivery:
    """A mail as it came in, with its envelope."""

    sender: str
    recipients: list[str]
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.raw, policy=policy.default)  # type: ignore[return-value]  # default makes those

    @property
    def calendar(self) -> str:
        """The calendar object of the alternative, the one a mail program acts on."""
        (part,) = (part for part in self.message.walk() if part.get_content_type() == "text/calendar")
        return str(part.get_content())


@dataclass
class MailServer:
    deliveries: list[Delivery] = field(default_factory=list)

    # A method: the server takes every attribute of its handler for a command.
    def only(self) -> Delivery:
        (delivery,) = self.deliveries
        return delivery

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        self.deliveries.append(Delivery(envelope.mail_from, envelope.rcpt_tos, envelope.original_content))
        return "250 kept"


class Listening(Controller):
    def _trigger_server(self):
        # It knocks at the port it was asked for; asked for any, it has to look which one it was given.
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@pytest.fixture
def smtp(settings) -> Iterator[MailServer]:
    """A real mail server, and Django sending to it."""
    mail_server = MailServer()
    listening = Listening(mail_server, hostname="127.0.0.1", port=0)
    listening.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = listening.hostname, listening.port
    yield mail_server
    listening.stop()
