"""Proposing, editing, moving, calling off, taking someone off: by those who may, saying first who is told."""

from datetime import date, timedelta

import pytest

from events import actions
from events.models import Event, Rsvp
from tests.cast import EVENING, ZONE

WHEN = {"date": EVENING.date().isoformat(), "time": "19:00", "time_zone": ZONE}
CHOICES = {"address_shown_to": "everyone", "visibility": "public", "attendees_shown_to": "everyone"}
ASKED = {"title": "Picnic", "place": "Central Park"} | WHEN | CHOICES
PROPOSE = "/tribes/usguys/propose/"


def test_what_when_and_where_are_enough(browse, ann):
    answer = browse(ann).post(PROPOSE, ASKED, follow=True)
    event = Event.objects.get()
    assert answer.redirect_chain == [(f"/events/{event.pk}/", 302)]
    assert event.local_end - event.local_start == timedelta(hours=2)
    assert "Picnic" in answer.text


def test_the_page_asks_for_three_things_and_keeps_the_rest_folded(browse, ann):
    html = browse(ann).get(PROPOSE).text
    before, _, more = html.partition("<details")
    assert before.count("required") == 4  # what; date and time; where
    assert "open" not in more[:20]
    assert "New York time" in before


def test_an_end_before_the_start_means_the_next_day(browse, ann):
    browse(ann).post(PROPOSE, ASKED | {"end_time": "01:00"})
    event = Event.objects.get()
    assert event.local_end == (event.local_start + timedelta(hours=6))


def test_a_weekend_has_a_last_day(browse, ann):
    last = EVENING.date() + timedelta(days=2)
    browse(ann).post(PROPOSE, ASKED | {"end_date": last.isoformat(), "end_time": "12:00"})
    assert Event.objects.get().local_end.date() == last


def test_a_time_that_does_not_exist_is_refused_beside_the_date(browse, ann):
    spring = ASKED | {"date": "2031-03-09", "time": "02:30"}
    answer = browse(ann).post(PROPOSE, spring)
    assert answer.status_code == 422
    assert "this time does not exist" in answer.text
    assert 'value="Picnic"' in answer.text
    assert not Event.objects.exists()


def test_a_stranger_to_the_tribe_is_refused(browse, stranger, tribe):
    answer = browse(stranger).post(PROPOSE, ASKED)
    assert answer.status_code == 403
    assert not Event.objects.exists()


BENT = [
    {"title": ""},
    {"title": "x" * 121},
    {"title": "a\0b"},
    {"place": ""},
    {"place": "x" * 161},
    {"date": "yesterday"},
    {"date": "2019-01-01"},
    {"date": "0001-01-01"},
    {"date": "9999-12-31"},
    {"date": date(2024, 5, 1).isoformat()},
    {"time": "25:00"},
    {"time": ""},
    {"end_time": "later"},
    {"end_date": "2024-01-01"},
    {"end_date": "2100-12-31"},
    {"end_date": ASKED["date"]},
    {"time_zone": "Mars/Base"},
    {"time_zone": "EST"},
    {"time_zone": "../../etc/passwd"},
    {"capacity": "0"},
    {"capacity": "-3"},
    {"capacity": "1e9"},
    {"capacity": "many"},
    {"guests_each": "11"},
    {"guests_each": "-1"},
    {"description": "x" * 10_001},
    {"area": "x" * 121},
    {"address": "x" * 301},
    {"visibility": "secret"},
    {"address_shown_to": "me"},
    {"attendees_shown_to": "me"},
]


@pytest.mark.parametrize(
    "bad", BENT, ids=lambda bad: "-".join(f"{name}={value[:12]!r}" for name, value in bad.items())
)
def test_a_bent_proposal_is_a_422_that_names_the_field(browse, ann, bad):
    answer = browse(ann).post(PROPOSE, ASKED | bad)
    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    assert "Error:" in answer.text.partition("</title>")[0]
    assert not Event.objects.exists()


def test_an_empty_proposal_is_refused(browse, ann):
    assert browse(ann).post(PROPOSE, {}).status_code == 422


def test_a_host_edits_and_nobody_else_does(browse, hope, ann, meetup):
    path = f"/events/{meetup.pk}/edit/"
    changed = {"title": "Mocktails", "place": "The Campbell", "guests_each": "1"} | CHOICES
    assert browse(ann).post(path, changed).status_code == 403
    assert "Mocktails" in browse(hope).post(path, changed, follow=True).text


