"""From “we should all meet” to a place that somebody gave back, in a real browser and a real mailbox."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import expect

from events import actions
from events import notices as event_notices
from events.models import Event, Vote
from members import notices
from tests.cast import EVENING
from tribemeet.outbox import worker

from .conftest import PHONE

pytestmark = pytest.mark.django_db(transaction=True)

REGISTERED = (event_notices, notices)
DAYS = [(EVENING + timedelta(days=number)).date().isoformat() for number in range(5)]
NEWS = "htmx.trigger('#live', 'sse:attendees')"


@pytest.fixture
def subjects(smtp):
    """Keeps every promise; what this member was sent since, and whether an invite is in it."""

    def new(member) -> list[str]:
        with time_machine.travel(timezone.now() + timedelta(minutes=3)):
            worker.keep_due()
        mine = [mail for mail in smtp.deliveries if mail.recipients == [member.email]]
        smtp.deliveries = [mail for mail in smtp.deliveries if mail not in mine]
        return [f"{mail.message['Subject'].partition(':')[0]}{invite_in(mail)}" for mail in mine]

    return new


def invite_in(mail) -> str:
    parts = [part.get_content_type() for part in mail.message.walk()]
    return ", with the invite" if "text/calendar" in parts else ""


def propose_three_times(page, url: str) -> None:
    page.goto(f"{url}/tribes/usguys/propose/")
    page.get_by_label("What", exact=True).fill("Picnic")
    page.get_by_label("Date").fill(DAYS[0])
    page.get_by_label("Time", exact=True).fill("19:00")
    page.get_by_label("Where").fill("Central Park")
    page.get_by_text("Find a date together").click()
    page.get_by_label("Day 2").fill(DAYS[1])
    page.get_by_label("Time 2").fill("12:30")
    page.get_by_label("Day 3").fill(DAYS[2])
    page.get_by_label("People it needs").fill("6")
    page.get_by_text("More", exact=True).click()
    page.locator("#id_capacity").fill("5")
    page.get_by_role("button", name="Propose it").click()
    expect(page.locator("#ballot fieldset")).to_have_count(3)


def vote_for_the_second(page, said: str) -> None:
    """One tap each, and the page says what that came to."""
    expect(page.get_by_role("button", name="Save my votes")).to_be_hidden()
    options = page.locator("#ballot fieldset")
    options.nth(0).get_by_label("No").check()
    expect(page.locator("#vote-said")).to_have_text("Your vote is saved.")
    options.nth(1).get_by_label("Yes").check()
    expect(page.locator("#main")).to_contain_text(said)


def test_a_proposal_finds_its_date_invites_go_out_and_a_place_given_back_goes_to_the_next(
    page, enter, live_server, hope, tribe, crowd, subjects
):
    enter(page, hope)
    propose_three_times(page, live_server.url)
    event, people = Event.objects.get(), crowd(5)
    said = [f"{number} yes: {6 - number} more and it is fixed." for number in (2, 3, 4, 5)]
    for member, sentence in zip(people, [*said, "You're number 1 in line."], strict=True):
        enter(page, member)
        page.goto(f"{live_server.url}/events/{event.pk}/")
        vote_for_the_second(page, sentence)
    event.refresh_from_db()
    assert (event.status, f"{event.local_start:%H:%M}", event.seats_taken) == ("scheduled", "12:30", 5)
    assert subjects(people[0]) == ["The date is fixed, with the invite"]
    assert subjects(people[4]) == ["The date is fixed, and you're number 1 in line"]
    enter(page, people[0])
    page.goto(f"{live_server.url}/events/{event.pk}/")
    page.get_by_role("button", name="Can't").click()
    expect(page.locator("#rsvp-status")).to_contain_text("You're not going.")
    assert subjects(people[4]) == ["You got a place, with the invite"]


@pytest.fixture
def proposal(tribe, hope):
    def proposed(**more) -> Event:
        slots = [{"local_start": EVENING + timedelta(days=number)} for number in range(3)]
        what = {"title": "Picnic", "place": "Central Park", "slots": slots, "minimum_people": 9}
        return actions.propose(tribe, by=hope, **what | more)

    return proposed


def test_by_keyboard_one_votes_and_stays_where_one_is(page, enter, live_server, ann, proposal):
    event = proposal()
    enter(page, ann)
    page.goto(f"{live_server.url}/events/{event.pk}/")
    slot = event.slots.all()[1]
    page.locator(f"#vote-{slot.pk}-yes").focus()
    page.keyboard.press("Space")
    expect(page.locator(f"#tally-{slot.pk}")).to_contain_text("2 yes: 7 more and it is fixed.")
    page.keyboard.press("ArrowRight")
    expect(page.locator(f"#tally-{slot.pk}")).to_contain_text("1 yes, 1 if needed")
    expect(page.locator(f"#vote-{slot.pk}-if_needed")).to_be_focused()
    assert Vote.objects.get(member=ann).choice == "if_needed"


def test_a_vote_taken_back_leaves_nothing_marked(page, enter, live_server, ann, proposal):
    event = proposal()
    enter(page, ann)
    page.goto(f"{live_server.url}/events/{event.pk}/")
    slot = event.slots.all()[1]
    page.locator(f"#vote-{slot.pk}-yes").check()
    page.get_by_role("button", name="Take my vote back").click()
    expect(page.locator(f"#tally-{slot.pk}")).to_contain_text("1 yes: 8 more and it is fixed.")
    expect(page.locator("#ballot :checked")).to_have_count(0)
    expect(page.locator(f"#vote-{slot.pk}-yes")).to_be_focused()
    assert not Vote.objects.filter(member=ann).exists()


def test_votes_of_others_change_the_tallies_and_nothing_that_one_chose(
    page, enter, live_server, hope, ann, ben, proposal
):
    event = proposal()
    first, second, _ = event.slots.all()
    enter(page, ann)
    page.goto(f"{live_server.url}/events/{event.pk}/")
    page.locator(f"#vote-{first.pk}-no").check()
    expect(page.locator("#vote-said")).to_have_text("Your vote is saved.")
    actions.vote(event, member=ben, choices={second.pk: "yes"})
    page.evaluate(NEWS)
    expect(page.locator(f"#tally-{second.pk}")).to_contain_text("2 yes")
    expect(page.locator(f"#vote-{first.pk}-no")).to_be_checked()
    expect(page.locator(f"#vote-{first.pk}-no")).to_be_focused()
    actions.veto(event, by=hope, slot=first.pk)
    page.evaluate(NEWS)
    expect(page.locator(f"#tally-{first.pk}")).to_contain_text("the hosts ruled it out")
    assert page.evaluate("document.activeElement.tagName") != "BODY"
    actions.choose(event, by=hope, slot=second.pk)
    page.evaluate(NEWS)
    expect(page.locator("#ballot")).to_be_hidden()
    expect(page.locator("#rsvp-h")).to_be_visible()


def test_rows_are_added_in_place_and_keep_what_was_typed(page, enter, live_server, ann, tribe):
    enter(page, ann)
    page.goto(f"{live_server.url}/tribes/usguys/propose/")
    page.evaluate("window.stayed = true")
    page.get_by_text("Find a date together").click()
    page.get_by_label("Day 4").fill(DAYS[3])
    page.get_by_role("button", name="More times").click()
    expect(page.get_by_label("Day 5")).to_be_focused()
    expect(page.get_by_label("Day 5")).to_have_value("")
    expect(page.get_by_label("Day 4")).to_have_value(DAYS[3])
    page.get_by_label("What", exact=True).press("Enter")
    expect(page.locator("#problems")).to_be_focused()
    expect(page.get_by_label("Day 4")).to_have_value(DAYS[3])


def test_without_script_one_proposes_some_times_and_votes(plain, enter, live_server, ann, ben, tribe):
    enter(plain, ann)
    plain.set_viewport_size(PHONE)
    plain.goto(f"{live_server.url}/tribes/usguys/propose/")
    plain.get_by_label("What", exact=True).fill("Picnic")
    plain.get_by_label("Where").fill("Central Park")
    plain.get_by_text("Find a date together").click()
    for number in (2, 3, 4):
        plain.get_by_label(f"Day {number}").fill(DAYS[number])
    plain.get_by_role("button", name="More times").click()
    expect(plain.get_by_label("What", exact=True)).to_have_value("Picnic")
    plain.get_by_label("Day 5").fill(DAYS[0])
    plain.get_by_role("button", name="Propose it").click()
    event = Event.objects.get()
    assert event.slots.count() == 4
    enter(plain, ben)
    plain.goto(f"{live_server.url}/events/{event.pk}/")
    plain.locator("#ballot fieldset").nth(1).get_by_label("Yes").check()
    plain.get_by_role("button", name="Save my votes").click()
    expect(plain.get_by_text("Your vote is saved.")).to_be_visible()
    assert Vote.objects.get(member=ben).slot == event.slots.all()[1]
