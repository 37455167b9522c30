"""What people type: tidied in one place, and refused where nothing visible is left."""

import pytest

from events import actions as event_actions
from members import actions
from members.actions.checks import tidy
from members.models import Place
from tests.cast import ZONE, make
from tribemeet.errors import Invalid

INVISIBLE = {
    "zero width space": "\u200b",
    "word joiner and BOM": "\u2060\ufeff",
    "bidi override": "\u202e\u202c",
    "isolates in spaces": " \u2066 \u2069 ",
    "joiners only": "\u200d\u200c",
    "soft hyphen": "\u00ad",
    "hangul filler": "\u3164",
    "blank braille": "\u2800",
    "a lonely accent": "\u0301",
    "no-break spaces": "\u00a0\u3000",
}


@pytest.mark.parametrize("text", INVISIBLE.values(), ids=INVISIBLE)
def test_a_text_that_shows_nothing_is_no_title_no_place_and_no_name(propose, hope, text):
    for fields in ({"title": text}, {"place": text}):
        with pytest.raises(Invalid) as refused:
            propose(**fields)
        assert list(refused.value.fields) == list(fields)
    with pytest.raises(Invalid):
        actions.found_tribe(by=hope, hashtag="Fine", name=text, time_zone=ZONE)
    with pytest.raises(Invalid):
        event_actions.edit(propose(), by=hope, title=text)
    assert actions.edit_profile(hope, display_name=text).name == hope.handle


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Cock\u200btails\u202e ", "Cocktails"),
        ("Cafe\u0301", "Café"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d👩\u200d👧", "👩\u200d👩\u200d👧"),
        ("\u200dDinner \u200d now\u200c", "Dinner  now"),
        ("one\n\ntwo", "one\n\ntwo"),
        ("a\0b", "a\0b"),
        (None, None),
    ],
)
def test_what_nobody_sees_is_left_out_and_scripts_keep_their_joiners(typed, kept):
    assert tidy(typed) == kept


def test_a_pasted_hashtag_loses_what_nobody_sees(hope):
    tribe = actions.found_tribe(by=hope, hashtag="Night\u200bOwls", name="Owls", time_zone=ZONE)
    assert (tribe.hashtag, tribe.slug) == ("NightOwls", "nightowls")


@pytest.mark.parametrize("text", [",", " , ", ", US", "\u0301,"])
def test_a_home_without_a_name_is_no_place(db, text):
    Place.objects.create(
        name="Tokyo", country_code="JP", latitude=35.7, longitude=139.7, population=9_000_000
    )
    assert Place.objects.called(text) is None
    assert not Place.objects.named_like(text).exists()


def test_a_home_that_is_a_comma_is_refused_beside_its_field(client, hope):
    Place.objects.create(
        name="Tokyo", country_code="JP", latitude=35.7, longitude=139.7, population=9_000_000
    )
    client.force_login(hope, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.post("/me/", {"handle": "Hope", "time_zone": "UTC", "home": ","})
    hope.refresh_from_db()
    assert (answer.status_code, hope.home) == (422, None)
    assert "We do not know that town." in answer.text


@pytest.mark.parametrize("locale", ["<zz>", "zz", "", "EN"])
def test_a_language_that_nothing_here_is_written_in_is_refused(db, locale):
    with pytest.raises(Invalid) as refused:
        make("Hope", locale=locale)
    assert list(refused.value.fields) == ["locale"]
