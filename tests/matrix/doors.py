"""Every door through which a meetup could be read: what it answers to one person, and what must be in it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from events.links import url
from events.models import Event

from ..refusals import Said, said
from .oracle import ADDRESS, DESCRIPTION, TITLE, WAY, Case, others
from .world import Viewer, World

# What must stand in an answer (True), must not (False), or may (left out)
Wanted = dict[str, bool]
# What is said of a meetup that does not exist, by door and person: asked once
Nowhere = dict[tuple[str, str], Said]
OK, LEADS_ON, TO_SIGN_IN, NO_TOKEN, FORBIDDEN, GONE = 200, 302, 302, 401, 403, 404


@dataclass(frozen=True)
class Door:
    """`opens` says how it answers the case, `holds` what an open one then holds, `open` how that answers."""

    path: str
    opens: Callable[[Case], int]
    holds: Callable[[Case], Wanted]
    # the names of addresses that it stands for (see tests/house/test_doors.py)
    stands_for: tuple[str, ...] = ()
    by_program: bool = False
    open: int = OK

    def ask(self, world: World, viewer: Viewer, *, there: bool = True) -> Any:
        client = viewer.program if self.by_program else viewer.browser
        return client.get(self.path.format(**world.where(there=there)))


def seen(case: Case) -> int:
    return OK if case.sees else GONE


def for_hosts(case: Case) -> int:
    """A file that is for hosts is to others not there."""
    return OK if case.hosts else GONE


def hosts_page(case: Case) -> int:
    if not case.signed_in:
        return TO_SIGN_IN
    return OK if case.hosts else FORBIDDEN if case.sees else GONE


def by_link(case: Case) -> int:
    """Of a mail that was theirs; who has no account got none."""
    return seen(case) if case.signed_in else GONE


def with_token(case: Case) -> int:
    """Reading needs no token, but one that opens nothing is refused."""
    return NO_TOKEN if case.role.closed else seen(case)


def own(case: Case) -> int:
    return with_token(case) if case.signed_in else NO_TOKEN


def names(case: Case, *, all_of_them: bool = False) -> Wanted:
    """Nobody is named whom one may not read; with `all_of_them` everybody else is."""
    readable = {other.bird: case.may_read(other) for other in others(case)}
    return {bird: may for bird, may in readable.items() if all_of_them or not may}


def page(case: Case) -> Wanted:
    return names(case) | {TITLE: True, DESCRIPTION: True, ADDRESS: case.reads_address} | going(case)


def of_hosts(case: Case) -> Wanted:
    """Members of the tribe stand there as people who could host along."""
    members = {other.bird for other in others(case) if other.belongs}
    return {bird: may for bird, may in names(case).items() if bird not in members}


def mailed(case: Case) -> Wanted:
    return nobody(case) | {TITLE: True, ADDRESS: case.reads_address}


def live(case: Case) -> Wanted:
    return names(case) | {ADDRESS: case.reads_address} | going(case)


def going(case: Case) -> Wanted:
    """Who comes is on the page of whoever may read the list."""
    birds = {"Gannet": "going", "Grebe": "going_member"}
    dated = case.row.state not in ("proposed", "lapsed")
    return {bird: case.reads_list for bird, role in birds.items() if dated and case.role.name != role}


def answers(case: Case) -> Wanted:
    """Answers, not votes."""
    votes = {other.bird for other in others(case) if other.voted and other.status == ""}
    found = {bird: may for bird, may in names(case, all_of_them=True).items() if bird not in votes}
    dateless = case.row.state in ("proposed", "lapsed")
    return {bird: may for bird, may in found.items() if not (dateless and may)} | dict.fromkeys(votes, False)


def one(case: Case) -> Wanted:
    return nobody(case) | {TITLE: True, DESCRIPTION: True, ADDRESS: case.reads_address}


def nobody(case: Case) -> Wanted:
    return {other.bird: False for other in others(case)}


def outsiders(case: Case) -> Wanted:
    """On the page of the tribe its members may be named, as members."""
    return {other.bird: False for other in others(case) if not other.tribe}


def listed(case: Case) -> Wanted:
    return nobody(case) | {TITLE: case.lists, ADDRESS: case.lists and case.reads_address}


def never(case: Case) -> Wanted:
    return {TITLE: False, DESCRIPTION: False, ADDRESS: False}


def of_tribe(case: Case) -> Wanted:
    dated = case.row.state != "lapsed"
    title = {TITLE: case.finds} if dated or not case.finds else {}
    return outsiders(case) | title | {ADDRESS: False}


def feed(case: Case) -> Wanted:
    shown = case.row.visibility == "public" and case.row.state not in ("proposed", "lapsed")
    everyone = case.row.address == "everyone"
    return nobody(case) | {TITLE: shown, ADDRESS: shown and everyone}


def in_series(case: Case) -> int:
    return OK if case.sees_other or case.finds else GONE


def in_series_by_token(case: Case) -> int:
    return NO_TOKEN if case.role.closed else in_series(case)


def next_date(case: Case) -> Wanted:
    """To those who see no other date the way leads to this one, over or not."""
    return never(case) | {WAY: case.is_next or not case.sees_other}


def beside_another(case: Case) -> Wanted:
    return nobody(case) | never(case) | {WAY: case.is_next}


def dates(case: Case) -> Wanted:
    return nobody(case) | never(case) | {TITLE: case.finds and case.row.state != "past"}


def home(case: Case) -> Wanted:
    return outsiders(case) | {ADDRESS: False} | ({} if case.lists else {TITLE: False})


def mine(case: Case) -> Wanted:
    expects = case.status in ("going", "maybe", "waitlisted", "offered", "pending")
    return nobody(case) | {TITLE: expects and case.row.state != "lapsed"}


def agenda(case: Case) -> Wanted:
    upcoming = {} if case.row.state == "past" and mine(case)[TITLE] else mine(case)
    return upcoming | {ADDRESS: False}


def mine_by_program(case: Case) -> Wanted:
    shown = mine(case)
    return shown | {ADDRESS: shown[TITLE] and case.reads_address}


def always(case: Case) -> int:
    return OK


def any_token(case: Case) -> int:
    return NO_TOKEN if case.role.closed else OK


def own_token(case: Case) -> int:
    return OK if case.signed_in else NO_TOKEN


class MailedLink(Door):
    """The link of a mail stands for the one whom it was mailed to, whoever opens it."""

    file = ""

    def ask(self, world: World, viewer: Viewer, *, there: bool = True) -> Any:
        event = Event.objects.get(pk=world.event.pk)
        if viewer.member is None or not there:
            return viewer.browser.get(f"/l/a1-1.abc.def/{self.file}")
        path = url("answer", event, viewer.member).partition("/l/")[2]
        return viewer.browser.get(f"/l/{path}{self.file}")


class MailedFile(MailedLink):
    """The calendar file of the same link."""

    file = "event.ics"


API = "/api/v1/events"
DOORS = {
    "page": Door("/events/{pk}/", seen, page, ("event",)),
    "live": Door("/events/{pk}/live/", seen, live, ("event_live",)),
    "calendar file": Door("/events/{pk}/event.ics", seen, one, ("event_ics",)),
    "attendees file": Door("/events/{pk}/attendees.csv", for_hosts, answers, ("event_attendees_csv",)),
    "hosts": Door("/events/{pk}/hosts/", hosts_page, of_hosts, ("event_hosts",)),
    "edit": Door("/events/{pk}/edit/", hosts_page, lambda _: {}, ("event_edit",)),
    "tribe": Door(
        "/tribes/{slug}/", lambda case: OK if case.knows_tribe else GONE, of_tribe, ("tribe",)
    ),
    "tribe's calendar": Door(
        "/tribes/{slug}/calendar.ics", lambda case: OK if case.row.tribe == "public" else GONE, feed,
        ("tribe_ics",),
    ),
    "mailed link": MailedLink("/l/{pk}", by_link, mailed, ("link",)),
    "mailed file": MailedFile("/l/{pk}/event.ics", by_link, one, ("link_ics",)),
    "series": Door("/series/{series}/", in_series, next_date, ("series",), open=LEADS_ON),
    "another date": Door("/events/{other}/", lambda case: OK if case.sees_other else GONE, beside_another),
    "home": Door("/", always, home, ("home",)),
    "agenda": Door("/agenda/", lambda case: OK if case.signed_in else TO_SIGN_IN, agenda, ("agenda",)),
    "api: event": Door(f"{API}/{{pk}}", with_token, one, ("api:event",), by_program=True),
    "api: attendees": Door(
        f"{API}/{{pk}}/attendees?page_size=100", with_token, answers, ("api:attendees",), by_program=True
    ),
    "api: slots": Door(f"{API}/{{pk}}/slots", with_token, nobody, ("api:slots",), by_program=True),
    "api: again": Door(f"{API}/{{pk}}/again", with_token, one, ("api:event_again",), by_program=True),
    "api: answer": Door(f"{API}/{{pk}}/rsvp", own, nobody, ("api:rsvp",), by_program=True),
    "api: series": Door(
        "/api/v1/series/{series}", in_series_by_token, dates, ("api:series",), by_program=True
    ),
    "api: list": Door(f"{API}?page_size=100", any_token, listed, ("api:events",), by_program=True),
    "api: search": Door(f"{API}?q={TITLE}", any_token, listed, by_program=True),
    "api: search by address": Door(f"{API}?q={ADDRESS}", any_token, never, by_program=True),
    "api: mine": Door("/api/v1/me/events", own_token, mine_by_program, ("api:my_events",), by_program=True),
}  # fmt: skip


def faults(door: Door, world: World, viewer: Viewer, case: Case, nowhere: Nowhere) -> list[str]:
    """In what the door's answer to this person differs from what it should be."""
    answer, opens = door.ask(world, viewer), door.opens(case)
    status = door.open if opens == OK else opens
    if answer.status_code != status:
        return [f"answered {answer.status_code}, not {status}"]
    if opens == OK:
        return unlike(told(answer), door.holds(case))
    if opens == FORBIDDEN:
        return unlike(told(answer), nobody(case))
    key = (door.path, viewer.role.name)
    if key not in nowhere:
        nowhere[key] = said(door.ask(world, viewer, there=False))
    alike = [] if said(answer) == nowhere[key] else ["unlike what is not there"]
    return unlike(told(answer), never(case)) + alike


def told(answer: Any) -> str:
    """Its body and its headers, as far as they are not of its own address."""
    content: bytes = answer.getvalue().replace(b"\r\n ", b"")
    return "\n".join([content.decode(), *answer.headers.values()])


def unlike(text: str, wanted: Wanted) -> list[str]:
    return [
        f"{'misses' if should else 'shows'} {canary}"
        for canary, should in wanted.items()
        if (canary in text) != should
    ]
