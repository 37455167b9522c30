"""What voters hear: that there is a date and what it means for them, that none was found, that it is off."""

import pytest

from events import actions
from events.models import Vote
from members import actions as member_actions
from tests.cast import EVENING, NIGHTS

from .reading import calendars_in, event_in, html_of, links_in, text_of, words_of


@pytest.fixture
def vote():
    def voted(member, event, *choices):
        slots = event.slots.values_list("pk", flat=True)
        actions.vote(event, member=member, choices=dict(zip(slots, choices, strict=False)))

    return voted


def test_while_it_looks_for_a_date_nobody_is_mailed(hope, ann, proposal, vote, mails_to):
    vote(ann, proposal(), "yes", "if_needed", "no")
    assert mails_to(ann) == mails_to(hope) == []


def test_yes_voters_hear_that_the_date_is_fixed_and_get_the_invite(hope, ann, ben, proposal, vote, mail_to):
    event = proposal()
    vote(ann, event, "no", "yes")
    vote(ben, event, "no", "yes")
    event.refresh_from_db()
    for member in (hope, ann, ben):
        mail = mail_to(member)
        assert mail.message["Subject"].startswith("The date is fixed: Cocktails in New York, ")
        assert "The date is fixed, and you're going." in text_of(mail)
        method, entry = event_in(mail)
        assert (method, entry["sequence"], entry["attendee"].params["PARTSTAT"]) == ("REQUEST", 0, "ACCEPTED")
        assert entry["dtstart"].dt.replace(tzinfo=None) == NIGHTS[1]["local_start"]


def test_who_came_later_than_the_seats_hears_their_place_in_line(ann, ben, cleo, proposal, vote, mail_to):
    event = proposal(capacity=2)
    vote(ann, event, "yes")
    vote(ben, event, "yes")
    mail = mail_to(ben)
    assert mail.message["Subject"].startswith("The date is fixed, and you're number 1 in line: ")
    assert "Seats went to those who said so first" in text_of(mail).replace("\n", " ")
    assert calendars_in(mail) == []


def test_the_reluctant_are_asked_and_answer_by_one_link(ann, ben, cleo, proposal, vote, mail_to, client):
    event = proposal()
    vote(cleo, event, "if_needed")
    vote(ann, event, "yes")
    vote(ben, event, "yes")
    mail = mail_to(cleo)
    assert mail.message["Subject"].endswith("Can you come?")
    assert "you said you can come if needed" in text_of(mail).replace("\n", " ")
    assert calendars_in(mail) == []
    (link,) = [line for line in text_of(mail).splitlines() if line.endswith("answer=going")]
    assert link in html_of(mail)
    actions.respond(event, member=cleo, answer="going")
    assert mail_to(cleo).message["Subject"].startswith("You're going")


def test_a_reluctant_one_who_answered_meanwhile_is_not_asked(ann, ben, cleo, proposal, vote, mails_to):
    event = proposal()
    vote(cleo, event, "if_needed")
    vote(ann, event, "yes")
    vote(ben, event, "yes")
    actions.respond(event, member=cleo, answer="declined")
    assert mails_to(cleo) == []


def test_who_could_have_come_at_another_time_is_asked_all_the_same(
    ann, ben, cleo, proposal, vote, mail_to, mails_to
):
    event = proposal()
    vote(cleo, event, "no", "yes")
    vote(ann, event, "yes")
    vote(ben, event, "yes")
    mail = mail_to(cleo)
    assert mail.message["Subject"].startswith("The date is fixed: Cocktails in New York, ")
    assert "it is not one of the times you said you can" in words_of(mail)
    assert "3 are going so far" in words_of(mail)
    assert calendars_in(mail) == []
    assert links_in(mail) == {("answer", "going")}
    assert mails_to(cleo) == []


