"""Pages that list meetups: home, a tribe, one's agenda."""

from collections.abc import Iterable
from typing import TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from members.models import Member, Membership, Tribe
from members.policies import membership_of, memberships_visible_to, tribes_visible_to
from members.views.viewer import MemberRequest, signed_in, viewer

from .. import when
from ..forms.answers import AgendaFilter
from ..models import Event, Rsvp
from ..models.event import EventQuerySet
from ..policies import events_listed_at, events_listed_for, events_visible_to

Row = TypeVar("Row", Event, Rsvp)

A_PAGE = 40
A_FEW = 3
A_FEW_PAST = 8
FACES = 8


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What is next for a member; for everybody else what is public."""
    member = viewer(request)
    seen = with_answer(events_listed_for(member).with_people().standing().upcoming(timezone.now()), member)
    soonest, unanswered, rest = _ones_own(seen, member) if member else ([], [], seen)
    page = page_of(rest, request)
    context = {"next": soonest, "unanswered": unanswered, "page": page, "days": by_day(page)}
    return render(request, "events/home.html", context)


def _ones_own(seen: EventQuerySet, member: Member) -> tuple[list[Rsvp], list[Event], EventQuerySet]:
    """The next few that they answered, a few that wait for an answer, and the rest of their tribes."""
    mine = seen.filter(tribe__in=Tribe.objects.of(member))
    answered = Rsvp.objects.expecting().filter(member=member, event__in=seen).with_people()
    soonest = list(answered.order_by("event__starts_at")[:A_FEW])
    silent = mine.exclude(rsvps__member=member).filter(starts_at__gt=timezone.now())
    unanswered = list(silent[:A_FEW])
    shown = {rsvp.event_id for rsvp in soonest} | {event.pk for event in unanswered}
    return soonest, unanswered, mine.exclude(pk__in=shown)


@require_safe
def tribe(request: HttpRequest, slug: str) -> HttpResponse:
    member, now = viewer(request), timezone.now()
    found = get_object_or_404(tribes_visible_to(member), slug=slug)
    own = membership_of(member, found)
    seen = with_answer(events_listed_at(found, member).with_people(), member)
    people = Membership.objects.active().filter(tribe=found)
    context = {
        "tribe": found,
        "belongs": own is not None and own.status == Membership.Status.ACTIVE,
        "asked": own is not None and own.status == Membership.Status.REQUESTED,
        "banned": own is not None and own.status == Membership.Status.BANNED,
        "people": people.count(),
        "faces": memberships_visible_to(member, found)
        .active()
        .select_related("member")
        .order_by("joined_at")[:FACES],
        "page": page_of(seen.upcoming(now), request),
        "past": page_of(seen.past(now), request, name="past", size=A_FEW_PAST),
    }
    return render(request, "events/tribe.html", context)


@require_safe
@signed_in
def agenda(request: MemberRequest) -> HttpResponse:
    """One's own answers by day, on the calendars of the places."""
    chosen = AgendaFilter(request.GET).shown()
    page = page_of(_answers(request.user, chosen), request)
    context = {
        "page": page,
        "days": by_day(page),
        "shown": chosen,
        "choices": AgendaFilter.CHOICES,
    }
    return render(request, "events/agenda.html", context)


def _answers(member: Member, chosen: str) -> QuerySet[Rsvp]:
    now = timezone.now()
    mine = Rsvp.objects.expecting().filter(member=member, event__in=events_visible_to(member)).with_people()
    if chosen == "past":
        return mine.filter(event__ends_at__lte=now).order_by("-event__starts_at", "-pk")
    if chosen:
        mine = mine.filter(status=chosen)
    return mine.filter(event__ends_at__gt=now).order_by("event__starts_at", "pk")


def page_of(
    rows: QuerySet[Row], request: HttpRequest, *, name: str = "page", size: int = A_PAGE
) -> Page[Row]:
    """The page that the address names, or the nearest there is."""
    return Paginator(rows, size).get_page(request.GET.get(name))


def with_answer(events: EventQuerySet, member: Member | None) -> EventQuerySet:
    """The events, each with the answer of who looks as `my_status`."""
    own = Rsvp.objects.listed().filter(event=OuterRef("pk"), member=member).values("status")
    return events.annotate(my_status=Subquery(own))


def by_day(rows: Iterable[Row]) -> list[tuple[str, list[Row]]]:
    """Events, or answers to them, under the day that the calendar on the event's wall shows."""
    days: dict[str, list[Row]] = {}
    for row in rows:
        event = row.event if isinstance(row, Rsvp) else row
        words = when.relative_day(event.local_start, event.time_zone, timezone.now())
        days.setdefault(words, []).append(row)
    return list(days.items())
