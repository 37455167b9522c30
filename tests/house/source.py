"""What stands in the repository, read once: files as text, modules as syntax trees."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("tribemeet", "members", "events")
# Folders that a working copy holds and a clone does not
LOCAL = {"var", "__pycache__"}
BINARY = {".png", ".webp", ".avif", ".ico", ".woff2", ".pyc"}


@cache
def files() -> tuple[Path, ...]:
    """Every file of the repository, relative to its root."""

    def walk(folder: Path) -> Iterator[Path]:
        for path in sorted(folder.iterdir()):
            if path.is_file():
                yield path.relative_to(ROOT)
            elif path.name == ".ci" or not (path.name in LOCAL or path.name.startswith(".")):
                yield from walk(path)

    return tuple(walk(ROOT))


def read(path: str | Path) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


@cache
def modules(*folders: str) -> dict[Path, ast.Module]:
    """The parsed Python files below these folders, without migrations."""
    return {
        path: ast.parse(read(path), filename=str(path))
        for path in files()
        if path.suffix == ".py" and path.parts[0] in folders and "migrations" not in path.parts
    }


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def called(call: ast.Call) -> str:
    """The last name of what is called: `create` for `Event.objects.create(...)`."""
    return ast.unparse(call.func).rpartition(".")[2]


def text(node: ast.AST | None) -> str | None:
    """The value of a literal string."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
