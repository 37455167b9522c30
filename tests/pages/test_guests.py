"""Answering without an account, by the pages: one form, one mail, one button, and no oracle."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from events import actions, links
from events import notices as event_notices
from members import notices
from members.models import Member
from tests.cast import make
from tests.mail.reading import event_in, text_of
from tribemeet.outbox import worker

pytestmark = pytest.mark.django_db

REGISTERED = (event_notices, notices)
ANA = "ana@example.org"
LINK = re.compile(r"https?://[^\s/]+(/l/\S+)")


@pytest.fixture(autouse=True)
def _nobody_tried_before():
    cache.clear()


@pytest.fixture
def ask(client):
    def asked(event, email=ANA, **more):
        answer = {"name": "Ana", "email": email, "answer": "going", "guests": "0"}
        return client.post(f"/events/{event.pk}/guest/", answer | more)

    return asked


@pytest.fixture
def mails(smtp):
    def sent(*whom):
        """To these people since the last look."""
        worker.keep_due()
        found, smtp.deliveries = smtp.deliveries, []
        return [mail for mail in found if mail.recipients[0] in (whom or [ANA])]

    return sent


def link_in(mail, answer="going"):
    return next(path for path in LINK.findall(text_of(mail)) if path.endswith(f"={answer}"))


def press(path):
    """As a browser that has never been here does."""
    bare, _, answer = path.partition("?answer=")
    return Client().post(bare, {"answer": answer})


def plain(response):
    """A page without what differs at every look."""
    html = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.text)
    return re.sub(r"\S+@example\.org", "(address)", html)


def test_a_stranger_finds_the_form_on_the_page_with_every_answer(client, propose):
    html = client.get(f"/events/{propose(guests_each=2).pk}/").text
    assert 'id="guest_name"' in html
    assert 'id="guest_email"' in html
    for answer in ("going", "maybe", "declined"):
        assert f'value="{answer}" id="guest-{answer}"' in html
    assert "/accounts/login/?next=/events/" in html


def test_the_form_alone_is_a_page_too_and_marks_what_was_chosen(client, meetup):
    html = client.get(f"/events/{meetup.pk}/guest/?answer=maybe").text
    assert re.search(r'class="button primary"[^>]*value="maybe"', html)


def test_a_button_pressed_before_anything_is_typed_leads_to_the_form_with_the_choice_kept(ask, meetup):
    assert ask(meetup, name="", email="").url == f"/events/{meetup.pk}/guest/?answer=going"
    assert ask(meetup, name="", email="", alone="1").status_code == 422


def test_who_has_signed_in_needs_no_form(browse, ann, meetup):
    assert browse(ann).get(f"/events/{meetup.pk}/guest/").url == f"/events/{meetup.pk}/"
    assert 'id="guest_name"' not in browse(ann).get(f"/events/{meetup.pk}/").text


@pytest.mark.parametrize("visibility", ["tribe", "invited"])
def test_a_meetup_that_strangers_may_not_see_has_no_such_page(client, ask, propose, visibility):
    event = propose(visibility=visibility)
    assert client.get(f"/events/{event.pk}/guest/").status_code == 404
    assert ask(event).status_code == 404
    assert client.get("/events/999999/guest/").status_code == 404


def test_they_read_where_to_look_and_until_when_it_is_held(ask, meetup):
    page = ask(meetup)
    assert page.status_code == 200
    assert re.search(
        r"Check <bdi>ana@example.org</bdi>: we hold your place until [\d:]+ \(New York time\)", page.text
    )
    assert "no-store" in page["Cache-Control"]


def test_one_mail_in_all_it_is_the_invite_and_its_link_makes_the_seat_theirs(ask, mails, meetup):
    ask(meetup)
    (mail,) = mails()
    method, entry = event_in(mail)
    attendee = entry["attendee"]
    assert (mail.recipients, method, entry["status"]) == ([ANA], "REQUEST", "CONFIRMED")
    assert (attendee, attendee.params["PARTSTAT"], attendee.params["RSVP"]) == (
        f"mailto:{ANA}",
        "NEEDS-ACTION",
        "TRUE",
    )
    page = press(link_in(mail))
    assert (page.status_code, "going" in page.text) == (200, True)
    assert meetup.rsvps.get(member__email=ANA).status == "going"
    assert mails() == []


def test_opening_the_link_changes_nothing(ask, mails, client, meetup):
    ask(meetup)
    (mail,) = mails()
    page = client.get(link_in(mail))
    assert "We hold" in page.text
    assert meetup.rsvps.get(member__email=ANA).status == "unconfirmed"


def test_afterwards_joining_is_offered_and_the_way_leads_through_a_handle_into_the_tribe(
    ask, mails, client, meetup, tribe
):
    ask(meetup)
    (mail,) = mails()
    page = press(link_in(mail))
    assert "Hear of the next one?" in page.text
    client.post("/accounts/login/", {"email": ANA, "next": f"/tribes/{tribe.slug}/"})
    (mail,) = mails()
    code = re.search(r"^[A-Z0-9]{3,}(-[A-Z0-9]{3,})*$", text_of(mail), re.MULTILINE)
    assert code
    arrived = client.post(
        "/accounts/login/code/confirm/", {"code": code[0], "next": f"/tribes/{tribe.slug}/"}
    )
    assert arrived.url.startswith("/me/?next=")
    assert client.post(arrived.url, {"handle": "AnaLima", "time_zone": "UTC"}).url == f"/tribes/{tribe.slug}/"
    client.post(f"/tribes/{tribe.slug}/join/")
    assert tribe.memberships.filter(member__handle="AnaLima").exists()
    assert meetup.rsvps.get(member__handle="AnaLima").status == "going"


def test_confirming_signs_nobody_in(ask, mails, meetup):
    ask(meetup)
    (mail,) = mails()
    path, browser = link_in(mail), Client()
    browser.post(path.partition("?")[0], {"answer": "going"})
    assert "sessionid" not in browser.cookies
    assert browser.get("/me/").status_code == 302


def test_the_page_is_the_same_whoever_the_address_belongs_to(ask, hope, ann, join, propose):
    event = propose(capacity=50)
    removed, going, invited = join("Removed"), join("Going"), join("Invited")
    actions.invite(event, by=hope, members=[invited])
    actions.respond(event, member=ann, answer="declined")
    actions.remove(actions.respond(event, member=removed, answer="going"), by=hope)
    actions.respond(event, member=going, answer="going")
    closed = make("Closed")
    Member.objects.filter(pk=closed.pk).update(is_active=False)
    addresses = [each.email for each in (hope, ann, removed, going, invited, closed)] + [ANA]
    with time_machine.travel(timezone.now(), tick=False):
        for round_ in range(4):
            pages = [ask(event, email, again="1" if round_ else "") for email in addresses]
            assert {page.status_code for page in pages} == {429 if round_ == 3 else 200}
            assert len({plain(page) for page in pages}) == 1


@pytest.mark.parametrize(("answer", "words"), [("maybe", "you said maybe"), ("declined", "you can't come")])
def test_a_maybe_and_a_no_are_confirmed_by_mail_too(ask, mails, meetup, answer, words):
    page = ask(meetup, answer=answer)
    assert "one press there, and it is written down" in page.text
    (mail,) = mails()
    assert words in text_of(mail)
    press(link_in(mail, answer))
    assert meetup.rsvps.get(member__email=ANA).status == answer


def test_a_full_meetup_says_so_and_keeps_the_place_in_line(ask, mails, client, propose, ann):
    event = propose(capacity=2)
    actions.respond(event, member=ann, answer="going")
    mails()
    assert "we keep your place in line until" in ask(event).text
    (mail,) = mails()
    assert mail.message["Subject"].startswith("Confirm your place in line: ")
    assert "number 1" in press(link_in(mail)).text


def test_who_waits_reads_the_same_number_before_and_after_a_guest_proves_an_address(
    ask, mails, browse, propose, ann, ben
):
    event = propose(capacity=2)
    actions.respond(event, member=ann, answer="going")
    mails()
    ask(event)
    (mail,) = mails()

    def page():
        return browse(ben).get(f"/events/{event.pk}/").text

    assert "Full (2 of 2). You&#x27;d be number 2 in line." in page()
    actions.respond(event, member=ben, answer="going")
    line = '<li value="2">2. <bdi>Ben</bdi></li>'
    for _ in range(2):
        assert "You&#x27;re number 2 in line." in page()
        assert line in page()
        assert "2 in line." in page()
        assert "still to confirm" not in page()
        press(link_in(mail))


def test_after_half_an_hour_the_link_still_works_as_far_as_there_is_room(ask, mails, propose, ann):
    event = propose(capacity=2)
    ask(event)
    (mail,) = mails()
    actions.respond(event, member=ann, answer="going")
    late = timezone.now() + timedelta(minutes=31)
    actions.look(late)
    with time_machine.travel(late):
        page = Client().get(link_in(mail))
        assert "We gave your place back" in page.text
        assert "number 1" in press(link_in(mail)).text


def test_faults_are_said_beside_their_fields_and_nothing_typed_is_lost(ask, propose):
    event = propose(questions=[{"key": "q1", "text": "Fish?", "kind": "yes_no", "required": True}])
    page = ask(event, email="no address", name="")
    assert page.status_code == 422
    assert "There is a problem" in page.text
    page = ask(event)
    assert (page.status_code, "The hosts need to know this." in page.text) == (422, True)
    assert 'value="Ana"' in page.text
    assert ask(event, **{"replies.q1": "yes"}).status_code == 200
    assert event.rsvps.get(member__email=ANA).replies == {"q1": "yes"}


@pytest.mark.parametrize(
    "bad",
    [
        {"name": "a\0b"}, {"email": "a\0@b.org"}, {"email": "a" * 300 + "@b.org"}, {"name": "x" * 200},
        {"guests": "-1"}, {"guests": "9" * 30}, {"guests": "x"}, {"guests": "3"}, {"answer": "perhaps"},
        {"answer": ""}, {"guest_names": ["Bo", "Cy"]}, {"email": "ana@exämple.org"}, {"name": "\u202e"},
    ],
)  # fmt: skip
def test_a_bent_form_is_refused_in_words_and_makes_nobody(ask, meetup, bad):
    page = ask(meetup, **bad)
    assert page.status_code == 422
    assert not Member.objects.filter(is_guest=True).exists()


def test_closed_and_past_meetups_show_no_form_and_take_no_answer(ask, client, propose):
    event = propose(answers_close_at=timezone.now() - timedelta(hours=1))
    assert 'id="guest_name"' not in client.get(f"/events/{event.pk}/guest/").text
    assert ask(event).status_code == 409
    assert 'id="guest_name"' not in client.get(f"/events/{event.pk}/").text


def test_a_guest_is_on_the_list_by_name_once_proved_and_without_a_page(ask, mails, browse, ann, meetup):
    ask(meetup, name="Ana Lima")
    assert "Ana Lima" not in browse(ann).get(f"/events/{meetup.pk}/").text
    (mail,) = mails()
    press(link_in(mail))
    html = browse(ann).get(f"/events/{meetup.pk}/").text
    assert "Ana Lima" in html
    handle = Member.objects.get(email=ANA).handle
    assert f"/people/{handle}/" not in html
    assert browse(ann).get(f"/people/{handle}/").status_code == 404


def test_the_confirm_link_opens_nothing_else(ask, mails, meetup):
    ask(meetup)
    member = Member.objects.get(email=ANA)
    token = links.token("confirm", meetup, member)
    for letter in "avok":
        assert Client().get(f"/l/{letter}{token[1:]}/").status_code == 404


def test_the_form_asks_the_database_the_same_number_of_times_for_any_crowd(
    client, meetup, crowd, django_assert_max_num_queries
):
    for member in crowd(12):
        actions.respond(meetup, member=member, answer="going")
    with django_assert_max_num_queries(8):
        client.get(f"/events/{meetup.pk}/guest/")
