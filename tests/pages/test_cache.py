"""Without Valkey nobody is turned away: limits are not counted for a while, and that is all."""

from tribemeet.cache import ForgivingCache

NOBODY_THERE = ForgivingCache("unix:///nonexistent/valkey.sock", {})


def test_without_its_server_the_cache_has_nothing_and_complains_of_nothing():
    NOBODY_THERE.set("tries", 5)
    assert NOBODY_THERE.get("tries", []) == []
    assert NOBODY_THERE.get_many(["tries"]) == {}


def test_without_its_server_a_lock_is_had_at_once():
    assert NOBODY_THERE.add("lock", True)
