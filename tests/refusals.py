"""What an answer says, less what is the asker's own: the form's token and the address that was asked for."""

import re
from typing import Any

TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=")\w+|(X-CSRFToken": ")\w+')


def said(answer: Any) -> tuple[int, bytes]:
    """Two addresses of which one tells nothing answer so alike."""
    content = TOKEN.sub(b"", answer.getvalue())
    return answer.status_code, content.replace(answer.request["PATH_INFO"].encode(), b"/here")
