"""The pages over the mails that the embedded mail server kept."""

import secrets
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from django.urls import reverse

from tribemeet.embedded import inbox
from tribemeet.mail import CalendarPart, build

from .test_letters import INVITE, LETTER

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def mail_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("TRIBEMEET_DATA", str(tmp_path))


@pytest.fixture
def kept():
    def keep(letter=INVITE):
        return inbox.keep("bounce@tribemeet.example", [letter.to.address], build(letter).message().as_bytes())

    return keep


def test_the_list_shows_the_newest_mail_first(client, kept):
    kept(replace(LETTER, subject="An older one"))
    kept(replace(LETTER, subject="A newer one"))
    page = client.get(reverse("inbox")).content.decode()
    assert page.index("A newer one") < page.index("An older one")


def test_the_list_can_be_narrowed_to_one_recipient(client, kept):
    kept(replace(LETTER, subject="For Ana"))
    kept(replace(LETTER, subject="For Bob", to=LETTER.to._replace(address="bob@example.org")))
    page = client.get(reverse("inbox"), {"to": "BOB@"}).content.decode()
    assert "For Bob" in page
    assert "For Ana" not in page


def test_an_empty_inbox_says_what_to_do(client):
    assert "No mail yet" in client.get(reverse("inbox")).content.decode()


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("html", "<iframe"),
        ("text", "From here on: ä, 🧀."),
        ("calendar", "Put this into the calendar and file it as answered."),
        ("calendar", "Sat 14 Mar 2026, 19:00 to 21:00 · New York time"),
        ("calendar", "BEGIN:VCALENDAR"),
        ("headers", "auto-generated"),
        ("headers", "bounce@tribemeet.example"),
    ],
)
def test_one_mail_is_shown_from_every_side(client, kept, part, words):
    page = client.get(reverse("inbox_mail", args=[kept()]), {"part": part})
    assert words in page.content.decode()


def test_a_mail_without_a_calendar_has_no_tab_for_it(client, kept):
    address = reverse("inbox_mail", args=[kept(LETTER)])
    assert "?part=calendar" not in client.get(address).content.decode()
    assert client.get(address, {"part": "calendar"}).status_code == 404


def test_the_html_of_a_mail_runs_nothing_and_fetches_nothing(client, kept):
    response = client.get(reverse("inbox_html", args=[kept()]))
    directives = dict(
        each.strip().partition(" ")[::2] for each in response["Content-Security-Policy"].split(";")
    )
    assert directives["default-src"] == "'none'"
    assert directives["sandbox"] == "allow-top-navigation-by-user-activation"
    assert response["X-Frame-Options"] == "SAMEORIGIN"


def test_the_mail_and_its_calendar_can_be_downloaded_byte_for_byte(client, kept):
    id = kept()
    mail, calendar = (client.get(reverse(name, args=[id])) for name in ("inbox_eml", "inbox_ics"))
    assert mail.content == inbox.letter(id).raw
    assert calendar.content == INVITE.calendar.content
    assert calendar["Content-Disposition"] == 'attachment; filename="invite.ics"'


def test_a_calendar_that_cannot_be_read_is_shown_raw(client, kept):
    broken = replace(INVITE, calendar=CalendarPart(b"BEGIN:NOTHING\r\n", "REQUEST"))
    page = client.get(reverse("inbox_mail", args=[kept(broken)]), {"part": "calendar"})
    assert "BEGIN:NOTHING" in page.content.decode()


@pytest.mark.parametrize("id", ["nothing", "..%2f..%2fetc%2fpasswd", "20261123T062409706604Z-c7380ffa"])
def test_what_was_never_kept_is_not_found(client, id):
    assert client.get(f"{reverse('inbox')}{id}/").status_code == 404


def test_outside_the_embedded_run_there_is_no_inbox(client, kept, settings):
    id = kept()
    settings.EMBEDDED = False
    assert client.get(reverse("inbox")).status_code == 404
    assert client.get(reverse("inbox_eml", args=[id])).status_code == 404


def test_a_subject_with_markup_is_shown_as_typed(client, kept):
    id = kept(replace(LETTER, subject="<script>alert(1)</script>", text="<b>text</b>"))
    for part in ("html", "text", "headers"):
        page = client.get(reverse("inbox_mail", args=[id]), {"part": part}).content.decode()
        assert "<script>alert(1)" not in page
        assert "<b>text" not in page


def test_in_production_the_map_needs_nothing_of_the_embedded_run():
    program = (
        "import sys; sys.modules['aiosmtpd'] = None; import django; django.setup(); import tribemeet.urls"
    )
    environment = {
        "DJANGO_SETTINGS_MODULE": "tribemeet.settings",
        "DATABASE_URL": "postgres://tribemeet@db.example/tribemeet",
        "REDIS_URL": "redis://queue.example/0",
        "EMAIL_URL": "smtp://mail.example:25",
        "PUBLIC_URL": "https://tribemeet.example",
        "SECRET_KEY": secrets.token_hex(32),
        "EMBEDDED": "false",
    }
    subprocess.run([sys.executable, "-c", program], env=environment, cwd=ROOT, check=True)
