"""Pages that change a meetup: edit, move, call off."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from members.models import Member
from members.views.viewer import MemberRequest, signed_in
from tribemeet.errors import NotAllowed
from tribemeet.forms import show

from .. import actions
from ..forms.details import CancelForm, EditForm, MoveForm, details_of, time_of
from ..models import Event
from ..policies import events_visible_to, may_edit
from .remarks import remark


@signed_in
def event_edit(request: MemberRequest, pk: int) -> HttpResponse:
    event = editable(request, pk)
    form = EditForm.of(request, initial=details_of(event), event=event)
    if form.carry_out(actions.edit, event, by=request.user):
        messages.success(request, "Saved.")
        return redirect("event", pk)
    return show(request, "events/edit.html", form, **_told(event, request.user))


@signed_in
def event_move(request: MemberRequest, pk: int) -> HttpResponse:
    event = editable(request, pk)
    form = MoveForm.of(request, initial=time_of(event), repeats=_repeats(event))
    if moved := form.carry_out(actions.change_dates, event, by=request.user):
        messages.success(request, "Moved. Everybody who answered gets one mail.")
        remark(request, moved, request.user)
        return redirect("event", pk)
    return show(request, "events/move.html", form, **_told(event, request.user))


@signed_in
def event_cancel(request: MemberRequest, pk: int) -> HttpResponse:
    event = editable(request, pk)
    form = CancelForm.of(request, initial={"edition": event.edition}, repeats=_repeats(event))
    if form.carry_out(actions.cancel_dates, event, by=request.user):
        messages.success(request, "It is called off. Everybody who answered gets one mail.")
        return redirect("event", pk)
    return show(request, "events/cancel.html", form, **_told(event, request.user))


def editable(request: MemberRequest, pk: int) -> Event:
    event = get_object_or_404(events_visible_to(request.user).with_people(), pk=pk)
    if not may_edit(request.user, event):
        raise NotAllowed
    return event


def _repeats(event: Event) -> bool:
    return event.series_id is not None


def _told(event: Event, by: Member) -> dict[str, Any]:
    """Who gets a mail about a change, for the page that asks for it."""
    others = event.rsvps.expecting().exclude(member=by).with_people()
    return {"event": event, "told": list(others.order_by("answered_at"))}
