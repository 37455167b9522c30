"""How a no leaves through the API: application/problem+json (RFC 9457) with a stable `code`."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404
from rest_framework import exceptions
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.views import set_rollback

from tribemeet.errors import Refusal

CONTENT_TYPE = "application/problem+json"
TOO_LARGE = "That is more than a request may hold."


class ProblemRenderer(JSONRenderer):
    """JSON under the content type of problems when there is one."""

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None
    ) -> bytes:
        return super().render(data, "application/json", renderer_context)


def problem(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: None lets what nobody expected rise."""
    body = body_of(error)
    if body is None:
        return None
    set_rollback()
    response = Response(body, status=body["status"], content_type=CONTENT_TYPE)
    for name, value in _headers(error).items():
        response[name] = value
    return response


def body_of(error: Exception) -> dict[str, Any] | None:
    match error:
        case Refusal():
            return _body(error.status, error.code, error.message, error.fields)
        case RequestDataTooBig():
            return _body(413, "too_large", TOO_LARGE)
        case Http404():
            return _body(404, "not_found", "There is nothing here, or nothing you may see.")
        case PermissionDenied():
            return _body(403, "not_allowed", "You may not do that.")
        case exceptions.ValidationError():
            return _body(422, "invalid", "Please check what you sent.", _fields(error.detail))
        case exceptions.APIException():
            return _body(error.status_code, _code(error), str(error.detail))
    return None


def _body(status: int, code: str, detail: str, fields: dict[str, Any] | None = None) -> dict[str, Any]:
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": detail,
    }
    return body | ({"fields": fields} if fields else {})


def _code(error: exceptions.APIException) -> str:
    codes = error.get_codes()
    return codes if isinstance(codes, str) else error.default_code


def _fields(detail: Any) -> dict[str, Any]:
    """One sentence per input; what belongs to none stands under `non_field_errors`."""
    if isinstance(detail, dict):
        return {str(name): _sentence(value) for name, value in detail.items()}
    return {"non_field_errors": _sentence(detail)}


def _sentence(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(_sentence(part) for part in value.values())
    return " ".join(_sentence(part) for part in value) if isinstance(value, list) else str(value)


def _headers(error: Exception) -> dict[str, str]:
    headers = {}
    if challenge := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(round(wait))
    return headers
