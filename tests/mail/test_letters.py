"""The shape of a delivered mail, read with the standard library's parser."""

import base64
from dataclasses import replace
from email import message_from_bytes
from email.header import decode_header, make_header
from email.utils import getaddresses, parseaddr, parsedate_to_datetime

import pytest
from django.core.mail import get_connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.calendar.write import cancellation, request
from tests.calendar.entries import entry
from tribemeet.mail import Address, CalendarPart, Letter, build, send

from .reading import calendars_in, html_of, text_of

LETTER = Letter(
    to=Address("ana@example.org", "Ana"),
    sender=Address("rsvp+k2v4abcdefghijklmnopqrstuv@tribemeet.example", "UsGuys (Tribemeet)"),
    subject="You're going: Käsespätzle 🧀, Sat 14 Mar 19:00",
    text="You're going.\n\nFrom here on: ä, 🧀.\n.\nhttps://tribemeet.example/events/1/\n",
    html="<p>You're going: ä, 🧀.</p>" + "<p>A long line.</p>" * 200,
    message_id="0b2c@tribemeet.example",
    bounce="bounce+77@tribemeet.example",
)
INVITE = replace(LETTER, calendar=CalendarPart(request(entry(title="Käsespätzle 🧀")), "REQUEST"))


def test_an_invite_is_mixed_of_alternatives_and_an_attachment(smtp):
    send(INVITE)
    assert [part.get_content_type() for part in smtp.only().message.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]


def test_a_mail_without_a_calendar_is_a_plain_alternative(smtp):
    send(LETTER)
    types = [part.get_content_type() for part in smtp.only().message.walk()]
    assert types == ["multipart/alternative", "text/plain", "text/html"]


def test_both_calendar_parts_hold_the_same_bytes_in_base64(smtp):
    send(INVITE)
    inline, attached = calendars_in(smtp.only())
    assert inline["Content-Transfer-Encoding"] == attached["Content-Transfer-Encoding"] == "base64"
    for part in (inline, attached):
        assert base64.b64decode(part.get_payload()) == INVITE.calendar.content


def test_the_inline_part_names_method_component_and_one_charset(smtp):
    send(INVITE)
    inline, attached = calendars_in(smtp.only())
    assert dict(inline["Content-Type"].params) == {
        "charset": "UTF-8",
        "method": "REQUEST",
        "component": "VEVENT",
    }
    assert str(inline["Content-Type"]).lower().count("charset") == 1
    assert inline["Content-Disposition"] is None
    assert attached.get_content_disposition() == "attachment"
    assert attached.get_filename() == attached["Content-Type"].params["name"] == "invite.ics"


def test_the_header_says_the_method_of_the_body(smtp):
    send(replace(INVITE, calendar=CalendarPart(cancellation(entry(), whole_event=True), "CANCEL")))
    inline, _ = calendars_in(smtp.only())
    assert inline["Content-Type"].params["method"] == "CANCEL"
    assert b"METHOD:CANCEL" in inline.get_payload(decode=True)


def test_text_and_html_arrive_as_written(smtp):
    send(LETTER)
    assert text_of(smtp.only()) == LETTER.text
    assert html_of(smtp.only()).strip() == LETTER.html
    encodings = {part["Content-Transfer-Encoding"] for part in smtp.only().message.iter_parts()}
    assert encodings == {"quoted-printable"}
    assert max(map(len, smtp.only().raw.split(b"\r\n"))) <= 80


def test_headers_name_sender_recipient_and_identity(smtp):
    send(replace(INVITE, references=("first@tribemeet.example",)))
    message = smtp.only().message
    assert message["From"].addresses[0].addr_spec == LETTER.sender.address
    assert message["From"].addresses[0].display_name == "UsGuys (Tribemeet)"
    assert message["To"].addresses[0].addr_spec == "ana@example.org"
    assert message["Subject"] == LETTER.subject
    assert message["Message-ID"] == "<0b2c@tribemeet.example>"
    assert message["References"] == message["In-Reply-To"] == "<first@tribemeet.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Reply-To"] is None
    assert parsedate_to_datetime(message["Date"]).tzinfo is not None
    assert message.get_all("MIME-Version") == ["1.0"]


def test_bounces_go_to_the_envelope_sender(smtp):
    send(INVITE)
    assert smtp.only().sender == "bounce+77@tribemeet.example"
    assert smtp.only().recipients == ["ana@example.org"]


def test_several_letters_can_share_one_connection(smtp):
    with get_connection() as connection:
        open_one = connection.connection  # type: ignore[attr-defined]
        send(LETTER, connection)
        send(INVITE, connection)
        assert connection.connection is open_one  # type: ignore[attr-defined]
    assert len(smtp.deliveries) == 2


HEADERS = {
    "Subject",
    "From",
    "To",
    "Message-ID",
    "Auto-Submitted",
    "X-Auto-Response-Suppress",
    "MIME-Version",
}


@pytest.mark.parametrize(
    "payload",
    [
        "x\r\nBcc: eve@evil.example",
        "x\nBcc: eve@evil.example",
        "x\r\n\r\n<html>",
        "x\x00\x0b\x0cBcc: eve@evil.example",
        "x\u2028Bcc: eve@evil.example",
        'x" <eve@evil.example>, "y',
        "eve@evil.example, x",
        "=?utf-8?q?x=0D=0ABcc:_eve?=",
        pytest.param("ä\r\nBcc: eve@evil.example" + "ü" * 90, id="folded"),
    ],
)
def test_typed_text_never_becomes_a_header_or_a_recipient(payload, smtp):
    send(
        replace(
            LETTER,
            subject=payload,
            to=Address("ana@example.org", payload),
            sender=LETTER.sender._replace(name=payload),
        )
    )
    message = smtp.only().message
    assert message["Bcc"] is None
    assert set(message.keys()) - {"Content-Type", "Date"} == HEADERS
    assert [address.addr_spec for address in message["To"].addresses] == ["ana@example.org"]
    assert [address.addr_spec for address in message["From"].addresses] == [LETTER.sender.address]
    assert smtp.only().recipients == ["ana@example.org"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(st.text(max_size=120))
def test_no_text_at_all_breaks_out_of_its_header(text):
    mail = build(replace(LETTER, subject=text, to=Address("ana@example.org", text))).message().as_bytes()
    head = mail.partition(b"\r\n\r\n")[0].decode("ascii")
    names = [line.partition(":")[0] for line in head.split("\r\n") if line[0] not in " \t"]
    assert set(names) - {"Content-Type", "Date"} <= HEADERS
    unfolded = head.replace("\r\n ", " ")
    to = next(line for line in unfolded.split("\r\n") if line.startswith("To:"))
    assert [address for _, address in getaddresses([to[3:]])] == ["ana@example.org"]


def test_an_emoji_name_is_shown_as_typed(smtp):
    name = "Zoë “the fox” Müller, Jr. 🦊 of the far, far north; and south"
    send(replace(LETTER, to=Address("ana@example.org", name)))
    header, _ = parseaddr(message_from_bytes(smtp.only().raw)["To"])
    assert str(make_header(decode_header(header))) == name
