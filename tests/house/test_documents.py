"""The documents say what the code does."""

import ast
import importlib
import re
from collections.abc import Iterator
from typing import Any

import yaml

from tribemeet.errors import Refusal

from .source import APPS, ROOT, calls, files, modules, read, text

# Python's, Django's and the terminal's own; nobody sets these to configure Tribemeet.
OTHERS = {"DJANGO_SETTINGS_MODULE", "HOME", "PATH", "PYTHONPATH", "VIRTUAL_ENV", "NO_COLOR", "COLUMNS"}
# A link or a picture inside the repository, without its anchor
LINK = re.compile(r"\]\((?![a-z]+:|#)([^)#\s]+)")
ROW = re.compile(r"^\| `([A-Z][A-Z0-9_]+)`", re.MULTILINE)


def settings_read() -> set[str]:
    """Names of the environment that the code asks for."""
    return {name for tree in modules(*APPS, "manage.py").values() for name in names_asked(tree)} - OTHERS


def names_asked(tree: ast.AST) -> Iterator[str]:
    for call in calls(tree):
        asks = re.match(r"(env(\.\w+)?|(os\.)?environ\.get|(os\.)?getenv)$", ast.unparse(call.func))
        if asks and call.args and (name := text(call.args[0])):
            yield name
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript) and ast.unparse(node.value).endswith("environ"):
            yield from filter(None, [text(node.slice)])


def compose() -> dict[str, dict[str, Any]]:
    services: dict[str, dict[str, Any]] = yaml.safe_load(read("docker-compose.yml"))["services"]
    return services


def refusal_codes() -> set[str]:
    for module in ("tribemeet.http", "members.errors", "events.errors"):
        importlib.import_module(module)

    def codes(kind: type[Refusal]) -> Iterator[str]:
        yield kind.code
        for below in kind.__subclasses__():
            yield from codes(below)

    return set(codes(Refusal))


def codes_of_http() -> set[str]:
    """Codes of the API that no Refusal carries: of tokens, requests that make no sense, and DRF's own."""
    doors = [
        path
        for path in modules("tribemeet", "members", "events")
        if {"api", "rest", "http"} & {*path.parts, path.stem}
    ]
    literal = re.compile(r'''\bcode\s*=\s*"([a-z_]+)"|_body\(\d+, "([a-z_]+)"|\d+: \("([a-z_]+)"''')
    found = {code for path in doors for codes in literal.findall(read(path)) for code in codes if code}
    return found | {"not_authenticated", "method_not_allowed", "unsupported_media_type", "throttled"}


def test_every_setting_is_explained_to_operators():
    assert settings_read() - set(ROW.findall(read("docs/operations.md"))) == set()


def test_every_setting_explained_to_operators_is_read():
    asked_by_compose = set(re.findall(r"\$\{(\w+)", read("docker-compose.yml")))
    assert set(ROW.findall(read("docs/operations.md"))) - settings_read() - asked_by_compose == set()


def test_every_variable_of_the_compose_file_is_read_by_the_settings():
    ours = [service for service in compose().values() if "build" in service]
    given = {name for service in ours for name in service.get("environment", {})}
    assert given
    assert given - settings_read() == set()


def test_every_variable_that_compose_asks_for_is_explained_to_operators():
    asked = set(re.findall(r"\$\{(\w+)", read("docker-compose.yml")))
    assert asked - set(ROW.findall(read("docs/operations.md"))) == set()


def test_no_secret_of_the_compose_file_has_a_default():
    secrets = re.findall(r"\$\{(\w*(?:SECRET_KEY|PASSWORD|EMAIL_URL)\b[^}]*)\}", read("docker-compose.yml"))
    assert secrets
    assert [secret for secret in secrets if ":?" not in secret] == []


def test_every_process_of_the_compose_file_says_whether_it_is_well():
    lasting = {name: service for name, service in compose().items() if name != "migrate"}
    assert [name for name, service in lasting.items() if "healthcheck" not in service] == []


def test_every_refusal_code_is_listed_for_api_users():
    codes = refusal_codes() | codes_of_http()
    assert {code for code in codes if f"`{code}`" not in read("docs/api.md")} == set()


def test_readme_tells_the_two_commands_and_ci_runs_the_test_one():
    readme, ci = read("README.md"), read(".ci/run")
    assert re.search(r"^\s*(\$ )?python3 manage\.py up\b", readme, re.MULTILINE)
    assert re.search(r"^\s*(\$ )?python3 manage\.py test\b", readme, re.MULTILINE)
    assert re.search(r"^step .*python3 manage\.py test( -n \d)?$", ci, re.MULTILINE)


def test_links_between_documents_lead_somewhere():
    texts = {path: read(path) for path in files() if path.suffix == ".md"}
    links = {(path, link) for path, found in texts.items() for link in LINK.findall(found)}
    assert links
    assert [f"{path}: {link}" for path, link in links if not (ROOT / path.parent / link).exists()] == []
