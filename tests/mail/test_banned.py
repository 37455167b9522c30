"""What is mailed to who is banned: that the seat is gone and why, with no way back in."""

from members import actions
from members.models import Membership

from .reading import event_in, html_of, links_in, text_of, words_of


def test_the_entry_leaves_the_calendar_and_the_mail_says_why(hope, ann, meetup, answer, mails_to, mail_to):
    answer(ann, meetup)
    mails_to(ann)
    actions.ban(Membership.objects.get(member=ann), by=hope)
    mail = mail_to(ann)
    assert mail.message["Subject"].startswith("You're off the list: ")
    assert "the organisers have banned you from #UsGuys" in words_of(mail)
    assert event_in(mail)[0] == "CANCEL"
    assert links_in(mail) == set()
    assert "/tribes/" not in text_of(mail).partition("You get this mail")[0]
    assert "what else" not in html_of(mail)


def test_who_is_banned_is_asked_no_more_whether_somebody_may_come(hope, ann, ben, propose, answer, mails_to):
    event = propose(by=ann, by_approval=True)
    actions.ban(Membership.objects.get(member=ann), by=hope)
    mails_to(ann)
    answer(ben, event)
    assert mails_to(ann) == []
