"""The stream behind an open page, on real Valkey."""

import asyncio
from urllib.parse import urlsplit

import pytest
from django.core import signing

from tribemeet import stream
from tribemeet.live import SALT, live, live_url


class Reader:
    """An open page as the server sees it."""

    def __init__(self, address):
        parts = urlsplit(address)
        self.scope = {
            "type": "http",
            "method": "GET",
            "path": parts.path,
            "query_string": parts.query.encode(),
        }
        self.sent, self.leaves = asyncio.Queue(), asyncio.Event()

    async def receive(self):
        await self.leaves.wait()
        return {"type": "http.disconnect"}

    async def next(self):
        return await asyncio.wait_for(self.sent.get(), 10)


async def read_one_change(channel):
    reader = Reader(live_url(channel))
    open_page = asyncio.create_task(live(reader.scope, reader.receive, reader.sent.put))
    start, retry, first = [await reader.next() for _ in range(3)]
    stream._announcer.announce(channel)
    change = await reader.next()
    reader.leaves.set()
    await asyncio.wait_for(open_page, 10)
    return start, retry["body"], first["body"], change["body"]


def in_a_loop_of_its_own(coroutine, monkeypatch):
    monkeypatch.setattr("tribemeet.live.hub", stream.Hub())
    return asyncio.run(coroutine)


def test_an_open_page_hears_of_a_change_and_leaves_in_peace(monkeypatch):
    start, retry, first, change = in_a_loop_of_its_own(read_one_change("event:7"), monkeypatch)
    assert (start["status"], dict(start["headers"])[b"cache-control"]) == (200, b"no-store")
    assert retry == b"retry: 2000\n\n"
    # the reader was told when the subscription stood, since something may have happened before
    assert first == change == b"event: attendees\ndata: changed\n\n"


@pytest.mark.parametrize(
    "address",
    ["/live/", "/live/?key=", "/live/?key=event:7", f"/live/?key={signing.dumps('event:7', salt='other')}"],
    ids=["no key", "empty", "unsigned", "signed for something else"],
)
def test_without_a_key_from_the_page_there_is_nothing(address):
    reader = Reader(address)
    asyncio.run(live(reader.scope, reader.receive, reader.sent.put))
    assert reader.sent.get_nowait()["status"] == 404


def test_a_key_is_good_for_its_channel_only():
    key = urlsplit(live_url("event:7")).query.removeprefix("key=")
    assert signing.loads(key, salt=SALT) == "event:7"


def test_any_number_of_changes_at_once_are_few_notices(monkeypatch):
    """A hot event must not make every open page ask for each single answer."""

    async def count():
        reader = Reader(live_url("event:8"))
        open_page = asyncio.create_task(live(reader.scope, reader.receive, reader.sent.put))
        for _ in range(3):
            await reader.next()
        for _ in range(300):
            stream._announcer.announce("event:8")
        await asyncio.sleep(0.5)
        reader.leaves.set()
        await open_page
        return reader.sent.qsize()

    assert 1 <= in_a_loop_of_its_own(count(), monkeypatch) <= 12
