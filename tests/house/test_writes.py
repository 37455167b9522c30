"""Only actions, models and the outbox write rows, and nothing listens to signals."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from .source import APPS, called, calls, modules, text

WRITES = re.compile(
    r"a?(save|create(_user|_superuser)?|update|delete|(get|update)_or_create|bulk_(create|update))$"
)
SQL = re.compile(r"\s*(insert|update|delete|merge|copy|truncate|alter|create|drop)\b", re.IGNORECASE)

# What shares the name of a write and writes no row of ours, or has to: file, call, why.
ALLOWED: dict[tuple[str, str], str] = {
    ("members/forms/picture.py", "ImageOps.fit(upright, (EDGE, EDGE)).save"): "writes a picture into memory",
    ("tribemeet/embedded/postgres.py", "connection.execute"): "makes the role and the database themselves",
}


def writes_rows(path: Path) -> bool:
    """Whether this file's place in the house is to write."""
    return bool({"actions", "models", "outbox"} & {path.stem, *path.parts})


def writes(tree: ast.AST) -> Iterator[str]:
    for call in calls(tree):
        by_orm = isinstance(call.func, ast.Attribute) and WRITES.match(called(call))
        said = text(call.args[0]) if call.args else None
        by_sql = called(call) in {"execute", "executemany", "copy"} and SQL.match(said or "")
        if by_orm or by_sql:
            yield ast.unparse(call.func)


def test_rows_are_written_by_actions_models_and_the_outbox_only():
    found = {
        (str(path), write)
        for path, tree in modules(*APPS).items()
        if not writes_rows(path)
        for write in writes(tree)
    }
    assert found - set(ALLOWED) == set()


def test_every_exception_is_still_needed():
    found = {(str(path), write) for path, tree in modules(*APPS).items() for write in writes(tree)}
    assert set(ALLOWED) - found == set()


@pytest.mark.parametrize(
    "line",
    [
        "Event.objects.create(title='x')",
        "rsvp.save()",
        "events.filter(pk=1).update(status='x')",
        "cursor.execute('DELETE FROM x')",
    ],
)
def test_a_write_in_a_view_would_be_found(line):
    assert list(writes(ast.parse(line)))


def test_nothing_listens_to_signals():
    assert [f"{path}: {name}" for path, tree in modules(*APPS).items() for name in signals(tree)] == []


def signals(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and re.search(r"(^|\.)(signals|dispatch)$", node.module or ""):
            yield node.module or ""


def test_a_receiver_would_be_found():
    assert list(signals(ast.parse("from django.db.models.signals import post_save")))
