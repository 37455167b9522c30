"""Server-sent events, outside Django's request cycle: an open page costs no thread and no connection.

The address carries a signed key that its page was given, so a storm of reconnects reads no session.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs

from django.core import signing

from tribemeet.stream import hub

Scope = dict[str, Any]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]

PREFIX = "/live/"
SALT = "live"
KEY_LASTS = 60 * 60 * 12
HEARTBEAT = 15.0
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]


def live_url(channel: str) -> str:
    """The address a page follows the channel at, for those who were shown the page."""
    return f"{PREFIX}?key={signing.dumps(channel, salt=SALT)}"


async def live(scope: Scope, receive: Receive, send: Send) -> None:
    channel = _channel(scope)
    if channel is None or scope["method"] != "GET":
        await send({"type": "http.response.start", "status": 404, "headers": HEADERS[1:]})
        await send({"type": "http.response.body", "body": b""})
        return
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    gone = asyncio.ensure_future(_until_gone(receive))
    try:
        async for line in _lines(channel, gone):
            await send({"type": "http.response.body", "body": line, "more_body": True})
    finally:
        gone.cancel()


async def _lines(channel: str, gone: "asyncio.Future[Any]") -> AsyncIterator[bytes]:
    yield b"retry: 2000\n\n"
    async with hub.follow(channel) as changed:
        while not gone.done():
            waiting: asyncio.Future[Any] = asyncio.ensure_future(changed.wait())
            await asyncio.wait((waiting, gone), timeout=HEARTBEAT, return_when=asyncio.FIRST_COMPLETED)
            waiting.cancel()
            if gone.done():
                return
            if changed.is_set():
                changed.clear()
                yield b"event: attendees\ndata: changed\n\n"
            else:
                yield b": still here\n\n"


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _channel(scope: Scope) -> str | None:
    key = parse_qs(scope["query_string"].decode("latin-1")).get("key", [""])[0]
    try:
        found: str = signing.loads(key, salt=SALT, max_age=KEY_LASTS)
    except signing.BadSignature:
        return None
    return found
