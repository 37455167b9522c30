"""What makes no sense gets a 4xx with a code from every operation, never a 500, and changes nothing."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone
from rest_framework.throttling import SimpleRateThrottle

from events import actions as event_actions
from events.actions.times import span_of
from events.models import Event, Slot
from members import actions
from members.models import Membership, Token, Tribe
from tribemeet.wsgi import application

from ..cast import EVENING, ZONE
from .operations import OPERATIONS, RIGHT, SKIPPED, SLOT, SOON, WRONG, Operation

JSON = "application/json"
PROBLEM = "application/problem+json"
WRITTEN = ("members", "events", "outbox")
# Bodies that are no object, or no JSON at all
NO_OBJECTS = {
    "empty object's half": b"{",
    "no JSON": b"title=Dinner",
    "NUL": b"\0",
    "not UTF-8": b'{"title": "\xff\xfe"}',
    "UTF-16": '{"title": "Dinner"}'.encode("utf-16"),
    "NaN": b'{"guests": NaN}',
    "infinite": b'{"guests": 1e999}',
    "5,000 digits": b'{"guests": ' + b"9" * 5000 + b"}",
    "a list": b"[]",
    "a word": b'"going"',
    "a number": b"7",
    "null": b"null",
    "too deep": b"[" * 100_000,
    "unknown field": b'{"titel": "Dinner"}',
    "unknown field with NUL": b'{"a\\u0000": 1}',
    "unknown field, half a pair": b'{"\\ud800": 1}',
    "huge": b'{"title": "' + b"x" * 1_100_000 + b'"}',
}
CONTENT_TYPES = ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "", "\0"]


@pytest.fixture(autouse=True)
def as_often_as_one_likes(monkeypatch):
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", {"anon": None, "user": None})


@pytest.fixture
def rows(event, tribe, hope, ben, stranger, propose, weekly, monkeypatch) -> dict[str, Any]:
    """What the addresses name: Hope's meetup and tribe, another meetup to merge it into, a stranger who comes
    and asks to join, and a token of hers."""
    event_actions.respond(event, member=stranger, answer="going")
    monkeypatch.setitem(RIGHT["events_merge"], "into", propose(title="Another").pk)
    soon = timezone.now() + timedelta(days=20)
    proposal = propose(local_start=None, slots=[{"local_start": EVENING + timedelta(days=5)}], decide_by=soon)
    Slot.objects.bulk_create(
        [Slot(pk=SLOT, event=proposal, **span_of(EVENING, None, ZONE, now=soon).__dict__)]
    )
    Tribe.objects.update(admission="approval")
    tribe.refresh_from_db()
    asked = actions.join(tribe, member=stranger)
    spare, _ = actions.issue_token(hope, name="spare")
    return {
        "events": event.pk,
        "proposals": proposal.pk,
        "memberships": asked.pk,
        "tokens": spare.pk,
        "series": weekly().series_id,
        "slug": tribe.slug,
        "handle": "Stranger",
    }


@pytest.fixture
def secrets(hope) -> dict[str, str]:
    """Hope's tokens, good and bad."""
    names = ("good", "expired", "revoked")
    made = {name: actions.issue_token(hope, name=name, scope="write") for name in names}
    Token.objects.filter(name="expired").update(
        created_at=timezone.now() - timedelta(days=2), expires_at=timezone.now() - timedelta(days=1)
    )
    actions.revoke_token(made["revoked"][0])
    reading = actions.issue_token(hope, name="reading", scope="read")[1]
    return {name: secret for name, (_, secret) in made.items()} | {"reading": reading}


@pytest.fixture
def send(secrets) -> Callable[..., Any]:
    client = Client(raise_request_exception=False)

    def sent(method: str, path: str, body: bytes = b"", content_type: str = JSON, **more: str) -> Any:
        headers = {"Authorization": f"Bearer {secrets['good']}"} | more
        return client.generic(method.upper(), path, body, content_type, headers=headers)

    return sent


