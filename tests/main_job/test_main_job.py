"""The whole of it on real parts: Chromium proposes, curl answers, a Celery worker mails, SMTP receives."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from django.conf import settings
from icalendar import Calendar
from playwright.sync_api import expect

from events.models import Event
from members import actions
from tests.cast import EVENING, ZONE
from tests.servers import MailServer
from tribemeet.embedded import paths

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("worker")]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def worker(smtp: MailServer, settings) -> Iterator[subprocess.Popen[bytes]]:
    """A real Celery worker on the test's own database, broker and mail server."""
    base = os.environ.get("DATABASE_URL") or paths.database_url()
    environ = os.environ | {
        "DATABASE_URL": f"{base.rsplit('/', 1)[0]}/{settings.DATABASES['default']['NAME']}",
        "EMAIL_URL": f"smtp://{settings.EMAIL_HOST}:{settings.EMAIL_PORT}",
        "EMBEDDED": "true",
    }
    command = [sys.executable, "-m", "celery", "-A", "tribemeet.celery", "worker", "-c", "1", "-l", "WARNING"]
    process = subprocess.Popen(command, env=environ)
    yield process
    process.terminate()
    process.wait(30)


@pytest.fixture
def enter(live_server, client):
    """Give the browser the session of a member."""

    def entered(page, member):
        client.force_login(member, backend=BACKEND)
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}]
        )

    return entered


def mail_to(smtp, member, seconds=30):
    """The next mail to this member; taken out, so that the one after is the next."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for mail in smtp.deliveries:
            if mail.recipients == [member.email]:
                smtp.deliveries.remove(mail)
                return mail
        time.sleep(0.1)
    raise AssertionError(f"No mail to {member.email} within {seconds} s.")


def entry_in(mail):
    calendar = Calendar.from_ical(mail.calendar)
    (event,) = calendar.walk("VEVENT")
    return calendar["METHOD"], int(event["SEQUENCE"]), event


def curl(url, token, body):
    command = ["curl", "-sS", "-X", "PUT", url, "-H", f"Authorization: Bearer {token}"]
    command += ["-H", "Content-Type: application/json", "-d", json.dumps(body)]
    return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)


def fill_in(page, address, **fields):
    """Open a page's form, fill in what is named, send it, and stand on the meetup's page."""
    page.goto(address)
    for name, value in fields.items():
        page.locator(f"main [name={name}]").fill(value)
    page.locator(f"main form:has([name={name}]) button").last.click()
    page.wait_for_url(re.compile(r"/events/\d+/$"))


def test_proposed_in_the_browser_answered_with_curl_and_mailed_as_an_invite(
    page, live_server, enter, smtp, hope, ann
):
    enter(page, hope)
    form = {"title": "Cocktails", "date": f"{EVENING:%Y-%m-%d}", "time": "19:00", "place": "The Long Bar"}
    fill_in(page, f"{live_server.url}/tribes/usguys/propose/", **form)
    event = Event.objects.get()
    assert (event.title, event.time_zone, event.local_start.hour) == ("Cocktails", ZONE, 19)
    assert entry_in(mail_to(smtp, hope))[:2] == ("REQUEST", 0)

    _, token = actions.issue_token(ann, name="curl", scope="write")
    answer = curl(f"{live_server.url}/api/v1/events/{event.pk}/rsvp", token, {"answer": "going"})
    assert answer["status"] == "going"
    mail = mail_to(smtp, ann)
    method, sequence, entry = entry_in(mail)
    assert (method, sequence, entry["ATTENDEE"]) == ("REQUEST", 0, f"mailto:{ann.email}")
    assert entry["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
    assert hope.email.encode() not in mail.raw

    page.reload()
    expect(page.locator("#who")).to_contain_text("Ann")
    expect(page.locator("#who")).to_contain_text("2 are going")


def test_moved_and_called_off_in_the_browser_the_calendar_follows(
    page, live_server, enter, smtp, propose, hope, ann, answer
):
    event = propose()
    answer(ann, event)
    _, _, entry = entry_in(mail_to(smtp, ann))
    enter(page, hope)
    fill_in(page, f"{live_server.url}/events/{event.pk}/move/", time="20:30", end_time="23:00")
    method, sequence, moved = entry_in(mail_to(smtp, ann))
    assert (method, sequence, moved["UID"]) == ("REQUEST", 1, entry["UID"])
    assert f"{moved['DTSTART'].dt:%H:%M}" == "20:30"

    fill_in(page, f"{live_server.url}/events/{event.pk}/cancel/", reason="The bar is flooded")
    method, sequence, off = entry_in(mail_to(smtp, ann))
    assert (method, sequence, off["STATUS"], off["UID"]) == ("CANCEL", 2, "CANCELLED", entry["UID"])
    expect(page.locator("main")).to_contain_text("Cancelled by Hope: The bar is flooded")
