"""Who asks: tokens, what they open, how often, and oneself."""

from datetime import datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from rest_framework.throttling import SimpleRateThrottle

from members import actions
from members.models import Member, Place, Token


def with_secret(program, secret):
    client = program()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    return client


def test_a_new_token_opens_what_its_owner_may_and_is_shown_once(program, ann):
    made = program(ann).post("/api/v1/tokens", {"name": "phone", "scope": "write"})
    assert (made.status_code, made["Cache-Control"]) == (201, "no-store")
    assert with_secret(program, made.json()["secret"]).get("/api/v1/me").json()["handle"] == "Ann"
    listed = program(ann).get("/api/v1/tokens")
    assert "phone" in {token["name"] for token in listed.json()["results"]}
    assert made.json()["secret"] not in listed.content.decode()


def test_a_token_revoked_opens_nothing(program, ann):
    made = program(ann).post("/api/v1/tokens", {"name": "phone"}).json()
    asks = with_secret(program, made["secret"])
    assert asks.get("/api/v1/me").status_code == 200
    assert program(ann).delete(f"/api/v1/tokens/{made['id']}").status_code == 204
    refused = asks.get("/api/v1/me")
    assert (refused.status_code, refused.json()["code"]) == (401, "bad_token")
    assert refused["WWW-Authenticate"] == "Bearer"


def test_a_token_expired_opens_nothing(program, ann):
    asks = program(ann)
    now = timezone.now()
    Token.objects.update(created_at=now - timedelta(days=2), expires_at=now - timedelta(seconds=1))
    assert asks.get("/api/v1/me").json()["code"] == "bad_token"


def test_a_token_of_someone_shut_out_opens_nothing(program, ann):
    asks = program(ann)
    Member.objects.filter(pk=ann.pk).update(is_active=False)
    assert asks.get("/api/v1/me").json()["code"] == "bad_token"


@pytest.mark.parametrize(
    ("method", "path"),
    [("post", "tokens"), ("patch", "me"), ("post", "events"), ("put", "events/1/rsvp"), ("post", "tribes")],
)
def test_a_token_that_reads_changes_nothing(program, ann, method, path):
    reading = program(ann, "read")
    assert reading.get("/api/v1/me").status_code == 200
    answer = getattr(reading, method)(f"/api/v1/{path}", {"name": "phone"})
    assert (answer.status_code, answer.json()["code"]) == (403, "read_only_token")
    assert Token.objects.count() == 1


def test_without_a_token_nothing_is_changed_and_nothing_personal_read(program, event):
    for method, path in (
        ("get", "me"),
        ("get", "tokens"),
        ("get", "me/events"),
        ("put", f"events/{event.pk}/rsvp"),
    ):
        answer = getattr(program(), method)(f"/api/v1/{path}")
        assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated"), path


def test_someone_elses_token_is_not_there(program, ann, ben):
    token, _ = actions.issue_token(ann, name="phone")
    assert program(ben).delete(f"/api/v1/tokens/{token.pk}").status_code == 404
    assert Token.objects.filter(pk=token.pk).exists()


@pytest.mark.parametrize("days", [-1, 0, 367, 10_000])
def test_a_token_lasts_a_year_at_most(program, ann, days):
    expires_at = (timezone.now() + timedelta(days=days)).isoformat()
    answer = program(ann).post("/api/v1/tokens", {"name": "phone", "expires_at": expires_at})
    assert (answer.status_code, list(answer.json()["fields"])) == (422, ["expires_at"])


@pytest.mark.parametrize("asked", [{}, {"expires_at": (timezone.now() + timedelta(days=30)).isoformat()}])
def test_a_token_does_not_outlive_the_one_that_made_it(program, ann, asked):
    asks, soon = program(ann), timezone.now() + timedelta(hours=1)
    Token.objects.update(expires_at=soon)
    made = asks.post("/api/v1/tokens", {"name": "phone", "scope": "write", **asked})
    assert made.status_code == 201
    assert datetime.fromisoformat(made.json()["expires_at"]) == soon


def test_twenty_tokens_are_enough(program, ann):
    asks = program(ann)
    for _ in range(19):
        asks.post("/api/v1/tokens", {"name": "one more"})
    answer = asks.post("/api/v1/tokens", {"name": "one more"})
    assert (answer.status_code, answer.json()["code"]) == (409, "too_many_tokens")


@pytest.mark.parametrize("member", [None, "ann"])
def test_who_asks_too_often_is_told_how_long_to_wait(program, db, request, monkeypatch, member):
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", {"anon": "3/min", "user": "3/min"})
    asks = program(member and request.getfixturevalue(member))
    path = "/api/v1/me" if member else "/api/v1/tribes"
    answers = [asks.get(path) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[3].json()["code"] == "throttled"
    assert 1 <= int(answers[3]["Retry-After"]) <= 60


def test_bad_tokens_are_counted_by_the_address_they_come_from(program, ann, monkeypatch):
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", {"anon": "3/min", "user": "9/min"})
    asks = with_secret(program, "tm_made-up")
    answers = [asks.get("/api/v1/me") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [401, 401, 401, 429]
    assert (answers[3].json()["code"], 1 <= int(answers[3]["Retry-After"]) <= 60) == ("throttled", True)
    assert program(ann).get("/api/v1/me").status_code == 200


def test_one_reads_and_changes_what_one_says_of_oneself(program, ann):
    town = {"region": "Connecticut", "country_code": "US", "latitude": 41.1, "longitude": -73.4}
    Place.objects.create(name="Norwalk", **town)
    asked = {"display_name": "Ann B.", "home": "norwalk", "time_zone": "Europe/Berlin"}
    answer = program(ann).patch("/api/v1/me", asked).json()
    assert answer == program(ann).get("/api/v1/me").json()
    assert (answer["name"], answer["home"]) == ("Ann B.", "Norwalk, Connecticut, US")
    assert program(ann).patch("/api/v1/me", {"home": None}).json()["home"] is None


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"handle": "hope"}, "invalid"),
        ({"home": "Atlantis"}, "invalid"),
        ({"email": "a@b.org"}, "unknown_field"),
    ],
)
def test_a_profile_that_cannot_be_is_refused(program, hope, ann, change, code):
    answer = program(ann).patch("/api/v1/me", change)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert list(answer.json()["fields"]) == list(change)


def test_the_command_prints_a_secret_and_nothing_else(program, ann, capsys):
    call_command("token", "@ann", "--name", "cron", "--days", "7")
    secret, end = capsys.readouterr().out.split("\n")
    assert (secret[:3], end) == ("tm_", "")
    assert with_secret(program, secret).patch("/api/v1/me", {"display_name": "Ann"}).status_code == 200
    call_command("token", "ann", "--read")
    reading = with_secret(program, capsys.readouterr().out.strip())
    assert reading.patch("/api/v1/me", {}).json()["code"] == "read_only_token"


@pytest.mark.parametrize("arguments", [["nobody"], ["ann", "--days", "0"], ["ann", "--name", "x" * 61]])
def test_the_command_says_what_is_wrong(ann, arguments):
    with pytest.raises(CommandError):
        call_command("token", *arguments)


def test_nobody_is_asked_for_a_language_that_nothing_reads(program, hope):
    refused = program(hope).patch("/api/v1/me", {"locale": "<zz>"})
    assert (refused.status_code, refused.json()["code"]) == (422, "unknown_field")
    assert "locale" not in program(hope).get("/api/v1/me").json()
