"""The OpenAPI description: what each operation is called, and the problems it may answer with."""

from collections.abc import Callable
from typing import Any, TypeVar

from drf_spectacular.utils import OpenApiExample, extend_schema

View = TypeVar("View", bound=Callable[..., Any])

PROBLEM = {
    "type": "object",
    "description": "A no (RFC 9457). `code` is stable; docs/api.md lists every one.",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": {"type": "string", "const": "about:blank"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string", "description": "A sentence for a person."},
        "fields": {
            "type": "object",
            "description": "A sentence for each field at fault.",
            "additionalProperties": {"type": "string"},
        },
    },
    "examples": [
        {
            "type": "about:blank",
            "title": "Unprocessable Entity",
            "status": 422,
            "code": "too_many_guests",
            "detail": "That is more guests than this meetup allows.",
            "fields": {"guests": "Each may bring 1 at most."},
        }
    ],
}
SAYS = {
    400: "Malformed",
    401: "No token, or one that opens nothing",
    403: "Not allowed, or the token may only read",
    404: "Not there, or not to be seen",
    405: "No such method here",
    406: "Only JSON is spoken",
    409: "A rule says no",
    412: "Changed since it was read",
    413: "Too large",
    415: "Only JSON is read",
    422: "A field is at fault",
    429: "Too often; wait as long as Retry-After says",
    503: "Busy; nothing was saved",
}
CHANGES = {"post", "put", "patch", "delete"}
IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "description": "The ETag of a read. When somebody changed the meetup since, the answer is 412 `stale`.",
    "schema": {"type": "string"},
}
IF_NONE_MATCH = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "description": "The ETag of an earlier read. If nothing changed since, the answer is 304 without a body.",
    "schema": {"type": "string"},
}


def operation(
    name: str, tag: str, *, open_to_all: bool = False, example: dict[str, Any] | None = None, **more: Any
) -> Callable[[View], View]:
    """Name an operation; its first docstring line is the summary."""
    examples = [OpenApiExample(name, value=example, request_only=True)] if example else []
    auth: list[Any] | None = [{"token": []}, {}] if open_to_all else None
    return extend_schema(operation_id=name, tags=[tag], auth=auth, examples=examples, **more)


def add_problems(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Every operation says which problems it may answer with."""
    result["components"].setdefault("schemas", {})["Problem"] = PROBLEM
    for path, operations in result["paths"].items():
        for method, described in operations.items():
            if tuple(described.get("tags", ())) == ("description",):
                continue
            described["summary"] = described.pop("description").rstrip(".")
            if method == "get":
                described.setdefault("parameters", []).append(IF_NONE_MATCH)
                described["responses"]["304"] = {"description": "Nothing new since the ETag that was sent."}
            for status in sorted(_statuses(path, method, described)):
                described["responses"].setdefault(str(status), _problem(status))
    return result


def add_if_match(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    for method, path in (("patch", "/api/v1/events/{id}"), ("post", "/api/v1/events/{id}/cancel")):
        described = result["paths"][path][method]
        described["parameters"].append(IF_MATCH)
        described["responses"]["412"] = _problem(412)
    return result


def _statuses(path: str, method: str, described: dict[str, Any]) -> set[int]:
    found = {401, 406, 422, 429}
    if "{" in path:
        found |= {404}
    if method in CHANGES:
        found |= {400, 403, 409, 413, 415, 503}
    return found


def _problem(status: int) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "description": SAYS[status],
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    if status == 429:
        answer["headers"] = {"Retry-After": {"description": "Seconds.", "schema": {"type": "integer"}}}
    return answer
