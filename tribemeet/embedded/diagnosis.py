"""What went wrong, for the person at the terminal: one sentence, and what to do."""

import errno
import platform
import re

NO_DISK = "No space is left on the disk: make room and start again; nothing that was there is lost."
NO_NETWORK = (
    "The Python package index cannot be reached: connect to the network, or name a mirror in PIP_INDEX_URL, "
    "and start again."
)
NO_ACCESS = "{place} cannot be written to: start as its owner, or use a folder of your own."
NO_VENV = "This Python cannot make environments: on Debian and Ubuntu run apt install python3-venv."
NO_WHEEL = (
    "{package} comes without a ready-made file for this machine ({machine}, Python {python}): use Linux with "
    "glibc 2.28 or newer or macOS, on x86-64 or arm64, with a released CPython."
)
OTHER_HASH = (
    "A package that was downloaded is not the one that is pinned: start again, and if it stays so, look at "
    "what stands between you and the package index."
)
# The first sign that is found wins: pip says "no matching distribution" of a dead network too.
SIGNS = {
    r"No space left|Errno 28|os error 28|Disk quota exceeded": NO_DISK,
    r"DO NOT MATCH THE HASHES|Hash mismatch": OTHER_HASH,
    r"NewConnectionError|ConnectTimeout|Failed to establish|Temporary failure in name": NO_NETWORK,
    r"Max retries exceeded|ProxyError|Failed to fetch|error sending request|dns error": NO_NETWORK,
    r"Connection refused|Network is unreachable|ReadTimeout|Retrying \(Retry": NO_NETWORK,
    r"(?:Permission denied|Read-only file system)[^'\n]*'(?P<place>[^']+)": NO_ACCESS,
    r"ensurepip is not": NO_VENV,
    r"(?:No matching distribution found for|[Dd]istribution) `?(?P<package>[\w.-]+)": NO_WHEEL,
}


def of_output(said: str) -> str:
    """What an installer's last words mean."""
    for sign, meaning in SIGNS.items():
        if found := re.search(sign, said):
            machine = f"{platform.system()} {platform.machine()}"
            return meaning.format(**found.groupdict(), machine=machine, python=platform.python_version())
    last = [line.strip() for line in said.splitlines() if line.strip()][-1:] or ["no reason was given"]
    return f"Setting up .venv failed ({last[0]}): remove .venv and start again."


def of_server(name: str, said: str) -> str:
    """Why a server did not start, from the last lines of what it said."""
    lines = said.strip().splitlines()[-20:]
    if any("No space left" in line for line in lines):
        return NO_DISK
    telling = [line for line in lines if "FATAL" in line or "rror" in line]
    last = (telling or lines or ["it said nothing"])[-1].strip().removesuffix(".")
    return f"{name} failed: {last}."


def of_error(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return NO_DISK
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return NO_ACCESS.format(place=error.filename)
    return f"{error.strerror}: {error.filename}."
