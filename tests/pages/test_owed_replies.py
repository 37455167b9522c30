"""A vote asks for no replies: who comes by one is asked afterwards: on the page, by mail and by the API."""

import pytest
from django.conf import settings

from events import actions, notices
from members import actions as member_actions
from tests.cast import NIGHTS
from tests.mail.reading import html_of, text_of
from tribemeet.outbox import worker

REGISTERED = (notices,)
ASKED = "The hosts ask you something."
QUESTIONS = [{"key": "q1", "text": "What do you not eat?", "kind": "text", "required": True}]


@pytest.fixture
def tipped(propose, hope, ann, ben, cleo):
    """Ann and Ben said yes, and Cleo has to wait for the fourth seat."""

    def found(questions=QUESTIONS, **more):
        event = propose(
            local_start=None, local_end=None, slots=NIGHTS, questions=questions, minimum_people=9, **more
        )
        slot = event.slots.all()[0].pk
        for member in (ann, ben, cleo):
            actions.vote(event, member=member, choices={slot: "yes"})
        actions.choose(event, by=hope, slot=slot)
        event.refresh_from_db()
        return event

    return found


@pytest.fixture
def mails(smtp):
    def sent():
        worker.keep_due()
        return smtp.deliveries

    return sent


@pytest.fixture
def sentence(client):
    def read(event, member):
        _, secret = member_actions.issue_token(member, name="a test", scope="read")
        answer = client.get(f"/api/v1/events/{event.pk}/rsvp", headers={"Authorization": f"Bearer {secret}"})
        return answer.json()["sentence"]

    return read


def page(browse, member, event):
    return browse(member).get(f"/events/{event.pk}/").text


def test_the_page_says_so_with_the_questions_open_until_they_are_told(browse, ann, tipped):
    event = tipped()
    html = page(browse, ann, event)
    assert f"You&#x27;re going. {ASKED}" in html
    assert '<details class="more" open>' in html
    reply = {"answer": "going", "party": "1", "guests": "0", "expects": "seat", "replies.q1": "Eggs"}
    assert browse(ann).post(f"/events/{event.pk}/rsvp/", reply).status_code == 302
    assert event.rsvps.get(member=ann).replies == {"q1": "Eggs"}
    html = page(browse, ann, event)
    assert ASKED not in html
    assert '<details class="more" open>' not in html


@pytest.mark.parametrize("questions", [[], [QUESTIONS[0] | {"required": False}]])
def test_who_owes_nothing_is_asked_nothing(browse, ann, tipped, mails, sentence, questions):
    event = tipped(questions)
    assert ASKED not in page(browse, ann, event)
    assert ASKED not in sentence(event, ann)
    assert not [mail for mail in mails() if ASKED in text_of(mail)]


def test_the_api_says_the_same(ann, cleo, hope, tipped, sentence):
    event = tipped(capacity=3)
    assert sentence(event, ann) == f"You're going. {ASKED}"
    assert sentence(event, cleo).startswith("You're number 1 in line.")
    assert sentence(event, cleo).endswith(ASKED)
    assert sentence(event, hope) == "You're going."
    actions.respond(event, member=ann, answer="going", replies={"q1": "Eggs"})
    assert sentence(event, ann) == "You're going."


def test_where_hosts_say_yes_to_each_they_are_told_before(ann, tipped, sentence, mails):
    event = tipped(by_approval=True)
    assert sentence(event, ann).endswith(ASKED)
    assert sum(ASKED in text_of(mail) for mail in mails()) == 3


def test_the_mail_that_says_the_date_leads_to_the_questions(ann, cleo, hope, tipped, mails, nobody):
    event = tipped(capacity=3)
    told = {mail.recipients[0]: mail for mail in mails()}
    assert len(told) == 4
    to_ann, to_cleo, to_hope = (told[member.email] for member in (ann, cleo, hope))
    assert ASKED not in text_of(to_hope)
    assert ASKED in html_of(to_ann)
    assert ASKED in html_of(to_cleo)
    assert f"Tell them:\n{settings.PUBLIC_URL}/events/{event.pk}/\n" in text_of(to_cleo)
    after = text_of(to_ann).partition("Tell them:\n")[2]
    link = after.splitlines()[0].removeprefix(settings.PUBLIC_URL)
    assert link.endswith("?answer=going")
    opened = nobody.get(link).text
    assert ASKED in opened.replace("&#x27;", "'")
    assert "What do you not eat?" in opened
    told_so = {"answer": "going", "expects": "seat", "replies.q1": "Eggs"}
    assert "There is nothing to do." not in opened
    assert "Thank you, it is saved." in nobody.post(link, told_so).text
    assert event.rsvps.get(member=ann).replies == {"q1": "Eggs"}
    assert "There is nothing to do." in nobody.get(link).text
