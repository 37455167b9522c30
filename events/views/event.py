"""The page of a meetup, and the answer to it."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from members.models import Member
from members.views.viewer import viewer
from tribemeet.live import live_url

from .. import actions
from ..forms.answers import AnswerForm
from ..models import Event, Rsvp
from ..policies import address_visible_to, attendees_visible_to, events_visible_to, may_edit
from .standing import Look, standing_of
from .who import who_is_coming

MAP = "https://www.openstreetmap.org/search"


@require_safe
def event(request: HttpRequest, pk: int) -> HttpResponse:
    member = viewer(request)
    found = get_object_or_404(events_visible_to(member).with_people(), pk=pk)
    chosen = {"chosen": request.GET.get("answer", "")}
    return render(request, "events/event.html", page_of(found, member) | chosen)


@require_safe
def event_live(request: HttpRequest, pk: int) -> HttpResponse:
    """The parts that change while a page is open, all by one look at the rows."""
    member, shown = viewer(request), request.GET.get("standing", "")
    found = get_object_or_404(events_visible_to(member).with_people(), pk=pk)
    context = page_of(found, member)
    promoted = (shown, context["standing"].kind) == ("waitlisted", "going")
    news = "You got a place!" if promoted else ""
    return render(request, "events/parts/live.html", context | {"news": news})


@require_POST
def event_rsvp(request: HttpRequest, pk: int) -> HttpResponse:
    """One tap. Strangers sign in first and find their choice on the page when they come back."""
    member, form = viewer(request), AnswerForm.of(request)
    found = get_object_or_404(events_visible_to(member).with_people(), pk=pk)
    if member is None:
        return _to_sign_in(
            request, f"{reverse('event', args=[pk])}?{urlencode({'answer': form['answer'].value()})}"
        )
    before = found.rsvps.filter(member=member).first()
    rsvp = form.carry_out(actions.respond, found, member=member, via=Rsvp.Via.WEB)
    if rsvp and not request.htmx:  # type: ignore[attr-defined]
        messages.success(request, news_of(form, rsvp) or "Your answer is saved.")
        return redirect("event", pk)
    found.refresh_from_db()
    context = page_of(found, member) | {
        "form": form,
        "undo": undo_of(before, rsvp),
        "news": news_of(form, rsvp),
    }
    whole_page = not request.htmx  # type: ignore[attr-defined]
    template = "events/event.html" if whole_page else "events/parts/answered.html"
    return render(request, template, context, status=form.status if form.errors else 200)


def _to_sign_in(request: HttpRequest, back: str) -> HttpResponse:
    there = redirect_to_login(back)
    # a redirect would be followed inside the page, and its answer put into the widget
    return HttpResponseClientRedirect(there.url) if request.htmx else there  # type: ignore[attr-defined]


def page_of(event: Event, member: Member | None) -> dict[str, Any]:
    """Everything the page shows, by the same rules as every other door."""
    now = timezone.now()
    rsvp = event.rsvps.filter(member=member).first() if member else None
    waiting = event.rsvps.queue().count() if event.capacity else 0
    organises = may_edit(member, event)
    address = event.address if address_visible_to(member, event) else ""
    return {
        "event": event,
        "rsvp": rsvp,
        "standing": standing_of(Look(event, rsvp, waiting, now, signed_in=member is not None)),
        "may_edit": organises and not event.is_past(now) and event.status != Event.Status.CANCELLED,
        "address": address,
        "live_url": live_url(event.channel),
        "map_url": f"{MAP}?{urlencode({'query': address})}",
        **who_is_coming(event, member, attendees_visible_to(member, event), waiting, now),
    }


def undo_of(before: Rsvp | None, now: Rsvp | None) -> Rsvp | None:
    """The answer that gave a place back just now, for as long as the button stands."""
    gave_back = before and now and before.status == Rsvp.Status.GOING and now.status == Rsvp.Status.DECLINED
    return before if gave_back else None


def news_of(form: AnswerForm, rsvp: Rsvp | None) -> str:
    """Said when a press did something else than the page had promised."""
    if rsvp is None or rsvp.status != Rsvp.Status.WAITLISTED or not form.expected_a_seat():
        return ""
    return f"Someone took the last place a moment ago. You're number {rsvp.position} in line."
