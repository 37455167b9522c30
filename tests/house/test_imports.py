"""What import-linter cannot see: rules and truth know no request, no answer and no mail of Django's."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from .source import modules

FOREIGN = (
    "django.http",
    "django.shortcuts",
    "django.core.mail",
    "django.template",
    "django.urls",
    "django.contrib.messages",
)
LOWER = {"actions", "policies", "models", "errors"}


def foreign(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        yield from (name for name in names if name.startswith(FOREIGN))


def is_rule(path: Path) -> bool:
    return bool(LOWER & {path.stem, *path.parts})


def test_rules_know_no_request_and_no_mail():
    rules = {path: tree for path, tree in modules("members", "events").items() if is_rule(path)}
    assert rules
    assert {str(path): found for path, tree in rules.items() if (found := list(foreign(tree)))} == {}


@pytest.mark.parametrize(
    "line", ["from django.http import Http404", "import django.core.mail", "from django import http"]
)
def test_a_request_among_the_rules_would_be_found(line):
    assert list(foreign(ast.parse(line)))
