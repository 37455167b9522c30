"""Answering on the page: one press, with script or without, and never silently something else."""

import pytest

from events import actions
from events.models import Rsvp

HTMX = {"HX-Request": "true", "HX-Target": "rsvp-rest"}


@pytest.fixture
def press():
    def pressed(client, event, answer, *, headers=None, **more):
        path = f"/events/{event.pk}/rsvp/"
        return client.post(path, {"answer": answer} | more, headers=headers, follow=headers is None)

    return pressed


def status_of(event, member) -> str:
    return Rsvp.objects.get(event=event, member=member).status


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ("going", "You&#x27;re going."),
        ("maybe", "You said maybe."),
        ("declined", "You&#x27;re not going."),
    ],
)
@pytest.mark.parametrize("headers", [None, HTMX])
def test_one_press_answers_and_the_sentence_says_so(browse, press, ann, meetup, answer, sentence, headers):
    html = press(browse(ann), meetup, answer, headers=headers).text
    assert sentence in html
    assert status_of(meetup, ann) == answer


def test_with_script_only_the_answer_and_who_is_coming_come_back(browse, press, ann, meetup):
    html = press(browse(ann), meetup, "going", headers=HTMX).text
    assert "<html" not in html
    assert 'id="rsvp-status" hx-swap-oob="innerHTML"' in html
    assert "AnnOrchard" in html


def test_guests_come_along_and_are_counted(browse, press, ann, propose):
    event = propose(guests_each=2)
    html = press(browse(ann), event, "going", guests="2").text
    assert "You&#x27;re going, with 2 guests." in html
    assert "4 are going, 2 of them as guests." in html


def test_more_guests_than_allowed_are_refused_and_nothing_is_saved(browse, press, ann, propose):
    event = propose(guests_each=1)
    answer = press(browse(ann), event, "going", guests="2")
    assert answer.status_code == 422
    assert "Each may bring 1 at most." in answer.text
    assert not Rsvp.objects.filter(member=ann).exists()


def test_the_number_in_line_is_the_one_that_was_said(browse, press, ann, crowd, propose):
    event = propose(capacity=1)
    actions.respond(event, member=crowd(1)[0], answer="going")
    client = browse(ann)
    assert "Full (1 of 1). You&#x27;d be number 2 in line." in client.get(f"/events/{event.pk}/").text
    assert "You&#x27;re number 2 in line." in press(client, event, "going").text


def test_a_press_that_came_too_late_says_what_happened(browse, press, ann, propose):
    event = propose(capacity=1)
    answer = press(browse(ann), event, "going", expects="seat")
    assert "Someone took the last place a moment ago. You&#x27;re number 1 in line." in answer.text


def test_giving_a_place_back_can_be_undone(browse, press, ann, meetup):
    client = browse(ann)
    press(client, meetup, "going")
    html = press(client, meetup, "declined", headers=HTMX).text
    assert "Your place went back." in html
    assert 'value="going"' in html
    assert "You&#x27;re going." in press(client, meetup, "going", headers=HTMX).text


def test_strangers_are_asked_for_name_and_address_and_find_their_choice(client, browse, ann, meetup):
    answer = client.post(f"/events/{meetup.pk}/rsvp/", {"answer": "maybe"})
    assert answer.url == f"/events/{meetup.pk}/guest/?answer=maybe"
    assert f"/accounts/login/?next=/events/{meetup.pk}/%3Fanswer%3Dmaybe" in client.get(answer.url).text
    html = browse(ann).get(f"/events/{meetup.pk}/?answer=maybe").text
    assert 'class="button primary" type="submit" name="answer" value="maybe"' in html
    assert Rsvp.objects.filter(status="maybe").count() == 0


def test_a_session_that_ended_meanwhile_leads_to_a_page_of_its_own_and_not_into_the_widget(client, meetup):
    answer = client.post(f"/events/{meetup.pk}/rsvp/", {"answer": "going"}, headers=HTMX)
    assert answer["HX-Redirect"] == f"/events/{meetup.pk}/guest/?answer=going"
    assert answer.content == b""


def test_a_link_never_answers(browse, ann, meetup):
    assert browse(ann).get(f"/events/{meetup.pk}/rsvp/?answer=going").status_code == 405
    browse(ann).get(f"/events/{meetup.pk}/?answer=going")
    assert not Rsvp.objects.filter(member=ann).exists()


def test_an_answer_to_a_cancelled_meetup_is_refused_in_words(browse, press, hope, ann, meetup):
    actions.cancel(meetup, by=hope, reason="")
    answer = press(browse(ann), meetup, "going")
    assert answer.status_code == 409
    assert "This meetup no longer takes answers" in answer.text


@pytest.mark.parametrize(
    "bad",
    [
        {"answer": ""},
        {"answer": "GOING"},
        {"answer": "waitlisted"},
        {"answer": "removed"},
        {"answer": "go\0ing"},
        {"answer": "going", "guests": "-1"},
        {"answer": "going", "guests": "eleven"},
        {"answer": "going", "guests": "99999999999999999999"},
        {"answer": "going", "guests": "1.5"},
        {},
    ],
)
@pytest.mark.parametrize("headers", [None, HTMX])
def test_a_bent_answer_is_a_4xx_and_changes_nothing(browse, ann, meetup, bad, headers):
    answer = browse(ann).post(f"/events/{meetup.pk}/rsvp/", bad, headers=headers)
    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    assert not Rsvp.objects.filter(member=ann).exists()


def test_a_meetup_one_may_not_see_takes_no_answer(browse, stranger, propose):
    event = propose(visibility="tribe")
    assert browse(stranger).post(f"/events/{event.pk}/rsvp/", {"answer": "going"}).status_code == 404
    assert not Rsvp.objects.filter(member=stranger).exists()
