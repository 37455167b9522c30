"""The calendar of a tribe: what anybody may list, the same bytes for all, nothing to answer."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from events import actions
from events.models import Event
from members.models import Tribe
from tests.refusals import said

PATH = "/tribes/usguys/calendar.ics"


def titles(client=None) -> list[str]:
    answer = (client or Client()).get(PATH)
    assert answer.status_code == 200
    return [str(event["summary"]) for event in Calendar.from_ical(answer.content).walk("VEVENT")]


def days(number: int) -> dict[str, object]:
    then = timezone.now() + timedelta(days=number)
    return {"starts_at": then, "ends_at": then + timedelta(hours=2)}


def test_it_holds_what_stands_and_what_was_called_off_of_late(propose, hope):
    for title in ("today", "long past", "past", "far", "proposed", "off", "off long ago"):
        propose(title=title)
    for event in Event.objects.filter(title__startswith="off"):
        actions.cancel(event, by=hope)
    then = {"long past": -91, "past": -89, "far": 401}
    for title, day in then.items():
        Event.objects.filter(title=title).update(**days(day))
    Event.objects.filter(title="proposed").update(status="proposed", decide_by=timezone.now(), seats_taken=0)
    Event.objects.filter(title="off long ago").update(updated_at=timezone.now() - timedelta(days=31))
    assert set(titles()) == {"today", "past", "off"}


@pytest.mark.parametrize("hidden", ["unlisted", "tribe", "invited"])
def test_it_is_the_same_for_all_and_holds_what_all_may_list(propose, hope, hidden):
    propose(title="open")
    propose(title="closed", visibility=hidden)
    member = Client()
    member.force_login(hope, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert titles() == titles(member) == ["open"]
    assert member.get(PATH).content == Client().get(PATH).content


@pytest.mark.parametrize("visibility", ["unlisted", "private"])
def test_a_tribe_that_is_not_listed_has_none(propose, visibility):
    propose()
    Tribe.objects.update(visibility=visibility)
    answer, nowhere = Client().get(PATH), Client().get("/tribes/nowhere/calendar.ics")
    assert answer.status_code == 404
    assert said(answer) == said(nowhere)


def test_nobody_is_named_and_nothing_can_be_answered(propose, ann, answer):
    answer(ann, propose(address="1 Vanderbilt Avenue", address_shown_to="going"))
    propose(title="Open house", address="9 Elm Street")
    content = Client().get(PATH).content.decode().replace("\r\n ", "")
    assert "Vanderbilt" not in content
    assert "9 Elm Street" in content
    assert "METHOD" not in content
    assert "ATTENDEE" not in content
    assert "Ann" not in content
    calendar = Calendar.from_ical(content)
    assert "uid" not in calendar
    assert len(calendar.walk("VTIMEZONE")) == 1
    assert str(calendar["x-wr-calname"]) == str(calendar["name"]) == "#UsGuys"
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in content


def test_what_the_reader_has_is_not_sent_again(propose):
    propose()
    first = Client().get(PATH)
    assert first["Cache-Control"] == "public, max-age=900"
    assert first["ETag"].startswith('"')
    assert first["Content-Type"] == "text/calendar; charset=utf-8"
    assert first["Content-Disposition"].startswith('inline; filename="tribemeet-tribe-')
    assert "Cookie" not in first.get("Vary", "")
    again = Client(headers={"If-None-Match": first["ETag"]}).get(PATH)
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert Client().head(PATH)["ETag"] == first["ETag"]
    propose(title="Another")
    assert Client(headers={"If-None-Match": first["ETag"]}).get(PATH).status_code == 200


def test_more_meetups_ask_no_more_of_the_database(propose):
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            Client().get(PATH)
        return len(caught)

    propose()
    few = queries()
    for number in range(5):
        propose(title=f"Another {number}", address="9 Elm Street", address_shown_to="members")
    assert queries() == few <= 2
