"""Signing up, answering as a guest and signing in, by two people over one address, in any order: who cannot
read its mails never gets into an account of it, and changes nothing there."""

import random
import re

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client

from events import actions, links
from members.models import Member
from tribemeet.outbox.models import Message

pytestmark = pytest.mark.django_db

OWNER, THIEF = "ana@example.org", "thief@example.org"
CODE = re.compile(r"^[A-Z0-9]{3,}(-[A-Z0-9]{3,})*$", re.MULTILINE)
STEPS = 14


class Person:
    """Somebody at a browser, who reads the mails to one address and types any."""

    def __init__(self, reads: str) -> None:
        self.client, self.reads = Client(), reads

    def newest_code(self) -> str:
        mails = Message.objects.filter(kind="account_mail", payload__email=self.reads).order_by("-pk")
        found = (CODE.search(mail.payload["text"]) for mail in mails)
        return next((code[0] for code in found if code), "ABC-DEF")

    def sign_up(self, email: str) -> None:
        handle = f"h{random.getrandbits(40):x}"
        self.client.post("/accounts/signup/", {"email": email, "username": handle})

    def finish_sign_up(self, email: str) -> None:
        self.client.post("/accounts/confirm-email/", {"code": self.newest_code()})

    def ask_for_code(self, email: str) -> None:
        self.client.post("/accounts/login/", {"email": email})

    def sign_in(self, email: str) -> None:
        self.client.post("/accounts/login/code/confirm/", {"code": self.newest_code()})

    def enter(self, email: str) -> None:
        self.ask_for_code(email)
        self.sign_in(email)

    def join(self, email: str) -> None:
        self.sign_up(email)
        self.finish_sign_up(email)

    def add_address(self, email: str) -> None:
        self.client.post("/accounts/email/", {"action_add": "", "email": email})

    def sign_out(self, email: str) -> None:
        self.client.post("/accounts/logout/")

    def choose_handle(self, email: str) -> None:
        self.client.post("/me/", {"handle": f"c{random.getrandbits(40):x}", "time_zone": "UTC"})

    def member(self) -> Member | None:
        pk = self.client.session.get("_auth_user_id")
        return Member.objects.get(pk=pk) if pk else None


ALONE = (
    "sign_up", "finish_sign_up", "ask_for_code", "sign_in", "enter", "enter", "join", "add_address",
    "sign_out", "choose_handle",
)  # fmt: skip


def ask_as_guest(event, person, email):
    person.client.post(f"/events/{event.pk}/guest/", {"name": "Mallory", "email": email, "answer": "going"})


def confirm_by_mail(event, person):
    """Whoever reads the mails to an address has the link that was mailed there."""
    member = Member.objects.filter(email=person.reads).first()
    if member is not None and event.rsvps.filter(member=member).exists():
        person.client.post(f"/l/{links.token('confirm', event, member)}/", {"answer": "going"})


def nobody_is_where_they_should_not_be(owner, thief):
    for person, other in ((owner, thief), (thief, owner)):
        if member := person.member():
            proved = set(member.emailaddress_set.filter(verified=True).values_list("email", flat=True))
            assert person.reads in proved
            assert other.reads not in proved
            assert member.email != other.reads
    assert not any(member.has_usable_password() for member in Member.objects.all())
    assert EmailAddress.objects.filter(email=OWNER, verified=True).count() <= 1


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(30))
def test_no_order_of_steps_lets_anybody_into_the_account_of_another(propose, seed):
    chance = random.Random(seed)
    event = propose()
    owner, thief = Person(OWNER), Person(THIEF)
    for _ in range(STEPS):
        cache.clear()  # the limits are tested elsewhere
        person = chance.choice((owner, thief))
        email = chance.choice((OWNER, THIEF)) if person is thief else OWNER
        match chance.choice((*ALONE, "ask", "confirm")):
            case "ask":
                ask_as_guest(event, person, email)
            case "confirm":
                confirm_by_mail(event, person)
            case step:
                getattr(person, step)(email)
        nobody_is_where_they_should_not_be(owner, thief)


def test_what_an_account_says_of_itself_is_not_for_strangers_to_change(propose, ann):
    event, thief = propose(), Person(THIEF)
    before = Member.objects.filter(pk=ann.pk).values().get()
    ask_as_guest(event, thief, ann.email)
    thief.sign_up(ann.email)
    assert Member.objects.filter(pk=ann.pk).values().get() == before
    actions.confirm(event, member=ann)
    assert Member.objects.filter(pk=ann.pk).values().get() == before
