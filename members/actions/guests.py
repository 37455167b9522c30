"""People who answer without an account. An address that somebody typed proves nothing: it finds a member, or
makes a guest, and never changes what there is."""

import re
import secrets

from tribemeet.errors import Invalid
from tribemeet.plain_text import one_line, without_links

from ..models import Member
from .checks import tidy
from .members import make_member

# Mails and calendar entries name the address as it is, so it is one that every program can read.
ADDRESS = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~.-]+@[a-z0-9.-]+")
LONGEST_NAME = 60


def member_behind(email: str, name: str, *, time_zone: str = "UTC") -> Member:
    """Whom mail to this address reaches: its member, whatever their state, else a guest of this name, who is
    taken to live where they are going."""
    email, name = _plain_address(email), plain_name(name)
    return _owner(email) or _new_guest(email, name, time_zone)


def plain_name(typed: str) -> str:
    """A name fit for a mail to an address that nobody has proved yet: one short line, and no link in it."""
    name = one_line(tidy(without_links(one_line(typed), " ")))
    if not name:
        raise Invalid(fields={"name": "Tell your name, without links or addresses."})
    if len(name) > LONGEST_NAME:
        raise Invalid(fields={"name": f"A name has {LONGEST_NAME} characters at most."})
    return name


def _plain_address(typed: str) -> str:
    email = typed.strip().lower()
    if not ADDRESS.fullmatch(email):
        raise Invalid(fields={"email": "Enter a mail address such as ana@example.org."})
    return email


def _owner(email: str) -> Member | None:
    """Proved addresses first: who typed another's into a sign-up that was never finished does not get it."""
    proved = Member.objects.filter(emailaddress__email=email, emailaddress__verified=True)
    return proved.first() or Member.objects.filter(email=email).first()


def _new_guest(email: str, name: str, zone: str) -> Member:
    handle = f"guest_{secrets.token_hex(8)}"
    try:
        return make_member(handle=handle, email=email, display_name=name, time_zone=zone, is_guest=True)
    except Invalid:
        # Somebody else typed the same address a moment ago
        owner = _owner(email)
        if owner is None:
            raise
        return owner
