"""What every proof shares: claims with a target, their table, and the page that keeps it."""

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
HEAD = ("claim", "target", "measured", "verdict")


@dataclass(frozen=True)
class Claim:
    text: str
    target: str
    measured: str
    holds: bool

    @property
    def row(self) -> tuple[str, str, str, str]:
        return (self.text, self.target, self.measured, self.verdict)

    @property
    def verdict(self) -> str:
        if not self.target:
            return ""
        return "holds" if self.holds else "falls short"


def at_most(text: str, limit: float, seconds: float | None) -> Claim:
    """A claim about a time; None stands for what did not happen at all."""
    measured = "never" if seconds is None else f"{seconds:.1f} s"
    return Claim(text, f"<= {limit:.0f} s", measured, seconds is not None and seconds <= limit)


def yes(text: str, *, holds: bool, measured: str = "") -> Claim:
    return Claim(text, "yes", measured or ("yes" if holds else "no"), holds)


def none(text: str, found: int | Sequence[object]) -> Claim:
    """A claim that there is nothing of the kind; some of what there is all the same is printed."""
    if not isinstance(found, int):
        for each in found[:5]:
            print(f"{text}: {each}", flush=True)
        found = len(found)
    return Claim(text, "0", f"{found:,}", found == 0)


def told(text: str, measured: str) -> Claim:
    """A figure without a target."""
    return Claim(text, "", measured, holds=True)


def table(claims: Sequence[Claim]) -> str:
    """Markdown with straight columns, which reads as well in a terminal."""
    rows = [HEAD, *(claim.row for claim in claims)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in rows
    ]
    return "\n".join([lines[0], "| " + " | ".join("-" * width for width in widths) + " |", *lines[1:]])


def machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    system = (
        platform.freedesktop_os_release()["PRETTY_NAME"]
        if platform.system() == "Linux"
        else platform.platform()
    )
    return f"{os.cpu_count()} cores, {memory:.0f} GiB, {system}, Python {platform.python_version()}"


def page(name: str, about: str, claims: Sequence[Claim], *, smoke: bool) -> Path:
    """Writes docs/proofs/NAME.md; a smoke run leaves the figures of the last whole one alone."""
    path = CHECKOUT / "docs" / "proofs" / f"{name}.md"
    if smoke:
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    again = f"`python3 manage.py prove {name}` makes this page anew."
    measured = f"Measured on {datetime.now(UTC):%Y-%m-%d}: {machine()}."
    path.write_text(f"# Proof: {name}\n\n{about.strip()}\n\n{measured}\n\n{table(claims)}\n\n{again}\n")
    return path
