"""Proposing a meetup, and the same once more."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from members.errors import NotAMember
from members.models import Tribe
from members.policies import belongs_to, tribes_visible_to
from members.views.viewer import MemberRequest, signed_in
from tribemeet.forms import show

from .. import actions
from ..again import again
from ..forms.people import members_of
from ..forms.proposing import ProposeForm, as_entered
from ..models import Event
from ..policies import events_visible_to
from .remarks import remark

POSTED: dict[str, str] = {
    Event.Status.SCHEDULED: "It stands. Now tell people: the address of this page is all they need.",
    Event.Status.PROPOSED: "It is up for voting. Now tell people: the address of this page is all they need.",
}
REPEATS = (
    "It stands, with the dates after it. Now tell people: the address of this page is all they need, "
    "and they can go to one date or to all."
)


@signed_in
def propose(request: MemberRequest, slug: str) -> HttpResponse:
    tribe = get_object_or_404(tribes_visible_to(request.user), slug=slug)
    return _propose(request, tribe, {"time_zone": tribe.time_zone})


@signed_in
def event_again(request: MemberRequest, pk: int) -> HttpResponse:
    """The same once more, for any member of the tribe."""
    before = get_object_or_404(events_visible_to(request.user).with_people(), pk=pk)
    if not belongs_to(request.user, before.tribe):
        raise NotAMember
    initial = as_entered(again(before, timezone.now(), member=request.user))
    return _propose(request, before.tribe, initial, before=before)


def _propose(request: MemberRequest, tribe: Tribe, initial: dict[str, Any], **more: Any) -> HttpResponse:
    form = ProposeForm.of(request, initial=initial, among=members_of(tribe, request.user))
    if event := form.carry_out(actions.propose_together, tribe, by=request.user):
        messages.success(request, REPEATS if event.series_id else POSTED[event.status])
        remark(request, event, request.user)
        return redirect("event", event.pk)
    return show(request, "events/propose.html", form, tribe=tribe, **more)
