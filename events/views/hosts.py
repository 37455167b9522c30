"""The hosts' own page of a meetup: who asks, who is on the list, whom to invite, who hosts."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from members.models import Member
from members.policies import may_organise
from members.views.viewer import MemberRequest, signed_in
from tribemeet.forms import PageForm, show

from .. import actions
from ..forms.people import AddForm, CohostsForm, InviteForm, handles, members_of
from ..models import Event, Rsvp
from ..policies import people_to_ask
from ..standing.held import with_guests
from .guestlist import guest_list, not_asked_yet
from .hosting import editable


@require_safe
@signed_in
def event_hosts(request: MemberRequest, pk: int) -> HttpResponse:
    return _page(request, editable(request, pk))


@require_POST
@signed_in
def event_add(request: MemberRequest, pk: int) -> HttpResponse:
    event = editable(request, pk)
    form = AddForm.of(request, among=people_to_ask(request.user, event))
    if said := form.carry_out(_add, event, by=request.user):
        messages.success(request, said)
        return redirect("event_hosts", pk)
    return _page(request, event, add_form=form)


@require_POST
@signed_in
def event_invite(request: MemberRequest, pk: int) -> HttpResponse:
    event = editable(request, pk)
    form = InviteForm.of(request, among=people_to_ask(request.user, event))
    if (invited := form.carry_out(actions.invite, event, by=request.user)) is not None:
        messages.success(request, _invited(invited))
        return redirect("event_hosts", pk)
    return _page(request, event, invite_form=form)


@require_POST
@signed_in
def event_invite_all(request: MemberRequest, pk: int) -> HttpResponse:
    """Everybody in the tribe who has nothing to do with it yet."""
    event = editable(request, pk)
    everybody = members_of(event.tribe, request.user)
    messages.success(request, _invited(actions.invite(event, by=request.user, members=everybody)))
    return redirect("event_hosts", pk)


@require_POST
@signed_in
def event_cohosts(request: MemberRequest, pk: int) -> HttpResponse:
    event = editable(request, pk)
    form = CohostsForm.of(request, among=members_of(event.tribe, request.user))
    if form.carry_out(actions.set_cohosts, event, by=request.user):
        messages.success(request, "Saved. Who is new as a co-host gets a mail.")
        return redirect("event_hosts", pk)
    return _page(request, event, cohosts_form=form)


@require_POST
@signed_in
def event_approve(request: MemberRequest, pk: int, rsvp: int) -> HttpResponse:
    event = editable(request, pk)
    asked = get_object_or_404(event.rsvps.with_people(), pk=rsvp)
    settled = actions.approve(asked, by=request.user)
    messages.success(request, _settled(settled, changed=asked.status == Rsvp.Status.PENDING))
    return redirect("event_hosts", pk)


@require_POST
@signed_in
def event_remove(request: MemberRequest, pk: int, rsvp: int) -> HttpResponse:
    """Take someone off the list, or say no to who asks."""
    event = editable(request, pk)
    attendee = get_object_or_404(event.rsvps.with_people().exclude(status=Rsvp.Status.REMOVED), pk=rsvp)
    actions.remove(attendee, by=request.user)
    messages.success(request, f"{attendee.member.name} is off the list and is told so.")
    return redirect("event_hosts" if request.POST.get("back") == "hosts" else "event", pk)


def _add(event: Event, *, by: Member, member: Member, guests: int | None) -> str:
    before = event.rsvps.filter(member=member).values_list("status", "guests").first()
    rsvp = actions.add(event, by=by, member=member, guests=guests)
    return _settled(rsvp, changed=before != (rsvp.status, rsvp.guests))


def _settled(rsvp: Rsvp, *, changed: bool) -> str:
    stands = f"{rsvp.member.name}: {rsvp.get_status_display().lower()}{with_guests(rsvp.guests)}."
    return f"{stands} {'They get a mail.' if changed else 'That was so already, so nobody gets a mail.'}"


def _invited(count: int) -> str:
    if not count:
        return "Nobody new: all of them know of it."
    return "1 person is invited by mail." if count == 1 else f"{count} people are invited, by one mail each."


def _page(request: MemberRequest, event: Event, **at_fault: PageForm) -> HttpResponse:
    """The page with its forms, one of which may be at fault."""
    forms = {
        "add_form": AddForm(),
        "invite_form": InviteForm(),
        "cohosts_form": CohostsForm(initial={"cohosts": handles(event.cohosts.all())}),
    } | at_fault
    form = next(iter(at_fault.values()), PageForm())
    return show(request, "events/hosts.html", form, **forms, **_context(request, event))


def _context(request: MemberRequest, event: Event) -> dict[str, Any]:
    now = timezone.now()
    return {
        "event": event,
        "may_share": _may_share(request.user, event),
        "cohosts": event.cohosts.order_by("handle"),
        "others": not_asked_yet(event, request.user),
        **guest_list(event, request, now),
    }


def _may_share(member: Member, event: Event) -> bool:
    """A co-host makes nobody one."""
    return event.host_id == member.pk or may_organise(member, event.tribe)
