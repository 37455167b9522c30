"""What all pages share: error pages that say what happened, and which pages are kept by nobody."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from tribemeet.errors import Refusal
from tribemeet.http import for_program, plain_problem


@dataclass(frozen=True)
class Words:
    title: str
    what: str
    safe: str = ""
    link: str = "/"
    link_words: str = "Go to the first page"


NOTHING_SAVED = "Nothing was changed."

WORDS = {
    400: Words("That made no sense", "What your browser sent was incomplete.", NOTHING_SAVED),
    403: Words("You may not do that", "Only some people may, and you are not one of them.", NOTHING_SAVED),
    404: Words("Nothing here", "There is no such page, or it is not one you may see."),
    405: Words("This page works otherwise", "It answers to a button, not to an address.", NOTHING_SAVED),
    413: Words("That is too big", "A picture may have up to 10 MB, a text far less.", NOTHING_SAVED),
    422: Words("Please check what you entered", "Something in it does not work.", NOTHING_SAVED),
    429: Words("One moment, please", "You did that often. Try again in a minute.", NOTHING_SAVED),
}
STALE_FORM = Words(
    "This page waited too long",
    "For your safety a form is good for one sign-in only. Go back, load it again and send it once more.",
    "Nothing was changed. Most browsers keep what you typed.",
)
STATIC = Path(__file__).parent / "templates" / "errors"


def error_page(request: HttpRequest, status: int, words: Words | None = None) -> HttpResponse:
    if for_program(request):
        return plain_problem(status)
    words = words or WORDS[status]
    return render(request, "errors/page.html", {"status": status, **asdict(words)}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return error_page(request, 403, STALE_FORM)


@require_safe
def in_capitals(request: HttpRequest, path: str) -> HttpResponse:
    """A tribe's address typed as its hashtag is written."""
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"/{path.lower()}" + (f"?{query}" if query else ""))


def server_error(request: HttpRequest) -> HttpResponse:
    """A static file: whatever broke must not be able to break this page too."""
    if for_program(request):
        return plain_problem(500)
    return HttpResponse((STATIC / "500.html").read_bytes(), status=500)


class PrivateMiddleware:
    """What someone who has signed in was shown is kept nowhere, neither by a proxy nor for whoever sits there
    next. The cookie is what counts, so that no page asks the database for this alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES and not for_program(request):
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class RefusalMiddleware:
    """A rule's no that a page did not put beside a field becomes a page of its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refusal):
            return None
        if exception.status == 404:
            return error_page(request, 404)
        words = Words("That is not possible", exception.message, NOTHING_SAVED, _back(request), "Go back")
        return error_page(request, exception.status, words)


def _back(request: HttpRequest) -> str:
    came_from = request.headers.get("Referer", "")
    return came_from if url_has_allowed_host_and_scheme(came_from, {request.get_host()}) else "/"
