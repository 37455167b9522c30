"""The page that a link of a mail opens: what is asked in words, and one button that does it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from members.models import Member, Tribe
from members.policies import belongs_to, tribes_visible_to
from tribemeet.forms import PageForm, show
from tribemeet.pages import NOTHING_SAVED, Words, error_page

from .. import links
from ..errors import BadLink, LinkTooOld
from ..forms.links import MailedAnswerForm
from ..models import Event, Rsvp
from ..models.event import EventQuerySet
from ..policies import as_seen_by, events_visible_to
from ..standing import look_at, news_of
from .asked import ASKED, Opened, button_of
from .ballot import ballot_of
from .calendar import file_for
from .event import map_url
from .series import with_series

TEMPLATES = {"vote": "events/link_vote.html"}
DEAD_LINK = "This link does not open"


def of_a_mail(view: Callable[[HttpRequest, str], HttpResponse]) -> Callable[..., HttpResponse]:
    """A page at a secret address: nobody keeps it, and no search engine lists it."""

    @wraps(view)
    def answered(request: HttpRequest, token: str) -> HttpResponse:
        try:
            response = view(request, token)
        except (BadLink, LinkTooOld) as refusal:
            response = error_page(request, refusal.status, Words(DEAD_LINK, refusal.message, NOTHING_SAVED))
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return answered


# No CSRF token: it keeps out forms that are sent from elsewhere to an address that can be guessed, and this
# one is known to who got the mail only. So no cookie is needed, and the browser of a mail program will do.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@of_a_mail
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Opening changes nothing, since scanners open every link of a mail first; the button does what it says,
    by the action that every other door calls."""
    opened = opened_by(token)
    asked = ASKED[opened.purpose]
    form = asked.form(request, opened)
    outcome = form.carry_out(asked.act, opened, form=form)
    done = outcome is not None
    if form.is_bound:
        opened = as_it_is_now(opened)
    wanted = "" if done else request.POST.get("answer", request.GET.get("answer", ""))
    page = page_of(opened, wanted) | {"token": token, "done": done, "news": news(form, outcome)}
    return show(request, TEMPLATES.get(opened.purpose, "events/link.html"), form, **page)


@never_cache
@require_safe
@of_a_mail
def link_ics(request: HttpRequest, token: str) -> HttpResponse:
    """The entry of the one whom the mail is to, under the UID that it brought."""
    opened = opened_by(token)
    return file_for(opened.event, opened.member)


def news(form: PageForm, outcome: object) -> str:
    """Where an answer came to something else than the page had promised, or to more than one date."""
    if isinstance(form, MailedAnswerForm) and form.is_bound and form.to_all and outcome:
        return "Your answer counts for this date and for all that follow."
    return news_of(form.cleaned_data.get("expects", ""), outcome) if isinstance(outcome, Rsvp) else ""


def opened_by(token: str) -> Opened:
    """Fresh rows, by the same rule of who may see what as every other door."""
    found = links.read(token)
    member = Member.objects.filter(pk=found.member_id, is_active=True).first()
    event = _as_shown(events_visible_to(member), member).filter(pk=found.event_id).first()
    if member is None or event is None:
        raise BadLink
    return _opened(found.purpose, member, event)


def as_it_is_now(opened: Opened) -> Opened:
    """The outcome is for who pressed the button, even where their "no" takes the page away from them."""
    event = _as_shown(Event.objects.all(), opened.member).get(pk=opened.event.pk)
    return _opened(opened.signed_for, opened.member, event)


def _as_shown(events: EventQuerySet, member: Member | None) -> EventQuerySet:
    """With what would else be asked of the policies one by one."""
    return as_seen_by(member, with_series(events, member))


def _opened(purpose: str, member: Member, seen: Any) -> Opened:
    look = look_at(seen, member, timezone.now(), organises=seen.editable, banned=seen.banned)
    return Opened(purpose, member, look)


def page_of(opened: Opened, wanted: str) -> dict[str, Any]:
    event: Any = opened.event
    asked = ASKED[opened.purpose]
    choices = asked.choices(opened)
    address = event.address if event.address_seen else ""
    return {
        "event": event,
        "member": opened.member,
        "standing": opened.standing,
        "question": asked.question or opened.standing.question,
        "none_left": not choices,
        "calendar": asked.turns and opened.standing.calendar,
        "chosen": (button := button_of(opened, choices, wanted)),
        "others": [choice for choice in choices if choice != button and not choice.said],
        "nothing": "" if choices else asked.nothing,
        "address": address,
        "map_url": map_url(address),
        **ballot_of(event, opened.member, opened.now, names=False),
        "may_join": not opened.look.banned and may_join(opened.member, event.tribe),
    }


def may_join(member: Member, tribe: Tribe) -> bool:
    return not belongs_to(member, tribe) and tribes_visible_to(member).filter(pk=tribe.pk).exists()
