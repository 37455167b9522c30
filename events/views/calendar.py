"""Meetups as files for a calendar: one to import, or a tribe's to subscribe to."""

import hashlib
from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from members.models import Member, Tribe
from members.policies import tribes_listed_for
from members.views.viewer import viewer

from ..calendar.write import download, feed
from ..entries import copy_of
from ..models import Event, Invite
from ..policies import events_listed_at, events_visible_to

PAST, FUTURE, CANCELLED = timedelta(days=90), timedelta(days=400), timedelta(days=30)


@require_safe
def event_ics(request: HttpRequest, pk: int) -> HttpResponse:
    member = viewer(request)
    return file_for(get_object_or_404(events_visible_to(member).with_people(), pk=pk), member)


def file_for(event: Event, member: Member | None) -> HttpResponse:
    """A copy to import. Who was mailed an invite gets its UID, so that theirs stays one entry."""
    invite = Invite.objects.filter(event=event, member=member).first() if member else None
    content = download(copy_of(event, member, invite))
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="tribemeet-{event.pk}.ics"'
    return response


@require_safe
def tribe_ics(request: HttpRequest, slug: str) -> HttpResponseBase:
    """A listed tribe's calendar, the same for all: it holds what somebody reads who has not signed in."""
    tribe = get_object_or_404(tribes_listed_for(None), slug=slug)
    content = _feed(tribe)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="tribemeet-tribe-{tribe.pk}.ics"'
    response["Cache-Control"] = "public, max-age=900"
    response["ETag"] = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    answer = get_conditional_response(request, etag=response["ETag"], response=response)
    return answer or response


def _feed(tribe: Tribe) -> bytes:
    now = timezone.now()
    stands = Q(status=Event.Status.SCHEDULED)
    off = Q(status=Event.Status.CANCELLED, updated_at__gt=now - CANCELLED)
    shown = events_listed_at(tribe, None).filter(
        stands | off, ends_at__gt=now - PAST, starts_at__lt=now + FUTURE
    )
    return feed(
        [copy_of(event, None, None) for event in shown.with_people().order_by("starts_at", "pk")],
        name=str(tribe),
        time_zone=tribe.time_zone,
        source=settings.PUBLIC_URL + reverse("tribe_ics", args=[tribe.slug]),
    )
