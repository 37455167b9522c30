"""The real server on one port: files, pages, bodies and streams."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest
from django.conf import settings

from tribemeet.embedded import paths
from tribemeet.live import live_url

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.thorough]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def server(db, tmp_path) -> Iterator[str]:
    base, port = os.environ.get("DATABASE_URL") or paths.database_url(), free_port()
    environ = os.environ | {
        "DATABASE_URL": f"{base.rsplit('/', 1)[0]}/{settings.DATABASES['default']['NAME']}",
        "EMBEDDED": "true",
        "SECRET_KEY": settings.SECRET_KEY,
        "STATIC_ROOT": str(tmp_path),
    }
    subprocess.run([sys.executable, "manage.py", "collectstatic", "--no-input"], env=environ, check=True)
    command = [sys.executable, "-m", "granian", "--interface", "asgi", "--port", str(port)]
    command += ["--workers-kill-timeout", "2", "tribemeet.asgi:application"]
    process = subprocess.Popen(command, env=environ)
    address = f"http://127.0.0.1:{port}"
    wait_until_answered(f"{address}/healthz")
    yield address
    process.terminate()
    process.wait(30)


def wait_until_answered(address):
    for _ in range(150):
        try:
            return urllib.request.urlopen(address, timeout=5)
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"{address} does not answer")


def status_of(request):
    try:
        return urllib.request.urlopen(request, timeout=10).status
    except urllib.error.HTTPError as error:
        return error.code


def test_files_pages_bodies_and_streams_come_from_one_port(server):
    assert status_of(f"{server}/static/tribemeet/tribemeet.css") == 200
    assert status_of(f"{server}/") == 200
    # a2wsgi once answered 500 to every body under this server
    body = urllib.request.Request(f"{server}/api/v1/events", data=b'{"title": "' + b"x" * 200_000 + b'"}')
    body.add_header("Content-Type", "application/json")
    assert status_of(body) == 401
    with urllib.request.urlopen(f"{server}{live_url('event:7')}", timeout=10) as stream:
        assert stream.headers["Content-Type"].startswith("text/event-stream")
        assert stream.readline() == b"retry: 2000\n"
    assert status_of(f"{server}/live/?key=forged") == 404
