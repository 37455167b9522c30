"""Answering without an account: a name, a mail address, and a mail that asks whether it was them."""

from datetime import datetime
from ipaddress import ip_address, ip_network
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from members.views.viewer import viewer
from tribemeet.forms import show

from .. import actions, when
from ..forms.guests import GuestForm
from ..models import Event, Rsvp
from ..policies import events_visible_to
from ..standing import Standing, standing_for
from ..standing.shape import LINE, SEAT

# Whoever has one IPv6 address has as many as they like of its network.
IPV6_NETWORK = 64


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def event_guest(request: HttpRequest, pk: int) -> HttpResponse:
    """The reply is the same whoever the address belongs to, and whatever they answered before."""
    found = get_object_or_404(events_visible_to(None).with_people(), pk=pk)
    if viewer(request):
        return redirect("event", pk)
    if only_pressed(request):
        return redirect(f"{request.path}?{urlencode({'answer': request.POST.get('answer', '')})}")
    form, standing = GuestForm.of(request, event=found), standing_for(found, None, timezone.now())
    unproved = found.unproved_seats()
    until = form.carry_out(actions.ask_for_seat, found, client=client_of(request))
    context = {"event": found, "guest_form": form, "standing": standing}
    if until is None:
        return show(request, "events/guest.html", form, chosen=request.GET.get("answer", ""), **context)
    return render(
        request, "events/guest_asked.html", context | _asked(found, form, standing, until, unproved)
    )


def only_pressed(request: HttpRequest) -> bool:
    """A button on the page of the meetup, with nothing typed yet: no fault, and the form comes by itself."""
    typed = any(request.POST.get(name) for name in ("name", "email", "alone"))
    return request.method == "POST" and not typed


def client_of(request: HttpRequest) -> str:
    """The network address that asks, as it is counted for signing in."""
    address = ip_address(get_adapter().get_client_ip(request))
    if address.version == 4:
        return str(address)
    return str(ip_network((address, IPV6_NETWORK), strict=False))


def _asked(
    event: Event, form: GuestForm, standing: Standing, until: datetime, unproved: int
) -> dict[str, Any]:
    """What was said before, in words that hold for everybody: nobody is looked up for them. What is held for
    the unproved was counted before, too: afterwards the count would tell whether anything was."""
    asked, now, zone = form.asked(), timezone.now(), event.time_zone
    seats = 1 + asked["guests"]
    fits = event.fits(seats, now, first_timer=True) and event.may_hold(seats, unproved=unproved)
    return {
        "going": asked["answer"] == Rsvp.Status.GOING,
        "promise": standing.promise if fits or standing.promise != SEAT else LINE,
        "until": when.moment(until, zone, now),
        "zone": when.place_time(zone),
    }
