"""Tribes and memberships through the API: who sees, joins, admits and leaves."""

import pytest

from members import actions
from members.models import Membership, Tribe

HIKERS = {"hashtag": "#Hikers", "name": "Hikers", "time_zone": "Europe/Berlin"}
TRIBE = "/api/v1/tribes/usguys"
MISSING = "/api/v1/tribes/nowhere"


def test_a_tribe_is_founded_and_its_founder_owns_it(program, hope):
    answer = program(hope).post("/api/v1/tribes", HIKERS)
    assert answer.status_code == 201
    assert answer["Location"].endswith("/api/v1/tribes/hikers")
    assert (answer.json()["hashtag"], answer.json()["members"]) == ("Hikers", 1)
    assert Membership.objects.get().role == "owner"


@pytest.mark.parametrize(
    ("change", "status", "code", "field"),
    [
        ({"hashtag": "USGUYS"}, 409, "hashtag_taken", "hashtag"),
        ({"hashtag": "us guys"}, 422, "invalid", "hashtag"),
        ({"time_zone": "EST"}, 422, "invalid", "time_zone"),
        ({"visibility": "secret"}, 422, "invalid", "visibility"),
        ({"slug": "other"}, 422, "unknown_field", "slug"),
    ],
)
def test_a_tribe_that_cannot_be_is_refused(program, hope, tribe, change, status, code, field):
    answer = program(hope).post("/api/v1/tribes", HIKERS | change)
    assert (answer.status_code, answer.json()["code"], list(answer.json()["fields"])) == (
        status,
        code,
        [field],
    )
    assert Tribe.objects.count() == 1


def test_tribes_are_found_by_name_and_hashtag(program, hope, tribe):
    actions.found_tribe(by=hope, hashtag="Hikers", name="Up the hill", time_zone="UTC")
    for text, slugs in {"guys": ["usguys"], "#hik": ["hikers"], "": ["hikers", "usguys"], "x": []}.items():
        found = program().get("/api/v1/tribes", {"q": text}).json()["results"]
        assert [tribe["slug"] for tribe in found] == slugs, text


def test_a_hashtag_in_an_address_may_have_its_capitals(program, ann, tribe):
    assert program().get("/api/v1/tribes/UsGuys").json()["slug"] == "usguys"
    assert program(ann).get("/api/v1/tribes/UsGuys/memberships").status_code == 200


@pytest.mark.parametrize(("visibility", "listed"), [("public", 1), ("unlisted", 0), ("private", 0)])
def test_strangers_are_told_of_public_tribes_only(program, ann, stranger, tribe, visibility, listed):
    Tribe.objects.update(visibility=visibility)
    for who in (None, stranger):
        assert len(program(who).get("/api/v1/tribes").json()["results"]) == listed
    assert len(program(ann).get("/api/v1/tribes").json()["results"]) == 1


PRIVATE = [
    ("get", "tribes/{tribe}"),
    ("get", "tribes/{tribe}/memberships"),
    ("post", "tribes/{tribe}/memberships"),
    ("delete", "tribes/{tribe}/memberships/me"),
    ("get", "events/{event}"),
    ("patch", "events/{event}"),
    ("post", "events/{event}/cancel"),
    ("get", "events/{event}/attendees"),
    ("get", "events/{event}/rsvp"),
    ("put", "events/{event}/rsvp"),
    ("delete", "events/{event}/rsvp"),
    ("patch", "memberships/{membership}"),
    ("delete", "memberships/{membership}"),
]


@pytest.mark.parametrize(("method", "path"), PRIVATE)
def test_what_is_private_looks_exactly_like_what_does_not_exist(
    program, stranger, event, tribe, method, path
):
    Tribe.objects.update(visibility="private")
    hidden = {"tribe": "usguys", "event": event.pk, "membership": tribe.memberships.get().pk}
    missing = {"tribe": "nowhere", "event": 999_999, "membership": 999_999}
    send = getattr(program(stranger), method)
    first, second = (send(f"/api/v1/{path.format(**ids)}", {}) for ids in (hidden, missing))
    assert (first.status_code, first.json()["code"]) == (404, "not_found")
    assert first.content == second.content


def test_a_private_tribe_takes_no_proposal_that_a_missing_one_would_not(program, stranger, tribe):
    Tribe.objects.update(visibility="private")
    facts = {"title": "Dinner", "local_start": "2030-01-01T19:00", "place": "Katz's"}
    first, second = (program(stranger).post("/api/v1/events", facts | {"tribe": t}) for t in ("usguys", "no"))
    assert first.status_code == 404
    assert first.content == second.content


def test_joining_an_open_tribe_and_leaving_it(program, stranger, tribe):
    asks = program(stranger)
    joined = asks.post(f"{TRIBE}/memberships")
    assert (joined.status_code, joined.json()["status"], joined.json()["role"]) == (200, "active", "member")
    assert asks.post(f"{TRIBE}/memberships").json() == joined.json()
    assert asks.get(TRIBE).json()["my_membership"] == "active"
    assert asks.delete(f"{TRIBE}/memberships/me").status_code == 204
    assert asks.get(TRIBE).json()["my_membership"] is None


