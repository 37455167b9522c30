"""Votes on the times of a proposal, and what its hosts do with them."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from members.models import Member
from members.views.viewer import MemberRequest, signed_in, viewer
from tribemeet.forms import PageForm, show

from .. import actions, when
from ..errors import NotProposed
from ..forms.ballots import AddTimesForm, MoreTimeForm, OneSlotForm, VoteForm
from ..forms.moments import shown_there
from ..models import Event, Slot
from ..policies import events_visible_to, slots_visible_to
from ..tally import tally
from .event import page_of
from .hosting import editable

SAVED = "Your vote is saved."
FIXED = "That made enough people: the date is fixed."
NOW_ANSWER = "You can answer now."


@require_POST
def event_vote(request: HttpRequest, pk: int) -> HttpResponse:
    """One tap. What is not named stays as it was."""
    member = viewer(request)
    event = get_object_or_404(events_visible_to(member).with_people(), pk=pk)
    if member is None:
        return _to_sign_in(request, pk)
    form = VoteForm.of(request, event=event)
    form.carry_out(actions.vote, event, member=member)
    event.refresh_from_db()
    if request.htmx:  # type: ignore[attr-defined]
        return _changed_parts(request, event, member, form)
    if form.errors and not form.too_late:
        return show(request, "events/refused.html", form, event=event)
    if form.too_late:
        messages.warning(request, f"{form.too_late} {NOW_ANSWER}")
    else:
        messages.success(request, SAVED if event.status == Event.Status.PROPOSED else FIXED)
    return redirect("event", pk)


def _to_sign_in(request: HttpRequest, pk: int) -> HttpResponse:
    there = redirect_to_login(f"{reverse('event', args=[pk])}#ballot")
    # a redirect would be followed inside the page, and its answer put among its parts
    return HttpResponseClientRedirect(there.url) if request.htmx else there  # type: ignore[attr-defined]


def _changed_parts(request: HttpRequest, event: Event, member: Member, form: VoteForm) -> HttpResponse:
    """All that a vote can change, the tallies first; what was typed stays where it is."""
    wrong = " ".join(str(sentence) for sentences in form.errors.values() for sentence in sentences)
    saved = SAVED if event.status == Event.Status.PROPOSED else ""
    news = f"{form.too_late} {NOW_ANSWER}" if form.too_late else ""
    context = page_of(event, member) | {"news": news, "said": wrong or saved}
    return render(request, "events/parts/voted.html", context, status=form.status if wrong else 200)


def looking_for_a_date(request: MemberRequest, pk: int) -> Event:
    """What is decided asks nothing any more, and says so before anything is typed."""
    event = editable(request, pk)
    if event.status != Event.Status.PROPOSED:
        raise NotProposed
    return event


@signed_in
def event_slots(request: MemberRequest, pk: int) -> HttpResponse:
    """More times to vote on."""
    event = looking_for_a_date(request, pk)
    form = AddTimesForm.of(request, event=event)
    if form.carry_out(actions.add_slots, event, by=request.user):
        messages.success(request, "It is up for voting, too. Who voted gets a mail.")
        return redirect("event", pk)
    return _times_page(request, event, form)


@require_POST
@signed_in
def event_extend(request: MemberRequest, pk: int) -> HttpResponse:
    event = looking_for_a_date(request, pk)
    form = MoreTimeForm.of(request, zone=event.time_zone)
    if form.carry_out(actions.extend, event, by=request.user):
        messages.success(request, "People can vote until then. Who voted gets a mail.")
        return redirect("event", pk)
    return _times_page(request, event, form)


def _times_page(request: MemberRequest, event: Event, form: PageForm) -> HttpResponse:
    by_now = {"decide_by": shown_there(event.decide_by, event.time_zone)}
    forms = {
        "add_form": form if isinstance(form, AddTimesForm) else AddTimesForm(event=event),
        "time_form": form
        if isinstance(form, MoreTimeForm)
        else MoreTimeForm(initial=by_now, zone=event.time_zone),
    }
    return show(request, "events/slots.html", form, event=event, **forms)


@signed_in
def event_choose(request: MemberRequest, pk: int, slot: int) -> HttpResponse:
    """Says what fixing the date will do, and does it."""
    event = looking_for_a_date(request, pk)
    chosen = get_object_or_404(slots_visible_to(request.user, event), pk=slot)
    form = PageForm.of(request)
    if form.carry_out(actions.choose, event, by=request.user, slot=slot):
        messages.success(request, "The date is fixed. Everybody who said yes gets the invite.")
        return redirect("event", pk)
    return show(request, "events/choose.html", form, **_chosen(event, chosen))


def _chosen(event: Event, slot: Slot) -> dict[str, Any]:
    seated = slot.yes if event.capacity is None else min(slot.yes, event.capacity)
    return {
        "event": event,
        "slot": slot,
        "when": when.sentence(slot.local_start, slot.local_end, event.time_zone, all_day=slot.all_day),
        "tally": tally(event, slot, timezone.now()),
        "seated": seated,
        "in_line": slot.yes - seated,
    }


@require_POST
@signed_in
def event_veto(request: MemberRequest, pk: int, slot: int) -> HttpResponse:
    """Rule a time out, or bring it back."""
    event = editable(request, pk)
    get_object_or_404(event.slots.all(), pk=slot)
    form = OneSlotForm.of(request)
    if not form.carry_out(actions.veto, event, by=request.user, slot=slot):
        return show(request, "events/refused.html", form, event=event)
    return redirect(f"{reverse('event', args=[pk])}#ballot")
