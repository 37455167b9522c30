"""Tribes: finding, founding, joining, and who lets whom in."""

import pytest

from members import actions
from members.models import Membership, Tribe

FOUNDED = {
    "hashtag": "#Tokyo",
    "name": "Tokyo tweetups",
    "time_zone": "Asia/Tokyo",
    "admission": "approval",
    "visibility": "public",
}


def test_a_member_founds_a_tribe_and_owns_it(browse, hope):
    answer = browse(hope).post("/tribes/new/", FOUNDED)
    assert answer.url == "/tribes/tokyo/"
    assert Membership.objects.get(tribe__slug="tokyo", member=hope).role == "owner"


def test_a_hashtag_can_be_founded_once(browse, hope, tribe):
    answer = browse(hope).post("/tribes/new/", FOUNDED | {"hashtag": "usGUYS"})
    assert answer.status_code == 409
    assert "There is a tribe with that hashtag already." in answer.text
    assert 'value="Tokyo tweetups"' in answer.text  # nothing typed is lost


def test_joining_an_open_tribe_is_one_press(browse, stranger, tribe):
    client = browse(stranger)
    assert "Join #UsGuys" in client.get("/tribes/usguys/").text
    assert "Welcome to #UsGuys" in client.post("/tribes/usguys/join/", follow=True).text
    assert "Propose a meetup" in client.get("/tribes/usguys/").text


def test_joining_asks_where_organisers_let_people_in(browse, stranger, hope):
    tribe = actions.found_tribe(
        by=hope, hashtag="Tokyo", name="T", time_zone="Asia/Tokyo", admission="approval"
    )
    answer = browse(stranger).post("/tribes/tokyo/join/", follow=True)
    assert "The organisers have your request." in answer.text
    asked = Membership.objects.get(tribe=tribe, member=stranger)
    assert "asks to join" in browse(hope).get("/tribes/tokyo/members/").text
    browse(hope).post(f"/tribes/tokyo/members/{asked.pk}/admit/")
    asked.refresh_from_db()
    assert asked.status == "active"


def test_nobody_lets_themselves_in(browse, stranger, hope):
    tribe = actions.found_tribe(
        by=hope, hashtag="Tokyo", name="T", time_zone="Asia/Tokyo", admission="approval"
    )
    asked = actions.join(tribe, member=stranger)
    assert browse(stranger).post(f"/tribes/tokyo/members/{asked.pk}/admit/").status_code == 403
    asked.refresh_from_db()
    assert asked.status == "requested"


def test_signing_in_comes_before_joining(client, tribe):
    answer = client.post("/tribes/usguys/join/")
    assert answer.url.startswith("/accounts/login/")


def test_a_private_tribe_does_not_exist_for_others(client, browse, stranger, hope):
    actions.found_tribe(by=hope, hashtag="Secret", name="S", time_zone="UTC", visibility="private")
    assert browse(hope).get("/tribes/secret/").status_code == 200
    assert browse(stranger).get("/tribes/secret/").status_code == 404
    assert client.get("/tribes/secret/").status_code == 404
    assert "Secret" not in browse(stranger).get("/tribes/").text


def test_who_belongs_is_told_to_members_only(browse, ann, stranger):
    assert "AnnOrchard" in browse(ann).get("/tribes/usguys/members/").text
    assert browse(stranger).get("/tribes/usguys/members/").status_code == 404


def test_an_owner_gives_roles_and_a_member_does_not(browse, hope, ann, tribe):
    seat = Membership.objects.get(tribe=tribe, member=ann)
    role = f"/tribes/usguys/members/{seat.pk}/role/"
    assert browse(ann).post(role, {"role": "owner"}).status_code == 403
    assert "AnnOrchard is now organiser." in browse(hope).post(role, {"role": "organiser"}, follow=True).text


def test_the_last_owner_stays_and_reads_why(browse, hope, tribe):
    answer = browse(hope).post("/tribes/usguys/leave/")
    assert answer.status_code == 409
    assert "A tribe needs an owner." in answer.text
    assert Tribe.objects.of(hope).exists()


def test_leaving_is_one_press(browse, ann, tribe):
    assert "You have left #UsGuys." in browse(ann).post("/tribes/usguys/leave/", follow=True).text
    assert not Tribe.objects.of(ann).exists()


@pytest.mark.parametrize("action", ["join", "leave"])
def test_a_link_changes_nothing(browse, ann, action):
    assert browse(ann).get(f"/tribes/usguys/{action}/").status_code == 405


def test_tribes_are_found_by_hashtag_or_name(client, tribe):
    assert "#UsGuys" in client.get("/tribes/?q=%23usg").text
    assert "#UsGuys" in client.get("/tribes/?q=us+guys").text
    assert "No tribe is called that." in client.get("/tribes/?q=zzz").text


@pytest.mark.parametrize("rest", ["", "propose/", "?page=2"])
def test_a_hashtag_in_an_address_may_have_its_capitals(client, tribe, rest):
    answer = client.get(f"/tribes/UsGuys/{rest}")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"/tribes/usguys/{rest}")


def test_an_address_in_capitals_does_not_tell_whether_there_is_such_a_tribe(client, db):
    assert client.get("/tribes/Nobodys/").status_code == 301
