"""What hosts do through the API: success beside refusal."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events import actions as event_actions
from events.models import Event, Rsvp
from events.serializers.events import EventChangeShape, EventSerializer

from ..cast import EVENING

GOING = {"answer": "going"}
RULES = {
    "by_approval": True,
    "maybe_allowed": False,
    "offer_hours": 0,
    "first_timer_seats": 2,
    "reconfirm": True,
    "minimum_people": 5,
    "capacity": 8,
    "guests_each": 2,
    "visibility": "invited",
    "attendees_shown_to": "hosts",
    "questions": [
        {"key": "diet", "text": "What do you not eat?", "kind": "text", "required": True, "choices": []},
        {"key": "q1", "text": "Fish?", "kind": "choice", "required": False, "choices": ["Yes", "No"]},
    ],
}


@pytest.fixture
def at(event):
    def path(more: str = "") -> str:
        return f"/api/v1/events/{event.pk}{more}"

    return path


def handles(client, path, **query) -> list[str]:
    return [row["member"]["handle"] for row in client.get(path, query).json()["results"]]


def test_every_rule_is_set_and_read_as_it_was_set(program, hope, at):
    answer = program(hope).patch(at(), RULES)
    assert answer.status_code == 200
    assert {name: answer.json()[name] for name in RULES} == RULES
    revision = Event.objects.get().revision
    program(hope).patch(at(), RULES)
    assert Event.objects.get().revision == revision


def test_hours_of_answering_are_moments_with_an_offset(program, hope, ann, at):
    opens = (timezone.now() + timedelta(days=2)).replace(microsecond=0)
    answer = program(hope).patch(at(), {"answers_open_at": opens.isoformat()}).json()
    assert answer["answers_open_at"][-6:] in ("-04:00", "-05:00")
    assert program(ann).put(at("/rsvp"), GOING).json()["code"] == "not_yet_open"
    late = program(hope).patch(
        at(), {"answers_close_at": f"{EVENING + timedelta(days=5):%Y-%m-%d}T00:00:00Z"}
    )
    assert (late.status_code, list(late.json()["fields"])) == (422, ["answers_close_at"])
    assert program(hope).patch(at(), {"answers_open_at": None}).json()["answers_open_at"] is None


def test_what_is_only_read_cannot_be_set(program, hope, at):
    told = EventSerializer.Meta.fields
    for name in set(told) - set(EventChangeShape.Meta.fields):
        answer = program(hope).patch(at(), {name: 1})
        assert (answer.status_code, answer.json()["code"], name) == (422, "unknown_field", name)


def test_replies_and_names_of_guests_are_read_by_hosts_and_by_who_gave_them(program, hope, ann, ben, at):
    program(hope).patch(at(), {"guests_each": 2, "questions": [{"text": "Fish?", "kind": "yes_no"}]})
    given = {"guests": 2, "guest_names": ["Lou"], "replies": {"q1": True}}
    own = program(ann).put(at("/rsvp"), GOING | given).json()
    assert (own["guest_names"], own["replies"]) == (["Lou"], {"q1": "yes"})
    read = {
        who.handle: next(
            (row["guest_names"], row["replies"], row["hidden"])
            for row in program(who).get(at("/attendees")).json()["results"]
            if row["member"]["handle"] == "Ann"
        )
        for who in (hope, ann, ben)
    }
    told = (["Lou"], {"q1": "yes"}, False)
    assert read == {"Hope": told, "Ann": told, "Ben": (None, None, None)}


def test_who_hides_is_counted_and_read_by_hosts_only(program, hope, ann, at):
    asks = program(ann)
    assert asks.put(at("/rsvp/hidden"), {"hidden": True}).json()["code"] == "nothing_to_hide"
    asks.put(at("/rsvp"), GOING)
    assert asks.put(at("/rsvp/hidden"), {"hidden": True}).json()["hidden"] is True
    assert program().get(at()).json()["seats_taken"] == 2
    seen = [handles(program(who), at("/attendees")) for who in (None, ann, hope)]
    assert seen == [["Hope"], ["Hope", "Ann"], ["Hope", "Ann"]]
    assert asks.put(at("/rsvp/hidden"), {"hidden": False}).json()["hidden"] is False
    assert handles(program(), at("/attendees")) == ["Hope", "Ann"]


def test_a_place_is_kept_by_who_has_one(program, ann, event, at):
    Event.objects.update(reconfirm=True)
    asks = program(ann)
    assert asks.post(at("/rsvp/keep")).json()["code"] == "nothing_to_keep"
    asks.put(at("/rsvp"), GOING)
    Event.objects.update(reconfirm_asked_at=timezone.now())
    assert asks.get(at("/rsvp")).json()["asked_to_keep"] is True
    assert [asks.post(at("/rsvp/keep")).json()["asked_to_keep"] for _ in range(2)] == [False, False]


def test_people_are_invited_once_by_name_or_all(program, hope, ann, ben, cleo, stranger, at):
    host = program(hope)
    named = host.post(at("/invitations"), {"handles": ["ANN", "Ann"]})
    assert (named.status_code, named.json()) == (200, {"invited": 1})
    assert host.post(at("/invitations"), {"everyone": True}).json() == {"invited": 2}
    assert host.post(at("/invitations"), {"everyone": True}).json() == {"invited": 0}
    assert handles(host, at("/attendees"), status="invited") == ["Ann", "Ben", "Cleo"]
    assert handles(program(ben), at("/attendees")) == ["Hope", "Ben"]
    assert not Rsvp.objects.filter(member=stranger).exists()


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"handles": ["Ann", "Stranger"]}, "handles"),
        ({"handles": ["nobody"]}, "handles"),
        ({}, "handles"),
        ({"handles": ["Ann"], "everyone": True}, "handles"),
    ],
)
def test_an_invitation_that_cannot_be_sent_names_what_is_wrong(
    program, hope, ann, stranger, at, asked, field
):
    answer = program(hope).post(at("/invitations"), asked)
    assert answer.status_code in (404, 422)
    assert list(answer.json()["fields"]) == [field]
    assert not Rsvp.objects.filter(status="invited").exists()


def test_someone_is_put_on_the_list(program, hope, ann, at):
    added = program(hope).post(at("/attendees"), {"handle": "ann"})
    assert (added.status_code, added.json()["status"]) == (200, "going")
    assert program(hope).post(at("/attendees"), {"handle": "Ann"}).json() == added.json()
    nobody = program(hope).post(at("/attendees"), {"handle": "nobody"})
    assert (nobody.status_code, list(nobody.json()["fields"])) == (404, ["handle"])


def test_who_asks_is_approved_and_who_comes_is_taken_off(program, hope, ann, ben, at):
    program(hope).patch(at(), {"by_approval": True})
    assert program(ann).put(at("/rsvp"), GOING).json()["status"] == "pending"
    assert handles(program(ben), at("/attendees")) == ["Hope"]
    assert program(ben).post(at("/attendees/Ann/approve")).status_code == 403
    approved = [program(hope).post(at("/attendees/Ann/approve")) for _ in range(2)]
    assert [(answer.status_code, answer.json()["status"]) for answer in approved] == [(200, "going")] * 2
    assert program(hope).delete(at("/attendees/ANN")).status_code == 204
    assert program(ann).put(at("/rsvp"), GOING).json()["code"] == "removed"
    assert program(hope).delete(at("/attendees/Hope")).json()["code"] == "host_stays"
    assert program(hope).delete(at("/attendees/Ben")).status_code == 404


def test_cohosts_are_named_by_who_proposed_it(program, hope, ann, ben, stranger, at):
    told = program(hope).put(at("/cohosts"), {"cohosts": ["Ann"]}).json()
    assert [each["handle"] for each in told["cohosts"]] == ["Ann"]
    assert program(ann).get(at()).json()["may_edit"] is True
    assert program(ann).put(at("/cohosts"), {"cohosts": ["Ben"]}).status_code == 403
    assert program(hope).put(at("/cohosts"), {"cohosts": []}).json()["cohosts"] == []


def test_two_meetups_become_one(program, hope, ann, answer, event, propose, at):
    answer(ann, event)
    into = propose(title="The other one")
    merged = program(hope).post(at("/merge"), {"into": into.pk})
    assert (merged.status_code, merged.json()["status"]) == (200, "cancelled")
    assert program(ann).get(f"/api/v1/events/{into.pk}/rsvp").json()["status"] == "invited"
    assert program(hope).post(at("/merge"), {"into": 10**9}).status_code == 404


HOSTS_ONLY = [
    ("post", "/attendees", {"handle": "Ann"}),
    ("post", "/attendees/Ann/approve", {}),
    ("delete", "/attendees/Ann", {}),
    ("post", "/invitations", {"handles": ["Ann"]}),
    ("put", "/cohosts", {"cohosts": []}),
    ("post", "/merge", {"into": 1}),
]


@pytest.mark.parametrize(("method", "more", "body"), HOSTS_ONLY)
def test_what_is_for_hosts_tells_others_nothing(program, hope, ann, stranger, event, method, more, body):
    def ask(who, pk=event.pk):
        answer = getattr(program(who), method)(f"/api/v1/events/{pk}{more}", body)
        return answer.status_code, answer.content

    nowhere = event.pk + 10**6
    assert (ask(ann)[0], ask(stranger)[0]) == (403, 403)
    assert ask(None) == ask(None, nowhere)
    event_actions.edit(event, by=hope, visibility="invited")
    for who in (ann, stranger):
        assert ask(who) == ask(who, nowhere)
        assert ask(who)[0] == 404


def test_who_is_on_the_list_comes_with_another_number_of_guests(program, hope, ann, answer, propose):
    event = propose(guests_each=2)
    answer(ann, event, guests=1)
    path = f"/api/v1/events/{event.pk}/attendees"
    assert program(hope).post(path, {"handle": "Ann"}).json()["guests"] == 1
    assert program(hope).post(path, {"handle": "Ann", "guests": 2}).json()["guests"] == 2
