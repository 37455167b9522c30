"""One tribe, one meetup and somebody of each role, built once; each row of settings is laid over it and taken
off again. The meetup is a date of a series, of which another date is open to all who see the tribe."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from events import actions as event_actions
from events.actions.pattern import pattern_of
from events.actions.seats import put_in_calendar
from events.models import Event, Rsvp, Series, Slot, Vote
from members import actions
from members.models import Member, Membership, Tribe

from ..cast import EVENING, ZONE, make
from .oracle import ADDRESS, DATELESS, DESCRIPTION, FIRST, NOWHERE, OTHER_TITLE, ROLES, TITLE, Role, Row

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class Reader(Client):
    """A client that looks at the bytes alone: to note each template with its context, as Django's does, takes
    long. It keeps no cookies but those it was given, so that the same question is answered alike."""

    def request(self, **request: Any) -> Any:
        environ = self._base_environ(**request)  # type: ignore[attr-defined]
        response: Any = self.handler(environ)
        response.request = environ
        return response


@dataclass
class Viewer:
    """Somebody with a browser in which they are signed in, and a program of theirs."""

    role: Role
    member: Member | None = None
    browser: Reader = field(default_factory=Reader)
    program: Reader = field(default_factory=Reader)


@dataclass
class World:
    tribe: Tribe
    event: Event
    viewers: dict[str, Viewer]
    names: dict[str, object]

    def member(self, name: str) -> Member:
        member = self.viewers[name].member
        assert member is not None
        return member

    def where(self, *, there: bool) -> dict[str, object]:
        """What stands in addresses; or the same of what does not exist."""
        return (
            self.names if there else dict.fromkeys(self.names, NOWHERE) | {"slug": "z" * len(self.tribe.slug)}
        )

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
    _number_from(FIRST, Event, Series, Slot, Rsvp)
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
    event = _meetup(tribe, viewers)
    names = _names(event, _other_date(event))
    world = World(tribe, event, viewers, names)
    Member.objects.filter(pk=world.member("closed").pk).update(is_active=False)
    return world


def _viewer(role: Role) -> Viewer:
    if not role.bird:
        return Viewer(role)
    member = make(f"{role.name}_", display_name=role.bird)
    viewer = Viewer(role, member)
    viewer.browser.force_login(member, backend=BACKEND)
    _, secret = actions.issue_token(member, name="a test", scope="write")
    viewer.program = Reader(headers={"Authorization": f"Bearer {secret}"})
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


def _other_date(event: Event) -> Event:
    """A week later, in a series that is made of both."""
    series = Series.objects.create(
        tribe=event.tribe, host=event.host, local_start=event.local_start, time_zone=ZONE, count=2,
        lasts=event.local_end - event.local_start, frequency="weekly", details=pattern_of(event),
    )  # fmt: skip
    other = event_actions.propose(
        event.tribe, by=event.host, title=OTHER_TITLE, local_start=EVENING + timedelta(days=7),
        time_zone=ZONE, place="The Other Bar",
    )  # fmt: skip
    for date in (event, other):
        date.series, date.original_start = series, date.local_start
        date.save(update_fields=["series", "original_start"])
    return other


def _names(event: Event, other: Event) -> dict[str, object]:
    rows = {"pk": event, "other": other, "series": other.series, "slot": event.slots.get()}
    invited = event.rsvps.get(status="invited")
    return {name: row.pk for name, row in (rows | {"rsvp": invited}).items()} | {"slug": event.tribe.slug}


def _number_from(number: int, *models: Any) -> None:
    with connection.cursor() as cursor:
        for model in models:
            table = model._meta.db_table
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s, false)", [table, number])


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
