"""Opening changes nothing: every link of every kind of mail, by whoever opens links before people do."""

import re
from itertools import product

import pytest
import time_machine
from django.apps import apps
from django.conf import settings as current
from django.utils import timezone

from tests.house.source import files
from tribemeet import mail

from .reading import html_of, text_of
from .sending import SENDING, World
from .test_wording import Links

AGENTS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 SafeLinks",
    "Barracuda Sentinel (EE)",
    "Mozilla/5.0 (compatible; Google-Safety; +http://www.google.com/bot.html)",
    "Mimecast-URL-Scanner/1.0",
    "curl/8.5.0",
)
METHODS = ("get", "head", "options")


@pytest.fixture
def world(tribe, hope, ann, ben, cleo, monkeypatch):
    with time_machine.travel(timezone.now()) as clock:
        world, render = World(tribe, hope, ann, ben, cleo, clock), mail.render

        def noted(name, context):
            world.told.append(name)
            return render(name, context)

        monkeypatch.setattr(mail, "render", noted)
        yield world


def rows():
    """Every row of every table, sessions and promises among them."""
    models = apps.get_models(include_auto_created=True)
    return {model._meta.db_table: list(model._default_manager.order_by("pk").values()) for model in models}


def links_of(deliveries):
    in_text = {link for each in deliveries for link in re.findall(r"https?://\S+", text_of(each))}
    return sorted(in_text.union(*(Links(html_of(each)).leads_to for each in deliveries)))


def sent(kind, world, smtp):
    """The links of what is mailed when this comes about."""
    SENDING[kind](world)
    world.deliver()
    assert kind in world.told
    deliveries, smtp.deliveries = smtp.deliveries, []
    return links_of(deliveries)


def test_every_kind_of_mail_is_among_those_whose_links_are_opened():
    kinds = {path.name.removesuffix(".subject.txt") for path in files() if path.name.endswith(".subject.txt")}
    assert kinds - SENDING.keys() == set()


@pytest.mark.parametrize("kind", SENDING)
def test_a_scanner_changes_nothing(kind, world, smtp, client):
    found = sent(kind, world, smtp)
    before = rows()
    for link, method, agent in product(found, METHODS, AGENTS):
        path = link.removeprefix(current.PUBLIC_URL)
        answer = getattr(client, method)(path, headers={"User-Agent": agent})
        assert answer.status_code < 500
    assert found
    assert rows() == before


def test_a_browser_that_runs_scripts_and_presses_nothing_changes_nothing(
    world, smtp, page, live_server, settings
):
    settings.PUBLIC_URL = live_server.url
    for kind in SENDING:
        found = sent(kind, world, smtp)
        before = rows()
        for link in found:
            page.goto(link.replace("http://127.0.0.1:8000", live_server.url))
            page.wait_for_timeout(100)
        assert (kind, rows()) == (kind, before)


def test_a_press_would_be_noticed(world, smtp, client):
    link = next(link for link in sent("going", world, smtp) if "?answer=declined" in link)
    before = rows()
    client.post(link.removeprefix(current.PUBLIC_URL), {"answer": "declined"})
    assert rows() != before
