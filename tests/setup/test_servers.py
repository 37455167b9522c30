"""PostgreSQL and Valkey as `up` starts them, on data folders of this test's own."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from tribemeet.embedded import identity, paths, postgres, valkey
from tribemeet.embedded.program import Program
from tribemeet.embedded.trouble import Trouble

COUNT = "SELECT count(*) FROM kept"


@pytest.fixture
def data(tmp_path, monkeypatch) -> Iterator[Path]:
    folder = tmp_path / "a folder with 'spaces'"
    monkeypatch.setenv("TRIBEMEET_DATA", str(folder))
    paths.make_run_folder()
    yield folder
    shutil.rmtree(paths.run_folder())


@pytest.fixture
def up(data):
    """Starts a program and waits for it; stops all at the end."""
    started: list[Program] = []

    def start(program: Program) -> Program:
        started.append(program)
        program.start()
        program.wait_until_ready()
        return program

    yield start
    for program in started:
        program.stop()


def keep_a_row() -> None:
    with postgres.connect("tribemeet") as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (id int)")
        connection.execute("INSERT INTO kept VALUES (1)")


def rows() -> int:
    with postgres.connect("tribemeet") as connection:
        return connection.execute(COUNT).fetchone()[0]


def test_rows_outlive_a_restart(up):
    server = up(postgres.program())
    keep_a_row()
    server.stop()
    up(server)
    assert (server.process.returncode, rows()) == (None, 1)


def test_committed_rows_outlive_kill_9(up):
    server = up(postgres.program())
    keep_a_row()
    os.kill(server.process.pid, signal.SIGKILL)
    server.process.wait()
    up(server)
    assert rows() == 1


def test_pid_file_whose_number_is_somebody_elses_now_is_no_obstacle(data, up):
    up(postgres.program()).stop()
    with subprocess.Popen(["sleep", "60"]) as somebody_else:
        (data / "postgres" / "postmaster.pid").write_text(f"{somebody_else.pid}\n{data / 'postgres'}\n")
        up(postgres.program())
        assert somebody_else.poll() is None
        somebody_else.kill()


def test_server_left_behind_by_a_killed_up_makes_way(up):
    left_behind = up(postgres.program())
    keep_a_row()
    up(postgres.program())
    assert left_behind.process.wait(10) == 0
    assert rows() == 1


def test_database_made_by_another_version_is_left_alone(data):
    (data / "postgres").mkdir(parents=True)
    (data / "postgres" / "PG_VERSION").write_text("12\n")
    with pytest.raises(Trouble, match="made by PostgreSQL 12, which is not found"):
        postgres.program()


@pytest.mark.parametrize("bin_folder", sorted(Path("/usr/lib/postgresql").glob("*/bin")), ids=str)
def test_a_servers_folder_of_the_system_serves_as_well(bin_folder, monkeypatch, up):
    monkeypatch.setenv("TRIBEMEET_POSTGRES_BIN", str(bin_folder))
    server = up(postgres.program())
    assert server.command[0] == str(bin_folder / "postgres")
    keep_a_row()
    assert rows() == 1


@pytest.mark.skipif(os.getuid() != 0, reason="only root can start a server as somebody else")
def test_where_root_may_make_no_namespace_the_server_runs_as_nobody(data, up):
    data.mkdir(mode=0o700)
    server = up(postgres.program(identity.SOMEBODY))
    assert Path(f"/proc/{server.process.pid}").stat().st_uid == identity.NOBODY
    keep_a_row()
    assert rows() == 1
    shutil.rmtree(identity.place_outside("postgres").parent)


def test_sockets_are_closed_to_everybody_else(up):
    up(postgres.program())
    up(valkey.program())
    assert paths.run_folder().stat().st_mode & 0o777 == 0o700
    assert paths.valkey_socket().stat().st_mode & 0o077 == 0


def test_run_folder_that_somebody_else_made_is_refused(data):
    if os.getuid() != 0:
        pytest.skip("only root can make a folder that belongs to somebody else")
    os.chown(paths.run_folder(), identity.NOBODY, identity.NOBODY)
    with pytest.raises(Trouble, match="belongs to somebody else"):
        paths.make_run_folder()


def test_deep_data_folder_leaves_room_for_the_socket(monkeypatch):
    monkeypatch.setenv("TRIBEMEET_DATA", "/" + "/".join(["deep" * 10] * 20))
    assert len(str(paths.postgres_folder() / ".s.PGSQL.5432")) < 100


def test_what_valkey_holds_outlives_a_restart(up):
    server = up(valkey.program())
    with redis.from_url(paths.redis_url()) as client:
        client.set("bell", "rung")
    server.stop()
    up(server)
    with redis.from_url(paths.redis_url()) as client:
        assert client.get("bell") == b"rung"