def test_the_invited_who_did_not_vote_are_asked_whether_they_come(
    ann, ben, cleo, join, proposal, vote, mails_to
):
    event = proposal()
    actions.invite(event, by=event.host, members=[cleo, dora := join("Dora")])
    for member in (cleo, dora):
        assert mails_to(member)[0].message["Subject"].endswith(": when can you come?")
    vote(dora, event, "no", "no", "no")
    vote(ann, event, "yes")
    vote(ben, event, "yes")
    (mail,) = mails_to(cleo)
    assert mail.message["Subject"].endswith("Can you come?")
    assert "you were asked when you can come. Now there is a date, and it takes place" in words_of(mail)
    assert "if needed" not in words_of(mail)
    assert "because you were invited to this meetup" in words_of(mail)
    assert links_in(mail) == {("answer", "going"), ("answer", "declined")}
    assert mails_to(dora) == mails_to(cleo) == []


def test_who_answered_before_that_mail_left_is_not_asked(ann, ben, cleo, proposal, vote, mail_to):
    event = proposal()
    vote(cleo, event, "no", "yes")
    vote(ann, event, "yes")
    vote(ben, event, "yes")
    actions.respond(event, member=cleo, answer="going")
    assert mail_to(cleo).message["Subject"].startswith("You're going: ")


def test_who_left_the_tribe_meanwhile_hears_nothing_of_what_it_keeps_to_itself(
    tribe, ann, ben, cleo, proposal, vote, mails_to
):
    event = proposal(visibility="tribe")
    vote(cleo, event, "no", "yes")
    vote(ann, event, "yes")
    vote(ben, event, "yes")
    member_actions.leave(tribe, member=cleo)
    Vote.objects.filter(member=cleo).delete()
    assert mails_to(cleo) == []


def test_a_proposal_that_found_no_date_thanks_and_offers_the_same_again(
    hope, ann, ben, proposal, vote, mail_to
):
    event = proposal(minimum_people=4)
    vote(ann, event, "no", "if_needed")
    vote(ben, event, "no", "no", "no")
    actions.look(event.decide_by)
    thanks, own = mail_to(ann), mail_to(hope)
    assert thanks.message["Subject"] == "No date was found: Cocktails in New York"
    text = text_of(thanks).replace("\n", " ")
    assert "it takes 4 people" in text
    assert "Thank you for saying when you could come." in text
    assert f"/events/{event.pk}/again/" in text_of(thanks)
    assert "Thank you for proposing it." in text_of(own).replace("\n", " ")


def test_a_day_is_mailed_without_a_clock(ann, ben, proposal, vote, mail_to):
    days = [{"local_start": EVENING, "all_day": True}]
    event = proposal(slots=days)
    vote(ann, event, "yes")
    vote(ben, event, "yes")
    mail = mail_to(ben)
    assert mail.message["Subject"].endswith(f"{EVENING:%b}")
    assert f"{EVENING:%Y}, all day · New York time" in text_of(mail)
    assert "for you (Berlin)" not in text_of(mail)
    assert event_in(mail)[1]["dtstart"].dt == EVENING.date()


def test_nobody_is_told_of_what_they_called_off_and_voters_why(hope, ann, proposal, vote, mail_to, mails_to):
    event = proposal()
    vote(ann, event, "yes")
    actions.cancel(event, by=hope, reason="The bar is flooded")
    mail = mail_to(ann)
    assert mail.message["Subject"] == "Cancelled: Cocktails in New York"
    assert "The bar is flooded" in text_of(mail)
    assert mails_to(hope) == []


def test_a_host_with_the_last_word_reads_how_many_wait_for_it(hope, ann, ben, proposal, vote, mail_to):
    event = proposal(by_approval=True)
    vote(ann, event, "yes")
    vote(ben, event, "yes")
    assert "2 people wait for your yes." in text_of(mail_to(hope)).replace("\n", " ")
    mail = mail_to(ann)
    assert mail.message["Subject"].startswith("The date is fixed, and the hosts will answer: ")
    assert calendars_in(mail) == []
