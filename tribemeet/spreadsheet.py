"""Rows as a file for a spreadsheet, in which nothing that somebody typed comes alive.

A cell that begins like a formula is run by the spreadsheet of whoever opens the file. Programs differ in what
they take for the end of a cell, so what follows a separator or a quote inside a text is treated alike.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from typing import Any

from tribemeet.plain_text import one_line

# The byte order mark tells spreadsheets that the file is UTF-8.
BEGINNING = "\ufeff"
# What begins a formula, in every width that a program may take for the plain sign
SIGNS = "=+\\-@⁺₊⁻₋−⁼₌⩵⩶﬩﹢﹣﹦﹫＋－＝＠"
UNSEEN = (
    "\\s\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u2060-\u2064\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0"
)
BEGINS_A_FORMULA = re.compile(rf"((?:^|[,;|:\"'`])[{UNSEEN}]*)(?=[{SIGNS}])")


class _Line:
    """What `csv` writes to: it hands each line on."""

    def write(self, line: str) -> str:
        return line


def lines_of(rows: Iterable[Iterable[Any]]) -> Iterator[bytes]:
    """The file line by line, every cell quoted."""
    writer = csv.writer(_Line(), quoting=csv.QUOTE_ALL)
    yield BEGINNING.encode()
    for row in rows:
        yield writer.writerow([cell(value) for value in row]).encode()


def cell(value: Any) -> str:
    """The value as one line of text, with an apostrophe before whatever would begin a formula."""
    return BEGINS_A_FORMULA.sub(r"\1'", one_line(str(value)))
