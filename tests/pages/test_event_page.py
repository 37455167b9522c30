"""A meetup's page: the status sentence, then when, where, the answer, who, what; one rule for all."""

from datetime import timedelta

import pytest
import time_machine
from icalendar import Calendar

from events import actions
from events.calendar.write import request
from events.entries import entry_of
from events.models import Invite
from members.models import Place
from tests.cast import EVENING


def page(client, event) -> str:
    answer = client.get(f"/events/{event.pk}/")
    assert answer.status_code == 200
    return answer.text


def test_everything_stands_in_the_order_one_asks_for_it(browse, ann, propose):
    html = page(browse(ann), propose(description="No pitches.")).partition("<main")[2]
    marks = [
        "<h1",
        'id="rsvp-status"',
        "New York time",
        "The Campbell",
        'name="answer"',
        "Who's coming",
        "No pitches.",
    ]
    assert sorted(marks, key=html.index) == marks


def test_the_host_is_going_from_the_start(browse, hope, meetup):
    html = page(browse(hope), meetup)
    assert "You&#x27;re going." in html
    assert "1 is going." in html


def test_times_are_told_on_the_clock_of_the_place_and_then_on_ones_own(browse, ann, meetup):
    ann.time_zone = "Europe/Berlin"
    ann.save()
    html = page(browse(ann), meetup)
    assert "19:00 to 22:00 · New York time" in html
    assert "01:00 for you (Berlin)" in html


def test_what_a_member_typed_is_shown_and_never_run(browse, ann, propose):
    event = propose(
        title="<script>alert(1)</script>", description="<img src=x onerror=alert(1)>", place="A & B"
    )
    html = page(browse(ann), event)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "<script>alert(1)" not in html
    assert "<img src=x" not in html


def test_an_address_for_those_going_is_shown_to_nobody_else(client, browse, hope, ann, propose):
    event = propose(address="15 Vanderbilt Ave", address_shown_to="going")
    assert "15 Vanderbilt Ave" in page(browse(hope), event)
    for other in (browse(ann), client):
        html = page(other, event)
        assert "15 Vanderbilt Ave" not in html
        assert "The exact address is shown to those going." in html


@pytest.mark.parametrize(
    ("shown_to", "seen_by"), [("everyone", "msx"), ("members", "m"), ("going", ""), ("hosts", "")]
)
def test_who_is_coming_is_shown_as_the_host_chose(
    client, browse, hope, ann, stranger, propose, shown_to, seen_by
):
    event = propose(attendees_shown_to=shown_to)
    lookers = {"m": browse(ann), "s": browse(stranger), "x": client}
    faces = {key: 'class="faces"' in page(looker, event) for key, looker in lookers.items()}
    assert "".join(key for key, seen in faces.items() if seen) == seen_by
    assert 'class="faces"' in page(browse(hope), event)


def test_towns_and_profiles_of_those_who_come_are_for_people_of_their_tribes(
    client, browse, hope, ann, stranger, meetup
):
    place = {"latitude": 41.1, "longitude": -73.4, "population": 88_000}
    hope.home = Place.objects.create(name="Norwalk", region="Connecticut", country_code="US", **place)
    hope.save()
    for other in (client, browse(stranger)):
        html = page(other, meetup)
        assert "Hope Harbor" in html
        assert "Norwalk" not in html
        assert "/people/" not in html.partition('id="who"')[2]
    html = page(browse(ann), meetup)
    assert "Norwalk, Connecticut" in html
    assert browse(ann).get("/people/HopeHarbor/").status_code == 200
    assert 'href="/people/HopeHarbor/"' in html


def test_a_meetup_of_the_tribe_does_not_exist_for_others(client, browse, ann, stranger, propose):
    event = propose(visibility="tribe")
    assert browse(ann).get(f"/events/{event.pk}/").status_code == 200
    assert browse(stranger).get(f"/events/{event.pk}/").status_code == 404
    assert client.get(f"/events/{event.pk}/").status_code == 404


def test_a_cancelled_meetup_says_by_whom_and_why(browse, hope, ann, meetup):
    actions.cancel(meetup, by=hope, reason="the venue is flooded.")
    html = page(browse(ann), meetup)
    assert "Cancelled by Hope Harbor: the venue is flooded." in html
    assert 'name="answer"' not in html


def test_a_past_meetup_takes_no_answer(browse, hope, meetup):
    with time_machine.travel(meetup.ends_at + timedelta(hours=1)):
        html = page(browse(hope), meetup)
    assert "You were there." in html
    assert 'name="answer"' not in html


