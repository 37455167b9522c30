"""Every promise that is made has someone who keeps it, and words to keep it with."""

import ast
from collections.abc import Iterator

import pytest

from .source import APPS, called, calls, files, functions, modules, read, text


def kinds_posted() -> set[str]:
    """By actions, and by whatever else imports it; in other places `kind` means other things."""
    trees = [
        tree
        for path, tree in modules(*APPS).items()
        if "actions" in path.parts or "tribemeet.outbox.post" in read(path)
    ]
    return {kind for tree in trees for kind in posted(tree)}


def posted(tree: ast.AST) -> Iterator[str]:
    """Kinds in `post("kind", ...)`, `promise(...)` and `Promise(...)`, where a name or a choice may stand for
    them, and those that are handed down to one of these as `kind`."""
    for call in calls(tree):
        named = [keyword.value for keyword in call.keywords if keyword.arg == "kind"]
        if called(call) in {"post", "promise", "promise_rule", "Promise"} and isinstance(call.func, ast.Name):
            named = [call.args[0], *named] if call.args else named
        for node in named:
            yield from words(node, tree)
    for function in functions(tree):
        given = zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True)
        defaults = (text(default) for name, default in given if default and name.arg == "kind")
        yield from filter(None, defaults)


def words(node: ast.expr, tree: ast.AST) -> Iterator[str]:
    if found := text(node):
        yield found
    elif isinstance(node, ast.IfExp):
        yield from [*words(node.body, tree), *words(node.orelse, tree)]
    elif isinstance(node, ast.Dict):
        yield from (word for value in node.values for word in words(value, tree))
    elif isinstance(node, ast.Call) and called(node) == "get" and isinstance(node.func, ast.Attribute):
        yield from [*words(node.func.value, tree), *words(node.args[-1], tree)]
    elif isinstance(node, ast.Name):
        given = [step for step in ast.walk(tree) if isinstance(step, ast.Assign)]
        values = [step.value for step in given if ast.unparse(step.targets[0]) == node.id]
        yield from (word for value in values for word in words(value, tree))


def kinds_handled() -> set[str | None]:
    return {
        text(mark.args[0])
        for tree in modules(*APPS).values()
        for function in functions(tree)
        for mark in function.decorator_list
        if isinstance(mark, ast.Call) and called(mark) == "handles"
    }


def test_each_promise_made_has_a_handler():
    assert kinds_posted() - kinds_handled() == set()


def test_each_handler_keeps_a_promise_that_someone_makes():
    assert kinds_handled() - kinds_posted() == set()


@pytest.mark.parametrize(
    "line",
    [
        "post('x', 'key')",
        "Promise(kind='x', key='y')",
        "kind = 'x' if late else 'x'; promise(kind, event)",
    ],
)
def test_a_promise_would_be_found(line):
    assert set(posted(ast.parse(line))) == {"x"}


def wordings() -> set[str]:
    """Names that notices hand on as the wording of a mail."""
    handed = [
        argument
        for path, tree in modules("members", "events").items()
        if "notices" in path.parts
        for call in calls(tree)
        if called(call) in {"tell", "render", "say", "_give_seat", "_seat_or_place_in_line"}
        for argument in call.args
    ]
    return {name for argument in handed if (name := text(argument))}


def test_each_mail_has_a_subject_a_text_and_an_html_part():
    names = {str(path).partition("/templates/mail/")[2] for path in files()}
    assert wordings()
    needed = {f"{name}{part}" for name in wordings() for part in (".subject.txt", ".txt", ".html")}
    assert needed - names == set()
