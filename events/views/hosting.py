"""Pages for those who answer for a meetup: propose, edit, move, call off, take someone off."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from members.models import Member
from members.policies import tribes_visible_to
from members.views.viewer import MemberRequest, signed_in
from tribemeet.errors import NotAllowed
from tribemeet.forms import show

from .. import actions
from ..forms.details import CancelForm, EditForm, MoveForm, ProposeForm, details_of, time_of
from ..models import Event
from ..policies import events_visible_to, may_edit


@signed_in
def propose(request: MemberRequest, slug: str) -> HttpResponse:
    tribe = get_object_or_404(tribes_visible_to(request.user), slug=slug)
    form = ProposeForm.of(request, initial={"time_zone": tribe.time_zone})
    if event := form.carry_out(actions.propose, tribe, by=request.user):
        messages.success(request, "It stands. Now tell people: the address of this page is all they need.")
        return redirect("event", event.pk)
    return show(request, "events/propose.html", form, tribe=tribe)


@signed_in
def event_edit(request: MemberRequest, pk: int) -> HttpResponse:
    event = _editable(request, pk)
    form = EditForm.of(request, initial=details_of(event))
    if form.carry_out(actions.edit, event, by=request.user):
        messages.success(request, "Saved.")
        return redirect("event", pk)
    return show(request, "events/edit.html", form, **_told(event, request.user))


@signed_in
def event_move(request: MemberRequest, pk: int) -> HttpResponse:
    event = _editable(request, pk)
    form = MoveForm.of(request, initial=time_of(event))
    if form.carry_out(actions.move, event, by=request.user):
        messages.success(request, "Moved. Everybody who answered gets one mail.")
        return redirect("event", pk)
    return show(request, "events/move.html", form, **_told(event, request.user))


@signed_in
def event_cancel(request: MemberRequest, pk: int) -> HttpResponse:
    event = _editable(request, pk)
    form = CancelForm.of(request, initial={"edition": event.edition})
    if form.carry_out(actions.cancel, event, by=request.user):
        messages.success(request, "It is called off. Everybody who answered gets one mail.")
        return redirect("event", pk)
    return show(request, "events/cancel.html", form, **_told(event, request.user))


@require_POST
@signed_in
def event_remove(request: MemberRequest, pk: int, rsvp: int) -> HttpResponse:
    event = _editable(request, pk)
    attendee = get_object_or_404(event.rsvps.expecting().with_people(), pk=rsvp)
    actions.remove(attendee, by=request.user)
    messages.success(request, f"{attendee.member.name} is off the list and is told so.")
    return redirect("event", pk)


def _editable(request: MemberRequest, pk: int) -> Event:
    event = get_object_or_404(events_visible_to(request.user).with_people(), pk=pk)
    if not may_edit(request.user, event):
        raise NotAllowed
    return event


def _told(event: Event, by: Member) -> dict[str, Any]:
    """Who gets a mail about a change, for the page that asks for it."""
    others = event.rsvps.expecting().exclude(member=by).with_people()
    return {"event": event, "told": list(others.order_by("answered_at"))}