def test_a_move_asks_those_who_had_answered_again(browse, hope, ann, meetup):
    actions.respond(meetup, member=ann, answer="going")
    later = EVENING + timedelta(days=1)
    meetup.refresh_from_db()
    actions.move(
        meetup, by=hope, local_start=later, local_end=later + timedelta(hours=2), time_zone=meetup.time_zone
    )
    html = page(browse(ann), meetup)
    assert f"(was {EVENING:%a} {EVENING.day} {EVENING:%b %H:%M}). Still coming?" in html
    assert "Still coming?" in html


def test_only_hosts_see_what_hosts_do(browse, hope, ann, meetup):
    assert "Call it off" in page(browse(hope), meetup)
    assert "Call it off" not in page(browse(ann), meetup)


def test_the_calendar_file_holds_the_meetup_and_nobody_who_attends(client, meetup):
    answer = client.get(f"/events/{meetup.pk}/event.ics")
    assert answer["Content-Type"].startswith("text/calendar")
    text = answer.content.decode()
    assert "SUMMARY:Cocktails in New York" in text
    assert "DTSTART;TZID=America/New_York:" in text
    assert "ATTENDEE" not in text
    assert "METHOD" not in text


def test_the_calendar_file_keeps_the_address_to_those_going(client, browse, hope, propose):
    event = propose(address="15 Vanderbilt Ave", address_shown_to="going")
    path = f"/events/{event.pk}/event.ics"
    assert b"Vanderbilt" not in client.get(path).content
    assert b"Vanderbilt" in browse(hope).get(path).content


def test_the_open_page_fetches_the_answer_card_with_who_is_coming(browse, crowd, ann, propose):
    event = propose(capacity=2)
    client, (other,) = browse(ann), crowd(1)
    actions.respond(event, member=other, answer="going")
    html = client.get(f"/events/{event.pk}/live/?standing=open").text
    assert "Full (2 of 2). You&#x27;d be number 1 in line." in html
    assert "2 of 2 places are taken." in html
    assert "Join the waiting list" in html
    assert "guest_0" in html


def test_the_open_page_of_someone_in_line_says_when_a_place_is_theirs(browse, hope, ann, propose):
    event = propose(capacity=1)
    actions.respond(event, member=ann, answer="going")
    client = browse(ann)
    assert 'name="standing" value="waitlisted"' in page(client, event)
    actions.leave(event, member=hope)
    html = client.get(f"/events/{event.pk}/live/?standing=waitlisted").text
    assert "You got a place!" in html
    assert "Add to calendar" in html


def test_the_live_parts_keep_to_the_same_rule(client, browse, stranger, propose):
    event = propose(visibility="tribe")
    assert browse(stranger).get(f"/events/{event.pk}/live/").status_code == 404
    assert client.get(f"/events/{event.pk}/live/").status_code == 404


def calendar_of(client, event):
    """What a calendar program reads in the file to download."""
    (entry,) = Calendar.from_ical(client.get(f"/events/{event.pk}/event.ics").content).walk("VEVENT")
    return entry


def test_the_calendar_file_says_what_the_mailed_invite_says(browse, ann, propose):
    event = propose(address="15 Vanderbilt Ave", area="Midtown")
    actions.respond(event, member=ann, answer="going")
    invite = Invite.objects.with_people().get(event=event, member=ann)
    mailed = Calendar.from_ical(request(entry_of(invite, stamp=event.updated_at, partstat="ACCEPTED")))
    (said,) = mailed.walk("VEVENT")
    entry = calendar_of(browse(ann), event)
    assert entry["location"] == "The Campbell, 15 Vanderbilt Ave, Midtown"
    assert {name for name in said if said[name] != entry.get(name)} == {"ATTENDEE", "ORGANIZER"}


def test_the_calendar_file_comes_from_the_tribe_and_names_no_way_to_answer(client, meetup):
    organizer = calendar_of(client, meetup)["organizer"]
    assert (organizer.params["CN"], organizer) == ("#UsGuys (Tribemeet)", "mailto:hello@tribemeet.localhost")


def test_the_calendar_file_of_a_private_tribe_is_private(browse, hope, tribe, meetup):
    assert calendar_of(browse(hope), meetup)["class"] == "PUBLIC"
    type(tribe).objects.update(visibility="private")
    assert calendar_of(browse(hope), meetup)["class"] == "PRIVATE"


def test_a_closed_account_is_shown_to_the_host_only_and_its_seat_still_counts(
    browse, hope, ann, join, answer, propose
):
    event, gone = propose(attendees_shown_to="members"), join("Gone")
    answer(ann, event, "maybe")
    answer(gone, event)
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)
    html = page(browse(ann), event)
    assert "Gone" not in html
    assert "2 are going. 1 said maybe." in html
    assert "Members of the tribe see who is coming." not in html
    assert "Gone" in page(browse(hope), event)
