"""Pages that change a meetup: edit, move, call off."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from members.views.viewer import MemberRequest, signed_in
from tribemeet.errors import NotAllowed
from tribemeet.forms import show

from .. import actions
from ..actions.following import FOLLOWING, THIS
from ..forms.details import CancelForm, EditForm, MoveForm, details_of, time_of
from ..models import Event
from ..policies import events_visible_to, may_edit
from .remarks import remark
from .told import told_of

# by the dates that were meant; of a meetup that does not repeat nobody asked which
HEARD = " Who goes to all of them gets the new dates by mail, others one mail for each date they answered."
SAVED = {
    "": "Saved.",
    THIS: "Saved, for this date alone.",
    FOLLOWING: "Saved, for this date and all that follow.",
}
MOVED = {
    "": "Moved. Everybody who answered gets one mail.",
    THIS: "This date is moved. Everybody who answered it gets one mail.",
    FOLLOWING: "Moved, this date and all that follow." + HEARD,
}
OFF = {
    "": "It is called off. Everybody who answered gets one mail.",
    THIS: "This date is called off, the others stand. Everybody who answered it gets one mail.",
    FOLLOWING: "This date and all that follow are called off. Who goes to all of them gets one mail, "
    "others one for each date they answered.",
}


@signed_in
def event_edit(request: MemberRequest, pk: int) -> HttpResponse:
    event = editable(request, pk)
    form = EditForm.of(request, initial=details_of(event), event=event)
    if form.carry_out(actions.change_dates, event, by=request.user):
        messages.success(request, SAVED[form.which])
        return redirect("event", pk)
    return show(request, "events/edit.html", form, **told_of(event, request.user))


@signed_in
def event_move(request: MemberRequest, pk: int) -> HttpResponse:
    event = editable(request, pk)
    form = MoveForm.of(request, initial=time_of(event), repeats=event.series is not None)
    if moved := form.carry_out(actions.change_dates, event, by=request.user):
        messages.success(request, MOVED[form.which])
        remark(request, moved, request.user)
        return redirect("event", pk)
    return show(request, "events/move.html", form, **told_of(event, request.user))


@signed_in
def event_cancel(request: MemberRequest, pk: int) -> HttpResponse:
    event = editable(request, pk)
    form = CancelForm.of(request, initial={"edition": event.edition}, repeats=event.series is not None)
    if form.carry_out(actions.cancel_dates, event, by=request.user):
        messages.success(request, OFF[form.which])
        return redirect("event", pk)
    return show(request, "events/cancel.html", form, **told_of(event, request.user))


def editable(request: MemberRequest, pk: int) -> Event:
    event = get_object_or_404(
        events_visible_to(request.user).select_related("tribe", "host", "series"), pk=pk
    )
    if not may_edit(request.user, event):
        raise NotAllowed
    return event
