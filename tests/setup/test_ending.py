"""How `manage.py up` ends, by Ctrl-C and by kill -9, and what is there the next time."""

import signal
import time

import pytest

from tribemeet.embedded import paths, postgres

from .running import Up, alive


@pytest.fixture
def data(tmp_path, monkeypatch):
    """A folder without gazetteer and demo, whose loading would take longer than the test."""
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "first-run-done").touch()
    monkeypatch.setenv("TRIBEMEET_DATA", str(folder))
    return folder


def keep_a_row() -> None:
    with postgres.connect("tribemeet") as connection:
        connection.execute("CREATE TABLE kept (id int)")
        connection.execute("INSERT INTO kept VALUES (7)")


def kept_row() -> int:
    with postgres.connect("tribemeet") as connection:
        return connection.execute("SELECT id FROM kept").fetchone()[0]


def test_kill_9_leaves_nothing_running_and_loses_nothing_and_ctrl_c_then_stops_in_order(data):
    """Two promises in one test, because each start takes seconds."""
    with Up(data, "--port", "0") as killed:
        killed.ready()
        keep_a_row()
        family = killed.family()
        killed.process.kill()
        killed.process.wait()
        killed.wait_for(lambda: not any(map(alive, family)), seconds=20)
        killed.log_path("worker").unlink()
    with Up(data, "--port", "0") as second:
        second.ready()
        assert kept_row() == 7
        ends_in_order(second)


def ends_in_order(up: Up) -> None:
    up.wait_for(lambda: " ready." in up.log("worker"))
    up.process.send_signal(signal.SIGINT)
    time.sleep(0.2)
    assert up.interrupt() == 0  # an impatient second Ctrl-C changes nothing
    assert up.said().endswith(f"Stopping ...\nStopped; everything is kept in {up.data}\n")
    last_words = [up.log_path(name).stat().st_mtime_ns for name in ("worker", "web", "valkey", "postgres")]
    assert last_words == sorted(last_words)
    assert up.log("postgres").rstrip().endswith("database system is shut down")
    assert not paths.run_folder().exists()


def test_ctrl_c_while_it_starts_stops_what_has_started(data):
    with Up(data, "--port", "0") as up:
        up.wait_for(lambda: "2/" in up.said())
        family = up.family()
        assert up.interrupt() == 0
    assert not any(map(alive, family))
    assert up.said().endswith("Stopped before everything had started.\n")
