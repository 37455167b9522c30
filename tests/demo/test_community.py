"""The planted community is what the essay tells: who they are, where they live, what they plan."""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from allauth.account.models import EmailAddress
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from events import notices as event_notices
from events.models import Event, Rsvp
from events.policies import address_visible_to, slots_visible_to
from members import notices as member_notices
from members.models import Member, Membership, Tribe
from tests.servers import MailServer
from tribemeet.outbox import worker
from tribemeet.outbox.models import Message

pytestmark = pytest.mark.usefixtures("community", "db")
REGISTERED = (event_notices, member_notices)
STATES = {
    "New Hampshire", "Florida", "Virginia", "Maryland", "Pennsylvania", "Connecticut", "New York",
}  # fmt: skip


def event(title: str) -> Event:
    return Event.objects.get(title__startswith=title)


def page_of(found: Event, member: Member | None = None) -> str:
    client = Client()
    if member:
        client.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client.get(f"/events/{found.pk}/").text


def test_usguys_live_in_the_states_of_the_essay():
    people = Member.objects.filter(memberships__tribe__slug="usguys").select_related("home")
    assert len(people) >= 30
    assert {member.home.region for member in people} == STATES
    assert {member.time_zone for member in people} == {"America/New_York"}


def test_everybody_is_more_than_the_topic():
    assert [member.handle for member in Member.objects.all() if not (member.bio and member.interests)] == []


def test_usguys_have_an_owner_and_organisers():
    roles = Membership.objects.filter(tribe__slug="usguys").values_list("role", flat=True)
    assert (list(roles).count("owner"), list(roles).count("organiser")) == (1, 3)


def test_twenty_five_have_cocktails_in_new_york():
    cocktails = event("Cocktails in New York")
    assert (cocktails.seats_taken, cocktails.rsvps.going().count()) == (25, 25)
    assert "25 are going" in page_of(cocktails)
    assert timedelta(days=17) < cocktails.starts_at - timezone.now() < timedelta(days=26)
    assert (cocktails.local_start.strftime("%A %H:%M"), cocktails.time_zone) == (
        "Saturday 19:00",
        "America/New_York",
    )


def test_the_dinner_is_full_and_its_line_is_in_the_order_of_the_answers():
    dinner = event("Twelve chairs")
    line = [(rsvp.member.handle, rsvp.seats) for rsvp in dinner.rsvps.queue()]
    assert (dinner.capacity, dinner.seats_taken) == (12, 12)
    assert line[:3] == [("steel_city_sol", 1), ("queens_gambol", 2), ("frederick_the_ok", 1)]
    assert len(line) >= 4


def test_who_waits_reads_their_number():
    gambol = Member.objects.get(handle="queens_gambol")
    dinner = event("Twelve chairs")
    assert "You&#x27;re number 2 in line" in page_of(dinner, gambol)
    assert not address_visible_to(gambol, dinner)


