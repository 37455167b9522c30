"""What an answer says, less what is the asker's own: the form's token and the address that was asked for."""

import re
from typing import Any

Said = tuple[int, bytes, dict[str, str]]

TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=")\w+|(X-CSRFToken": ")\w+')


def said(answer: Any) -> Said:
    """Two addresses of which one tells nothing answer so alike: by status, body and headers."""
    here = answer.request["PATH_INFO"]
    content = TOKEN.sub(b"", answer.getvalue()).replace(here.encode(), b"/here")
    headers = {name: value.replace(here, "/here") for name, value in answer.items()}
    # the one holds the length of the address, the other the time of day
    silent = dict.fromkeys(headers.keys() & {"Content-Length", "Expires"}, "")
    return answer.status_code, content, headers | silent | {"cookies": " ".join(sorted(answer.cookies))}
