import os
import re
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tribemeet.settings")

CHARSET = re.compile(r"charset\s*=\s*\"?([^\s\";,]*)", re.IGNORECASE)
UTF8_ONLY = (
    b'{"type": "about:blank", "title": "Unsupported Media Type", "status": 415,'
    b' "code": "unsupported_media_type", "detail": "Send it in UTF-8."}'
)
_django = get_wsgi_application()


def application(request: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Everything is UTF-8. Django reads the address, too, by the charset of the body, before any of our code
    runs, and breaks on one that holds no text (`charset=hex`)."""
    named = CHARSET.search(request.get("CONTENT_TYPE", ""))
    if named is None or named[1].lower() in {"utf-8", "utf8"}:
        return _django(request, start_response)
    start_response("415 Unsupported Media Type", [("Content-Type", "application/problem+json")])
    return [UTF8_ONLY]
