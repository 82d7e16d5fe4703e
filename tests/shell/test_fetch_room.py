"""What all fetched documents together may take: fetches beyond it wait, and none waits for ever."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from monitor.core.fetching import Failed, Fetched, Outcome, Reply
from monitor.core.settings import FeedSettings, FetchSettings, Settings
from monitor.fetch import Fetcher
from monitor.fetch.room import Room
from tests.build import NOW
from tests.servers import Answer, WebServer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

DOCUMENT = b"<rss>" + b"n" * 100_000


class Fixed:
    def now(self) -> datetime:
        return NOW


@pytest.fixture
def server() -> Iterator[WebServer]:
    with WebServer() as server:
        yield server


def fetched_by_three(server: WebServer, room: Room, answer: Answer, *, timeout: float) -> list[Reply]:
    """Three feeds fetched at once; each lets go a while after it was fetched."""
    feeds = tuple(
        FeedSettings(id=name, url=server.answer(f"/{name}", answer), source=name, name=name) for name in "abc"
    )
    most = 0

    async def check(fetcher: Fetcher, feed: FeedSettings) -> Reply:
        nonlocal most
        with room.let_go_after(feed.id):
            reply = await fetcher.fetch(feed)
            most = max(most, room.total)
            await asyncio.sleep(0.3)  # so long it is read
        return reply

    async def all_of_them() -> list[Reply]:
        fetch = FetchSettings(per_host=3, timeout=timedelta(seconds=timeout))
        fetcher = Fetcher(Settings(checksum="", feeds=feeds, fetch=fetch), clock=Fixed(), room=room)
        return await asyncio.gather(*(check(fetcher, feed) for feed in feeds))

    replies = asyncio.run(all_of_them())
    assert most <= 2 * len(DOCUMENT)
    assert room.total == 0
    return replies


def test_documents_wait_for_room_and_no_time_runs_out_meanwhile(server: WebServer) -> None:
    replies = fetched_by_three(server, Room(len(DOCUMENT), small=0), Answer(DOCUMENT), timeout=0.4)
    assert all(isinstance(reply, Fetched) for reply in replies)


def test_no_server_is_kept_waiting_for_long_until_there_is_room(
    server: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full(Room):
        async def take(self, holder: str, size: int) -> None:
            if size:
                await asyncio.Event().wait()

    monkeypatch.setattr("monitor.fetch.fetcher.LONGEST_REQUEST", 0.2)
    url = server.answer("/feed", DOCUMENT)
    ferry = FeedSettings(id="ferry", url=url, source="ferry", name="ferry")

    async def fetched() -> Reply:
        fetch = FetchSettings(timeout=timedelta(seconds=0.1))
        settings = Settings(checksum="", feeds=(ferry,), fetch=fetch)
        return await asyncio.wait_for(Fetcher(settings, clock=Fixed(), room=Full(1)).fetch(ferry), 5)

    reply = asyncio.run(fetched())
    assert isinstance(reply, Failed)
    assert reply.outcome is Outcome.TIMED_OUT


def test_what_unpacks_to_more_counts_as_what_it_is(server: WebServer) -> None:
    import gzip

    packed = Answer(gzip.compress(DOCUMENT), headers=(("Content-Encoding", "gzip"),))
    replies = fetched_by_three(server, Room(len(DOCUMENT) // 2, small=0), packed, timeout=5)
    assert all(isinstance(reply, Fetched) for reply in replies)


def test_one_at_a_time_may_go_beyond() -> None:
    async def two() -> None:
        room = Room(10, small=0)
        await room.take("a", 8)
        await room.take("b", 8)  # nobody else is beyond
        waiting = asyncio.create_task(room.take("a", 1))
        await asyncio.sleep(0)
        assert not waiting.done()
        await room.take("b", 8)
        room.let_go("b")
        await waiting
        assert room.total == 9

    asyncio.run(two())


def test_small_documents_need_not_wait_for_large_ones() -> None:
    async def three() -> None:
        room = Room(10, small=2)
        await room.take("large", 20)
        await room.take("small", 2)
        waiting = asyncio.create_task(room.take("small", 1))
        await asyncio.sleep(0)
        assert not waiting.done()
        room.let_go("large")
        await waiting
        assert room.total == 3

    asyncio.run(three())
