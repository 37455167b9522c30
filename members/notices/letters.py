"""How a notice becomes a mail: one message of the outbox, one member, one wording."""

from email.utils import parseaddr
from typing import Any

from django.conf import settings

from tribemeet import mail
from tribemeet.outbox.models import Message
from tribemeet.outbox.registry import Moot

from ..models import Member


def reachable(member: Member) -> Member:
    """The member, unless there is nobody behind the address any more."""
    if not member.is_active:
        raise Moot("the account is closed")
    return member


def tell(
    message: Message,
    to: mail.Address,
    kind: str,
    context: dict[str, Any],
    *,
    sender: mail.Address | None = None,
    **more: Any,
) -> None:
    """Send the words of `mail/<kind>`; a repeat of the message carries the same Message-ID."""
    words = mail.render(kind, context)
    mail.send(
        mail.Letter(
            to=to,
            sender=sender or house_address(),
            subject=words.subject,
            text=words.text,
            html=words.html,
            message_id=identity(message),
            bounce=f"bounce+{message.name.hex}@{settings.MAIL_DOMAIN}",
            **more,
        )
    )


def identity(message: Message) -> str:
    return f"{message.name}@{settings.MAIL_DOMAIN}"


def house_address() -> mail.Address:
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return mail.Address(address, name)


def address_of(member: Member) -> mail.Address:
    return mail.Address(member.email, member.name)
