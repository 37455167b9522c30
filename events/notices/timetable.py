"""Which dates a follower's entry shows, and the entry itself."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from tribemeet.plain_text import one_line

from .. import recurrence, when
from ..actions.pattern import date_of
from ..calendar.entry import Entry, PartStat
from ..entries import from_tribe, is_private, place_lines, replies_to
from ..models import Event, Follow, Series
from ..policies import address_visible_to


@dataclass(frozen=True)
class Timetable:
    """The dates of a rule that somebody goes to, and those in between that they do not. Who is shown the
    address at a date is shown it for all."""

    following: Follow
    dates: list[datetime]
    left_out: list[datetime]
    address_seen: bool

    @property
    def pattern(self) -> Event:
        """The first of the dates as the rule has it, without what was changed at single dates. No row."""
        return date_of(self.following.series, self.dates[0])

    def ahead(self, now: datetime) -> list[str]:
        series = self.following.series
        coming = [date for date in self.dates if series.moment(date) > now]
        return [when.short(recurrence.shown(date, series.time_zone), today=now.date()) for date in coming]

    def facts(self) -> dict[str, str]:
        """What the entry says, in words, as in `notices.told.facts`."""
        event, series = self.pattern, self.following.series
        return {
            "title": one_line(event.title),
            "when": rule_sentence(series),
            "where": self.place,
            "host": one_line(series.host.name),
            "description": event.description.strip(),
        }

    @property
    def place(self) -> str:
        event = self.pattern
        return ", ".join(place_lines(event, event.address if self.address_seen else ""))


def timetable_of(following: Follow) -> Timetable:
    """By the rows as they are: a date that is made counts while a seat at it is held by the rule, one that is
    not made yet counts."""
    made = set(following.series.events.values_list("original_start", flat=True))
    entries = following.invites.standing().order_by("event__original_start")
    seated = {invite.event.original_start: invite.event for invite in entries.select_related("event__tribe")}
    by_rule = list(following.dates())
    shown = [date for date in by_rule if date in seated or date not in made]
    left_out = [date for date in by_rule if shown and shown[0] < date < shown[-1] and date not in shown]
    here = next(iter(seated.values()), None)
    seen = here is not None and address_visible_to(following.member, here)
    return Timetable(following, shown, left_out, seen)


def rule_sentence(series: Series) -> str:
    date = date_of(series, series.local_start)
    return recurrence.sentence(series.rule, date.local_end, series.time_zone)


def series_url(series: Series) -> str:
    return settings.PUBLIC_URL + reverse("series", args=[series.pk])


def entry_of_rule(table: Timetable, *, stamp: datetime, partstat: PartStat, asks: bool) -> Entry:
    """The rule as this member's calendar shows it: from their first date to their last."""
    following, event = table.following, table.pattern
    series, organizer = following.series, from_tribe(event, replies_to(following.reply_address))
    return Entry(
        uid=following.uid,
        sequence=following.sequence,
        dtstamp=stamp,
        created=following.created_at,
        last_modified=stamp,
        local_start=table.dates[0],
        local_end=event.local_end,
        time_zone=series.time_zone,
        title=event.title,
        description=event.description,
        place_line=table.place,
        url=series_url(series),
        organizer_name=organizer.name,
        organizer_address=organizer.address,
        attendee_name=following.member.name,
        attendee_address=following.member.email,
        partstat=partstat,
        rsvp_wanted=asks,
        private=is_private(event),
        rrule=recurrence.rrule_text(series.rule, series.moment(table.dates[-1])),
        exdates=tuple(table.left_out),
    )
