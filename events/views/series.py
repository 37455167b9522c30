"""Meetups that repeat: the way to the next date, and one answer to all that follow."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from members.views.viewer import MemberRequest, signed_in, viewer
from tribemeet.forms import show

from .. import actions
from ..forms.series import FollowingForm
from ..models import Rsvp
from ..policies import events_visible_to


@require_safe
def series(request: HttpRequest, pk: int) -> HttpResponse:
    """Calendars link here: to the next date, or to the last one when all are over."""
    dates, now = events_visible_to(viewer(request)).filter(series=pk), timezone.now()
    date = dates.standing().upcoming(now).first() or dates.order_by("-starts_at").first()
    if date is None:
        raise Http404
    return redirect("event", date.pk)


@require_POST
@signed_in
def event_following(request: MemberRequest, pk: int) -> HttpResponse:
    """Go to this date and all that follow, or stop with it."""
    event = get_object_or_404(events_visible_to(request.user), pk=pk)
    form = FollowingForm.of(request)
    if form.carry_out(actions.answer, event, member=request.user, via=Rsvp.Via.WEB):
        messages.success(request, form.news())
        return redirect("event", pk)
    return show(request, "events/refused.html", form, event=event)
