"""Joining and signing in: by a mailed code, never by a password."""

import re

import pytest
from django.core.cache import cache

from members.models import Member
from tribemeet.outbox.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_tried_before():
    cache.clear()


def last_mail() -> dict[str, str]:
    return Message.objects.filter(kind="account_mail").latest("pk").payload


def code() -> str:
    found = re.search(r"^[A-Z0-9]{3,}(-[A-Z0-9]{3,})*$", last_mail()["text"], re.MULTILINE)
    assert found
    return found[0]


def test_a_handle_an_address_and_a_mailed_code_make_a_member(client):
    first = client.post(
        "/accounts/signup/", {"email": "Mia@Example.org", "username": "AnnOrchard"}, follow=True
    )
    assert "mia@example.org" in first.text
    done = client.post("/accounts/confirm-email/", {"code": code()})
    assert done.url == "/"
    assert Member.objects.get().email == "mia@example.org"
    assert not Member.objects.get().has_usable_password()
    assert "AnnOrchard" in client.get("/me/").text


def test_who_comes_for_the_first_time_is_not_welcomed_back_and_finds_where_to_begin(client):
    client.post("/accounts/signup/", {"email": "mia@example.org", "username": "Mia"})
    html = client.post("/accounts/confirm-email/", {"code": code()}, follow=True).text
    assert "Welcome to Tribemeet, Mia." in html
    assert "You are in no tribe yet." in html
    client.post("/accounts/logout/")
    client.post("/accounts/login/", {"email": "mia@example.org"})
    html = client.post("/accounts/login/code/confirm/", {"code": code()}, follow=True).text
    assert "Welcome back, Mia." in html


def test_joining_takes_the_zone_of_the_browser_when_it_names_one(client):
    for handle, zone in (("Mia", "Europe/Berlin"), ("Ann", "Mars/Base")):
        client.post("/accounts/signup/", {"email": f"{handle}@x.org", "username": handle, "time_zone": zone})
        client.post("/accounts/logout/")
    assert dict(Member.objects.values_list("handle", "time_zone")) == {"Mia": "Europe/Berlin", "Ann": "UTC"}


def test_a_mailed_code_signs_in_and_leads_back(client, hope):
    client.post("/accounts/login/?next=/about/", {"email": "hopeharbor@example.org"})
    done = client.post("/accounts/login/code/confirm/", {"code": code(), "next": "/about/"})
    assert done.url == "/about/"
    assert "Hope Harbor" in client.get("/").text


def test_a_wrong_code_is_told_beside_the_field_and_opens_nothing(client, hope):
    client.post("/accounts/login/", {"email": hope.email})
    answer = client.post("/accounts/login/code/confirm/", {"code": "AAAA-AAAA"})
    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert client.get("/me/").status_code == 302


def test_the_way_back_never_leads_to_another_host(client, hope):
    client.post("/accounts/login/", {"email": hope.email})
    done = client.post("/accounts/login/code/confirm/", {"code": code(), "next": "https://evil.example/"})
    assert done.url == "/"


def test_an_unknown_address_is_answered_like_a_known_one(client, hope):
    known = client.post("/accounts/login/", {"email": hope.email})
    client.post("/accounts/logout/")
    unknown = client.post("/accounts/login/", {"email": "nobody@example.org"})
    assert (unknown.status_code, unknown.url) == (known.status_code, known.url)
    assert last_mail()["subject"] == "No account for this address yet"


def test_joining_twice_with_one_address_tells_only_its_owner(client, hope):
    answer = client.post("/accounts/signup/", {"email": hope.email, "username": "Another"})
    assert answer.url == "/accounts/confirm-email/"
    assert last_mail()["subject"] == "You have an account already"
    assert Member.objects.count() == 1


def test_a_handle_is_taken_whatever_its_capitals(client, hope):
    answer = client.post("/accounts/signup/", {"email": "x@example.org", "username": "hopeHARBOR"})
    assert answer.status_code == 422
    assert "Someone has that handle already." in answer.text


def test_account_mails_leave_by_the_outbox_and_not_in_the_request(client, mailoutbox):
    client.post("/accounts/signup/", {"email": "mia@example.org", "username": "Mia"})
    assert mailoutbox == []
    assert last_mail()["email"] == "mia@example.org"


def test_asking_for_codes_without_end_is_slowed_down(client, hope):
    answers = []
    for _ in range(5):
        answers.append(client.post("/accounts/login/", {"email": hope.email}).status_code)
        client.post("/accounts/logout/")
    assert answers[-1] == 429


@pytest.mark.parametrize("path", ["password/change/", "password/set/", "password/reset/key/x/", "3rdparty/"])
def test_there_is_no_page_about_passwords(client, path):
    assert client.get(f"/accounts/{path}").status_code == 404


def test_signing_out_is_a_press_of_a_button(browse, hope):
    client = browse(hope)
    assert client.get("/accounts/logout/").status_code == 200
    assert client.get("/me/").status_code == 200
    client.post("/accounts/logout/")
    assert client.get("/me/").status_code == 302


def test_a_passkey_is_added_by_its_owner_only(client, browse, hope):
    assert client.get("/accounts/passkeys/webauthn/add/").status_code == 302
    assert "You have no passkey yet." in browse(hope).get("/accounts/passkeys/").text
