"""Checkouts that hold no more than the set-up needs, and programs run in them as a newcomer runs them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tribemeet.embedded.paths import CHECKOUT

# What the test run itself has set would lead a second `up` to our servers.
OURS = (
    "TRIBEMEET_",
    "DATABASE_",
    "REDIS_",
    "EMAIL_",
    "DJANGO_",
    "PYTEST_",
    "EMBEDDED",
    "SECRET_KEY",
    "PUBLIC_URL",
)


def clean_environ(**more: str) -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(OURS)} | more


def checkout(folder: Path) -> Path:
    """manage.py, the prelude and requirement files; Django and the rest of Tribemeet stay away."""
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(CHECKOUT / "tribemeet" / "embedded", folder / "tribemeet" / "embedded", ignore=ignored)
    (folder / "tribemeet" / "__init__.py").touch()
    for name in ("manage.py", "requirements-uv.txt", "requirements-embedded.txt", "requirements-test.txt"):
        shutil.copy(CHECKOUT / name, folder)
    return folder


def bare_python() -> str:
    """The interpreter that .venv was made from: it has no package of ours."""
    return str(Path(sys.base_exec_prefix) / "bin" / f"python{sys.version_info[0]}.{sys.version_info[1]}")


def run(*command: str, folder: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=folder,
        env=clean_environ(**environ),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
