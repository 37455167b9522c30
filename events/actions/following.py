"""Going to a date of a series and all that follow, and stopping. Each date keeps its own answers and seats;
the calendar is told of the rule once. Locks: the series, then its dates in order."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Unpack

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from members.models import Member, ReplyAddress, Tribe
from tribemeet.errors import Busy
from tribemeet.outbox.post import post

from ..errors import AnswerEachDate, NoMaybe
from ..models import Event, Follow, Invite, Rsvp, Series
from ..policies import may_edit
from .answerable import check_answer, check_expected
from .answers import Party, leave, respond, rsvp_of, wanted_of, write_down
from .locking import lock, lock_series
from .seats import queue_up, save_seats, take_seats

Status, Via = Rsvp.Status, Rsvp.Via
# what a yes to all dates changes; a no, a place in line or an offer at one of them stays
OPEN_TO_ALL = ("", Status.INVITED, Status.MAYBE)
SHELF_LIFE = timedelta(days=14)

THIS, FOLLOWING = "this", "following"
SCOPES = (THIS, FOLLOWING)


def answer(event: Event, *, member: Member, answer: str, scope: str = THIS, **more: Any) -> Rsvp:
    """Answer this date, or this one and all that follow."""
    if scope == THIS:
        return respond(event, member=member, answer=answer, **more)
    if answer == Status.MAYBE:
        raise NoMaybe("To all dates say yes or no. Maybe is for one of them.")
    if answer == Status.GOING:
        return follow(event, member=member, **more)
    return unfollow(event, member=member, via=more.get("via", Via.WEB))


@transaction.atomic
def follow(event: Event, *, member: Member, via: str = Via.WEB, **party: Unpack[Party]) -> Rsvp:
    """Go to this date and to all that follow; seats are dealt date by date, and who said no to one of them
    already still does not come to it. The answer to this date."""
    series, event, now = lock_date(event)
    rsvp = rsvp_of(event, member)
    check_answer(event, rsvp, Status.GOING, now)
    check_expected(rsvp, Status.GOING, party.get("expects", ""))
    if event.by_approval and not may_edit(member, event):
        raise AnswerEachDate
    found = series.follows.filter(member=member, ended_before=None).first()
    if found is not None and rsvp.status == Status.DECLINED:
        party.setdefault("guests", min(found.guests, event.guests_each))
    wanted = wanted_of(event, rsvp, Status.GOING, party)
    following = found or new_follow(series, member, event.original_start)
    anew = found is None or not _takes_in(found, event)
    if anew:
        following.since = min(following.since, event.original_start)
    following.asks = False
    for name, value in wanted.items():
        setattr(following, name, value)
    following.save()
    if anew:
        _take_all(following, event, via, now)
        begin(following, event)
    else:
        _say_it_again(following, event, via, party, now)
    return event.rsvps.select_related("event").get(member=member)


def lock_date(event: Event) -> tuple[Series, Event, datetime]:
    """The series and the event, both held. A date that went to another series meanwhile is looked at anew."""
    series = lock_series(event)
    event = lock(event)
    if event.series_id != series.pk:
        raise Busy
    return series, event, timezone.now()


def new_follow(series: Series, member: Member, since: datetime) -> Follow:
    address, _ = ReplyAddress.objects.get_or_create(tribe_id=series.tribe_id, member_id=member.pk)
    return Follow(series=series, member=member, since=since, reply_address=address)


def _takes_in(following: Follow, event: Event) -> bool:
    rows = Follow.objects.filter(pk=following.pk)
    return rows.filter(unbroken(following.member, event.original_start)).exists()


def unbroken(member: Member | None, start: datetime | OuterRef) -> Q:
    """Of follows: they go to all dates from then on. Their entry may begin later, after dates with an entry
    of their own and dates at which they wait."""
    before = Event.objects.filter(series=OuterRef("series"), original_start__lt=OuterRef("since")).standing()
    answered = Rsvp.objects.expecting().filter(event=OuterRef("pk"), member=member)
    return ~Q(Exists(before.filter(original_start__gte=start).exclude(Exists(answered))))


def _take_all(following: Follow, first: Event, via: str, now: datetime) -> None:
    """Seats at all dates, or places in line, told by the one invite."""
    for each in standing_dates(following.series, first.original_start, now):
        date, pressed = lock(each), each.pk == first.pk
        if _takes_seat(date, following.member, pressed=pressed):
            seat_at(date, following, now, via=via if pressed else Via.SERIES, kind="")
            save_seats(date)
        elif pressed:
            respond(date, member=following.member, answer=Status.GOING, via=via, guests=following.guests)


def _takes_seat(date: Event, member: Member, *, pressed: bool) -> bool:
    """A no to a single date stands, one by which they stopped coming to all does not."""
    status = rsvp_of(date, member).status
    if status != Status.DECLINED:
        return status in OPEN_TO_ALL
    entry = date.invites.filter(member=member).first()
    return pressed or (entry is not None and entry.goes_with_its_series())


def _say_it_again(following: Follow, first: Event, via: str, party: Party, now: datetime) -> None:
    """They follow already: the party may be another one, and what asks for an answer again has it."""
    for date in standing_dates(following.series, first.original_start, now):
        by_rule = date.invites.standing().filter(member=following.member_id, follow=following).exists()
        if by_rule or date.pk == first.pk:
            respond(date, member=following.member, answer=Status.GOING, via=via, **party)


def standing_dates(series: Series, since: datetime, now: datetime) -> Iterable[Event]:
    """Its dates from then on that take answers, as far as they are made."""
    found = series.events.filter(original_start__gte=since, starts_at__gt=now)
    return found.filter(status=Event.Status.SCHEDULED).order_by("original_start")


def seat_at(event: Event, following: Follow, now: datetime, *, via: str, kind: str) -> None:
    """Seat a follower at one date without a mail, or put them in line, of which `kind` tells. The caller
    holds its lock and saves it."""
    rsvp = rsvp_of(event, following.member)
    guests = min(following.guests, event.guests_each)
    names = following.guest_names[:guests]
    write_down(rsvp, event, via, now, guests=guests, guest_names=names, replies=following.replies)
    entry = _entry_at(event, following)
    if event.fits(rsvp.seats, now, first_timer=rsvp.first_timer):
        take_seats(event, rsvp, kind="")
        return
    if entry.follow_id == following.pk:
        # the rule in their calendar says that they come: what is mailed now takes this date out of it
        entry.standing = Invite.Standing.CANCELLED
        entry.raise_sequence(event)
        entry.save()
    queue_up(event, rsvp, kind=kind)


def _entry_at(event: Event, following: Follow) -> Invite:
    """Their calendar's entry for this date: by the rule, unless it holds one of its own."""
    entry = event.invites.filter(member=following.member_id).first() or Invite(
        event=event, member=following.member
    )
    if entry.pk is None or not entry.stands():
        entry.follow, entry.uid = following, following.uid
        entry.sequence, entry.standing = following.sequence, Invite.Standing.REQUESTED
        entry.reply_address, entry.told = following.reply_address, {}
        entry.save()
    return entry


