"""The only place that builds and hands over a mail: text, HTML, the calendar twice, and the headers.

A mail with a calendar object has the one shape that Gmail, Outlook and Apple all show with answer buttons:
mixed(alternative(text, html, text/calendar), application/ics), the calendar parts byte for byte the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from email import policy as email_policy
from email.charset import QP, Charset
from email.encoders import encode_base64
from email.header import Header
from email.message import Message
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime, formataddr
from typing import Any, Literal, NamedTuple, TypeVar

import css_inline
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.template import Context, Engine
from django.template.loader import get_template
from django.utils import timezone

from tribemeet.plain_text import one_line, wrapped

Part = TypeVar("Part", bound=Message)

# RFC 5322 allows 998 octets a line; a subject longer than this is read by nobody.
LONGEST_SUBJECT = 200

_utf8 = Charset("utf-8")
_utf8.body_encoding = QP

# The <style> block leaves with its @media rules only: dark mode and narrow screens cannot be written inline.
_inliner = css_inline.CSSInliner(
    keep_at_rules=True, load_remote_stylesheets=False, preallocate_node_capacity=256
)


class Address(NamedTuple):
    address: str
    name: str = ""

    def __str__(self) -> str:
        """As a header says it; a name that is not ASCII becomes encoded words (RFC 2047)."""
        name = one_line(self.name).replace('"', "'")
        return formataddr((_encoded(name, "From"), self.address))


@dataclass(frozen=True)
class CalendarPart:
    content: bytes
    method: Literal["REQUEST", "CANCEL"]


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One mail to one person. `message_id` and `references` come without angle brackets."""

    to: Address
    sender: Address
    subject: str
    text: str
    html: str
    message_id: str
    references: tuple[str, ...] = ()
    calendar: CalendarPart | None = None
    bounce: str = ""


class Wording(NamedTuple):
    subject: str
    text: str
    html: str


def render(name: str, context: Mapping[str, Any]) -> Wording:
    """The three files of `mail/<name>`: what a member typed is escaped in HTML, and as typed in the text."""
    subject = _plain(f"mail/{name}.subject.txt", context)
    text = _plain(f"mail/{name}.txt", context)
    html = get_template(f"mail/{name}.html").render({**context, "subject": one_line(subject)})
    return Wording(one_line(subject), wrapped(text), _inliner.inline(html))


def send(letter: Letter, connection: BaseEmailBackend | None = None) -> None:
    """Hand the mail over, on a connection kept open by the caller where one is given; errors rise."""
    mail = build(letter)
    mail.connection = connection
    mail.send()


def build(letter: Letter) -> EmailMessage:
    return _Mail(letter)


class _Mail(EmailMessage):
    """Django's door to the mail server with a tree of our own behind it."""

    def __init__(self, letter: Letter) -> None:
        # What Django calls from_email is what the server is told as the sender: where bounces go.
        super().__init__(
            letter.subject, letter.text, letter.bounce or letter.sender.address, [letter.to.address]
        )
        self.letter = letter
        self.date = timezone.now()

    def message(self, **_: Any) -> "_Tree":  # type: ignore[override] # Django promises a class that it does not use
        letter = self.letter
        tree = _with_calendar(letter, letter.calendar) if letter.calendar else _alternative(letter)
        for name, value in _headers(letter).items():
            tree[name] = value
        tree["Date"] = format_datetime(self.date)
        return tree


class _Tree(MIMEMultipart):
    def as_bytes(
        self, unixfrom: bool = False, policy: object = None, linesep: str = "\r\n"  # noqa: FBT001, FBT002
    ) -> bytes:  # fmt: skip
        """CRLF always; Django's versions hand over a line separator or a policy, and neither changes ours."""
        return super().as_bytes(unixfrom, policy=email_policy.compat32.clone(linesep="\r\n"))


def _headers(letter: Letter) -> dict[str, str]:
    headers = {
        "Subject": _encoded(one_line(letter.subject)[:LONGEST_SUBJECT], "Subject"),
        "From": str(letter.sender),
        "To": str(letter.to),
        "Message-ID": f"<{letter.message_id}>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "OOF, AutoReply",
    }
    if letter.references:
        headers["In-Reply-To"] = f"<{letter.references[0]}>"
        headers["References"] = " ".join(f"<{reference}>" for reference in letter.references)
    return headers


def _encoded(text: str, header: str) -> str:
    # What looks like an encoded word already would be read as one, line breaks inside it and all.
    plain = text.isascii() and "=?" not in text
    return text if plain else Header(text, "utf-8", header_name=header).encode()


def _with_calendar(letter: Letter, calendar: CalendarPart) -> _Tree:
    mixed = _Tree("mixed")
    alternative = _alternative(letter)
    # The last alternative is the one a client prefers. No disposition: Apple Mail and Gmail want it inline.
    alternative.attach(
        _base64(
            calendar.content, "text", "calendar", charset="UTF-8", method=calendar.method, component="VEVENT"
        )
    )
    mixed.attach(alternative)
    attachment = _base64(calendar.content, "application", "ics", name="invite.ics")
    attachment.add_header("Content-Disposition", "attachment", filename="invite.ics")
    mixed.attach(attachment)
    return mixed


def _alternative(letter: Letter) -> _Tree:
    alternative = _Tree("alternative")
    alternative.attach(_text(letter.text, "plain"))
    alternative.attach(_text(letter.html, "html"))
    return alternative


def _text(text: str, subtype: str) -> MIMEText:
    part = MIMEText(text, subtype, _utf8)  # type: ignore[arg-type] # a Charset is taken as well as its name
    return _without_version(part)


def _base64(content: bytes, maintype: str, subtype: str, **parameters: str) -> MIMEBase:
    part = MIMEBase(maintype, subtype)
    for name, value in parameters.items():
        part.set_param(name, value)
    part.set_payload(content)
    encode_base64(part)
    return _without_version(part)


def _without_version(part: Part) -> Part:
    """MIME-Version belongs to the mail, not to its parts (RFC 2045 section 4)."""
    del part["MIME-Version"]
    return part


def _plain(template: str, context: Mapping[str, Any]) -> str:
    # Names like Tom & Jo's read right in a text: what escapes HTML has no business there.
    return Engine.get_default().get_template(template).render(Context(context, autoescape=False))
