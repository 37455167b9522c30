"""The crowd itself: a thread for each client, with a connection that stays open, as a browser keeps it."""

import html
import json
import re
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from threading import Barrier
from typing import Any
from urllib.parse import urlencode, urlsplit

from proofs.crowd.plan import Attempt

FIELD = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
COOKIE = re.compile(r"csrftoken=(\w+)")
NONE = 0  # the status of what got no answer at all


@dataclass(frozen=True)
class Outcome:
    """What came back, and between which moments it must have happened."""

    client: int
    attempt: Attempt
    status: int
    code: str
    sent: float
    received: float

    @property
    def accepted(self) -> bool:
        return 200 <= self.status < 400


@dataclass(frozen=True)
class Sent:
    method: str
    path: str
    body: str
    headers: Mapping[str, str]


class Device:
    def __init__(self, number: int, told: Mapping[str, Any], url: str, sentences: Mapping[str, str]) -> None:
        self.number, self.url, self.sentences = number, url, sentences
        self.attempts = [Attempt(**each) for each in told["attempts"]]
        self.session, self.token = told["session"], told["token"]
        self.connection = HTTPConnection(urlsplit(url).netloc, timeout=120)

    def open_page(self, path: str) -> None:
        """As a browser comes by the token that every form carries."""
        self.connection.request("GET", path)
        response = self.connection.getresponse()
        cookie = COOKIE.search(response.headers["Set-Cookie"] or "")
        field = FIELD.search(response.read().decode())
        assert cookie, path
        assert field, path
        self.cookie, self.field = cookie[1], field[1]

    def press_all(self, line: Barrier) -> list[Outcome]:
        line.wait()
        return [self.press(attempt) for attempt in self.attempts]

    def press(self, attempt: Attempt) -> Outcome:
        asked, sent = self.request_for(attempt), time.time()
        try:
            self.connection.request(asked.method, asked.path, asked.body, dict(asked.headers))
            response = self.connection.getresponse()
            body = response.read()
        except (OSError, HTTPException) as error:
            self.connection.close()
            return Outcome(self.number, attempt, NONE, type(error).__name__, sent, time.time())
        return Outcome(self.number, attempt, response.status, self.code(response, body), sent, time.time())

    def code(self, response: HTTPResponse, body: bytes) -> str:
        """Of a refusal: as a program reads it, or by the sentence that the page says."""
        if response.status < 400:
            return ""
        if response.headers.get_content_subtype() == "problem+json":
            return str(json.loads(body)["code"])
        said = html.unescape(body.decode())
        return next((code for sentence, code in self.sentences.items() if sentence in said), "")

    def request_for(self, attempt: Attempt) -> Sent:
        of_door = {"web": self.form, "api": self.call, "mail": self.button}
        return of_door[attempt.door](attempt)

    def form(self, attempt: Attempt) -> Sent:
        """A press on the page, with script or without. Guests have not signed in."""
        page = {"answer": "rsvp", "hide": "hide", "ask": "guest"}[attempt.act]
        fields = {"hidden": attempt.says} if attempt.act == "hide" else {"answer": attempt.says}
        if attempt.guests is not None:
            fields["guests"] = str(attempt.guests)
        if attempt.act == "ask":
            fields |= {"name": "A guest", "email": attempt.address}
        session = "" if attempt.act == "ask" else f"; session={self.session}"
        headers = self.headers_of_form() | {"Cookie": f"csrftoken={self.cookie}{session}"}
        if self.number % 2 and attempt.act != "ask":
            headers["HX-Request"] = "true"
        body = urlencode(fields | {"csrfmiddlewaretoken": self.field})
        return Sent("POST", f"/events/{attempt.event}/{page}/", body, headers)

    def headers_of_form(self) -> dict[str, str]:
        return {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.url}

    def button(self, attempt: Attempt) -> Sent:
        return Sent(
            "POST", f"/l/{attempt.link}/", urlencode({"answer": attempt.says}), self.headers_of_form()
        )

    def call(self, attempt: Attempt) -> Sent:
        method, below, body = CALLS[attempt.act](attempt)
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        path = f"/api/v1/events/{attempt.event}{below}"
        return Sent(method, path, json.dumps(body) if body else "", headers)


CALLS: dict[str, Callable[[Attempt], tuple[str, str, dict[str, Any]]]] = {
    "answer": lambda each: ("PUT", "/rsvp", {"answer": each.says, "guests": each.guests}),
    "leave": lambda _: ("DELETE", "/rsvp", {}),
    "hide": lambda each: ("PUT", "/rsvp/hidden", {"hidden": each.says == "yes"}),
    "capacity": lambda each: ("PATCH", "", {"capacity": int(each.says)}),
}


def let_loose(stage: Mapping[str, Any], url: str) -> tuple[list[Outcome], float]:
    """All at once; what came of each attempt, and how long it took."""
    devices = [Device(number, told, url, stage["sentences"]) for number, told in enumerate(stage["clients"])]
    started: list[float] = []
    line = Barrier(len(devices), action=lambda: started.append(time.time()))
    with ThreadPoolExecutor(len(devices)) as pool:
        list(pool.map(lambda device: device.open_page(stage["page"]), devices))
        pressed: Sequence[list[Outcome]] = list(pool.map(lambda device: device.press_all(line), devices))
    return [outcome for outcomes in pressed for outcome in outcomes], time.time() - started[0]
