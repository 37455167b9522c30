"""Votes on the page of a proposal, by a press or by a form, and what its hosts do with the times."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events import actions, when
from events.models import Event, Slot, Vote
from tests.cast import EVENING

HTMX = {"HTTP_HX_REQUEST": "true"}
OTHER = EVENING + timedelta(days=1)


@pytest.fixture
def proposal(tribe, hope):
    def proposed(*starts, **more) -> Event:
        slots = [{"local_start": start, "all_day": False} for start in starts or (EVENING, OTHER)]
        what = {"title": "Picnic", "place": "Central Park", "slots": slots}
        return actions.propose(tribe, by=hope, **what | more)

    return proposed


def votes(event: Event, *choices: str) -> dict[str, str]:
    slots = event.slots.all()
    return {f"slot-{slot.pk}": choice for slot, choice in zip(slots, choices, strict=False) if choice}


def test_the_page_says_the_times_in_words_with_tallies(browse, ann, proposal):
    event = proposal()
    actions.vote(event, member=ann, choices={event.slots.first().pk: "if_needed"})
    html = browse(ann).get(f"/events/{event.pk}/").text
    assert "1 yes, 1 if needed: 2 more and it is fixed." in html
    assert "1 yes: 2 more and it is fixed." in html
    assert html.count('<fieldset class="ask"') == 2
    assert "If needed: <bdi>AnnOrchard</bdi>" in html
    assert 'value="if_needed" checked' in html


def test_without_script_the_votes_are_saved_by_a_button(browse, ann, proposal):
    event = proposal()
    answer = browse(ann).post(f"/events/{event.pk}/vote/", votes(event, "yes", "no"), follow=True)
    assert "Your vote is saved." in answer.text
    mine = Vote.objects.filter(member=ann).order_by("slot__starts_at").values_list("choice", flat=True)
    assert list(mine) == ["yes", "no"]


def test_with_script_one_tap_brings_the_parts_that_change(browse, ann, proposal):
    event = proposal()
    answer = browse(ann).post(f"/events/{event.pk}/vote/", votes(event, "yes"), **HTMX)
    assert answer.status_code == 200
    assert "<!doctype" not in answer.text
    assert '<section id="ballot"' in answer.text
    assert "2 yes: 1 more and it is fixed." in answer.text
    assert '<p id="vote-said" hx-swap-oob="innerHTML">Your vote is saved.</p>' in answer.text


def test_what_is_not_named_stays_as_it_was(browse, ann, proposal):
    event, client = proposal(), browse(ann)
    client.post(f"/events/{event.pk}/vote/", votes(event, "yes", "no"))
    client.post(f"/events/{event.pk}/vote/", votes(event, "", "if_needed"))
    mine = Vote.objects.filter(member=ann).order_by("slot__starts_at").values_list("choice", flat=True)
    assert list(mine) == ["yes", "if_needed"]


def test_the_vote_that_makes_enough_fixes_the_date_and_the_page_is_that_of_a_meetup(
    browse, ann, ben, proposal
):
    event = proposal()
    actions.vote(event, member=ann, choices={event.slots.last().pk: "yes"})
    answer = browse(ben).post(f"/events/{event.pk}/vote/", votes(event, "", "yes"), follow=True)
    event.refresh_from_db()
    assert (event.status, event.local_start) == ("scheduled", OTHER)
    assert "That made enough people: the date is fixed." in answer.text
    assert "You&#x27;re going." in answer.text
    assert '<section id="ballot" hidden></section>' in answer.text


def test_with_script_too(browse, ann, ben, proposal):
    event = proposal(minimum_people=2)
    answer = browse(ann).post(f"/events/{event.pk}/vote/", votes(event, "yes"), **HTMX)
    assert '<section id="ballot" hidden hx-swap-oob="true"></section>' in answer.text
    assert "You&#x27;re going." in answer.text
    assert "vote-said" not in answer.text


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_a_stranger_signs_in_first(client, proposal, headers):
    event = proposal()
    answer = client.post(f"/events/{event.pk}/vote/", votes(event, "yes"), **headers)
    there = answer.headers.get("HX-Redirect") or answer.headers.get("Location")
    assert there.startswith(f"/accounts/login/?next=/events/{event.pk}/")
    assert not Vote.objects.exclude(member=event.host).exists()


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
@pytest.mark.parametrize("choice", ["maybe", "\0", "YES", "x" * 5000, ""])
def test_a_choice_that_nobody_offers_is_refused(browse, ann, proposal, choice, headers):
    event = proposal()
    sent = {f"slot-{event.slots.first().pk}": choice}
    assert browse(ann).post(f"/events/{event.pk}/vote/", sent, **headers).status_code == 422
    assert not Vote.objects.filter(member=ann).exists()


def test_a_time_of_another_proposal_is_none_of_this_one(browse, ann, proposal):
    here, there = proposal(), proposal(title="Elsewhere")
    sent = votes(there, "yes") | {"slot-99999999999999999999": "yes", "slot-x": "yes"}
    assert browse(ann).post(f"/events/{here.pk}/vote/", sent).status_code == 422
    assert not Vote.objects.filter(member=ann).exists()


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_who_votes_too_late_reads_why(browse, hope, ann, proposal, headers):
    event = proposal()
    gone = event.slots.first()
    actions.veto(event, by=hope, slot=gone.pk)
    answer = browse(ann).post(f"/events/{event.pk}/vote/", {f"slot-{gone.pk}": "yes"}, **headers)
    assert answer.status_code == 422
    assert "The hosts took this time out." in answer.text
    actions.choose(event, by=hope, slot=event.slots.last().pk)
    answer = browse(ann).post(
        f"/events/{event.pk}/vote/", {f"slot-{gone.pk}": "yes"}, follow=not headers, **headers
    )
    assert answer.status_code == (409 if headers else 200)
    fixed = f"The date was fixed meanwhile: {when.short(OTHER)}. You can answer now."
    assert fixed in answer.text
    assert 'name="answer" value="going"' in answer.text
    assert "There is a problem" not in answer.text


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_a_late_vote_on_days_names_the_day_alone(browse, hope, ann, proposal, headers):
    slots = [{"local_start": day.replace(hour=0), "all_day": True} for day in (EVENING, OTHER)]
    event = proposal(slots=slots)
    first = event.slots.first()
    actions.choose(event, by=hope, slot=first.pk)
    answer = browse(ann).post(f"/events/{event.pk}/vote/", votes(event, "no", "yes"), follow=True, **headers)
    assert f"The date was fixed meanwhile: {when.day(EVENING)}. You can answer now." in answer.text


def test_names_are_kept_where_the_list_is(browse, ann, ben, client, proposal):
    event = proposal(attendees_shown_to="hosts")
    actions.vote(event, member=ann, choices={event.slots.first().pk: "yes"})
    assert "Yes: <bdi>" not in browse(ben).get(f"/events/{event.pk}/").text
    assert "2 yes: 1 more" in client.get(f"/events/{event.pk}/").text


def test_a_date_is_the_same_for_every_reader_and_an_hour_has_their_own_beside(browse, join, tribe, hope):
    day = EVENING.replace(hour=0)
    slots = [{"local_start": EVENING}, {"local_start": day, "all_day": True}]
    event = actions.propose(tribe, by=hope, title="Picnic", place="Park", slots=slots)
    html = browse(join("Kiri", time_zone="Pacific/Kiritimati")).get(f"/events/{event.pk}/").text
    assert html.count("for you (Kiritimati)") == 1
    assert (
        f'<span class="what">{EVENING:%a} {EVENING.day} {EVENING:%b %Y}</span>, <span class="what">all day'
        in html
    )


def test_many_votes_ask_the_database_as_often_as_few(browse, ann, crowd, proposal):
    event, client = proposal(minimum_people=50), browse(ann)

    def asked() -> int:
        with CaptureQueriesContext(connection) as caught:
            client.get(f"/events/{event.pk}/")
        return len(caught)

    few = asked()
    for member in crowd(12):
        actions.vote(event, member=member, choices={slot.pk: "yes" for slot in event.slots.all()})
    assert asked() == few
    assert "and 5 others" in client.get(f"/events/{event.pk}/").text


def test_the_host_fixes_a_time_by_hand_after_reading_what_that_does(browse, hope, ann, proposal):
    event = proposal(capacity=1)
    slot = event.slots.last()
    actions.vote(event, member=ann, choices={slot.pk: "yes"})
    path, client = f"/events/{event.pk}/slots/{slot.pk}/choose/", browse(hope)
    assert "1 of those who said yes gets a place now" in client.get(path).text.replace("\n", " ")
    assert browse(ann).post(path).status_code == 403
    assert client.post(path).status_code == 302
    event.refresh_from_db()
    assert (event.status, event.local_start) == ("scheduled", slot.local_start)
    assert client.post(path).status_code == 409


def test_the_host_rules_a_time_out_and_brings_it_back(browse, hope, ann, proposal):
    event = proposal()
    slot = event.slots.first()
    path, client = f"/events/{event.pk}/slots/{slot.pk}/veto/", browse(hope)
    assert browse(ann).post(path, {"vetoed": "yes"}).status_code == 403
    assert client.post(path, {"vetoed": "yes"}).status_code == 302
    assert "the hosts ruled it out" in browse(ann).get(f"/events/{event.pk}/").text
    client.post(path, {"vetoed": "no"})
    assert not Slot.objects.get(pk=slot.pk).vetoed


def test_the_last_time_cannot_be_ruled_out(browse, hope, proposal):
    event = proposal(EVENING)
    path = f"/events/{event.pk}/slots/{event.slots.get().pk}/veto/"
    answer = browse(hope).post(path, {"vetoed": "yes"})
    assert answer.status_code == 409
    assert not event.slots.get().vetoed


@pytest.mark.parametrize("page", ["choose", "veto"])
def test_a_time_of_another_proposal_is_not_there(browse, hope, proposal, page):
    here, there = proposal(), proposal(title="Elsewhere")
    path = f"/events/{here.pk}/slots/{there.slots.first().pk}/{page}/"
    assert browse(hope).post(path, {"vetoed": "yes"}).status_code == 404
    assert browse(hope).post(f"/events/{here.pk}/slots/{10**25}/{page}/").status_code == 404


def test_the_host_adds_times_and_takes_more_time(browse, hope, proposal):
    event, client = proposal(), browse(hope)
    later = (EVENING + timedelta(days=5)).date().isoformat()
    path = f"/events/{event.pk}/slots/"
    kept = client.post(path, {"slots-0-date": later, "slots-0-time": "12:0", "more": "slots"})
    assert (kept.status_code, kept.context["form"].rows["slots"][0]["time"].value()) == (200, "12:0")
    assert client.post(path, {}).status_code == 422
    assert client.post(path, {"slots-0-time": "12:00"}).status_code == 422
    added = {"slots-0-date": later, "slots-0-time": "12:00", "slots-1-date": later}
    assert client.post(path, added).status_code == 302
    assert [slot.all_day for slot in event.slots.all()] == [False, False, True, False]
    until = EVENING - timedelta(days=1)
    extend = f"/events/{event.pk}/decide-by/"
    assert client.post(extend, {"decide_by": f"{until:%Y-%m-%dT%H:%M}"}).status_code == 302
    event.refresh_from_db()
    assert event.starts_at - event.decide_by == timedelta(days=1)
    for wrong in ("", "\0", "tomorrow", f"{OTHER:%Y-%m-%dT%H:%M}", "2020-01-01T10:00", "9" * 5000):
        assert client.post(extend, {"decide_by": wrong}).status_code == 422


def test_what_has_its_date_takes_no_more_times(browse, hope, meetup):
    later = (EVENING + timedelta(days=5)).date().isoformat()
    sent = {"slots-0-date": later, "slots-0-time": "12:00"}
    assert browse(hope).post(f"/events/{meetup.pk}/slots/", sent).status_code == 409


def test_between_the_hour_and_its_decision_nobody_is_asked(browse, ann, proposal):
    event = proposal()
    Event.objects.filter(pk=event.pk).update(decide_by=timezone.now())
    html = browse(ann).get(f"/events/{event.pk}/").text
    assert "It is decided in a moment." in html
    assert 'type="radio"' not in html


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_a_vote_is_taken_back_by_a_button_of_its_own(browse, ann, proposal, headers):
    """Without script the form sends what is marked besides."""
    event, client = proposal(), browse(ann)
    first, other = event.slots.all()
    client.post(f"/events/{event.pk}/vote/", votes(event, "yes"))
    html = client.get(f"/events/{event.pk}/").text
    assert html.count("Take my vote back") == 1
    sent = votes(event, "yes", "no") | {"back": first.pk}
    assert client.post(f"/events/{event.pk}/vote/", sent, **headers).status_code in (200, 302)
    assert list(Vote.objects.filter(member=ann).values_list("slot", "choice")) == [(other.pk, "no")]
    html = client.get(f"/events/{event.pk}/").text
    assert f'name="back" value="{other.pk}"' in html
    assert f'name="back" value="{first.pk}"' not in html


@pytest.mark.parametrize("back", ["x", "\0", "-1", "9" * 5000])
def test_nothing_else_is_taken_back(browse, ann, proposal, back):
    event, there = proposal(), proposal(title="Elsewhere")
    client = browse(ann)
    for which in (event, there):
        client.post(f"/events/{which.pk}/vote/", votes(which, "yes"))
    for wrong in (back, there.slots.first().pk):
        assert client.post(f"/events/{event.pk}/vote/", {"back": wrong}).status_code == 422
    assert Vote.objects.filter(member=ann).count() == 2
