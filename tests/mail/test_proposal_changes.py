"""Who voted hears when what they voted on is not what it was: once, and how it stands now."""

from datetime import timedelta

import pytest

from events import actions
from tests.cast import EVENING

from .reading import calendars_in, html_of, links_in, words_of

MORE = [{"local_start": EVENING + timedelta(days=9)}]


@pytest.fixture
def voted(proposal, ann, mails_to):
    """Ann can come on the first night and not on the second; five people are needed."""
    event = proposal(minimum_people=5)
    first, second, _ = event.slots.all()
    actions.vote(event, member=ann, choices={first.pk: "yes", second.pk: "no"})
    return event


def test_more_times_are_told_with_what_one_said(voted, hope, ann, ben, mail_to, mails_to):
    actions.add_slots(voted, by=hope, slots=MORE)
    mail = mail_to(ann)
    words = words_of(mail)
    assert mail.message["Subject"] == "Other times to choose from: Cocktails in New York. When can you come?"
    assert "There are other times to choose from." in words
    assert (words.count("You said yes."), words.count("You said no.")) == (1, 1)
    assert words.count("You have not said yet.") == 2
    assert f"{MORE[0]['local_start']:%a} {MORE[0]['local_start'].day}" in words
    assert links_in(mail) == {("vote", "")}
    assert calendars_in(mail) == []
    assert mails_to(hope) == mails_to(ben) == []


def test_a_time_that_is_ruled_out_is_struck(voted, hope, ann, mail_to):
    actions.veto(voted, by=hope, slot=voted.slots.all()[0].pk)
    mail = mail_to(ann)
    assert "The hosts ruled it out." in words_of(mail)
    assert html_of(mail).count('class="was"') == 1


def test_another_moment_or_place_is_told_too(voted, hope, ann, mail_to):
    actions.extend(voted, by=hope, decide_by=voted.decide_by - timedelta(days=1))
    mail = mail_to(ann)
    assert mail.message["Subject"].startswith("Decided at another moment: ")
    assert "other times" not in words_of(mail)
    actions.edit(voted, by=hope, place="The Short Bar")
    mail = mail_to(ann)
    assert mail.message["Subject"].startswith("Another place: ")
    assert "The Short Bar" in words_of(mail)


def test_a_burst_of_changes_is_one_mail_that_says_it_all(voted, hope, ann, mail_to):
    actions.add_slots(voted, by=hope, slots=MORE)
    actions.veto(voted, by=hope, slot=voted.slots.all()[0].pk)
    actions.edit(voted, by=hope, place="The Short Bar")
    words = words_of(mail_to(ann))
    assert "There are other times to choose from. It is at another place." in words
    actions.edit(voted, by=hope, place="The Long Bar")
    assert "other times" not in words_of(mail_to(ann))


def test_who_made_the_change_and_who_took_the_vote_back_hear_nothing(voted, hope, ann, join, mails_to):
    dora = join("Dora")
    actions.set_cohosts(voted, by=hope, members=[dora])
    third = voted.slots.all()[2].pk
    actions.vote(voted, member=dora, choices={third: "yes"})
    mails_to(dora)
    actions.add_slots(voted, by=dora, slots=MORE)
    actions.vote(voted, member=ann, choices={slot.pk: "" for slot in voted.slots.all()[:2]})
    assert mails_to(dora) == mails_to(ann) == []


def test_what_fixes_the_date_is_told_by_that_mail_alone(proposal, hope, ann, mail_to, mails_to):
    event = proposal(minimum_people=3)
    actions.vote(event, member=ann, choices={event.slots.all()[0].pk: "yes"})
    actions.extend(event, by=hope, decide_by=event.decide_by - timedelta(days=1))
    actions.edit(event, by=hope, minimum_people=2)
    assert mail_to(ann).message["Subject"].startswith("The date is fixed: ")


def test_what_nobody_voted_on_or_would_not_see_is_not_told(voted, hope, ann, mails_to):
    actions.edit(voted, by=hope, capacity=9)
    actions.extend(voted, by=hope, decide_by=voted.decide_by)
    assert mails_to(ann) == []
