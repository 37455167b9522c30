"""What a calendar object says, free of models: the one input of the writer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Status = Literal["CONFIRMED", "TENTATIVE", "CANCELLED"]
PartStat = Literal["NEEDS-ACTION", "ACCEPTED", "DECLINED", "TENTATIVE"]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One meetup as one member's calendar shows it; `local_*` are naive wall clock in `time_zone`."""

    uid: str
    sequence: int
    dtstamp: datetime
    local_start: datetime
    local_end: datetime
    time_zone: str
    # dates and not hours: from midnight to the midnight after the last day
    all_day: bool = False
    title: str
    description: str = ""
    place_line: str = ""
    url: str = ""
    created: datetime | None = None
    last_modified: datetime | None = None
    organizer_name: str = ""
    organizer_address: str = ""
    attendee_name: str = ""
    attendee_address: str = ""
    partstat: PartStat = "NEEDS-ACTION"
    rsvp_wanted: bool = True
    status: Status | None = "CONFIRMED"
    private: bool = False
    # of an entry that repeats: the rule, and dates by it that are not in this calendar
    rrule: str = ""
    exdates: tuple[datetime, ...] = ()
    # of one date of it: which, by the clock of the rule's own zone
    recurrence_id: datetime | None = None
    rule_zone: str = ""
