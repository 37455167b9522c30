"""Answering through the API."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.utils import timezone

from events import actions as event_actions
from events.models import Event, Rsvp
from members import actions
from members.models import Member

GOING = {"answer": "going"}


@pytest.fixture
def path(event) -> str:
    return f"/api/v1/events/{event.pk}/rsvp"


def test_an_answer_is_given_read_and_given_back(program, ann, event, path):
    asks = program(ann)
    given = asks.put(path, GOING)
    assert (given.status_code, given.json()["status"], given.json()["via"]) == (200, "going", "api")
    assert asks.get(path).json() == given.json()
    assert asks.delete(path).status_code == 204
    assert asks.get(path).json()["status"] == "declined"
    event.refresh_from_db()
    assert event.seats_taken == 1


def test_the_same_answer_again_changes_nothing(program, ann, event, path):
    asks = program(ann)
    first = asks.put(path, GOING).json()
    revision = Event.objects.get().revision
    assert asks.put(path, GOING | {"guests": 0}).json() == first
    assert Event.objects.get().revision == revision


def test_who_has_not_answered_reads_so_and_what_they_can_say(program, ann, path):
    answer = program(ann).get(path)
    assert (answer.status_code, answer.json()["status"], answer.json()["answered_at"]) == (200, None, None)
    assert (answer.json()["state"], answer.json()["sentence"]) == ("open", "You haven't answered.")
    said = [(choice["answer"], choice["label"]) for choice in answer.json()["choices"]]
    assert said == [("going", "Going"), ("maybe", "Maybe"), ("declined", "Can't")]
    assert not Rsvp.objects.filter(member=ann).exists()


def test_giving_back_what_one_does_not_have_changes_nothing(program, ann, path):
    assert program(ann).delete(path).status_code == 204
    assert not Rsvp.objects.filter(member=ann).exists()


def test_when_it_is_full_the_answer_says_the_place_in_line(program, ann, propose):
    event = propose(capacity=1)
    answer = program(ann).put(f"/api/v1/events/{event.pk}/rsvp", GOING).json()
    assert (answer["status"], answer["position"]) == ("waitlisted", 1)


def test_an_answer_from_before_a_move_says_that_it_is_asked_again(program, hope, ann, event, path):
    asks = program(ann)
    assert asks.put(path, GOING).json()["outdated"] is False
    program(hope).patch(f"/api/v1/events/{event.pk}", {"place": "Elsewhere"})
    assert asks.get(path).json()["outdated"] is True


def test_more_guests_than_allowed_are_refused(program, ann, propose):
    event = propose(guests_each=1)
    path = f"/api/v1/events/{event.pk}/rsvp"
    assert program(ann).put(path, GOING | {"guests": 1}).json()["guests"] == 1
    answer = program(ann).put(path, GOING | {"guests": 2})
    assert (answer.status_code, answer.json()["code"]) == (422, "too_many_guests")
    assert answer.json()["fields"] == {"guests": "Each may bring 1 at most."}


def test_more_guests_than_there_is_room_for_are_refused(program, ann, propose):
    event = propose(guests_each=5, capacity=3)
    path = f"/api/v1/events/{event.pk}/rsvp"
    program(ann).put(path, GOING)
    answer = program(ann).put(path, GOING | {"guests": 2})
    assert (answer.status_code, answer.json()["code"]) == (409, "no_room")


def test_what_is_called_off_takes_no_answers(program, hope, ann, event, path):
    event_actions.cancel(event, by=hope)
    answer = program(ann).put(path, GOING)
    assert (answer.status_code, answer.json()["code"]) == (409, "closed")


def test_who_was_taken_off_cannot_come_back(program, hope, ann, answer, event, path):
    event_actions.remove(answer(ann, event), by=hope)
    again = program(ann).put(path, GOING)
    assert (again.status_code, again.json()["code"]) == (403, "removed")


def attendees(client, event, **query):
    return client.get(f"/api/v1/events/{event.pk}/attendees", query).json()["results"]


def test_who_is_coming_is_listed_in_the_order_of_the_answers(program, hope, ann, ben, answer, event):
    answer(ann, event)
    answer(ben, event, "maybe")
    found = attendees(program(), event)
    assert [(a["member"]["handle"], a["status"]) for a in found] == [
        ("Hope", "going"),
        ("Ann", "going"),
        ("Ben", "maybe"),
    ]
    assert [a["member"]["name"] for a in attendees(program(), event, status="maybe")] == ["Ben"]


@pytest.fixture
def cast(stranger, ben, ann, hope):
    return stranger, ben, ann, hope


@pytest.mark.parametrize(
    ("shown_to", "seen"),
    [("everyone", [2, 2, 2, 2]), ("members", [0, 2, 2, 2]), ("going", [0, 0, 2, 2]), ("hosts", [0, 0, 1, 2])],
)
def test_the_list_is_shown_to_those_whom_the_host_chose(program, cast, answer, propose, shown_to, seen):
    event = propose(attendees_shown_to=shown_to)
    answer(cast[2], event)
    assert [len(attendees(program(who), event)) for who in cast] == seen
    assert len(attendees(program(), event)) == seen[0]


def test_who_has_closed_their_account_is_not_listed(program, hope, ann, answer, event):
    answer(ann, event)
    Member.objects.filter(pk=ann.pk).update(is_active=False)
    assert [a["member"]["handle"] for a in attendees(program(), event)] == ["Hope"]
    assert len(attendees(program(hope), event)) == 2


@pytest.mark.django_db(transaction=True)
def test_a_hundred_clicks_at_once_are_one_answer(program, ann, path):
    _, secret = actions.issue_token(ann, name="clicks", scope="write")

    def click(number: int) -> int:
        client = program()
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
        try:
            return client.put(path, GOING).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(20) as clicks:
        assert set(clicks.map(click, range(100))) == {200}
    assert Rsvp.objects.filter(member=ann).count() == 1
    assert Event.objects.get().seats_taken == 2


def test_after_the_deadline_the_same_again_is_still_the_same(program, hope, ann, propose):
    event = propose(capacity=1)
    path = f"/api/v1/events/{event.pk}/rsvp"
    first = program(ann).put(path, GOING).json()
    event_actions.edit(event, by=hope, answers_close_at=timezone.now())
    again = program(ann).put(path, GOING)
    assert (again.status_code, again.json()["status"]) == (200, "waitlisted")
    assert again.json()["answered_at"] == first["answered_at"]


def test_what_is_left_out_stays(program, ann, propose):
    event = propose(guests_each=2)
    path = f"/api/v1/events/{event.pk}/rsvp"
    first = program(ann).put(path, GOING | {"guests": 2, "guest_names": ["Lou"]}).json()
    assert program(ann).put(path, GOING).json() == first
    fewer = program(ann).put(path, GOING | {"guests": 0}).json()
    assert (fewer["guests"], fewer["guest_names"]) == (0, [])
