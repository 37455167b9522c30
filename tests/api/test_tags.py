"""Entity tags: what has not changed is not sent again, and nobody writes over what they have not seen."""

import pytest

from events.models import Event

READS = ["events", "events/{event}", "events/{event}/attendees", "events/{event}/rsvp", "tribes",
         "tribes/usguys", "tribes/usguys/memberships", "me", "me/events", "tokens"]  # fmt: skip


@pytest.fixture
def path(event) -> str:
    return f"/api/v1/events/{event.pk}"


@pytest.mark.parametrize("read", READS)
def test_what_the_reader_has_already_is_not_sent_again(program, hope, event, read):
    asks, path = program(hope), f"/api/v1/{read.format(event=event.pk)}"
    first = asks.get(path)
    assert (first.status_code, first["Cache-Control"]) == (200, "private, no-cache")
    assert "Authorization" in first["Vary"]
    again = asks.get(path, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert asks.get(path, headers={"If-None-Match": '"something-else"'}).status_code == 200


def test_an_answer_changes_the_tag(program, ann, answer, event, path):
    tag = program().get(path)["ETag"]
    answer(ann, event)
    answer_now = program().get(path, headers={"If-None-Match": tag})
    assert (answer_now.status_code, answer_now.json()["seats_taken"]) == (200, 2)


def test_two_readers_who_see_different_things_get_different_tags(program, hope, path):
    assert program().get(path)["ETag"] != program(hope).get(path)["ETag"]


def test_a_change_carries_the_tag_that_a_read_gives(program, hope, path):
    asks = program(hope)
    changed = asks.patch(path, {"title": "Dinner"})
    assert changed["ETag"] == asks.get(path)["ETag"]


@pytest.mark.parametrize("send", ["patch", "cancel"])
def test_who_saw_an_older_edition_changes_nothing(program, hope, path, send):
    asks = program(hope)
    seen = asks.get(path)["ETag"]
    asks.patch(path, {"title": "Dinner"})
    late = (
        asks.patch(path, {"title": "Lunch"}, headers={"If-Match": seen})
        if send == "patch"
        else asks.post(f"{path}/cancel", {}, headers={"If-Match": seen})
    )
    assert (late.status_code, late.json()["code"]) == (412, "stale")
    assert (Event.objects.get().title, Event.objects.get().status) == ("Dinner", "scheduled")


def test_who_saw_the_latest_edition_changes_it(program, hope, path):
    asks = program(hope)
    seen = asks.patch(path, {"title": "Dinner"})["ETag"]
    assert asks.patch(path, {"title": "Lunch"}, headers={"If-Match": seen}).status_code == 200
    assert asks.post(f"{path}/cancel", {}, headers={"If-Match": "*"}).status_code == 200


def test_an_answer_in_between_does_not_make_a_change_stale(program, hope, ann, answer, event, path):
    asks = program(hope)
    seen = asks.get(path)["ETag"]
    answer(ann, event)
    assert asks.patch(path, {"title": "Dinner"}, headers={"If-Match": seen}).status_code == 200


def test_one_of_several_tags_is_enough(program, hope, path):
    asks = program(hope)
    old = asks.get(path)["ETag"]
    new = asks.patch(path, {"title": "Dinner"})["ETag"]
    assert asks.patch(path, {"title": "Lunch"}, headers={"If-Match": f"{old}, W/{new}"}).status_code == 200


@pytest.mark.parametrize("tag", ["7", '"7"', '"e1-r1"', '"e1-r1-xyz"', "", "\0", '"e-1-r1-0123456789abcdef"'])
def test_an_if_match_that_is_no_tag_of_ours_is_refused(program, hope, path, tag):
    answer = program(hope).patch(path, {"title": "Dinner"}, headers={"If-Match": tag})
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_if_match")
    assert Event.objects.get().title == "Cocktails in New York"


def test_the_head_of_a_read_carries_its_tag_too(program, path):
    assert program().head(path)["ETag"] == program().get(path)["ETag"]
