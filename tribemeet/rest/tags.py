"""Entity tags (RFC 9110, 8.8.3): a read that would answer the same answers 304."""

import hashlib
import re

from django.http import HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags
from rest_framework.request import Request
from rest_framework.response import Response

from tribemeet.errors import BadIfMatch

# e: what an editor has seen; r: anything a reader sees; then the very bytes
VERSIONED = re.compile(r'(?:W/)?"e(\d{1,10})-r\d{1,10}-[0-9a-f]{16}"')
KEPT = ("Cache-Control", "Vary", "ETag")


def version(edition: int, revision: int) -> str:
    return f"e{edition}-r{revision}-"


def stamp(request: Request, response: Response, prefix: str) -> None:
    """Tag the answer once it is written, and leave it out where the reader has it already."""

    def stamped(written: HttpResponse) -> HttpResponse | None:
        written["ETag"] = f'"{prefix}{hashlib.sha256(written.content).hexdigest()[:16]}"'
        return _unchanged(written) if request.method in {"GET", "HEAD"} and _has(request, written) else None

    response.add_post_render_callback(stamped)


def edition_meant(request: Request, now: int) -> int | None:
    """The edition that `If-Match` asks for; None when it is absent or accepts any.

    Only the edition counts: an answer that came in meanwhile changes the tag, and nothing an editor wrote.
    """
    header = request.headers.get("If-Match")
    if header is None or header.strip() == "*":
        return None
    found = [VERSIONED.fullmatch(tag.strip()) for tag in header.split(",")]
    if None in found:
        raise BadIfMatch
    editions = {int(match[1]) for match in found if match}
    return now if now in editions else min(editions)


def _has(request: Request, response: HttpResponse) -> bool:
    known = [tag.removeprefix("W/") for tag in parse_etags(request.headers.get("If-None-Match", ""))]
    return "*" in known or response["ETag"] in known


def _unchanged(response: HttpResponse) -> HttpResponse:
    unchanged = HttpResponseNotModified()
    for name in KEPT:
        if name in response:
            unchanged[name] = response[name]
    return unchanged
