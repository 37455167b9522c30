"""Pages over the mails that the embedded mail server took: what a member sees, and what a calendar reads.

Only the embedded run has them: whoever reaches them reads everybody's mail, sign-in codes included.
"""

from dataclasses import dataclass
from email.message import EmailMessage
from functools import cached_property

from csp.decorators import csp
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from events.calendar import words
from tribemeet.embedded import inbox

PER_PAGE = 50
TABS = {"html": "As sent", "text": "Text", "calendar": "Calendar", "headers": "Headers"}

# The mail is somebody's text in our origin: no script, no form, nothing fetched, links leave the frame.
FRAME = {
    "default-src": ["'none'"],
    "style-src": ["'unsafe-inline'"],
    "frame-ancestors": ["'self'"],
    "sandbox": ["allow-top-navigation-by-user-activation"],
}


@dataclass(frozen=True)
class Mail:
    """A kept mail as the templates ask for it."""

    letter: inbox.Letter

    @cached_property
    def message(self) -> EmailMessage:
        return self.letter.message

    @property
    def subject(self) -> str:
        return str(self.message["Subject"] or "(no subject)")

    @property
    def headers(self) -> list[tuple[str, str]]:
        return [(name, str(value)) for name, value in self.message.items()]

    @property
    def text(self) -> str:
        return self._body("plain")

    @property
    def html(self) -> str:
        return self._body("html")

    @cached_property
    def calendar(self) -> bytes:
        parts = (part for part in self.message.walk() if part.get_content_type() == "text/calendar")
        part = next(parts, None)
        return bytes(part.get_payload(decode=True)) if part else b""

    @cached_property
    def reading(self) -> words.Reading | None:
        try:
            return words.read(self.calendar)
        except ValueError:
            return None

    @property
    def raw_calendar(self) -> str:
        return self.calendar.decode(errors="replace")

    @property
    def tabs(self) -> dict[str, str]:
        return {name: label for name, label in TABS.items() if name != "calendar" or self.calendar}

    def _body(self, subtype: str) -> str:
        part = self.message.get_body((subtype,))
        return str(part.get_content()) if part else ""


@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    wanted = request.GET.get("to", "").strip().lower()
    found = [letter for letter in _letters() if wanted in " ".join(letter.recipients).lower()]
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    listed = [Mail(letter) for letter in page.object_list]
    return render(request, "inbox/mails.html", {"mails": listed, "page": page, "wanted": wanted})


@require_safe
def mail(request: HttpRequest, id: str) -> HttpResponse:
    found = _mail(id)
    tab = request.GET.get("part", "html")
    if tab not in found.tabs:
        raise Http404
    return render(request, "inbox/mail.html", {"mail": found, "tab": tab})


@require_safe
@xframe_options_sameorigin
@csp(FRAME)  # type: ignore[arg-type]  # its views take a request and nothing else
def mail_html(request: HttpRequest, id: str) -> HttpResponse:
    """The HTML part alone, for the frame; its links open in the whole window."""
    return HttpResponse(_mail(id).html.replace("<head>", '<head><base target="_top">', 1))


@require_safe
def mail_eml(request: HttpRequest, id: str) -> HttpResponse:
    return _download(_mail(id).letter.raw, "message/rfc822", f"{id}.eml")


@require_safe
def mail_ics(request: HttpRequest, id: str) -> HttpResponse:
    calendar = _mail(id).calendar
    if not calendar:
        raise Http404
    return _download(calendar, "text/calendar; charset=utf-8", "invite.ics")


def _download(content: bytes, content_type: str, name: str) -> HttpResponse:
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(content, content_type=content_type, headers={"Content-Disposition": disposition})


def _letters() -> list[inbox.Letter]:
    if not settings.EMBEDDED:
        raise Http404
    return inbox.letters()


def _mail(id: str) -> Mail:
    letter = inbox.letter(id) if settings.EMBEDDED else None
    if letter is None:
        raise Http404
    return Mail(letter)


urlpatterns = [
    path("", mails, name="inbox"),
    path("<str:id>/", mail, name="inbox_mail"),
    path("<str:id>/html/", mail_html, name="inbox_html"),
    path("<str:id>/mail.eml", mail_eml, name="inbox_eml"),
    path("<str:id>/invite.ics", mail_ics, name="inbox_ics"),
]
