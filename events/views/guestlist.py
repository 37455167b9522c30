"""The list as hosts see it: everybody by status, with what they bring and replied."""

from collections import Counter
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Case, Count, QuerySet, When

from members.models import Member
from members.views.viewer import MemberRequest

from ..forms.people import members_of
from ..models import Event, Rsvp, Vote
from ..policies import attendees_visible_to
from .floor import below_floor

A_PAGE = 50
MOST_ASKING = 50
MOST_NAMED = 12
Status = Rsvp.Status
# in the order in which hosts look for them
LISTED: dict[str, str] = {
    Status.GOING: "Going",
    Status.UNCONFIRMED: "To be confirmed",
    Status.OFFERED: "Offered a place",
    Status.WAITLISTED: "In line",
    Status.PENDING: "Asking",
    Status.MAYBE: "Maybe",
    Status.INVITED: "Invited",
    Status.RELEASED: "Released",
    Status.DECLINED: "Can't",
    Status.REMOVED: "Taken off",
}


def guest_list(event: Event, request: MemberRequest, now: datetime) -> dict[str, Any]:
    everybody = attendees_visible_to(request.user, event).with_people()
    counts = Counter(dict(everybody.order_by().values_list("status").annotate(Count("pk"))))
    shown = request.GET.get("show", "")
    chosen = everybody.filter(status=shown) if shown in LISTED else everybody.exclude(status=Status.REMOVED)
    left = everybody.going().people()
    page = Paginator(_in_order(chosen), A_PAGE).get_page(request.GET.get("page"))
    return {
        "asking": list(everybody.filter(status=Status.PENDING).order_by("answered_at", "pk")[:MOST_ASKING]),
        "asking_count": counts[Status.PENDING],
        "below_floor": below_floor(event, left, now),
        "left": left,
        "page": page,
        "rows": [(rsvp, _replies(event, rsvp)) for rsvp in page],
        "shown": shown,
        "statuses": [(status, label, counts[status]) for status, label in LISTED.items() if counts[status]],
        "total": sum(counts.values()),
    }


def not_asked_yet(event: Event, by: Member) -> dict[str, Any]:
    """Members of the tribe who neither answered nor voted nor were asked: how many, and some by name."""
    known = event.rsvps.listed().values("member")
    voted = Vote.objects.filter(slot__event=event).values("member")
    left: QuerySet[Member] = members_of(event.tribe, by).exclude(pk__in=known).exclude(pk__in=voted)
    left = left.exclude(pk=event.host_id)
    return {"count": left.count(), "some": list(left.order_by("handle")[:MOST_NAMED])}


def _in_order(rsvps: QuerySet[Rsvp]) -> QuerySet[Rsvp]:
    """Those who come first, in the order they answered; the line in its own."""
    places = [When(status=status, then=place) for place, status in enumerate(LISTED)]
    return rsvps.order_by(Case(*places, default=len(places)), "queue_ticket", "answered_at", "pk")


def _replies(event: Event, rsvp: Rsvp) -> list[tuple[str, str]]:
    return [
        (question["text"], rsvp.replies[question["key"]])
        for question in event.questions
        if rsvp.replies.get(question["key"])
    ]
