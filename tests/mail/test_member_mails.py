"""Mails around the account and the tribe."""

import re

import pytest
from django.db import transaction

from members import actions
from members.models import Membership, Tribe
from tribemeet.outbox.models import Message
from tribemeet.outbox.post import post

from .reading import html_of, text_of

TEXT = "Your code to sign in:\n\n8KJ2-QX9B\n\nType it in.\n\n--\nTribemeet, https://tribemeet.example\n"


@pytest.fixture
def account_mail(ben, mail_to):
    def sent(subject, text):
        with transaction.atomic():
            post("account_mail", "account_mail:1", email=ben.email, subject=subject, text=text)
        return mail_to(ben)

    return sent


def test_a_sign_in_code_stands_large_in_its_mail(account_mail):
    mail = account_mail("Your code for Tribemeet: 8KJ2-QX9B", TEXT)
    assert mail.message["Subject"] == "Your code for Tribemeet: 8KJ2-QX9B"
    assert text_of(mail) == TEXT
    assert re.search(r'<span class="code"[^>]*>8KJ2-QX9B</span>', html_of(mail))


def test_a_link_in_an_account_mail_is_a_button(account_mail):
    mail = account_mail("Welcome", "You have one already:\n\nhttps://tribemeet.example/accounts/login/\n")
    assert re.search(r'<a class="button" href="https://tribemeet.example/accounts/login/"', html_of(mail))


def test_a_code_is_not_kept_after_its_mail_left(account_mail):
    account_mail("Your code for Tribemeet: 8KJ2-QX9B", TEXT)
    assert Message.objects.get(kind="account_mail").payload == {}


@pytest.fixture
def closed_tribe(tribe):
    tribe.admission = Tribe.Admission.APPROVAL
    tribe.save()
    return tribe


def test_organisers_hear_who_asks_to_join(hope, ben, closed_tribe, mails_to, mail_to):
    actions.leave(closed_tribe, member=ben)
    actions.join(closed_tribe, member=ben)
    mail = mail_to(hope)
    assert mail.message["Subject"] == "Ben asks to join #UsGuys"
    assert "/tribes/usguys/members/" in text_of(mail)


def test_who_is_let_in_is_welcomed(hope, ben, closed_tribe, mail_to):
    actions.leave(closed_tribe, member=ben)
    asked = actions.join(closed_tribe, member=ben)
    actions.admit(asked, by=hope)
    mail = mail_to(ben)
    assert mail.message["Subject"] == "You're in: #UsGuys"
    assert "welcome to Us guys!" in text_of(mail)


def test_a_wish_that_was_withdrawn_is_not_told(hope, ben, closed_tribe, mails_to):
    actions.leave(closed_tribe, member=ben)
    actions.join(closed_tribe, member=ben)
    Membership.objects.filter(member=ben).delete()
    assert mails_to(hope) == []