def address_of(operation: Operation, rows: dict[str, Any]) -> str:
    noun = operation.path.split("/")[3]
    about = "proposals" if operation.described["tags"] == ["proposals"] else noun
    names = {"slug": rows["slug"], "handle": rows["handle"], "slot": SLOT}
    return operation.path.format(id=rows.get(about, ""), **names)


def everything() -> dict[str, list[Any]]:
    models = [model for label in WRITTEN for model in apps.get_app_config(label).get_models()]
    return {model.__name__: list(model._base_manager.order_by("pk").values()) for model in models}


def refused(answer: Any) -> bool:
    if not 400 <= answer.status_code < 500 or answer["Content-Type"] != PROBLEM:
        return False
    return answer.json()["status"] == answer.status_code and bool(answer.json()["code"])


def with_bad_tokens(operation: Operation, secrets: dict[str, str]) -> Iterator[tuple[str, str]]:
    yield "unknown token", "Bearer made-up"
    yield "empty token", "Bearer "
    yield "NUL in the token", "Bearer tm_\0"
    yield "no ASCII in the token", "Bearer ä\xff"
    yield "expired token", f"Bearer {secrets['expired']}"
    yield "revoked token", f"Bearer {secrets['revoked']}"
    yield "two tokens", f"Bearer {secrets['good']} {secrets['good']}"
    if not (operation.open_to_all and operation.method == "get"):
        yield "no token", ""
        yield "another scheme", "Basic aG9wZTpob3Bl"
    if operation.method != "get":
        yield "token that only reads", f"Bearer {secrets['reading']}"


def bad_addresses(operation: Operation, path: str, rows: dict[str, Any]) -> Iterator[str]:
    yield from (f"{path}%00", f"{path}/nothing", f"{path}/%ff", f"{path}//", f"{path}.json")
    yield from (f"{path}?{query}" for query in ("x=%00", "%00=1", "%ff=1", "titel=x", "format=xml", "x[]=1"))
    yield from (f"{path}?{urlencode({name: wrong})}" for name, wrong in operation.wrong_queries())
    if "{" in operation.path:
        for no_id in ("0", "-1", str(10**30), "9" * 5000, "1.5", "%00", "x%00", "²", "' OR 1=1", "%f0%9f"):
            yield operation.path.format(id=no_id, slug=no_id, handle=no_id, slot=no_id).replace(" ", "%20")


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_a_bad_token_opens_nothing(operation, rows, secrets, send):
    path, before = address_of(operation, rows), everything()
    body = json.dumps(operation.right).encode()
    answers = {
        kind: send(operation.method, path, body, Authorization=header)
        for kind, header in with_bad_tokens(operation, secrets)
    }
    assert {kind: (a.status_code, a.content) for kind, a in answers.items() if not refused(a)} == {}
    assert everything() == before


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_a_bad_address_is_refused(operation, rows, send):
    path, before = address_of(operation, rows), everything()
    body = json.dumps(operation.right).encode() if operation.takes_a_body else b""
    answers = {bad: send(operation.method, bad, body) for bad in bad_addresses(operation, path, rows)}
    answers |= {method: send(method, path) for method in ("OPTIONS", "TRACE", "FOO")}
    answers["Accept"] = send(operation.method, path, body, Accept="text/xml")
    assert {bad: (a.status_code, a.content) for bad, a in answers.items() if not refused(a)} == {}
    assert everything() == before


@pytest.mark.parametrize(
    "operation", [o for o in OPERATIONS if o.method != "get"], ids=lambda operation: operation.name
)
def test_a_bad_body_is_refused(operation, rows, send):
    path, before = address_of(operation, rows), everything()
    answers = {kind: send(operation.method, path, body) for kind, body in NO_OBJECTS.items()}
    answers |= {kind: send(operation.method, path, b"{}", kind) for kind in CONTENT_TYPES}
    answers["charset"] = send(operation.method, path, b"{", f"{JSON}; charset=hex")
    if operation.takes_a_body:
        answers |= {kind: send(operation.method, path, body) for kind, body in operation.wrong_bodies()}
    assert {kind: (a.status_code, a.content) for kind, a in answers.items() if not refused(a)} == {}
    assert everything() == before


