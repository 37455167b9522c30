"""`manage.py up` as a person meets it: what it prints, what it serves, what it puts right by itself."""

import re
import shlex
import shutil
import smtplib
import sys
from collections.abc import Iterator

import pytest

from tribemeet.embedded import diagnosis, paths, postgres, valkey
from tribemeet.embedded.address import Address
from tribemeet.embedded.paths import CHECKOUT

from .checkouts import run
from .running import Up, alive


@pytest.fixture(scope="module")
def up(tmp_path_factory) -> Iterator[Up]:
    """One for the module, without the gazetteer and the demo, which take longer than all tests here."""
    data = tmp_path_factory.mktemp("up") / "data"
    data.mkdir()
    (data / "first-run-done").touch()
    with Up(data, "--port", "0") as up:
        yield up.ready()


def test_page_is_served_when_the_address_is_printed(up):
    assert up.get("/healthz") == 200


def test_each_step_says_how_long_it_took(up):
    steps = re.findall(r"^(\d)/(\d) [A-Z][^\n]+ \.\.\. \d+\.\d s$", up.said(), re.MULTILINE)
    assert [int(number) for number, _ in steps] == list(range(1, int(steps[0][1]) + 1))


def test_second_up_says_where_the_first_one_is(up):
    told = run(*up.command, folder=CHECKOUT)
    assert told.returncode == 1
    assert told.stderr.startswith(
        f"CommandError: Tribemeet is running on this data folder, at {up.url} (process "
    )


def test_secret_key_is_kept_and_its_owners_alone(up):
    key = up.data / "secret-key"
    assert key.stat().st_mode & 0o777 == 0o600
    assert len(key.read_text()) >= 50


def test_busy_port_is_told_in_one_sentence(up, tmp_path):
    port = up.url.rpartition(":")[2]
    told = run(sys.executable, "manage.py", "up", "--data", str(tmp_path), "--port", port, folder=CHECKOUT)
    assert told.returncode == 1
    assert told.stderr == (
        f"CommandError: Port {port} on 127.0.0.1 is in use by another program: "
        "stop it, or choose another with --port.\n"
    )


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--port", "80123"], "80123 is no port"),
        (["--host", "192.0.2.1"], "192.0.2.1 port 8000 cannot be listened on"),
        (["--host", "nowhere.invalid"], "nowhere.invalid port 8000 is no address of this machine"),
    ],
)
def test_address_that_cannot_be_is_told_in_one_sentence(options, told, tmp_path):
    refused = run(sys.executable, "manage.py", "up", "--data", str(tmp_path), *options, folder=CHECKOUT)
    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
    assert told in refused.stderr


def test_a_run_that_other_machines_reach_says_that_they_read_all_mail(up, tmp_path):
    assert "WARNING" not in up.said()
    data = tmp_path / "open"
    data.mkdir()
    (data / "first-run-done").touch()
    with Up(data, "--port", "0", "--host", "0.0.0.0") as reached:
        reached.ready().wait_for(lambda: "WARNING" in reached.said(), seconds=5)
        warning = reached.said().partition(" (Ctrl-C stops it")[2].splitlines()[1]
        assert warning.startswith("WARNING: every machine that reaches this one can read all mail")
        assert reached.interrupt() == 0


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("box", False),
    ],
)
def test_only_this_machine_reaches_its_own_addresses(host, local):
    assert Address(host, 8000).is_local is local


def test_killed_worker_comes_back(up):
    up.wait_for(lambda: " ready." in up.log("worker"))
    before = up.log("worker").count(" ready.")
    worker = up.kill("celery -A tribemeet.celery worker")
    up.wait_for(lambda: "worker stopped (signal SIGKILL); starting it again" in up.said())
    up.wait_for(lambda: not alive(worker) and up.log("worker").count(" ready.") > before)


def test_killed_web_server_leaves_nobody_on_its_port(up):
    """Its own workers would go on answering half of the requests, with nobody to stop them."""
    former = [pid for pid, command in up.family().items() if "granian" in command]
    up.kill("granian")
    up.wait_for(lambda: not any(map(alive, former)))
    up.wait_for(up.answers)


def test_killed_database_comes_back(up):
    up.kill("postgres -D")
    up.wait_for(lambda: "postgres stopped (signal SIGKILL); starting it again" in up.said())
    up.wait_for(up.answers)


def test_mail_waits_while_the_inbox_starts_anew(up, monkeypatch):
    """`up` holds the socket, whoever answers at it."""
    monkeypatch.setenv("TRIBEMEET_DATA", str(up.data))
    port = int(paths.email_url().rpartition(":")[2])
    killed = up.kill("tribemeet.embedded.inbox")
    up.wait_for(lambda: not alive(killed))
    with smtplib.SMTP("127.0.0.1", port, timeout=30) as connection:
        connection.sendmail("a@example.org", ["b@example.org"], b"Subject: Patience\r\n\r\n.\r\n")
    assert len(list((up.data / "mail").glob("*.eml"))) == 1


def test_full_disk_is_told_in_one_sentence(tmp_path):
    if run("unshare", "-rm", "true", folder=tmp_path).returncode:
        pytest.skip("a small disk can be mounted neither here nor in a namespace")
    program = [sys.executable, f"{CHECKOUT}/manage.py", "up", "--port", "0", "--data", str(tmp_path)]
    command = shlex.join(program)
    small_disk = f"mount -t tmpfs -o size=10m none {tmp_path}"
    told = run("unshare", "-rm", "sh", "-c", f"{small_disk} && {command}", folder=CHECKOUT)
    assert (told.returncode, told.stderr) == (1, f"CommandError: {diagnosis.NO_DISK}\n")


@pytest.fixture
def elsewhere(tmp_path, monkeypatch) -> Iterator[dict[str, str]]:
    """Servers that somebody else looks after, as an operator names them."""
    monkeypatch.setenv("TRIBEMEET_DATA", str(tmp_path / "elsewhere"))
    paths.make_run_folder()
    programs = [postgres.program(durable=False), valkey.program(durable=False)]
    for program in programs:
        program.start()
        program.wait_until_ready()
    yield {
        "DATABASE_URL": paths.database_url(),
        "REDIS_URL": paths.redis_url(),
        "EMAIL_URL": "smtp://127.0.0.1:1",
    }
    for program in programs:
        program.stop()
    shutil.rmtree(paths.run_folder())


def test_servers_that_are_named_in_the_environment_are_not_started(elsewhere, tmp_path):
    with Up(tmp_path / "data", "--port", "0", "--no-demo", **elsewhere) as up:
        assert up.ready().answers()
        commands = " ".join(up.family().values())
        assert "granian" in commands
        assert not re.search(r"postgres -D|valkey-server|embedded\.inbox", commands)
