"""User text made safe where a line break has a meaning: headers, calendar lines, plain mail."""

import re
import textwrap
import unicodedata

# Overrides and isolates left open would turn the rest of a line, or of a mail, around.
BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")

# Everything some parser takes for the end of a line, vertical tab and U+2028 included.
LINE_BREAKS = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")

# What some mail program would make a link of, or take for an address: in any case, with any ending.
LINKLIKE = re.compile(r"\S*(?:[/\\@<>\[\]]|www\.|[^\s.]\.[^\s.]{2,})\S*", re.IGNORECASE)

TEXT_PART_COLUMNS = 78


def one_line(text: str) -> str:
    """The text as a single line of printable characters, for titles, names and subjects."""
    return " ".join(lines(text).split())


def lines(text: str) -> str:
    """The text with plain newlines and nothing invisible that acts on its surroundings."""
    plain = BIDI_CONTROLS.sub("", LINE_BREAKS.sub("\n", text))
    # Cc: NUL, escape and friends. Cs: half a surrogate pair, which UTF-8 cannot write.
    return "".join(c for c in plain if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"})


def without_links(text: str, instead: str = "…") -> str:
    """The text less everything that could be a link, for mails to people who never asked for one."""
    return LINKLIKE.sub(instead, text)


def wrapped(text: str, columns: int = TEXT_PART_COLUMNS) -> str:
    """The text with long lines folded at spaces; a link is never cut, a run of empty lines becomes one."""
    folded = "\n".join(_folded(line.rstrip(), columns) for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", folded).strip() + "\n"


def _folded(line: str, columns: int) -> str:
    if len(line) <= columns:
        return line
    indent = line[: len(line) - len(line.lstrip())]
    return textwrap.fill(
        line.strip(), columns, initial_indent=indent, subsequent_indent=indent,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