def test_who_gives_the_seat_back_loses_the_address_at_once():
    sloop, dinner = Member.objects.get(handle="sloop_du_jour"), event("Twelve chairs")
    client = Client(headers={"HX-Request": "true"})
    client.force_login(sloop, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "the green door" in page_of(dinner, sloop)
    html = client.post(f"/events/{dinner.pk}/rsvp/", {"answer": "declined"}).text
    assert 'id="facts"' in html
    assert "the green door" not in html


def test_the_crab_feast_is_over_and_those_who_came_see_it():
    feast = event("Crab feast")
    assert feast.is_past(timezone.now())
    assert feast.next_reminder_at is None
    html = page_of(feast, Member.objects.get(handle="sloop_du_jour"))
    assert "You were there" in html
    assert "Who was there" in html
    assert "16 were there, 4 of them as guests." in html
    assert "16 were there" in Client().get("/tribes/usguys/").text
    assert feast.local_start == datetime.fromisoformat(f"{feast.local_start:%Y-%m-%d} 16:00")
    assert all(rsvp.answered_at < feast.starts_at for rsvp in feast.rsvps.all())


def test_the_cancelled_one_says_why():
    bridges = event("Pickles and bridges")
    assert bridges.status == Event.Status.CANCELLED
    assert "They are repainting bridge three" in page_of(bridges)


def test_the_walk_moved_and_asks_again():
    walk = event("Harbour walk")
    asked = [rsvp for rsvp in walk.rsvps.going().select_related("member") if rsvp.outdated(walk)]
    assert asked
    assert "Still coming?" in page_of(walk, asked[0].member)


def test_the_apizza_question_looks_for_its_day():
    apizza = event("The apizza question")
    slots = list(slots_visible_to(None, apizza))
    assert (apizza.status, apizza.rsvps.count(), apizza.minimum_people) == (Event.Status.PROPOSED, 0, 8)
    assert [(slot.yes, slot.if_needed, slot.no) for slot in slots] == [(5, 1, 2), (3, 1, 4), (5, 2, 1)]
    assert [f"{slot.local_start:%A %H:%M}" for slot in slots] == [
        "Sunday 13:00",
        "Saturday 13:00",
        "Sunday 13:00",
    ]
    assert "5 yes, 2 if needed, 1 no: 3 more and it is fixed." in page_of(apizza)


def test_dumplings_repeat_and_three_go_to_all_of_them():
    first = Event.objects.filter(title__startswith="Dumplings along the 7").order_by("starts_at")[0]
    dates = list(Event.objects.filter(series=first.series_id).order_by("starts_at"))
    assert len(dates) >= 4
    assert {later.local_start - early.local_start for early, later in pairwise(dates)} == {timedelta(weeks=2)}
    assert [each.seats_taken for each in dates] == [6, *[5] * (len(dates) - 1)]
    assert set(first.series.follows.values_list("member__handle", flat=True)) == {
        "queens_gambol", "midtown_mildred", "hudson_hoax", "stamford_bridget",
    }  # fmt: skip
    assert "Every second Thursday" in page_of(first)


@pytest.mark.parametrize(
    ("slug", "zone"), [("tascasdoporto", "Europe/Lisbon"), ("kissatenclub", "Asia/Tokyo")]
)
def test_tribes_abroad_live_by_their_own_clocks(slug, zone):
    tribe = Tribe.objects.get(slug=slug)
    upcoming = tribe.events.upcoming(timezone.now())
    assert tribe.memberships.active().count() >= 5
    assert len(upcoming) == 2
    assert {found.time_zone for found in upcoming} == {zone}


def test_two_ask_to_be_let_into_the_kissaten_club():
    asking = Tribe.objects.get(slug="kissatenclub").memberships.requested()
    assert {each.member.handle for each in asking} == {"orbital_otis", "alfama_antonia"}


def test_everybody_can_sign_in_by_a_mailed_code():
    proved = EmailAddress.objects.filter(verified=True, primary=True).values_list("user", "email")
    members = Member.objects.values_list("pk", "email")
    assert set(proved) == set(members)
    assert {email.rpartition("@")[2] for _, email in members} == {"example.org"}


def test_planting_again_changes_nothing(capsys):
    kinds = (Member, Tribe, Membership, Event, Rsvp)
    before = [kind.objects.count() for kind in kinds]
    call_command("plant_demo")
    assert "planted already" in capsys.readouterr().out
    assert [kind.objects.count() for kind in kinds] == before


def test_no_mail_is_about_what_is_over(smtp: MailServer):
    worker.keep_due(seconds=120)
    subjects = [str(delivery.message["subject"]) for delivery in smtp.deliveries]
    assert len([subject for subject in subjects if "Cocktails in New York" in subject]) == 25
    assert [subject for subject in subjects if "Crab feast" in subject] == []
    assert not Message.objects.due(timezone.now()).exists()