@pytest.mark.parametrize(
    "operation", [o for o in OPERATIONS if o.method != "get"], ids=lambda operation: operation.name
)
def test_the_same_request_without_a_fault_goes_through(operation, rows, send, ben):
    body = json.dumps(operation.right).encode() if operation.takes_a_body else b""
    if operation.name == "memberships_leave":
        Membership.objects.update(role="owner", status="active")
    if operation.name == "memberships_lift_ban":
        Membership.objects.filter(pk=rows["memberships"]).update(status="banned")
    if operation.name == "rsvp_hide":
        Event.objects.update(host=ben)
    answer = send(operation.method, address_of(operation, rows), body)
    assert answer.status_code in (200, 201, 204), answer.content


@pytest.mark.parametrize("path", ["/api/", "/api/v1/", "/api/v2/events", "/api/v1/event", "/api/v1/%00"])
def test_an_address_that_leads_nowhere_says_so_as_a_problem(db, path):
    answer = Client().get(path)
    assert (answer.status_code, answer["Content-Type"]) == (404, PROBLEM)
    assert answer.json()["code"] == "not_found"


def test_what_breaks_is_a_problem_too(event, monkeypatch):
    monkeypatch.setattr("events.api.doors.as_seen_by", lambda *_: 1 / 0)
    answer = Client(raise_request_exception=False).get(f"/api/v1/events/{event.pk}")
    assert (answer.status_code, answer["Content-Type"], answer.json()["code"]) == (500, PROBLEM, "error")


@pytest.mark.parametrize("charset", ["hex", "undefined", "utf-16", '"hex"', "iso-8859-1"])
def test_another_charset_than_utf_8_is_refused_before_anything_is_read(charset):
    status: list[str] = []
    asked = {"CONTENT_TYPE": f"{JSON}; charset={charset}", "QUERY_STRING": "q=%41"}
    body = b"".join(application(asked, lambda line, _: status.append(line)))
    assert (status[0][:3], json.loads(body)["code"]) == ("415", "unsupported_media_type")


def test_utf_8_may_be_said_out_loud(program, ann, event):
    answer = program(ann).put(
        f"/api/v1/events/{event.pk}/rsvp", b'{"answer": "going"}', content_type=f"{JSON}; charset=utf-8"
    )
    assert answer.status_code == 200


def test_a_host_that_is_not_ours_is_refused_as_a_problem(db):
    answer = Client(headers={"Host": "elsewhere.example"}).get("/api/v1/events")
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")


def test_every_operation_meets_twenty_kinds(rows, secrets):
    for operation in OPERATIONS:
        kinds = {*with_bad_tokens(operation, secrets), *bad_addresses(operation, "", rows)}
        assert len(kinds) + (len(NO_OBJECTS) if operation.method != "get" else 0) >= 20, operation.name


def test_every_wrong_value_of_a_named_field_is_sent_somewhere():
    sent = {
        kind for operation in OPERATIONS if operation.takes_a_body for kind, _ in operation.wrong_bodies()
    }
    assert {
        f"{name.rpartition('.')[2]}={wrong!r:.40}" for name, values in WRONG.items() for wrong in values
    } - sent == set()


@pytest.mark.parametrize(
    ("field", "wrong", "code"),
    [
        ("local_start", "2001-01-01T19:00", "in_the_past"),
        ("local_start", SKIPPED, "nonexistent_time"),
        ("local_end", SKIPPED, "nonexistent_time"),
        ("local_end", SOON, "bad_time"),
        ("time_zone", "Europe/Atlantis", "invalid"),
        ("capacity", 0, "invalid"),
        ("guests_each", 11, "invalid"),
    ],
)
@pytest.mark.parametrize("name", ["events_propose", "events_change"])
def test_a_time_a_zone_and_a_number_are_refused_for_what_is_wrong_with_them(
    name, field, wrong, code, rows, send
):
    (operation,) = (operation for operation in OPERATIONS if operation.name == name)
    body = json.dumps(operation.right | {field: wrong}).encode()
    answer = send(operation.method, address_of(operation, rows), body).json()
    assert (answer["code"], list(answer["fields"])) == (code, [field])