def test_the_last_owner_stays(program, hope, tribe):
    answer = program(hope).delete(f"{TRIBE}/memberships/me")
    assert (answer.status_code, answer.json()["code"]) == (409, "last_owner")


@pytest.fixture
def asked(program, tribe, stranger) -> str:
    """A stranger has asked to join."""
    Tribe.objects.update(admission="approval")
    membership = program(stranger).post(f"{TRIBE}/memberships").json()
    assert membership["status"] == "requested"
    return f"/api/v1/memberships/{membership['id']}"


def test_an_organiser_lets_someone_in_who_asked(program, hope, asked):
    assert program(hope).patch(asked, {"status": "active"}).json()["status"] == "active"


def test_an_organiser_turns_a_request_away(program, hope, asked):
    assert program(hope).delete(asked).status_code == 204
    assert Membership.objects.count() == 1


def test_a_member_can_be_let_go_by_nobody(program, hope, ann):
    path = f"/api/v1/memberships/{Membership.objects.get(member=ann).pk}"
    assert program(hope).delete(path).status_code == 404
    assert Membership.objects.filter(member=ann).exists()


def test_a_plain_member_sees_no_requests_and_who_asked_lets_nobody_in(program, ann, stranger, asked):
    assert program(ann).patch(asked, {"status": "active"}).status_code == 404
    answer = program(stranger).patch(asked, {"status": "active"})
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")


def test_a_role_is_given_by_who_may(program, hope, ann, ben):
    path = f"/api/v1/memberships/{Membership.objects.get(member=ann).pk}"
    refused = program(ben).patch(path, {"role": "organiser"})
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")
    assert program(hope).patch(path, {"role": "organiser"}).json()["role"] == "organiser"


@pytest.mark.parametrize("body", [{}, {"role": "organiser", "status": "active"}])
def test_a_membership_changes_one_thing_at_a_time(program, hope, asked, body):
    answer = program(hope).patch(asked, body)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


def test_members_see_each_other_and_strangers_see_nobody(program, hope, ann, stranger):
    counts = [
        len(program(who).get(f"{TRIBE}/memberships").json()["results"]) for who in (hope, ann, stranger)
    ]
    assert counts == [2, 2, 0]
    assert program().get(f"{TRIBE}/memberships").status_code == 401


def test_an_organiser_changes_the_tribe_and_a_member_does_not(program, hope, ann, tribe):
    answer = program(hope).patch(TRIBE, {"name": "Us folks", "admission": "approval"})
    assert (answer.status_code, answer.json()["name"], answer.json()["admission"]) == (
        200,
        "Us folks",
        "approval",
    )
    refused = program(ann).patch(TRIBE, {"name": "Mine"})
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")
    assert program(hope).patch(TRIBE, {"hashtag": "Mine"}).json()["code"] == "unknown_field"
    assert Tribe.objects.get().name == "Us folks"


def test_a_link_made_by_a_program_lets_someone_in(program, client, hope, ann, stranger, tribe):
    Tribe.objects.update(visibility="private")
    answer = program(hope).post(f"{TRIBE}/join-links")
    assert answer.status_code == 201
    client.force_login(stranger, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.post(answer.json()["url"])
    assert Tribe.objects.of(stranger).get() == tribe
    assert program(ann).post(f"{TRIBE}/join-links").json()["code"] == "not_allowed"
    assert program().post(f"{TRIBE}/join-links").status_code == 401


def test_an_organiser_bans_and_lifts_it(program, hope, ann, ben):
    path = f"/api/v1/memberships/{Membership.objects.get(member=ann).pk}"
    refused = program(ben).post(f"{path}/ban")
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")
    for _ in range(2):
        assert program(hope).post(f"{path}/ban").json()["status"] == "banned"
    for asks in (
        lambda: program(ann).post(f"{TRIBE}/memberships"),
        lambda: program(hope).patch(path, {"status": "active"}),
    ):
        assert (asks().status_code, asks().json()["code"]) == (403, "banned")
    assert program(ann).get(TRIBE).json()["my_membership"] == "banned"
    assert program(ann).delete(f"{TRIBE}/memberships/me").status_code == 204
    assert program(ben).delete(f"{path}/ban").status_code == 404
    assert program(hope).delete(f"{path}/ban").status_code == 204
    assert program(hope).delete(f"{path}/ban").status_code == 404
    assert program(ann).post(f"{TRIBE}/memberships").json()["status"] == "active"


def test_who_is_banned_answers_nothing_by_the_api(program, hope, ann, event):
    path = f"/api/v1/memberships/{Membership.objects.get(member=ann).pk}"
    program(hope).post(f"{path}/ban")
    answer = program(ann).put(f"/api/v1/events/{event.pk}/rsvp", {"answer": "going"})
    assert (answer.status_code, answer.json()["code"]) == (403, "banned")
    added = program(hope).post(f"/api/v1/events/{event.pk}/attendees", {"handle": ann.handle})
    assert (added.status_code, added.json()["code"]) == (404, "not_found")
    assert not event.rsvps.filter(member=ann).exists()
