"""The frame of every page: theme by cookie, the right words when something is wrong, nothing from outside."""

import re

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_the_chosen_theme_is_there_at_the_first_paint(client):
    assert client.post("/look/", {"theme": "dark", "next": "/about/"}).url == "/about/"
    assert 'data-theme="dark"' in client.get("/").text


def test_as_my_device_forgets_the_choice(client):
    client.post("/look/", {"theme": "dark"})
    client.post("/look/", {"theme": ""})
    assert "data-theme" not in client.get("/").text


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_choosing_a_theme_leads_to_our_pages_only(client, elsewhere):
    assert client.post("/look/", {"theme": "dark", "next": elsewhere}).url == "/"


def test_a_theme_nobody_offers_is_left_out(client):
    client.post("/look/", {"theme": 'x"><script>'})
    assert "data-theme" not in client.get("/").text


def test_what_is_not_there_says_so_in_our_words(client):
    answer = client.get("/no/such/page/")
    assert answer.status_code == 404
    assert "Nothing here" in answer.text


def test_a_form_from_yesterday_says_what_to_do():
    answer = Client(enforce_csrf_checks=True).post("/look/", {"theme": "dark"})
    assert answer.status_code == 403
    assert "This page waited too long" in answer.text


def test_too_large_a_form_says_so(client):
    answer = client.post("/look/", {"theme": "x" * 1_100_000})
    assert answer.status_code == 413
    assert "That is too big" in answer.text


def test_no_page_holds_inline_script_or_style_or_an_address_elsewhere(client):
    html = client.get("/").text
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", html)
    assert "<style" not in html
    assert not re.search(r"\sstyle=|\son[a-z]+=", html)
    assert re.findall(r'(?:src|rel="stylesheet" href)="(?!/)', html) == []


def test_the_policy_for_browsers_allows_our_own_files_only(client):
    policy = client.get("/")["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
