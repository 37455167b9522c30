"""A delivered mail as a mail program takes it apart."""

from email.message import EmailMessage
from typing import Any

from icalendar import Calendar

from events import links
from tests.servers import Delivery

from .test_wording import Links

# What some mail program would make a link of
LINKLIKE = [
    "https://evil.example/x", "HTTP://EVIL.EXAMPLE", "www.evil", "WWW.EVIL.COM", "evil.example", "Evil.Com",
    "WWW.e", "bit.LY/abc", "пример.рф", "ana@evil.example",
]  # fmt: skip


def text_of(delivery: Delivery) -> str:
    return body(delivery, "plain")


def html_of(delivery: Delivery) -> str:
    return body(delivery, "html")


def body(delivery: Delivery, subtype: str) -> str:
    part = delivery.message.get_body((subtype,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def calendars_in(delivery: Delivery) -> list[EmailMessage]:
    """The calendar object where clients look for it: in the alternative, and as the attachment."""
    kinds = {"text/calendar", "application/ics"}
    parts = [part for part in delivery.message.walk() if isinstance(part, EmailMessage)]
    return [part for part in parts if part.get_content_type() in kinds]


def event_in(delivery: Delivery) -> tuple[str, Any]:
    """METHOD and the one event, from the two parts that have to agree."""
    inline, attached = calendars_in(delivery)
    assert inline.get_payload(decode=True) == attached.get_payload(decode=True)
    calendar = Calendar.from_ical(inline.get_payload(decode=True))
    assert inline["Content-Type"].params["method"] == calendar["method"]
    (event,) = calendar.walk("VEVENT")
    return str(calendar["method"]), event


def words_of(mail: Delivery) -> str:
    """The text part as one line: where it wraps is no matter here."""
    return " ".join(text_of(mail).split())


def links_in(mail: Delivery) -> set[tuple[str, str]]:
    """What the text leads to, by the last word of the address: /l/token/?answer=going as (purpose, going)."""
    found = {line for line in text_of(mail).splitlines() if "/l/" in line}
    assert found <= Links(html_of(mail)).leads_to
    parts = [line.partition("/l/")[2].partition("/") for line in found]
    return {(links.read(token).purpose, query.partition("=")[2]) for token, _, query in parts}
