"""The hosts' own page: who asks, who is on the list, whom they invite, who hosts, and what few people do."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events import actions
from events.models import Event, Rsvp
from events.policies import may_edit
from tests.cast import EVENING
from tribemeet.outbox.models import Message

QUESTIONS = [{"text": "Vegetarian?", "kind": "yes_no"}]


def page(event: Event) -> str:
    return f"/events/{event.pk}/hosts/"


def test_the_list_begins_with_those_who_come(browse, hope, ann, ben, cleo, meetup, answer):
    for member, said in ((ann, "declined"), (ben, "maybe"), (cleo, "going")):
        answer(member, meetup, said)
    rows = browse(hope).get(page(meetup)).context["rows"]
    assert [rsvp.status for rsvp, _ in rows] == ["going", "going", "maybe", "declined"]


def test_the_page_is_for_hosts_alone(browse, client, hope, ann, stranger, meetup):
    assert browse(hope).get(page(meetup)).status_code == 200
    assert browse(ann).get(page(meetup)).status_code == 403
    assert client.get(page(meetup)).status_code == 302
    Event.objects.update(visibility="tribe")
    assert browse(stranger).get(page(meetup)).status_code == 404


def test_the_list_is_a_table_with_guests_and_replies(browse, hope, ann, ben, propose):
    event = propose(guests_each=2, questions=QUESTIONS)
    more = {"guests": 1, "guest_names": ["Zoë"], "replies": {"q1": "yes"}}
    actions.respond(event, member=ann, answer="going", **more)
    actions.respond(event, member=ben, answer="declined")
    html = browse(hope).get(page(event)).text
    assert html.count('<th scope="col">') == 4
    assert html.count('<th scope="row">') == 3
    assert "+1 guest: <bdi>Zoë</bdi>" in html
    assert "<dt>Vegetarian?</dt><dd><bdi>yes</bdi></dd>" in html
    assert "Can&#x27;t 1" in html
    only = browse(hope).get(page(event) + "?show=declined").text
    assert ("@Ben" in only, "@AnnOrchard" in only) == (True, False)
    assert browse(hope).get(page(event) + "?show=%00&page=x").status_code == 200


def test_who_asks_stands_first_and_hears_yes_or_no(browse, hope, ann, ben, propose):
    event, client = propose(by_approval=True), browse(hope)
    yes, no = (actions.respond(event, member=member, answer="going") for member in (ann, ben))
    assert "2 ask to come." in client.get(page(event)).text
    approve = f"/events/{event.pk}/attendees/{yes.pk}/approve/"
    assert browse(ann).post(approve).status_code == 403
    assert "AnnOrchard: going. They get a mail." in client.post(approve, follow=True).text
    answer = client.post(f"/events/{event.pk}/attendees/{no.pk}/remove/", {"back": "hosts"}, follow=True)
    assert answer.redirect_chain[-1][0] == page(event)
    assert dict(Rsvp.objects.values_list("member__handle", "status")) == {
        "HopeHarbor": "going", "AnnOrchard": "going", "Ben": "removed",
    }  # fmt: skip


def test_an_answer_to_another_meetup_is_not_approved_here(browse, hope, ann, propose):
    here, there = propose(), propose(by_approval=True)
    asked = actions.respond(there, member=ann, answer="going")
    assert browse(hope).post(f"/events/{here.pk}/attendees/{asked.pk}/approve/").status_code == 404


def test_a_host_adds_someone_by_name(browse, hope, ann, propose):
    event, client = propose(capacity=2, guests_each=1), browse(hope)
    path = f"/events/{event.pk}/hosts/add/"
    assert browse(ann).post(path, {"member": "annorchard"}).status_code == 403
    html = client.post(path, {"member": "@ANNORCHARD"}, follow=True).text
    assert "AnnOrchard: going. They get a mail." in html
    for wrong in ("", "nobody", "annorchard, hopeharbor", "a\0b", "x" * 5000):
        assert client.post(path, {"member": wrong}).status_code == 422
    assert client.post(path, {"member": "annorchard", "guests": "99"}).status_code == 422
    assert event.rsvps.count() == 2


def test_hosts_invite_by_name_or_everybody_and_read_how_many(browse, hope, ann, ben, cleo, meetup):
    client, path = browse(hope), f"/events/{meetup.pk}/hosts/invite/"
    assert "Invite all 3" in client.get(page(meetup)).text
    assert "1 person is invited by mail." in client.post(path, {"members": "ben"}, follow=True).text
    assert "Nobody new" in client.post(path, {"members": "@ben"}, follow=True).text
    html = client.get(page(meetup)).text
    assert "2 members have nothing to do with it yet" in html
    assert "2 people are invited" in client.post(path.replace("invite/", "invite-all/"), follow=True).text
    assert Message.objects.filter(kind="event_invited").count() == 3
    assert "All of #UsGuys know of it already." in client.get(page(meetup)).text
    for wrong in ("", "nobody", "ben, nobody", "a\0b", ", ".join(f"n{number}" for number in range(101))):
        assert client.post(path, {"members": wrong}).status_code == 422
    assert browse(ann).post(path, {"members": "cleo"}).status_code == 403


def test_a_form_at_fault_leads_to_its_field_and_keeps_what_was_typed(browse, hope, meetup):
    answer = browse(hope).post(f"/events/{meetup.pk}/hosts/invite/", {"members": "ben, nobody"})
    assert "There is nobody here called @ben, @nobody." in answer.text
    assert 'href="#id_members"' in answer.text
    assert 'value="ben, nobody"' in answer.text
    assert "Error:" in answer.text.partition("</title>")[0]


def test_strangers_to_the_host_cannot_be_found_by_guessing(browse, hope, stranger, meetup):
    answer = browse(hope).post(f"/events/{meetup.pk}/hosts/invite/", {"members": "Stranger"})
    assert answer.status_code == 422


def test_the_host_says_who_hosts_too_and_a_cohost_does_not(browse, hope, ann, ben, meetup):
    path = f"/events/{meetup.pk}/hosts/cohosts/"
    assert browse(hope).post(path, {"cohosts": "annorchard"}).status_code == 302
    assert may_edit(ann, meetup)
    client = browse(ann)
    assert path not in client.get(page(meetup)).text
    assert client.post(path, {"cohosts": "annorchard, ben"}).status_code == 403
    assert browse(hope).post(path, {"cohosts": "nobody"}).status_code == 422
    assert browse(hope).post(path, {"cohosts": ""}).status_code == 302
    assert not may_edit(ann, meetup)


def test_forty_people_ask_the_database_as_often_as_four(browse, hope, crowd, propose):
    event, client, people = propose(by_approval=True, guests_each=1), browse(hope), crowd(70)

    def asked() -> int:
        with CaptureQueriesContext(connection) as caught:
            client.get(page(event))
        return len(caught)

    for member in people[:4]:
        actions.respond(event, member=member, answer="going")
    few = asked()
    for member in people[4:]:
        actions.respond(event, member=member, answer="going")
    assert (asked(), few <= 20) == (few, True)
    assert "Page 1 of 2" in client.get(page(event)).text


@pytest.fixture
def few_left(propose, hope, ann, answer):
    """Asked to keep their seats, most said nothing: two are left of the four it needs."""
    event = propose(reconfirm=True)
    answer(ann, event)
    now = timezone.now()
    soon = {"starts_at": now + timedelta(hours=30), "ends_at": now + timedelta(hours=33)}
    Event.objects.filter(pk=event.pk).update(
        minimum_people=4, reconfirm_asked_at=now - timedelta(hours=40), **soon
    )
    event.refresh_from_db()
    return event


def test_too_few_are_said_first_and_the_host_goes_on(browse, hope, ann, few_left):
    client, path = browse(hope), f"/events/{few_left.pk}/floor/"
    assert "Only 2 are left" in client.get(page(few_left)).text
    assert "Only 2 are left." in client.get(path).text
    assert browse(ann).get(path).status_code == 403
    assert client.post(path, {"choice": "go_on"}).status_code == 302
    assert "Only 2 are left" not in client.get(page(few_left)).text
    few_left.refresh_from_db()
    assert few_left.minimum_people == 2


def test_an_offer_is_nobody_who_is_left(browse, hope, ann, ben, few_left):
    Event.objects.update(capacity=2, offer_hours=48)
    actions.respond(few_left, member=ben, answer="going")
    actions.leave(few_left, member=ann)
    few_left.refresh_from_db()
    assert (few_left.seats_taken, few_left.rsvps.get(member=ben).status) == (2, "offered")
    client, path = browse(hope), f"/events/{few_left.pk}/floor/"
    assert "Only 1 is left" in client.get(page(few_left)).text
    assert "Only 1 is left." in client.get(path).text
    assert "Go on with" not in client.get(path).text


def test_too_few_join_another_meetup(browse, hope, ann, propose, few_left):
    other = propose(EVENING + timedelta(days=1), title="Big dinner")
    client, path = browse(hope), f"/events/{few_left.pk}/floor/"
    for wrong in ("", "x", str(few_left.pk), "0", "9" * 40, "\0"):
        assert client.post(path, {"choice": "merge", "into": wrong}).status_code == 422
    assert client.post(path, {}).status_code == 422
    html = client.post(path, {"choice": "merge", "into": str(other.pk)}, follow=True).text
    assert "Cancelled by Hope Harbor: We join “Big dinner”" in html
    assert Rsvp.objects.get(event=other, member=ann).status == "invited"
    assert client.get(page(few_left)).status_code == 200


def test_a_meetup_that_is_off_keeps_its_list(browse, hope, ann, meetup):
    actions.respond(meetup, member=ann, answer="going")
    actions.cancel(meetup, by=hope)
    client = browse(hope)
    assert "@AnnOrchard" in client.get(page(meetup)).text
    answer = client.post(f"/events/{meetup.pk}/hosts/invite/", {"members": "annorchard"})
    assert answer.status_code == 409
