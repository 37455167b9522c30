"""One tribe, one meetup and somebody of each role, built once; each row of settings is laid over it and taken
off again."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.test import Client
from django.utils import timezone

from events import actions as event_actions
from events.actions.seats import put_in_calendar
from events.models import Event, Rsvp, Slot, Vote
from members import actions
from members.models import Member, Membership, Tribe

from ..cast import EVENING, ZONE, make
from .oracle import ADDRESS, DATELESS, DESCRIPTION, ROLES, TITLE, Role, Row

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass
class Viewer:
    """Somebody with a browser in which they are signed in, and a program of theirs."""

    role: Role
    member: Member | None = None
    browser: Client = field(default_factory=Client)
    program: Client = field(default_factory=Client)


@dataclass
class World:
    tribe: Tribe
    event: Event
    viewers: dict[str, Viewer]

    def member(self, name: str) -> Member:
        member = self.viewers[name].member
        assert member is not None
        return member

    @contextmanager
    def under(self, row: Row) -> Iterator[Event]:
        with transaction.atomic():
            self._lay(row)
            yield Event.objects.get(pk=self.event.pk)
            transaction.set_rollback(True)

    def _lay(self, row: Row) -> None:
        Tribe.objects.filter(pk=self.tribe.pk).update(visibility=row.tribe)
        if row.state in DATELESS:
            Rsvp.objects.filter(event=self.event).exclude(status__in=("", "invited", "removed")).delete()
        Event.objects.filter(pk=self.event.pk).update(
            visibility=row.visibility,
            attendees_shown_to=row.attendees,
            address_shown_to=row.address,
            **_state(row.state, self.event),
        )


def _state(state: str, event: Event) -> dict[str, object]:
    if state == "past":
        ended = timezone.now() - timedelta(days=2)
        return {
            "starts_at": ended - timedelta(hours=2),
            "ends_at": ended,
            "local_start": _wall(ended, 2),
            "local_end": _wall(ended),
        }
    if state == "full":
        return {"capacity": event.seats_taken}
    if state in DATELESS:
        decided = event.starts_at - timedelta(days=1)
        return {"status": state, "decide_by": decided, "seats_taken": 0, "next_reminder_at": None}
    if state == "cancelled":
        return {"status": state, "next_reminder_at": None}
    return {}


def _wall(moment: datetime, hours_before: int = 0) -> datetime:
    return (moment - timedelta(hours=hours_before)).replace(tzinfo=None, microsecond=0)


def build() -> World:
    viewers = {role.name: _viewer(role) for role in ROLES}
    owner = viewers["owner"].member
    assert owner is not None
    tribe = actions.found_tribe(by=owner, hashtag="Birders", name="Birders", time_zone=ZONE)
    tribe.admission = Tribe.Admission.APPROVAL
    tribe.save()
    for viewer in viewers.values():
        _join(tribe, viewer)
    elsewhere = viewers["elsewhere"].member
    assert elsewhere is not None
    actions.found_tribe(by=elsewhere, hashtag="Elsewhere", name="Elsewhere", time_zone=ZONE)
    world = World(tribe, _meetup(tribe, viewers), viewers)
    Member.objects.filter(pk=world.member("closed").pk).update(is_active=False)
    return world


def _viewer(role: Role) -> Viewer:
    if not role.bird:
        return Viewer(role)
    member = make(f"{role.name}_", display_name=role.bird)
    viewer = Viewer(role, member)
    viewer.browser.force_login(member, backend=BACKEND)
    _, secret = actions.issue_token(member, name="a test", scope="write")
    viewer.program = Client(headers={"Authorization": f"Bearer {secret}"})
    return viewer


def _join(tribe: Tribe, viewer: Viewer) -> None:
    role = viewer.role
    if viewer.member is None or role.tribe in ("", "owner"):
        return
    Membership.objects.create(
        tribe=tribe,
        member=viewer.member,
        role="organiser" if role.tribe == "organiser" else "member",
        status="requested" if role.tribe == "asking" else "active",
    )


def _meetup(tribe: Tribe, viewers: dict[str, Viewer]) -> Event:
    host = viewers["host"].member
    assert host is not None
    event = event_actions.propose(
        tribe, by=host, title=TITLE, description=DESCRIPTION, place="The Long Bar", address=f"12 {ADDRESS}",
        local_start=EVENING, time_zone=ZONE,
    )  # fmt: skip
    slot = Slot.objects.create(
        event=event, local_start=event.local_start, local_end=event.local_end,
        starts_at=event.starts_at, ends_at=event.ends_at,
    )  # fmt: skip
    for number, viewer in enumerate(viewers.values(), start=1):
        _take_part(event, slot, viewer, number)
    going = event.rsvps.filter(status__in=("going", "offered", "unconfirmed")).count()
    Event.objects.filter(pk=event.pk).update(seats_taken=going, queue_tickets=1)
    event.refresh_from_db()
    return event


def _take_part(event: Event, slot: Slot, viewer: Viewer, number: int) -> None:
    role, member = viewer.role, viewer.member
    if member is None:
        return
    if role.name == "cohost":
        event.cohosts.add(member)
    if role.voted:
        Vote.objects.create(slot=slot, member=member, choice="no", ticket=number)
    if (role.status or role.hidden) and role.name != "host":
        held = role.status in ("offered", "unconfirmed")
        rsvp = Rsvp.objects.create(
            event=event, member=member, status=role.status, hidden=role.hidden,
            queue_ticket=1 if role.status == "waitlisted" else None,
            held_until=timezone.now() + timedelta(minutes=20) if held else None,
        )  # fmt: skip
        if role.status == "going":
            put_in_calendar(event, rsvp)
