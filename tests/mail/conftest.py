"""A mail server of our own per test, so that what is asserted has been through SMTP."""

from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller


@dataclass(frozen=True)
class Delivered:
    sender: str
    recipients: list[str]
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.raw, policy=policy.default)  # type: ignore[return-value] # default makes those

    @property
    def text(self) -> str:
        return self.message.get_body(("plain",)).get_content().replace("\r\n", "\n")  # type: ignore[union-attr] # every mail has one

    @property
    def html(self) -> str:
        return self.message.get_body(("html",)).get_content().replace("\r\n", "\n")  # type: ignore[union-attr]

    @property
    def calendars(self) -> list[EmailMessage]:
        """The calendar object where clients look for it: in the alternative and as the attachment."""
        kinds = {"text/calendar", "application/ics"}
        return [part for part in self.message.walk() if part.get_content_type() in kinds]  # type: ignore[misc]


@dataclass
class PostOffice:
    mails: list[Delivered] = field(default_factory=list)
    connections: int = 0

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802 - aiosmtpd's name
        session.host_name = hostname
        self.connections += 1
        return responses

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.mails.append(Delivered(envelope.mail_from, envelope.rcpt_tos, envelope.original_content))
        return "250 kept"

    # A method: the server reads every attribute of its handler as it starts.
    def only(self) -> Delivered:
        (mail,) = self.mails
        return mail


class Server(Controller):
    def _trigger_server(self):
        # It knocks at the port it was asked for; asked for any, it has to look which one it was given.
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@pytest.fixture
def post_office(settings):
    office = PostOffice()
    server = Server(office, hostname="127.0.0.1", port=0)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.hostname, server.port
    yield office
    server.stop()
