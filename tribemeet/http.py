"""How a no leaves through the API: application/problem+json (RFC 9457) with a stable `code`."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, JsonResponse
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from tribemeet.errors import Refusal

CONTENT_TYPE = "application/problem+json"
PREFIX = "/api/"
TOO_LARGE = "That is more than a request may hold."
# DRF's names for what has a plainer one here
PLAINER = {"parse_error": "malformed"}
# what is said where no view was reached
WORDS = {
    400: ("malformed", "That request made no sense."),
    403: ("not_allowed", "You may not do that."),
    404: ("not_found", "There is nothing here, or nothing you may see."),
    413: ("too_large", TOO_LARGE),
    500: ("error", "Something broke on our side. Whether it was saved, a second look will tell."),
}


def for_program(request: HttpRequest) -> bool:
    """Whether a program asks, which reads problem+json and no page."""
    return request.path.startswith(PREFIX)


def plain_problem(status: int) -> JsonResponse:
    """A problem for what Django refuses before any view, or what broke."""
    return JsonResponse(_body(status, *WORDS[status]), status=status, content_type=CONTENT_TYPE)


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
        "detail": _writable(detail),
    }
    named = {_writable(name): _writable(sentence) for name, sentence in (fields or {}).items()}
    return body | ({"fields": named} if named else {})


def _writable(text: str) -> str:
    """Names and values come back in sentences, and half a surrogate pair cannot be written in UTF-8."""
    return text.encode("utf-8", "backslashreplace").decode()


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
    if isinstance(error, exceptions.Throttled):
        headers["Retry-After"] = str(max(1, round(getattr(error, "wait", None) or 1)))
    return headers
