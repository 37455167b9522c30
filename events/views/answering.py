"""The buttons of a meetup's page. With script only the parts come back that an answer changes."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from members.models import Member
from members.views.viewer import MemberRequest, signed_in, viewer
from tribemeet.forms import PageForm

from .. import actions
from ..forms.answers import AnswerForm, HideForm
from ..models import Event, Rsvp
from ..policies import events_visible_to
from ..standing import Standing, news_of
from ..standing.shape import SEAT
from .event import page_of

Status, WEB = Rsvp.Status, Rsvp.Via.WEB


@dataclass(frozen=True)
class Pressed:
    """What a press came to, and what had stood before it."""

    form: PageForm
    done: bool
    news: str = ""
    before: Rsvp | None = None


@require_POST
def event_rsvp(request: HttpRequest, pk: int) -> HttpResponse:
    """One tap. Strangers are asked for a name and an address instead of an account."""
    member = viewer(request)
    found = get_object_or_404(events_visible_to(member).with_people(), pk=pk)
    before = found.rsvps.filter(member=member).first() if member else None
    form = AnswerForm.of(request, event=found, rsvp=before)
    if member is None:
        return _to_guest_form(request, pk, form)
    rsvp = form.carry_out(actions.respond, found, member=member, via=WEB)
    news = news_of(form.cleaned_data["expects"], rsvp) if rsvp else ""
    return _shown(request, found, member, Pressed(form, done=rsvp is not None, news=news, before=before))


@require_POST
@signed_in
def event_keep(request: MemberRequest, pk: int) -> HttpResponse:
    """Yes, they still come."""
    found = get_object_or_404(events_visible_to(request.user).with_people(), pk=pk)
    form = PageForm.of(request)
    rsvp = form.carry_out(actions.keep, found, member=request.user, via=WEB)
    return _shown(request, found, request.user, Pressed(form, done=rsvp is not None))


@require_POST
@signed_in
def event_hide(request: MemberRequest, pk: int) -> HttpResponse:
    """Be counted and not named, or be named again."""
    found = get_object_or_404(events_visible_to(request.user).with_people(), pk=pk)
    form = HideForm.of(request)
    form.carry_out(actions.hide, found, member=request.user)
    return _shown(request, found, request.user, Pressed(form, done=not form.errors))


def _shown(request: HttpRequest, event: Event, member: Member, pressed: Pressed) -> HttpResponse:
    """The page as it is now: by a redirect, in parts, or with what was wrong."""
    in_parts, form = request.htmx, pressed.form  # type: ignore[attr-defined]
    if pressed.done and not in_parts:
        messages.success(request, pressed.news or "Saved.")
        return _back(event, member)
    event.refresh_from_db()
    context = page_of(event, member, form if isinstance(form, AnswerForm) else None)
    undo = undo_of(pressed.before, context["rsvp"], context["standing"])
    context |= {"problems": form, "news": pressed.news, "undo": undo}
    template = "events/parts/answered.html" if in_parts else "events/event.html"
    return render(request, template, context, status=form.status if form.errors else 200)


def _back(event: Event, member: Member) -> HttpResponse:
    """To the page, unless it was open for them only as long as they meant to come."""
    seen = events_visible_to(member).filter(pk=event.pk).exists()
    return redirect("event", event.pk) if seen else redirect("home")


def _to_guest_form(request: HttpRequest, pk: int, form: AnswerForm) -> HttpResponse:
    there = f"{reverse('event_guest', args=[pk])}?{urlencode({'answer': form['answer'].value() or ''})}"
    # a redirect would be followed inside the page, and its answer put into the widget
    return HttpResponseClientRedirect(there) if request.htmx else redirect(there)  # type: ignore[attr-defined]


def undo_of(before: Rsvp | None, rsvp: Rsvp | None, standing: Standing) -> Rsvp | None:
    """The answer that gave a place back just now, for as long as the button stands; not when the place has
    gone to somebody else already."""
    gave_back = before and rsvp and before.status == Status.GOING and rsvp.status == Status.DECLINED
    if not gave_back or before is None or standing.promise != SEAT:
        return None
    event = before.event
    return before if event.seats_free is None or before.seats <= event.seats_free else None
