"""What is heard of a meetup that repeats by who goes to all of it: one invite with the rule, its changes."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from members.notices.letters import address_of, reachable, tell
from tribemeet import mail
from tribemeet.outbox.models import Message
from tribemeet.outbox.registry import Moot, handles

from .. import actions, recurrence, when
from ..calendar.write import cancellation, request
from ..entries import from_tribe, replies_to
from ..models import Event, Follow, Rsvp
from .timetable import Timetable, entry_of_rule, series_url, timetable_of
from .told import LABELS, by_rule, changes, facts
from .words import words_for

DATES_NAMED = 5


@dataclass(frozen=True)
class RuleTelling:
    """Fresh rows for one follower. `event` is the date that the news is about."""

    message: Message
    following: Follow
    event: Event
    table: Timetable
    now: datetime = field(default_factory=timezone.now)

    def say(self, kind: str, calendar: mail.CalendarPart | None, **context: Any) -> None:
        following, series = self.following, self.following.series
        ahead = self.table.ahead(self.now)
        common = {
            "event": asdict(words_for(self.event, following.member, self.now)),
            "recipient": following.member.name,
            "guests": following.guests,
            "rule": recurrence.words(series.rule),
            "dates": ahead[:DATES_NAMED],
            "more_dates": len(ahead) > DATES_NAMED,
            "in_line": list(_in_line(following, self.now)),
            "series_url": series_url(series),
            "in_calendar": calendar is not None,
        }
        tell(
            self.message,
            address_of(following.member),
            kind,
            common | context,
            sender=from_tribe(self.event, replies_to(following.reply_address)),
            calendar=calendar,
            references=(f"series-{series.pk}@{settings.MAIL_DOMAIN}",),
        )

    def request(self) -> mail.CalendarPart:
        asks = self.following.asks
        entry = entry_of_rule(
            self.table,
            stamp=self.message.created_at,
            partstat="NEEDS-ACTION" if asks else "ACCEPTED",
            asks=asks,
        )
        return mail.CalendarPart(request(entry), "REQUEST")

    def withdrawal(self, *, whole_event: bool) -> mail.CalendarPart:
        """Takes all dates out, those that are over too: none was left."""
        table = replace(self.table, dates=[self.following.since], left_out=[])
        entry = entry_of_rule(table, stamp=self.message.created_at, partstat="DECLINED", asks=False)
        return mail.CalendarPart(cancellation(replace(entry, rrule=""), whole_event=whole_event), "CANCEL")

    @property
    def held(self) -> bool:
        """Whether their calendar held an entry before this mail; a repeat of the message finds the same."""
        told: dict[str, Any] = self.following.told
        return bool(told["held"]) if self._repeats() else "sequence" in told

    @property
    def was(self) -> dict[str, Any]:
        """What the entry said before this mail, or the one that this one takes the place of, in words."""
        told: dict[str, Any] = self.following.told
        return told.get("was", {}) if self._repeats() or "sequence" not in told else told

    def _repeats(self) -> bool:
        told: dict[str, Any] = self.following.told
        return told.get("message") == self.message.name.hex


def rule_telling(message: Message) -> RuleTelling:
    following = Follow.objects.with_people().filter(pk=message.payload["follow_id"]).first()
    event = Event.objects.with_people().filter(pk=message.payload["event_id"]).first()
    if following is None or event is None:
        raise Moot("they are gone")
    reachable(following.member)
    if following.sequence != message.payload["sequence"]:
        raise Moot("a later mail says more")
    told = following.told
    if told.get("sequence") == following.sequence and told.get("message") != message.name.hex:
        raise Moot("they know")
    return RuleTelling(message, following, event, timetable_of(following))


@handles("series_followed")
def invite_to_all_dates(message: Message) -> None:
    _give_rule(rule_telling(message), "series_followed")


@handles("series_changed")
def tell_of_the_new_rule(message: Message) -> None:
    _give_rule(rule_telling(message), "series_changed")


@handles("series_split")
def shorten_the_old_rule(message: Message) -> None:
    _shorten(rule_telling(message), "series_split", whole_event=False)


@handles("series_left")
def take_them_out_of_the_rest(message: Message) -> None:
    _shorten(rule_telling(message), "series_left", whole_event=False)


@handles("series_ended")
def tell_that_the_rest_is_off(message: Message) -> None:
    told = rule_telling(message)
    hosts = told.following.member_id == told.event.host_id
    reason = told.event.cancel_reason
    _shorten(told, "series_ended", whole_event=True, over=True, reason=reason, hosts=hosts)


def _give_rule(told: RuleTelling, kind: str) -> None:
    was = told.was
    if not told.table.dates:
        _say_that_all_is_full(told)
        return
    changed = changes(was, told.table.facts()) if was else []
    remember(told)
    kind = kind if was else "series_followed"
    told.say(kind, told.request(), changes=changed, asks=told.following.asks)


def _say_that_all_is_full(told: RuleTelling) -> None:
    if told.held or not any(_in_line(told.following, told.now)):
        raise Moot("there is no date left")
    told.say("series_followed", None)


def _shorten(told: RuleTelling, kind: str, *, whole_event: bool, **context: Any) -> None:
    """End the rule with the last date that stands. Where none is left the entry goes as a whole."""
    if not told.held:
        _give_rule(told, "series_followed")
        return
    if not told.table.dates:
        told.say(kind, told.withdrawal(whole_event=whole_event), last="", **context)
        return
    remember(told)
    last = when.day(told.table.dates[-1].date(), year=True)
    told.say(kind, told.request(), last=last, **context)


def remember(told: RuleTelling) -> None:
    """Before it is sent: a worker that dies in between leaves an entry that a later mail must take back."""
    following = told.following
    was = {name: words for name, words in told.was.items() if name in LABELS}
    mail = {"sequence": following.sequence, "message": told.message.name.hex}
    left_out = [date.isoformat() for date in told.table.left_out]
    following.told = {**told.table.facts(), **mail, "held": told.held, "was": was, "left_out": left_out}
    actions.remember_rule_told(following, following.told, list(_differing(told)))


def _differing(told: RuleTelling) -> Iterable[Rsvp]:
    """Answers to dates ahead that are not as the rule says: their calendar hears of each anew."""
    following = told.following
    going = Rsvp.objects.going().filter(member=following.member, event__starts_at__gt=told.now)
    by_invite = following.invites.standing().values("event")
    for rsvp in going.filter(event__in=by_invite).select_related("event__tribe", "event__host"):
        if facts(rsvp.event, following.member) != by_rule(following, rsvp.event):
            yield rsvp


def _in_line(following: Follow, now: datetime) -> Iterable[dict[str, Any]]:
    waiting = Rsvp.objects.queue().filter(member=following.member, event__series=following.series)
    for rsvp in waiting.filter(event__starts_at__gt=now).select_related("event").order_by("event__starts_at"):
        yield {"when": when.short(rsvp.event.local_start, today=now.date()), "position": rsvp.position}
