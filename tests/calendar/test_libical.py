"""A second opinion: libical knows the tables of RFC 5546 and says which line breaks them."""

import subprocess
from pathlib import Path

import pytest

from .test_objects import KINDS

TOOL = Path(__file__).resolve().parents[3] / "shared" / "tools" / "libical_check.py"
PYTHON = "/usr/bin/python3"


@pytest.fixture(scope="module")
def libical():
    if not TOOL.exists() or not Path(PYTHON).exists():
        pytest.skip("the libical checker is not beside this checkout")
    probe = subprocess.run([PYTHON, str(TOOL)], capture_output=True, text=True, check=False)
    if probe.returncode:
        pytest.skip("gir1.2-ical-3.0 is not installed")

    def complaints(path):
        return subprocess.run(
            [PYTHON, str(TOOL), str(path)], capture_output=True, text=True, check=True
        ).stdout

    return complaints


@pytest.mark.parametrize("kind", KINDS)
def test_libical_has_nothing_to_say_about_what_is_mailed(kind, libical, tmp_path):
    path = tmp_path / "object.ics"
    path.write_bytes(KINDS[kind])
    assert libical(path).strip() == f"{path} []"


def test_libical_would_notice_a_missing_organizer(libical, tmp_path):
    path = tmp_path / "object.ics"
    broken = [line for line in KINDS["invite"].split(b"\r\n") if not line.startswith(b"ORGANIZER")]
    path.write_bytes(b"\r\n".join(broken))
    assert "X-LIC-ERROR" in libical(path)
