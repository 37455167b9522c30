"""What is kept, and by whom. Without Valkey limits are not counted for a while, and that is all."""

import pytest

from tribemeet.cache import ForgivingCache

NOBODY_THERE = ForgivingCache("unix:///nonexistent/valkey.sock", {})


def test_without_its_server_the_cache_has_nothing_and_complains_of_nothing():
    NOBODY_THERE.set("tries", 5)
    assert NOBODY_THERE.get("tries", []) == []
    assert NOBODY_THERE.get_many(["tries"]) == {}


def test_without_its_server_a_lock_is_had_at_once():
    assert NOBODY_THERE.add("lock", True)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/agenda/",
        "/me/",
        "/tribes/usguys/",
        "/events/{}/",
        "/events/{}/live/",
        "/events/{}/event.ics",
        "/no/",
    ],
)
def test_what_a_member_is_shown_is_kept_nowhere(browse, ann, meetup, path):
    assert browse(ann).get(path.format(meetup.pk))["Cache-Control"] == "private, no-store"


def test_what_everybody_is_shown_may_be_kept_and_what_a_form_says_of_a_member_may_not(
    client, browse, ann, meetup
):
    assert "Cache-Control" not in client.get("/").headers
    refused = browse(ann).post("/me/", {"handle": ""})
    assert (refused.status_code, refused["Cache-Control"]) == (422, "private, no-store")
    assert browse(ann).get("/places/?q=Norwalk")["Cache-Control"] == "public, max-age=86400"


def test_a_health_check_with_a_cookie_asks_no_database(client):
    client.cookies["session"] = "whatever"
    assert client.get("/healthz").status_code == 200
