"""What one tells with an answer: guests and their names, replies to the hosts, and whether one is named."""

import re

import pytest

from events import actions
from events.models import Rsvp

HTMX = {"HX-Request": "true", "HX-Target": "rsvp-rest"}
QUESTIONS = [
    {"text": "What do you drink?", "required": True},
    {"text": "Table?", "kind": "choice", "choices": ["Inside", "Outside"]},
    {"text": "Vegetarian?", "kind": "yes_no"},
]
REPLIES = {"replies.q1": "Tea", "replies.q2": "Outside", "replies.q3": "no"}


@pytest.fixture
def asking(propose):
    return propose(guests_each=2, questions=QUESTIONS)


def send(client, event, headers=None, **data):
    path = f"/events/{event.pk}/rsvp/"
    return client.post(path, {"answer": "going"} | data, headers=headers, follow=headers is None)


def own(event, member) -> Rsvp:
    return Rsvp.objects.get(event=event, member=member)


def test_the_whole_form_is_one_press(browse, ann, asking):
    names = {"guests": "2", "guest_names": ["Lou", "Kim"]}
    assert "Saved." in send(browse(ann), asking, party="1", **names, **REPLIES).text
    rsvp = own(asking, ann)
    assert (rsvp.guests, rsvp.guest_names) == (2, ["Lou", "Kim"])
    assert rsvp.replies == {"q1": "Tea", "q2": "Outside", "q3": "no"}


@pytest.mark.parametrize("headers", [None, HTMX])
def test_a_tap_that_leaves_a_question_open_opens_it(browse, ann, asking, headers):
    answer = send(browse(ann), asking, headers)
    assert answer.status_code == 422
    assert '<details class="more" open>' in answer.text
    assert 'id="id_replies.q1_error"' in answer.text
    assert answer.text.count("The hosts need to know this.") == 2  # beside the field, and on top
    assert not Rsvp.objects.filter(member=ann).exists()


def test_what_must_be_told_is_open_from_the_start_and_beside_one_button(browse, ann, asking):
    client = browse(ann)
    html = client.get(f"/events/{asking.pk}/").text
    assert '<details class="more" open>' in html
    assert 'What do you drink? <span class="optional">(required)</span>' in html
    assert html.count('value="going"') == 1
    send(client, asking, party="1", **REPLIES)
    assert '<details class="more">' in client.get(f"/events/{asking.pk}/").text


@pytest.mark.parametrize("headers", [None, HTMX])
def test_what_was_typed_stays_when_it_is_refused(browse, ann, asking, headers):
    typed = {"guests": "2", "guest_names": ["Lou", "Kim"], "replies.q3": "no", "replies.q1": ""}
    html = send(browse(ann), asking, headers, party="1", **typed).text
    assert all(f'value="{name}"' in html for name in ("2", "Lou", "Kim"))
    assert re.search(r'value="no" id="id_replies.q3_1"[^>]* checked', html)
    assert not Rsvp.objects.filter(member=ann).exists()


def test_who_cannot_come_brings_nobody_whatever_stands_in_the_form(browse, ann, asking):
    typed = {"guests": "2", "guest_names": ["Lou", "Kim"], "replies.q1": ""}
    send(browse(ann), asking, party="1", answer="declined", **typed)
    rsvp = own(asking, ann)
    assert (rsvp.status, rsvp.guests, rsvp.guest_names) == ("declined", 0, [])


@pytest.mark.parametrize("said", ["maybe", "declined"])
def test_only_those_who_come_are_asked(browse, ann, asking, said):
    send(browse(ann), asking, answer=said)
    assert own(asking, ann).status == said


def test_a_tap_takes_nothing_back_that_was_told(browse, ann, asking):
    client = browse(ann)
    send(client, asking, party="1", guests="1", guest_names=["Lou"], **REPLIES)
    send(client, asking, answer="maybe", guests="1")
    send(client, asking, guests="1")
    rsvp = own(asking, ann)
    assert (rsvp.status, rsvp.guest_names, rsvp.replies["q1"]) == ("going", ["Lou"], "Tea")


def test_what_was_told_stands_in_the_form(browse, ann, asking):
    client = browse(ann)
    send(client, asking, party="1", guests="1", guest_names=["Lou"], **REPLIES)
    html = client.get(f"/events/{asking.pk}/").text
    assert 'value="Lou"' in html
    assert 'value="Tea"' in html
    assert 'value="Outside" id="id_replies.q2_1" checked' in html