def begin(following: Follow, event: Event, *, kind: str = "series_followed") -> None:
    """Let the entry begin at the first date that belongs to it, and promise the one mail about all."""
    begins = first_date_of(following)
    if begins is not None:
        # what is in line for an earlier date gets an entry of its own when its turn comes
        following.invites.filter(event__original_start__lt=begins).delete()
        following.since = begins
    promise_rule(kind, following, event)


def first_date_of(following: Follow) -> datetime | None:
    """The first date that the entry shows: one with a seat, or one that is not made yet."""
    made = set(following.series.events.values_list("original_start", flat=True))
    seated = set(following.invites.standing().values_list("event__original_start", flat=True))
    return next((date for date in following.dates() if date in seated or date not in made), None)


def promise_rule(kind: str, following: Follow, event: Event) -> None:
    """One mail about the rule in their calendar, which rises with it; `event` is the date it is about."""
    if "sequence" in following.told:
        following.sequence += 1
    following.save()
    post(
        kind,
        f"{kind}:{following.pk}:{following.sequence}:{event.pk}",
        lane=following.lane,
        expires_at=timezone.now() + SHELF_LIFE,
        follow_id=following.pk,
        event_id=event.pk,
        sequence=following.sequence,
    )


@transaction.atomic
def unfollow(event: Event, *, member: Member, via: str = Via.WEB) -> Rsvp:
    """Come to this date no more, nor to any that follows. The answer to this date."""
    series, event, now = lock_date(event)
    _stop(series, event, member)
    rsvp = respond(event, member=member, answer=Status.DECLINED, via=via)
    _give_back(series, event, member, via, now)
    return rsvp


def stop_following(tribe: Tribe, *, member: Member) -> None:
    """Who leaves a tribe leaves its series, from the next date on. Their seats go back date by date (see
    answers.py)."""
    for series in Series.objects.filter(tribe=tribe).order_by("pk"):
        _leave(series, member)


@transaction.atomic
def _leave(series: Series, member: Member) -> None:
    coming = series.events.filter(starts_at__gt=timezone.now()).order_by("original_start").first()
    if coming is not None:
        series, event, _ = lock_date(coming)
        _stop(series, event, member)


def _stop(series: Series, event: Event, member: Member) -> None:
    for following in series.follows.filter(member=member).exclude(ended_before__lte=event.original_start):
        end(following, event.original_start)
        promise_rule("series_left", following, event)


def _give_back(series: Series, event: Event, member: Member, via: str, now: datetime) -> None:
    for date in standing_dates(series, event.original_start, now):
        leave(date, member=member, via=via)


def end(following: Follow, start: datetime) -> None:
    """Take in no date from this one on."""
    following.ended_before = max(start, following.since)
    following.save()
