"""A clone works anywhere: nothing names the machine it was written on, or a package index."""

import re

import pytest

from .source import BINARY, files, read

INDEX = r"files\.pythonhosted\.org|pypi\.org/simple|--(extra-)?index-url|--find-links|registry\.npmjs\.org"
MACHINE = r"(?<![\w.-])/(home/\w+|Users/\w+|root)/"
FOREIGN = re.compile(f"{INDEX}|{MACHINE}|(PIP|UV)_\\w*INDEX\\w*=")
THIS = "tests/house/test_addresses.py"


def test_no_file_names_a_machine_or_a_package_index():
    texts = {path: read(path) for path in files() if path.suffix not in BINARY and str(path) != THIS}
    assert {str(path): match[0] for path, found in texts.items() if (match := FOREIGN.search(found))} == {}


@pytest.mark.parametrize(
    "line", ["cd /home/somebody/main", "UV_INDEX_URL=http://mirror.example/simple", "/root/.cache/uv"]
)
def test_a_foreign_address_would_be_found(line):
    assert FOREIGN.search(line)


@pytest.mark.parametrize(
    "line", ["/tribes/usguys/", "https://meet.example.org/home/", "a piece of home/", "var/run"]
)
def test_an_address_of_ours_passes(line):
    assert not FOREIGN.search(line)
