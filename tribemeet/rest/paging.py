"""Pages by cursor: each begins after the last row of the one before, whatever came or went meanwhile."""

from collections.abc import Sequence
from typing import Any

from django.core import signing
from django.db.models import Model, Q
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from tribemeet.errors import BadCursor, Invalid

USUAL, MOST = 25, 100
PARAMETERS = frozenset({"cursor", "page_size"})


class Pages(BasePagination):
    """The view names its `ordering`, ascending and ending in something unique."""

    next: str | None = None

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        order, size = tuple(view.ordering), _size(request.query_params.get("page_size"))
        rows = queryset.order_by(*order)
        if cursor := request.query_params.get("cursor"):
            rows = rows.filter(_after(queryset.model, order, _position(cursor, order)))
        found = list(rows[: size + 1])
        if len(found) > size:
            here = request.build_absolute_uri()
            self.next = replace_query_param(here, "cursor", _cursor(found[size - 1], order))
        return found[:size]

    def get_paginated_response(self, data: Any) -> Response:
        return Response({"next": self.next, "results": data})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        return {
            "type": "object",
            "required": ["next", "results"],
            "properties": {
                "next": {
                    "type": ["string", "null"],
                    "format": "uri",
                    "description": "The next page; null on the last.",
                },
                "results": schema,
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        whole = {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL}
        return [
            _parameter("cursor", "Where to go on; taken from `next`.", {"type": "string"}),
            _parameter("page_size", "How many at once.", whole),
        ]


def _parameter(name: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}


def _size(text: str | None) -> int:
    if text is None:
        return USUAL
    if not (text.isascii() and text.isdigit() and len(text) <= 3 and 1 <= int(text) <= MOST):
        raise Invalid(fields={"page_size": f"A whole number from 1 to {MOST}."})
    return int(text)


def _cursor(row: Model, order: Sequence[str]) -> str:
    """Signed, so that only positions we gave out come back, each to its own list."""
    values = [row.serializable_value(name) for name in order]
    return signing.dumps([v if isinstance(v, int) else str(v) for v in values], salt=_salt(order))


def _position(cursor: str, order: Sequence[str]) -> list[Any]:
    try:
        return list(signing.loads(cursor, salt=_salt(order)))
    except signing.BadSignature as error:
        raise BadCursor(fields={"cursor": BadCursor.message}) from error


def _salt(order: Sequence[str]) -> str:
    return "cursor:" + ",".join(order)


def _after(model: type[Model], order: Sequence[str], position: list[Any]) -> Q:
    """Rows that come later by the first name, or by the next one where the first are equal."""
    after, equal = Q(), Q()
    for name, value in zip(order, position, strict=True):
        after |= equal & Q(**{f"{name}__gt": value})
        equal &= Q(**{name: value})
    return after & Q(**{f"{order[0]}__gte": position[0]})
