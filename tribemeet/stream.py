"""Live channels: who publishes does not wait, who follows holds no database connection.

A channel says that something changed, never what: readers fetch the page again through its own door, so
nothing can leak here and a lost notice costs freshness only.
"""

import asyncio
import logging
import os
import threading
import time
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import redis
import redis.asyncio
from django.conf import settings
from django.db import transaction

logger = logging.getLogger(__name__)

PREFIX = "tribemeet:live:"
PAUSE = 0.05


class Announcer:
    """Publishes from one thread per process, a channel once however often it changed since."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._changed: set[str] = set()
        self._wake = threading.Event()
        self._pid = 0

    def announce(self, channel: str) -> None:
        with self._lock:
            if self._pid != os.getpid():  # threads do not survive a fork
                self._pid = os.getpid()
                self._wake = threading.Event()
                threading.Thread(target=self._run, name="announcer", daemon=True).start()
            self._changed.add(channel)
        self._wake.set()

    def _run(self) -> None:
        connection = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2)
        while self._wake.wait():
            self._wake.clear()
            with self._lock:
                channels, self._changed = self._changed, set()
            try:
                for channel in channels:
                    connection.publish(PREFIX + channel, "changed")
            except redis.RedisError:
                logger.warning("Valkey does not answer; open pages learn of changes when loaded again.")
            time.sleep(PAUSE)


_announcer = Announcer()


def announce(channel: str) -> None:
    """Tell open pages, once the running transaction is committed."""
    transaction.on_commit(lambda: _announcer.announce(channel))


class Hub:
    """One subscription per process, one flag per open page."""

    def __init__(self) -> None:
        self._pages: dict[str, set[asyncio.Event]] = defaultdict(set)
        self._reader: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def follow(self, channel: str) -> AsyncIterator[asyncio.Event]:
        """A flag that is set whenever the channel changes."""
        if self._reader is None or self._reader.done():
            self._reader = asyncio.create_task(self._read())
        flag = asyncio.Event()
        self._pages[channel].add(flag)
        try:
            yield flag
        finally:
            self._pages[channel].discard(flag)
            if not self._pages[channel]:
                del self._pages[channel]

    async def _read(self) -> None:
        while True:
            try:
                await self._listen()
            except redis.RedisError:
                await asyncio.sleep(1)

    async def _listen(self) -> None:
        # Blocking reads must be able to outlast the default socket timeout
        async with redis.asyncio.Redis.from_url(settings.REDIS_URL, socket_timeout=None) as connection:
            pubsub = connection.pubsub()
            await pubsub.psubscribe(PREFIX + "*")
            self._wake_all()  # whatever was said while nobody listened
            async for message in pubsub.listen():
                if message["type"] == "pmessage":
                    self._wake(message["channel"].decode().removeprefix(PREFIX))

    def _wake(self, channel: str) -> None:
        for flag in self._pages.get(channel, ()):
            flag.set()

    def _wake_all(self) -> None:
        for channel in list(self._pages):
            self._wake(channel)


hub = Hub()
