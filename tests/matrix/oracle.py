"""Who may see what, said a second time: sentences about roles and settings, without a look at the code that
they judge. Where the two disagree, one of them is wrong."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

# A canary each: a word that stands in one place only, so that whoever reads it was shown that place.
TITLE, DESCRIPTION, ADDRESS = "Kestrelnight", "Lapwingtalk", "Plovergate"
# the title of another date of the same series, which is public
OTHER_TITLE = "Sandpiperday"
# Rows are numbered from here on, so that all numbers have one length, that of one which nobody has too
FIRST, NOWHERE = 1_000_001, 9_000_001
# the way to the meetup
WAY = f"/events/{FIRST}/"


@dataclass(frozen=True)
class Role:
    """What somebody is to the tribe and to the meetup; `bird` is the name that others may or may not read."""

    name: str
    bird: str = ""
    # what they are in the tribe: member, organiser, owner, or asking to be let in
    tribe: str = ""
    # what they answered, or what hosts did
    status: str = ""
    hosts: bool = False
    voted: bool = False
    hidden: bool = False
    closed: bool = False

    @property
    def belongs(self) -> bool:
        return self.tribe in ("member", "organiser", "owner")


ROLES = [
    Role("anonymous"),
    Role("stranger", "Stork"),
    Role("elsewhere", "Egret"),
    Role("asking", "Avocet", tribe="asking"),
    Role("member", "Magpie", tribe="member"),
    Role("organiser", "Osprey", tribe="organiser", hosts=True),
    Role("owner", "Owlet", tribe="owner", hosts=True),
    Role("host", "Hoopoe", tribe="member", status="going", hosts=True),
    Role("cohost", "Coot", hosts=True),
    Role("going", "Gannet", status="going"),
    Role("going_member", "Grebe", tribe="member", status="going"),
    Role("hidden", "Heron", status="going", hidden=True),
    Role("maybe", "Merlin", status="maybe"),
    Role("waitlisted", "Warbler", status="waitlisted"),
    Role("offered", "Ouzel", status="offered"),
    Role("pending", "Petrel", status="pending"),
    Role("invited", "Ibis", status="invited"),
    Role("released", "Redpoll", status="released"),
    Role("declined", "Dunnock", status="declined"),
    Role("removed", "Raven", status="removed"),
    Role("unconfirmed", "Godwit", status="unconfirmed"),
    Role("voter", "Vulture", voted=True),
    Role("hidden_voter", "Vireo", voted=True, hidden=True),
    Role("removed_voter", "Veery", status="removed", voted=True),
    Role("closed", "Curlew", tribe="member", status="going", closed=True),
]
STATES = ["scheduled", "proposed", "past", "full", "cancelled", "lapsed"]
VISIBILITY = ["public", "unlisted", "tribe", "invited"]
TRIBES = ["public", "unlisted", "private"]
ATTENDEES = ["everyone", "members", "going", "hosts"]
ADDRESSES = ["everyone", "members", "going"]
# Without a date nobody has a seat, and all that stands is whom hosts asked or took off.
DATELESS = ("proposed", "lapsed")
ANSWERED = ("going", "maybe", "waitlisted", "offered", "pending")


@dataclass(frozen=True)
class Row:
    """One meetup in one state, under one choice of settings."""

    state: str
    visibility: str
    tribe: str
    attendees: str
    address: str

    def __str__(self) -> str:
        return f"{self.state}, {self.visibility} in a {self.tribe} tribe, {self.attendees}/{self.address}"


def rows() -> list[Row]:
    """Every visibility with every state, tribe and choice of list and address."""
    return [
        Row(
            STATES[(2 * t + j + v) % 6],
            visibility,
            tribe,
            ATTENDEES[(v + t + 2 * j) % 4],
            ADDRESSES[(v + 2 * t + j) % 3],
        )
        for (v, visibility), (t, tribe), j in product(enumerate(VISIBILITY), enumerate(TRIBES), range(2))
    ]


@dataclass(frozen=True)
class Case:
    """Somebody before one meetup."""

    role: Role
    row: Row

    @property
    def signed_in(self) -> bool:
        return self.role.name != "anonymous" and not self.role.closed

    @property
    def status(self) -> str:
        return status_in(self.row, self.role) if self.signed_in else ""

    @property
    def belongs(self) -> bool:
        return self.signed_in and self.role.belongs

    @property
    def hosts(self) -> bool:
        return self.signed_in and self.role.hosts

    @property
    def concerned(self) -> bool:
        """Who hosts, was asked, answered or voted opens the page, however few may; who said no, or was
        taken off, does not."""
        voted = self.signed_in and self.role.voted and self.status != "removed"
        return self.hosts or voted or self.status in (*ANSWERED, "invited", "released")

    @property
    def sees(self) -> bool:
        if self.concerned:
            return True
        if self.row.visibility in ("public", "unlisted") and self.row.tribe != "private":
            return True
        return self.belongs and self.row.visibility != "invited"

    @property
    def finds(self) -> bool:
        """It is in lists: unlisted meetups are only for those whom they concern."""
        return self.sees and (self.row.visibility != "unlisted" or self.concerned)

    @property
    def lists(self) -> bool:
        """Lists of all tribes hold the public ones and one's own."""
        return self.finds and (self.row.tribe == "public" or self.belongs)

    @property
    def is_next(self) -> bool:
        """It is named as a date to come, where those of its series are."""
        return self.finds and self.row.state not in ("past", "cancelled", "lapsed")

    @property
    def sees_other(self) -> bool:
        """The other date of the series is open to whom the tribe is."""
        return self.row.tribe != "private" or self.belongs

    @property
    def knows_tribe(self) -> bool:
        return self.row.tribe != "private" or (self.signed_in and self.role.tribe != "")

    @property
    def reads_address(self) -> bool:
        if not self.sees:
            return False
        if self.row.address == "everyone" or self.hosts or self.status == "going":
            return True
        return self.row.address == "members" and self.belongs

    @property
    def reads_list(self) -> bool:
        if not self.sees:
            return False
        if self.hosts or self.row.attendees == "everyone":
            return True
        if self.row.attendees == "members":
            return self.belongs
        return self.row.attendees == "going" and self.status == "going"

    def may_read(self, other: Role) -> bool:
        """The answer of somebody else by name."""
        status = status_in(self.row, other)
        if not self.sees or not (status or other.voted):
            return False
        if self.hosts:
            return True
        if not self.reads_list or other.hidden or other.closed:
            return False
        return status in ("going", "maybe", "waitlisted", "offered") or (other.voted and status != "removed")


def status_in(row: Row, role: Role) -> str:
    if row.state in DATELESS and role.status not in ("invited", "removed"):
        return ""
    return role.status


def others(case: Case) -> Iterator[Role]:
    """Those with an answer or a vote whose name is none that stands on every page: not one's own, nor a
    host's."""
    for other in ROLES:
        if other != case.role and other.bird and not other.hosts and (other.status or other.voted):
            yield other
