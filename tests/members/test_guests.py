"""People who answer without an account, and how they come to have one."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from members import actions
from members.errors import NoHandleYet, TooManyMails
from members.models import Allowance, Member
from members.policies import members_visible_to
from tests.cast import make
from tribemeet.errors import Invalid
from tribemeet.outbox.models import Message

pytestmark = pytest.mark.django_db

ANA = "ana@example.org"


@pytest.fixture
def guest(db) -> Member:
    return actions.member_behind("Ana@Example.org", "Ana")


@pytest.fixture(autouse=True)
def _nobody_tried_before():
    cache.clear()


def code() -> str:
    text = Message.objects.filter(kind="account_mail").latest("pk").payload["text"]
    found = re.search(r"^[A-Z0-9]{3,}(-[A-Z0-9]{3,})*$", text, re.MULTILINE)
    assert found
    return found[0]


def sign_in(client: Client, email: str = ANA, then: str = ""):
    client.post("/accounts/login/", {"email": email, "next": then})
    return client.post("/accounts/login/code/confirm/", {"code": code(), "next": then})


def test_an_address_that_nobody_has_makes_a_guest_who_cannot_sign_in_by_password(guest):
    assert (guest.is_guest, guest.email, guest.name) == (True, ANA, "Ana")
    assert guest.handle.startswith("guest_")
    assert not guest.has_usable_password()


def test_the_same_address_finds_the_same_guest_whatever_its_capitals_and_the_name_that_is_typed(guest):
    assert actions.member_behind(" ANA@example.org", "Somebody else") == guest
    guest.refresh_from_db()
    assert guest.name == "Ana"


def test_a_member_is_found_and_nothing_of_theirs_changes(ann):
    assert actions.member_behind(ann.email, "Rude name") == ann
    assert Member.objects.filter(pk=ann.pk).values().get() == {
        **{field.attname: getattr(ann, field.attname) for field in Member._meta.fields},
        "picture": "",
    }


def test_a_further_address_counts_once_it_is_proved(ann):
    row = EmailAddress.objects.create(user=ann, email=ANA)
    assert actions.member_behind(ANA, "Ana") != ann
    row.verified = True
    row.save()
    assert actions.member_behind(ANA, "Ana") == ann


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Ana  Lima", "Ana Lima"),
        ("Ana https://evil.example/x wins", "Ana wins"),
        ("Ana www.evil", "Ana"),
        ("Ana evil.example", "Ana"),
        ("Ana WWW.EVIL.COM", "Ana"),
        ("Ana Evil.Com", "Ana"),
        ("Ana bit.LY/abc", "Ana"),
        ("Ana пример.рф", "Ana"),
        ("Ana\r\nBcc: x", "Ana Bcc: x"),
        ("J. R. Ana", "J. R. Ana"),
        ("\u202eanA", "anA"),
    ],
)
def test_a_name_is_one_short_line_without_a_link(typed, kept):
    assert actions.plain_name(typed) == kept


@pytest.mark.parametrize("typed", ["", "  ", "https://evil.example", "a" * 61, "\u200b", "ana@example.org"])
def test_a_name_that_is_none_is_refused(typed):
    with pytest.raises(Invalid) as refused:
        actions.plain_name(typed)
    assert "name" in refused.value.fields


@pytest.mark.parametrize("typed", ["", "ana", '"a b"@example.org', "ana@exämple.org", "a\0@b.org", "a@b"])
def test_an_address_that_a_calendar_could_not_name_is_refused(typed):
    with pytest.raises(Invalid) as refused:
        actions.member_behind(typed, "Ana")
    assert "email" in refused.value.fields


def test_guests_are_on_no_page_of_members_and_do_nothing_that_takes_a_handle(guest, tribe, hope):
    assert guest not in members_visible_to(hope)
    for act in (
        lambda: actions.join(tribe, member=guest),
        lambda: actions.join_by_link(actions.make_join_link(tribe, by=hope), member=guest),
        lambda: actions.issue_token(guest, name="x"),
        lambda: actions.found_tribe(by=guest, hashtag="Ours", name="Ours", time_zone="UTC"),
    ):
        with pytest.raises(NoHandleYet):
            act()


def test_a_guest_signs_in_by_code_chooses_a_handle_and_goes_on(guest, client, tribe):
    arrived = sign_in(client, then="/tribes/usguys/")
    assert arrived.url == "/me/?next=/tribes/usguys/"
    assert "Choose your handle" in client.get(arrived.url).text
    assert client.post("/tribes/usguys/join/").url == "/me/"
    chosen = client.post(arrived.url, {"handle": "AnaLima", "display_name": "Ana", "time_zone": "UTC"})
    assert chosen.url == "/tribes/usguys/"
    guest.refresh_from_db()
    assert (guest.is_guest, guest.handle) == (False, "AnaLima")
    client.post("/tribes/usguys/join/")
    assert tribe.memberships.filter(member=guest).exists()


def test_the_handle_a_guest_was_given_is_no_choice(guest, client):
    sign_in(client)
    client.post("/me/", {"handle": guest.handle, "time_zone": "UTC"})
    guest.refresh_from_db()
    assert guest.is_guest
    assert client.get("/agenda/").url == "/me/?next=/agenda/"


def test_the_way_on_from_the_profile_never_leads_to_another_host(guest, client):
    sign_in(client)
    chosen = client.post("/me/?next=https://evil.example/", {"handle": "AnaLima", "time_zone": "UTC"})
    assert chosen.url == "/me/"


def test_joining_with_a_guests_address_tells_only_its_owner(guest, client):
    answer = client.post("/accounts/signup/", {"email": ANA, "username": "Impostor"})
    assert answer.url == "/accounts/confirm-email/"
    assert Message.objects.get(kind="account_mail").payload["subject"] == "You have an account already"
    assert not Member.objects.filter(handle="Impostor").exists()


def test_who_signs_up_with_anothers_address_gets_nothing_of_what_its_owner_does(client):
    """The sign-up is never finished, since the code is mailed to the owner."""
    Client().post("/accounts/signup/", {"email": ANA, "username": "Impostor"})
    found = actions.member_behind(ANA, "Ana")
    assert (found.handle, found.last_login) == ("Impostor", None)
    sign_in(client)
    assert EmailAddress.objects.filter(email=ANA, verified=True).values_list("user", flat=True)[0] == found.pk
    assert Member.objects.filter(email=ANA).count() == 1


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_with_one_new_address_make_one_guest():
    def ask(number: int) -> int:
        try:
            return actions.member_behind(ANA, f"Ana {number}").pk
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        assert len(set(pool.map(ask, range(20)))) == 1
    assert Member.objects.count() == 1


def allowed(to: str = ANA, client: str = "192.0.2.1", after: timedelta = timedelta()) -> bool:
    try:
        actions.allow_mail(to=to, client=client, now=timezone.now() + after)
    except TooManyMails:
        return False
    return True


def test_three_mails_an_hour_and_nine_a_day_go_to_one_address_whoever_asks():
    asked = [allowed(client=f"192.0.2.{number}") for number in range(4)]
    assert asked == [True, True, True, False]
    assert allowed("ben@example.org")
    later = [allowed(client="", after=timedelta(hours=1 + n // 3, minutes=1 + n)) for n in range(12)]
    assert sum(later) == 6


def test_an_emptied_cache_opens_no_gate():
    assert [allowed() for _ in range(3)] == [True] * 3
    cache.clear()
    assert not allowed()


def test_one_client_asks_for_thirty_mails_an_hour_whatever_the_addresses(settings):
    assert [allowed(f"a{number}@example.org") for number in range(31)].count(True) == 30
    assert allowed(client="192.0.2.2")


def test_the_table_of_what_was_asked_names_nobody_and_is_forgotten():
    allowed()
    assert ANA not in str(list(Allowance.objects.values()))
    assert actions.forget_allowances(timezone.now() + timedelta(hours=23)) == 0
    assert actions.forget_allowances(timezone.now() + timedelta(hours=25)) == 2


def test_a_guest_row_never_carries_rights():
    guest = actions.member_behind("x@example.org", "Ana")
    assert (guest.is_staff, guest.is_superuser) == (False, False)
    assert make("Ann").is_guest is False
