"""Codes and other mails of signing in: django-allauth words them, here they get the look of all our mails."""

import re
from typing import NamedTuple

from tribemeet import mail
from tribemeet.outbox.models import Message
from tribemeet.outbox.registry import handles

from .letters import tell

CODE = re.compile(r"[A-Z0-9]{3,}(-[A-Z0-9]{3,})*")
LINK = re.compile(r"https?://\S+")


class Part(NamedTuple):
    kind: str
    text: str


# A code in a settled row would be a way in for whoever reads the table.
@handles("account_mail", confidential=True)
def send_account_mail(message: Message) -> None:
    payload = message.payload
    words = words_for(payload["subject"], payload["text"])
    tell(message, mail.Address(payload["email"]), "account", words)


def words_for(subject: str, text: str) -> dict[str, object]:
    """The plain mail taken apart, so that its code or its link can be shown large."""
    body, _, footer = text.partition("\n--\n")
    return {
        "words": subject,
        "text": text,
        "headline": subject.partition(":")[0],
        "parts": [_part(paragraph.strip()) for paragraph in body.split("\n\n") if paragraph.strip()],
        "footer": footer.strip().splitlines(),
    }


def _part(paragraph: str) -> Part:
    if CODE.fullmatch(paragraph):
        return Part("code", paragraph)
    return Part("link" if LINK.fullmatch(paragraph) else "words", paragraph)
