"""Tribes: finding, founding, joining, and who lets whom in."""

import re
from datetime import timedelta
from urllib.parse import unquote

import pytest
import time_machine

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


@pytest.fixture
def inner(hope):
    return actions.found_tribe(
        by=hope, hashtag="Inner", name="Inner circle", time_zone="UTC", visibility="private",
        admission="approval",
    )  # fmt: skip


def link_for(host) -> str:
    """The address that an organiser finds on the page of the members."""
    found = re.search(r'value="http://testserver(/join/[^"]+)"', host.get("/tribes/inner/members/").text)
    assert found
    return found[1]


def test_a_link_of_an_organiser_lets_people_into_a_private_tribe(browse, hope, stranger, inner):
    client, link = browse(stranger), link_for(browse(hope))
    assert client.get("/tribes/inner/").status_code == 404
    html = client.get(link).text
    assert ("Inner circle" in html, "Join #Inner" in html) == (True, True)
    assert not Tribe.objects.of(stranger).exists(), "opening it changes nothing"
    for _ in range(2):
        assert "Welcome to #Inner." in client.post(link, follow=True).text
    assert Tribe.objects.of(stranger).get() == inner


def test_who_waits_for_approval_is_in_by_the_link(browse, hope, stranger, tribe):
    Tribe.objects.update(admission="approval")
    tribe.refresh_from_db()
    actions.join(tribe, member=stranger)
    actions.join_by_link(actions.make_join_link(tribe, by=hope), member=stranger)
    assert Membership.objects.get(tribe=tribe, member=stranger).status == "active"


def test_signing_in_comes_back_to_the_link(client, browse, hope, inner):
    link = link_for(browse(hope))
    assert "Inner circle" in client.get(link).text
    assert unquote(client.post(link).url) == f"/accounts/login/?next={link}"
    assert inner.memberships.count() == 1


@pytest.mark.parametrize("forged", ["{}xy/", "/join/MQ:1abc:nonsense/", "/join/x/"])
def test_a_forged_link_opens_nothing_and_says_so(browse, hope, stranger, inner, forged):
    link = forged.format(link_for(browse(hope))[:-3])
    for answer in (browse(stranger).get(link), browse(stranger).post(link)):
        assert answer.status_code == 404
        assert "Ask an organiser of the tribe for a new one." in answer.text
    assert inner.memberships.count() == 1


def test_a_link_ends_after_two_weeks(browse, hope, stranger, inner):
    link = link_for(browse(hope))
    with time_machine.travel(timedelta(days=13, hours=23)):
        assert browse(stranger).get(link).status_code == 200
    with time_machine.travel(timedelta(days=14, minutes=1)):
        assert browse(stranger).post(link).status_code == 404
    assert inner.memberships.count() == 1


def test_a_member_is_given_no_link_and_changes_no_tribe(browse, ann, tribe):
    html = browse(ann).get("/tribes/usguys/members/").text
    assert "/join/" not in html
    assert browse(ann).get("/tribes/usguys/edit/").status_code == 403
    assert browse(ann).post("/tribes/usguys/edit/", FOUNDED).status_code == 403
    assert Tribe.objects.get().name == "Us guys"


def test_an_organiser_changes_what_the_tribe_says_of_itself(browse, hope, ann, tribe):
    actions.change_role(tribe.memberships.get(member=ann), by=hope, role="organiser")
    client = browse(ann)
    assert 'value="Us guys"' in client.get("/tribes/usguys/edit/").text
    asked = FOUNDED | {"name": "Night owls", "visibility": "private", "description": "Late."}
    html = client.post("/tribes/usguys/edit/", asked, follow=True).text
    assert ("Night owls" in html, "Late." in html, "members only" in html) == (True, True, True)
    assert Tribe.objects.get().hashtag == "UsGuys", "the hashtag stays"


def test_a_tribe_keeps_a_name(browse, hope, tribe):
    answer = browse(hope).post("/tribes/usguys/edit/", FOUNDED | {"name": "\u200b"})
    assert (answer.status_code, Tribe.objects.get().name) == (422, "Us guys")


@pytest.fixture
def seat(tribe, ann) -> str:
    """The address of Ann's membership."""
    return f"/tribes/usguys/members/{Membership.objects.get(tribe=tribe, member=ann).pk}"


def test_banning_is_asked_about_first_and_lifted_by_one_press(browse, hope, ann, tribe, seat):
    client = browse(hope)
    assert f'href="{seat}/ban/"' in client.get("/tribes/usguys/members/").text
    asked = client.get(f"{seat}/ban/").text
    assert ("Ban <bdi>AnnOrchard</bdi>?" in asked, "cannot come back" in asked) == (True, True)
    assert Tribe.objects.of(ann).exists(), "reading it changes nothing"
    html = client.post(f"{seat}/ban/", follow=True).text
    assert ("AnnOrchard is banned." in html, f"{seat}/lift-ban/" in html) == (True, True)
    assert not Tribe.objects.of(ann).exists()
    html = client.post(f"{seat}/lift-ban/", follow=True).text
    assert ("AnnOrchard may join again." in html, "Lift the ban" in html) == (True, False)


def test_who_is_banned_reads_so_and_is_let_in_by_no_button(browse, hope, ann, tribe, seat):
    link = actions.make_join_link(tribe, by=hope)
    browse(hope).post(f"{seat}/ban/")
    client = browse(ann)
    html = client.get("/tribes/usguys/").text
    assert ("have banned you from this tribe" in html, "Join #UsGuys" in html) == (True, False)
    for door in ("/tribes/usguys/join/", f"/join/{link}/"):
        answer = client.post(door)
        assert (answer.status_code, "have banned you" in answer.text) == (403, True)
    assert client.get("/tribes/usguys/members/").status_code == 404
    assert not Tribe.objects.of(ann).exists()


def test_a_member_is_shown_no_ban_and_bans_nobody(browse, hope, ann, join, tribe):
    seat = f"/tribes/usguys/members/{Membership.objects.get(member=join('Ben')).pk}"
    client = browse(ann)
    assert "/ban/" not in client.get("/tribes/usguys/members/").text
    answers = [client.get(f"{seat}/ban/"), client.post(f"{seat}/ban/"), client.post(f"{seat}/lift-ban/")]
    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert Membership.objects.active().count() == 3


def test_who_owns_the_tribe_has_no_button_that_bans_them(browse, hope, tribe):
    own = Membership.objects.get(member=hope).pk
    assert f"/members/{own}/ban/" not in browse(hope).get("/tribes/usguys/members/").text
    assert browse(hope).get(f"/tribes/usguys/members/{own}/ban/").status_code == 403


@pytest.mark.parametrize(("visibility", "seen"), [("public", True), ("tribe", False)])
def test_a_mailed_link_brings_nobody_back_who_is_banned(
    hope, ann, propose, address, nobody, visibility, seen
):
    event = propose(visibility=visibility)
    link = address("answer", event, ann)
    actions.ban(Membership.objects.get(member=ann), by=hope)
    page, answer = nobody.get(link), nobody.post(link, {"answer": "going"})
    assert page.status_code == (200 if seen else 404)
    assert answer.status_code == (403 if seen else 404)
    assert ("have banned you" in page.text, "have banned you" in answer.text) == (seen, seen)
    assert not event.rsvps.filter(member=ann).exists()