def test_moving_shows_who_will_be_told_first(browse, hope, ann, meetup):
    actions.respond(meetup, member=ann, answer="going")
    html = browse(hope).get(f"/events/{meetup.pk}/move/").text
    assert "1 person gets one mail." in html
    assert "AnnOrchard" in html


def test_a_move_keeps_the_wall_clock_one_typed(browse, hope, meetup):
    later = WHEN | {"date": (EVENING.date() + timedelta(days=1)).isoformat(), "time": "20:30"}
    assert browse(hope).post(f"/events/{meetup.pk}/move/", later).status_code == 302
    meetup.refresh_from_db()
    assert (meetup.local_start.hour, meetup.local_start.minute, meetup.sequence) == (20, 30, 1)


def test_a_move_into_the_past_is_refused(browse, hope, meetup):
    answer = browse(hope).post(f"/events/{meetup.pk}/move/", WHEN | {"date": "2024-05-01"})
    assert answer.status_code == 422
    meetup.refresh_from_db()
    assert meetup.sequence == 0


def test_calling_off_takes_a_reason_and_shows_it(browse, hope, ann, meetup):
    path = f"/events/{meetup.pk}/cancel/"
    assert "This cannot be taken back." in browse(hope).get(path).text
    assert browse(ann).post(path, {"reason": "no"}).status_code == 403
    html = browse(hope).post(path, {"reason": "The venue is flooded."}, follow=True).text
    assert "Cancelled by Hope Harbor: The venue is flooded." in html


def test_a_host_takes_someone_off_and_the_seat_is_free_again(browse, hope, ann, meetup):
    rsvp = actions.respond(meetup, member=ann, answer="going")
    path = f"/events/{meetup.pk}/attendees/{rsvp.pk}/remove/"
    assert browse(ann).post(path).status_code == 403
    assert "AnnOrchard is off the list" in browse(hope).post(path, follow=True).text
    assert Rsvp.objects.get(pk=rsvp.pk).status == "removed"
    assert "A host took you off this meetup." in browse(ann).get(f"/events/{meetup.pk}/").text


def test_an_attendee_of_another_meetup_cannot_be_removed_here(browse, hope, ann, propose):
    here, there = propose(), propose(title="Elsewhere")
    rsvp = actions.respond(there, member=ann, answer="going")
    assert browse(hope).post(f"/events/{here.pk}/attendees/{rsvp.pk}/remove/").status_code == 404
    rsvp.refresh_from_db()
    assert rsvp.status == "going"


@pytest.mark.parametrize("page", ["edit", "move", "cancel"])
def test_strangers_are_asked_to_sign_in(client, meetup, page):
    answer = client.get(f"/events/{meetup.pk}/{page}/")
    assert answer.url == f"/accounts/login/?next=/events/{meetup.pk}/{page}/"


def test_a_new_start_alone_keeps_how_long_it_lasts(browse, hope, meetup):
    length = meetup.ends_at - meetup.starts_at
    page = browse(hope).get(f"/events/{meetup.pk}/move/")
    shown = {name: page.context["form"][name].value() or "" for name in page.context["form"].fields}
    browse(hope).post(f"/events/{meetup.pk}/move/", shown | {"time": "21:30"})
    moved = Event.objects.get()
    assert (moved.local_start.hour, moved.ends_at - moved.starts_at) == (21, length)


def test_what_is_missing_is_said_plainly_and_down_the_page(browse, ann):
    html = browse(ann).post("/tribes/usguys/propose/", {"title": "x" * 500}).text
    summary = html.partition('id="problems"')[2].partition("</div>")[0]
    said = [
        "At most 120 characters; this has 500.",
        "Say on which day.",
        "Say at what time.",
        "Say where it is.",
    ]
    places = [summary.find(sentence) for sentence in said]
    assert -1 not in places
    assert places == sorted(places)
    assert "This field is required." not in html


def test_who_changes_a_meetup_reads_that_their_own_calendar_follows(browse, hope, meetup):
    for page in ("move", "cancel"):
        assert (
            "If you are going, your own calendar follows too."
            in browse(hope).get(f"/events/{meetup.pk}/{page}/").text
        )