@pytest.mark.parametrize(
    ("bad", "sentence"),
    [
        ({"guests": "1", "guest_names": ["Lou", "Kim"]}, "There are more names than guests."),
        ({"guests": "1", "guest_names": ["x" * 81]}, "A name has 1 to 80 characters."),
        ({"guests": "1", "guest_names": ["Lo\0u"]}, "Null characters are not allowed."),
        ({"replies.q2": "On the roof"}, "Choose one that is offered."),
        ({"replies.q1": "x" * 501}, "500 characters at most."),
        ({"replies.q1": "T\0ea"}, "Null characters are not allowed."),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_saved(browse, ann, asking, bad, sentence):
    answer = send(browse(ann), asking, party="1", **REPLIES | bad)
    assert answer.status_code == 422
    assert answer.text.count(sentence) == 2
    assert not Rsvp.objects.filter(member=ann).exists()


def test_guests_are_named_to_the_hosts_and_to_who_brings_them(client, browse, hope, ann, ben, asking):
    send(browse(ann), asking, party="1", guests="1", guest_names=["Louisa"], **REPLIES)
    for looker, seen in ((browse(hope), True), (browse(ann), True), (browse(ben), False), (client, False)):
        html = looker.get(f"/events/{asking.pk}/").text
        assert ("Louisa" in html) is seen
        assert "3 are going, 1 of them as a guest." in html


def test_who_hides_is_counted_and_not_named(client, browse, hope, ann, ben, meetup):
    actions.respond(meetup, member=ann, answer="going")
    answer = browse(ann).post(f"/events/{meetup.pk}/hide/", {"hidden": "yes"}, follow=True)
    assert "Only the hosts read your name here." in answer.text
    for looker in (browse(ben), client):
        html = looker.get(f"/events/{meetup.pk}/").text
        assert "AnnOrchard" not in html
        assert "2 are going." in html
        assert "And 1 more." in html
    assert "AnnOrchard" in browse(hope).get(f"/events/{meetup.pk}/").text
    answer = browse(ann).post(f"/events/{meetup.pk}/hide/", {"hidden": "no"}, headers=HTMX)
    assert "Hide my name on the list" in answer.text
    assert "AnnOrchard" in browse(ben).get(f"/events/{meetup.pk}/").text


@pytest.mark.parametrize("bad", [{}, {"hidden": "1"}, {"hidden": "y\0es"}])
def test_hiding_takes_yes_or_no(browse, ann, meetup, bad):
    actions.respond(meetup, member=ann, answer="going")
    assert browse(ann).post(f"/events/{meetup.pk}/hide/", bad).status_code == 422
    assert not own(meetup, ann).hidden


@pytest.mark.parametrize("door", ["hide", "keep"])
def test_what_one_may_not_see_takes_no_press(browse, stranger, propose, door):
    event = propose(visibility="tribe")
    assert browse(stranger).post(f"/events/{event.pk}/{door}/", {"hidden": "yes"}).status_code == 404


def test_there_is_nothing_to_keep_without_a_place(browse, ann, meetup):
    answer = browse(ann).post(f"/events/{meetup.pk}/keep/")
    assert (answer.status_code, "no place here that could be kept" in answer.text) == (409, True)


def test_the_true_place_in_line_stands_beside_each_name(browse, ann, ben, cleo, propose):
    event = propose(capacity=1)
    for member in (cleo, ben):
        actions.respond(event, member=member, answer="going")
    actions.hide(event, member=cleo, hidden=True)
    html = browse(ann).get(f"/events/{event.pk}/").text
    assert "Waiting line (2)" in html
    assert '<li value="2">2. <bdi>Ben</bdi>' in html
    assert "Cleo" not in html


@pytest.mark.parametrize("ask", ["pending", "invited"])
def test_who_asks_or_is_invited_is_for_the_hosts(browse, hope, ann, ben, propose, ask):
    event = propose(by_approval=True)
    if ask == "pending":
        actions.respond(event, member=ben, answer="going")
    else:
        actions.invite(event, by=hope, members=[ben])
    assert "<bdi>Ben</bdi>" in browse(hope).get(f"/events/{event.pk}/").text
    assert "Ben" not in browse(ann).get(f"/events/{event.pk}/").text


def test_first_timers_are_marked_unless_everybody_is_one(browse, ann, ben, propose, answer):
    event = propose()
    answer(ann, event)
    answer(ben, event)
    assert "First meetup" not in browse(ann).get(f"/events/{event.pk}/").text
    Rsvp.objects.filter(member=ben).update(first_timer=False)
    html = browse(ann).get(f"/events/{event.pk}/").text
    assert html.count("First meetup") == 1
    assert html.index("AnnOrchard</bdi>") < html.index("First meetup") < html.index("Ben</bdi>")


def test_people_of_ones_tribes_come_first(browse, ann, ben, stranger, propose, answer):
    event = propose()
    answer(stranger, event)
    answer(ben, event)
    html = browse(ann).get(f"/events/{event.pk}/").text
    assert html.index("Hope Harbor</bdi></a>") < html.index("Ben</bdi>") < html.index("Stranger</bdi>")


def test_a_no_to_a_meetup_for_the_invited_leads_home(browse, hope, stranger, propose):
    event = propose(visibility="invited")
    actions.invite(event, by=hope, members=[stranger])
    answer = send(browse(stranger), event, answer="declined")
    assert (answer.status_code, answer.redirect_chain) == (200, [("/", 302)])


def test_no_undo_is_offered_once_the_place_has_gone_to_somebody_else(browse, ann, ben, propose):
    event = propose(capacity=2)
    for member in (ann, ben):
        actions.respond(event, member=member, answer="going")
    html = send(browse(ann), event, HTMX, answer="declined").text
    assert "You&#x27;re not going." in html
    assert "Undo" not in html


def test_no_undo_is_offered_where_it_would_ask_the_hosts_again(browse, hope, ann, propose):
    event = propose(by_approval=True)
    asked = actions.respond(event, member=ann, answer="going")
    actions.approve(asked, by=hope)
    html = send(browse(ann), event, HTMX, answer="declined").text
    assert "You&#x27;re not going." in html
    assert "Undo" not in html


@pytest.mark.parametrize(
    ("rules", "expects", "news"),
    [
        ({"capacity": 1}, "seat", "Someone took the last place a moment ago. You&#x27;re number 1 in line."),
        ({"by_approval": True}, "seat", "Organisers answer first now. Nothing is held yet."),
        ({}, "line", "A place came free a moment ago: it is yours."),
        ({}, "asks", "A place came free a moment ago: it is yours."),
        ({"capacity": 1}, "asks", "Organisers need not answer any more. You&#x27;re number 1 in line."),
        ({}, "seat", "You&#x27;re going."),
    ],
)
def test_a_press_that_comes_to_something_else_says_so(browse, ann, propose, rules, expects, news):
    assert news in send(browse(ann), propose(**rules), HTMX, expects=expects).text
