"""What a mail tells is what its reader may read: the way only to who may know it, and nobody else's name."""

import pytest

from events import entries
from events import notices as event_notices
from events.models import Event
from members import notices
from tribemeet.outbox import worker
from tribemeet.outbox.models import Message
from tribemeet.outbox.post import post

from ..mail.reading import calendars_in, html_of, text_of
from ..servers import Delivery, MailServer
from .doors import nobody, unlike
from .oracle import ADDRESS, ANSWERED, ROLES, TITLE, Case, Row, rows, status_in
from .world import World, build

REGISTERED = (event_notices, notices)
# What each hears, by the answer that stands
KINDS = {
    "going": "rsvp_settled",
    "waitlisted": "rsvp_settled",
    "offered": "rsvp_offered",
    "pending": "rsvp_pending",
    "invited": "event_invited",
    "released": "rsvp_released",
    "removed": "rsvp_removed",
    "unconfirmed": "guest_asked",
}


@pytest.fixture
def world(db) -> World:
    built = build()
    Message.objects.all().delete()
    return built


def kind_of(case: Case) -> str:
    """What the role is told under the row; nothing is empty."""
    status = status_in(case.row, case.role)
    match case.row.state:
        case "scheduled" | "full":
            return KINDS.get(status, "")
        case "cancelled":
            return "event_cancelled" if status in ANSWERED else ""
        case "proposed":
            return "event_invited" if status == "invited" else ""
        case "lapsed":
            return "proposal_lapsed" if case.role.voted and status != "removed" else ""
    return ""


def promise(world: World, event: Event, case: Case) -> None:
    member = world.member(case.role.name)
    rsvp = event.rsvps.filter(member=member).first()
    step = {"rsvp_id": rsvp.pk, "step": rsvp.settled_revision} if rsvp else {}
    more = {"event_id": event.pk, "member_id": member.pk, "answer": "going"}
    post(kind_of(case), f"matrix:{member.pk}", expires_at=event.starts_at, **step | more)


def content(mail: Delivery) -> str:
    calendars = [part.get_payload(decode=True).decode() for part in calendars_in(mail)]
    whole = [str(mail.message["Subject"]), text_of(mail), html_of(mail), *calendars]
    return "\n".join(whole).replace("\r\n ", "")


def mailed(world: World, row: Row, smtp: MailServer) -> dict[str, list[str]]:
    """By role, what is wrong with the one mail that they get."""
    cases = [case for role in ROLES if role.bird and kind_of(case := Case(role, row))]
    smtp.deliveries = []
    with world.under(row) as event:
        for case in cases:
            promise(world, event, case)
        worker.keep_due()
    return {case.role.name: _faults(case, world, smtp) for case in cases}


def _faults(case: Case, world: World, smtp: MailServer) -> list[str]:
    mails = [mail for mail in smtp.deliveries if mail.recipients == [world.member(case.role.name).email]]
    if len(mails) != (0 if case.role.closed else 1):
        return [f"{len(mails)} mails"]
    wanted = nobody(case) | {TITLE: True, ADDRESS: case.reads_address}
    if case.reads_address and (case.status == "invited" or case.row.state == "lapsed"):
        # who is only invited is mailed as little as invites them, and a meetup that is off is nowhere
        del wanted[ADDRESS]
    return [fault for mail in mails for fault in unlike(content(mail), wanted)]


@pytest.mark.thorough
def test_mails_tell_what_their_readers_may_read(world, smtp):
    found = {(str(row), name): faults for row in rows() for name, faults in mailed(world, row, smtp).items()}
    assert {cell: faults for cell, faults in found.items() if faults} == {}
    assert len(found) >= 100


def test_the_matrix_notices_a_mail_that_tells_all_the_way(world, smtp, monkeypatch):
    monkeypatch.setattr(entries, "address_visible_to", lambda *_: True)
    row = Row("scheduled", "public", "public", "everyone", "going")
    assert f"shows {ADDRESS}" in mailed(world, row, smtp)["removed"]
