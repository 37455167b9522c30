"""What makes no sense gets a 4xx from every form, never a 500, and changes nothing."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from time_machine import travel

from events import actions as event_actions
from events.models import Event
from members import actions

from ..api.test_bad_input import everything
from ..cast import EVENING
from .bad_forms import FORMS, ID, WHAT, Form
from .conftest import BACKEND

CSRF = "k" * 32
FORM = "application/x-www-form-urlencoded"
PARAMETERS = ["q", "page", "show", "answer", "next", "theme", "code", "add", "x"]
VALUES = ["%00", "%ff", "-1", "9" * 5000, "x" * 5000, "%F0%9F", "%0d%0aSet-Cookie:x=1", "[]"]
PAGES = [
    "/", "/agenda/", "/tribes/", "/tribes/usguys/", "/tribes/usguys/members/", "/tribes/usguys/propose/",
    "/events/{event}/", "/events/{event}/hosts/", "/events/{event}/floor/", "/events/{event}/again/",
    "/events/{proposal}/", "/events/{proposal}/slots/", "/events/{event}/event.ics", "/places/", "/me/",
    "/tokens/", "/people/HopeHarbor/", "/accounts/login/", "/accounts/signup/", "/about/", "/healthz",
]  # fmt: skip


@pytest.fixture
def rows(meetup, tribe, hope, ann) -> dict[str, Any]:
    """What the addresses name."""
    rsvp = event_actions.respond(meetup, member=ann, answer="going")
    token, _ = actions.issue_token(hope, name="spare")
    membership = tribe.memberships.get(member=ann)
    times = [{"local_start": EVENING + timedelta(days=days)} for days in (0, 1)]
    proposal = event_actions.propose(tribe, by=hope, title="Picnic", place="Central Park", slots=times)
    ids = {"event": meetup.pk, "rsvp": rsvp.pk, "token": token.pk, "membership": membership.pk}
    return ids | {"slug": tribe.slug, "proposal": proposal.pk, "slot": proposal.slots.all()[0].pk}


@pytest.fixture
def visitor(hope) -> Callable[..., Client]:
    """A browser of Hope's, or of nobody in particular, that is shown a 500."""

    def of(form: Form | None = None, *, shown: bool = True, member: Any = hope) -> Client:
        client: Client = Client(raise_request_exception=False, enforce_csrf_checks=True)
        if shown:  # the page of the form was, and gave its token along
            client.cookies["csrftoken"] = CSRF
            client.defaults["HTTP_X_CSRFTOKEN"] = CSRF
        if not (form and form.open_to_all):
            client.force_login(member, backend=BACKEND)
        return client

    return of


def bad_posts(form: Form) -> Iterator[tuple[str, dict[str, Any]]]:
    """How a request to this form can be wrong, as arguments of `client.post`."""
    for name, values in form.wrong.items():
        for value in values:
            yield f"{name}={value!r:.30}", {"data": form.right | {name: value}}
    yield "300 fields", {"data": form.right | {f"x{number}": "1" for number in range(300)}}
    yield "two megabytes", {"data": form.right | {"x": "y" * 2_000_000}}
    yield "no boundary", {"data": b"x", "content_type": "multipart/form-data"}
    yield "a broken part", {"data": b"--b\r\nnonsense", "content_type": "multipart/form-data; boundary=\xff"}


def bad_addresses(form: Form, rows: dict[str, Any]) -> Iterator[str]:
    for name in rows:
        if f"{{{name}}}" in form.path:
            yield from (form.path.format(**rows | {name: bad}) for bad in ID)
    yield from (form.path.format(**rows) + end for end in ("%00", "%ff/", "nothing/"))


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_a_bad_form_is_refused(form, rows, visitor):
    client, path, before = visitor(form), form.path.format(**rows), unchanging()
    found = {}
    for kind, sent in bad_posts(form):
        cache.clear()
        found[kind] = client.post(path, **sent).status_code
    found["charset"] = client.generic("POST", path, b"x=%41", f"{FORM}; charset=hex").status_code
    assert {kind: status for kind, status in found.items() if not 400 <= status < 500} == {}
    assert unchanging() == before


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_a_bad_address_is_refused(form, rows, visitor):
    client, before = visitor(form), unchanging()
    found = {path: client.post(path, form.right).status_code for path in bad_addresses(form, rows)}
    assert {path: status for path, status in found.items() if status != 404} == {}
    assert unchanging() == before


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_a_form_without_its_own_page_is_refused(form, rows, visitor):
    client, before = visitor(form, shown=False), unchanging()
    answer = client.post(form.path.format(**rows), form.right)
    assert (answer.status_code, unchanging() == before) == (403, True)


@pytest.mark.parametrize("form", [form for form in FORMS if "{" in form.path], ids=lambda form: form.name)
def test_what_is_someone_elses_cannot_be_touched(form, rows, visitor, stranger, tribe):
    type(tribe).objects.update(visibility="private")
    client, before = visitor(member=stranger), unchanging()
    answer = client.post(form.path.format(**rows), form.right)
    assert (answer.status_code, unchanging() == before) == (404, True)


@pytest.mark.parametrize("form", [form for form in FORMS if form.right], ids=lambda form: form.name)
def test_the_same_form_without_a_fault_goes_through(form, rows, visitor):
    cache.clear()
    answer = visitor(form).post(form.path.format(**rows), form.right)
    assert answer.status_code in (200, 302), answer.text


@pytest.mark.parametrize("page", PAGES)
def test_no_address_breaks_a_page(page, rows, visitor):
    path, client, before = page.format(**rows), visitor(), unchanging()
    asked = [f"{path}?{'&'.join(f'{name}={value}' for name in PARAMETERS)}" for value in VALUES]
    found = {query: client.get(query).status_code for query in asked}
    assert {query: status for query, status in found.items() if status >= 500} == {}
    assert unchanging() == before


def test_a_time_that_the_clock_skips_is_refused_beside_its_field(tribe, visitor):
    client = visitor()
    with travel("2027-01-15T12:00:00Z", tick=False):
        client = visitor()
        night = {"date": f"{date(2027, 3, 14)}", "time": "02:30", "time_zone": "America/New_York"}
        answer = client.post("/tribes/usguys/propose/", WHAT | night)
    assert answer.status_code == 422
    assert "Clocks go forward that night" in answer.text
    assert not Event.objects.exists()


def test_an_end_that_is_left_empty_never_falls_into_the_hour_that_the_clock_skips(tribe, visitor):
    with travel("2027-01-15T12:00:00Z", tick=False):
        night = {"date": "2027-03-14", "time": "00:30", "time_zone": "America/New_York"}
        answer = visitor().post("/tribes/usguys/propose/", WHAT | night)
    assert answer.status_code == 302
    assert f"{Event.objects.get().local_end:%H:%M}" == "03:30"


def unchanging() -> dict[str, list[Any]]:
    """All rows but those of a mailed code, which allauth asks for again when a form is at fault."""
    return {name: rows for name, rows in everything().items() if name != "Message"}
