"""The mail inbox of the embedded run keeps what it is given, and hands out nothing else."""

import smtplib
import subprocess
import sys
from collections.abc import Iterator
from email.message import EmailMessage

import pytest

from tribemeet.embedded import inbox, paths


@pytest.fixture
def sender(tmp_path, monkeypatch) -> Iterator[smtplib.SMTP]:
    """A connection to an inbox started as `up` starts it."""
    monkeypatch.setenv("TRIBEMEET_DATA", str(tmp_path))
    paths.make_run_folder()
    with inbox.listen() as listener:
        command = [sys.executable, "-m", "tribemeet.embedded.inbox", str(listener.fileno())]
        server = subprocess.Popen(
            command, pass_fds=[listener.fileno()], cwd=paths.CHECKOUT, stderr=subprocess.DEVNULL
        )
        with smtplib.SMTP("127.0.0.1", listener.getsockname()[1], timeout=20) as connection:
            yield connection
        server.terminate()
        assert server.wait(10) == 0
    (paths.run_folder() / "inbox.port").unlink()
    paths.run_folder().rmdir()


def mail(subject: str) -> EmailMessage:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = subject, "a@example.org", "b@example.org"
    message.set_content("Grüße, and a line\n.\nthat begins with a dot\n")
    return message


def test_mail_is_kept_with_its_envelope(sender):
    sender.send_message(mail("Cocktails"), "bounces@example.org", ["b@example.org", "c@example.org"])
    (letter,) = inbox.letters()
    assert letter.message["Subject"] == "Cocktails"
    assert letter.message.get_content().replace("\r\n", "\n") == mail("").get_content()
    assert (letter.sender, letter.recipients) == ("bounces@example.org", ["b@example.org", "c@example.org"])


def test_newest_mail_comes_first(sender):
    for subject in ("first", "second", "third"):
        sender.send_message(mail(subject))
    assert [letter.message["Subject"] for letter in inbox.letters(limit=2)] == ["third", "second"]


def test_mail_is_kept_byte_for_byte(sender):
    raw = b"Subject: =?utf-8?q?odd?=\r\nX-Odd:  two  spaces\r\n\r\n..dots\r\nno end of line"
    sender.sendmail("a@example.org", ["b@example.org"], raw)
    assert inbox.letters()[0].raw == raw + b"\r\n"


@pytest.mark.parametrize("id", ["../secret-key", "20261123T060000000000Z-00000000", "", "x" * 300, "a\0b"])
def test_id_that_names_no_mail_finds_nothing(id, sender):
    sender.send_message(mail("Cocktails"))
    assert inbox.letter(id) is None
    assert inbox.letter(inbox.letters()[0].id) == inbox.letters()[0]


def test_mail_too_large_is_refused(sender):
    huge = mail("Photos")
    huge.set_content("x" * inbox.LARGEST)
    with pytest.raises(smtplib.SMTPSenderRefused):
        sender.send_message(huge)
    assert inbox.letters() == []
