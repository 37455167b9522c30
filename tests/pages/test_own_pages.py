"""Tokens and profile: what one makes for oneself, shown to oneself."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from members import actions
from members.models import Place, Token

SAID = {"handle": "HopeHarbor", "time_zone": "America/New_York"}


@pytest.fixture
def brooklyn(db) -> Place:
    return Place.objects.create(
        name="Brooklyn",
        region="New York",
        country_code="US",
        latitude=40.6,
        longitude=-73.9,
        population=2_300_000,
    )


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_a_token_is_shown_once_and_kept_as_a_digest(browse, hope):
    client = browse(hope)
    html = client.post("/tokens/", {"name": "my phone", "scope": "write", "days": "30"}).text
    secret = html.partition('aria-label="The token">')[2].partition("<")[0]
    token = Token.objects.with_secret(secret).get()
    assert (token.member, token.scope) == (hope, "write")
    again = client.get("/tokens/").text
    assert secret not in again
    assert f"ends in {token.hint}" in again


def test_a_revoked_token_is_gone(browse, hope):
    token, secret = actions.issue_token(hope, name="old")
    assert "opens nothing any more" in browse(hope).post(f"/tokens/{token.pk}/revoke/", follow=True).text
    assert not Token.objects.with_secret(secret).exists()


def test_nobody_revokes_the_token_of_another(browse, hope, stranger):
    token, secret = actions.issue_token(hope, name="mine")
    assert browse(stranger).post(f"/tokens/{token.pk}/revoke/").status_code == 404
    assert Token.objects.with_secret(secret).exists()


def test_too_many_tokens_are_refused_in_words(browse, hope):
    for number in range(20):
        actions.issue_token(hope, name=str(number), expires_at=timezone.now() + timedelta(days=1))
    answer = browse(hope).post("/tokens/", {"name": "one more", "scope": "read", "days": "7"})
    assert answer.status_code == 409
    assert "You have 20 tokens already." in answer.text


@pytest.mark.parametrize(
    "bad",
    [{"name": ""}, {"name": "x" * 61}, {"name": "\0"}, {"scope": "admin"}, {"days": "99999"}, {"days": "-1"}],
)
def test_a_bent_token_form_makes_no_token(browse, hope, bad):
    answer = browse(hope).post("/tokens/", {"name": "x", "scope": "read", "days": "7"} | bad)
    assert answer.status_code == 422
    assert not Token.objects.exists()


def test_a_profile_is_saved_and_members_of_the_tribe_see_it(browse, hope, ann, brooklyn):
    said = SAID | {"bio": "Return on Relationship", "interests": "socks", "home": "Brooklyn, New York, US"}
    assert "Your profile is saved." in browse(hope).post("/me/", said, follow=True).text
    html = browse(ann).get("/people/hopeharbor/").text
    assert "Return on Relationship" in html
    assert "Brooklyn, New York, US" in html


def test_people_one_shares_no_tribe_with_are_not_shown(client, browse, hope, stranger, tribe):
    assert browse(stranger).get("/people/HopeHarbor/").status_code == 404
    assert client.get("/people/HopeHarbor/").status_code == 302


def test_a_mail_address_is_shown_to_its_owner_only(browse, hope, ann):
    assert hope.email in browse(hope).get("/me/").text
    assert hope.email not in browse(ann).get("/people/HopeHarbor/").text


@pytest.mark.parametrize(
    "bad",
    [
        {"handle": ""},
        {"handle": "a b"},
        {"handle": "x" * 31},
        {"handle": "AnnOrchard"},
        {"handle": "<b>"},
        {"display_name": "x" * 61},
        {"bio": "x" * 1001},
        {"bio": "a\0"},
        {"interests": "x" * 301},
        {"home": "Atlantis"},
        {"home": ",,,"},
        {"time_zone": "Mars/Base"},
    ],
)
def test_a_bent_profile_is_refused_and_changes_nothing(browse, hope, ann, brooklyn, bad):
    answer = browse(hope).post("/me/", SAID | bad)
    assert 400 <= answer.status_code < 500
    assert "There is a problem" in answer.text
    hope.refresh_from_db()
    assert (hope.handle, hope.bio, hope.display_name) == ("HopeHarbor", "", "Hope Harbor")


def test_towns_are_suggested_from_our_own_list(client, brooklyn):
    assert client.get("/places/?q=broo").json() == {
        "places": [{"id": brooklyn.pk, "name": "Brooklyn, New York, US"}]
    }
    assert client.get("/places/?q=b").json() == {"places": []}
    assert client.get("/places/?q=%00").json() == {"places": []}


def test_a_picture_is_kept_small_and_can_be_removed(browse, hope):
    file = BytesIO()
    Image.new("RGB", (800, 600), "tomato").save(file, "PNG")
    client = browse(hope)
    client.post("/me/picture/", {"picture": SimpleUploadedFile("me.png", file.getvalue())})
    hope.refresh_from_db()
    assert hope.picture.name.endswith(".webp")
    client.post("/me/picture/", {"remove": "1"})
    hope.refresh_from_db()
    assert not hope.picture


def test_what_is_no_picture_is_refused_in_words(browse, hope):
    answer = browse(hope).post("/me/picture/", {"picture": SimpleUploadedFile("me.png", b"hello")})
    assert answer.status_code == 422
    assert "Choose a JPEG, PNG or WebP picture." in answer.text


def test_about_names_where_the_towns_come_from(client, db):
    html = client.get("/about/").text
    assert "GeoNames" in html
    assert "https://creativecommons.org/licenses/by/4.0/" in html
