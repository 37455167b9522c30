"""One port for everything: streams are async, pages run in a few threads, files never reach Django."""

import os
from typing import Any

from a2wsgi import WSGIMiddleware
from django.conf import settings
from servestatic import ServeStaticASGI

from tribemeet.live import PREFIX, Receive, Scope, Send, live
from tribemeet.wsgi import application as pages

THREADS = int(os.environ.get("WEB_THREADS", "4"))

_pages = WSGIMiddleware(pages, workers=THREADS)  # type: ignore[arg-type]


async def route(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["path"].startswith(PREFIX):
        await live(scope, receive, send)
    else:

        async def received() -> dict[str, Any]:
            # a2wsgi asks for a coroutine, and granian's own is none
            return await receive()

        await _pages(scope, received, send)  # type: ignore[arg-type]


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": message["type"] + ".complete"})
        if message["type"] == "lifespan.shutdown":
            return


application = ServeStaticASGI(
    route,
    root=settings.STATIC_ROOT,
    prefix=settings.STATIC_URL,
    immutable_file_test=r"^.+\.[0-9a-f]{12}\..+$",
)
