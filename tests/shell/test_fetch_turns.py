"""Whose turn it is to ask a server: so many at once, so far apart, and nothing remembered for ever."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from monitor.core.fetching import Failed, Fetched, Outcome, Reply
from monitor.core.profile import GENERIC
from monitor.core.robots import Robots
from monitor.core.settings import FeedSettings, FetchSettings, Settings
from monitor.fetch import Fetcher
from monitor.fetch.robots import RobotsFiles
from monitor.fetch.turns import MANY, Turns
from tests.build import NOW
from tests.servers import WebServer, raw, reset
from tests.shell.test_fetch import DOCUMENT, Fixed, announced, feed, moved

if TYPE_CHECKING:
    from collections.abc import Iterator


pytestmark = pytest.mark.usefixtures("no_waiting")


@pytest.fixture
def server() -> Iterator[WebServer]:
    with WebServer() as server:
        yield server


def test_a_server_is_asked_by_so_many_at_once_and_no_more(server: WebServer) -> None:
    slow = raw(announced(len(DOCUMENT)), DOCUMENT, pause=0.02)
    feeds = tuple(replace(feed(server.answer(f"/{n}", slow)), id=f"f{n}") for n in range(10))

    async def all_of_them() -> list[Reply]:
        fetcher = Fetcher(Settings(checksum="", feeds=feeds), clock=Fixed())
        return await asyncio.gather(*(fetcher.fetch(each) for each in feeds))

    assert all(isinstance(reply, Fetched) for reply in asyncio.run(all_of_them()))
    assert server.most_at_once == 2


def test_what_waits_for_its_turn_is_not_running_out_of_time(server: WebServer) -> None:
    slow = raw(announced(len(DOCUMENT)), DOCUMENT, pause=0.3)
    feeds = tuple(replace(feed(server.answer(f"/{n}", slow)), id=f"f{n}") for n in range(4))

    async def all_of_them() -> list[Reply]:
        settings = FetchSettings(per_host=1, timeout=timedelta(seconds=0.6))
        fetcher = Fetcher(Settings(checksum="", feeds=feeds, fetch=settings), clock=Fixed())
        return await asyncio.gather(*(fetcher.fetch(each) for each in feeds))

    assert all(isinstance(reply, Fetched) for reply in asyncio.run(all_of_them()))


def test_a_source_that_asks_for_a_gap_gets_it(server: WebServer) -> None:
    yonhap = replace(feed(server.answer("/feed", DOCUMENT)), source="yonhap")  # asks for a second

    async def twice() -> float:
        fetcher = Fetcher(Settings(checksum="", feeds=(yonhap,)), clock=Fixed())
        began = asyncio.get_running_loop().time()
        await asyncio.gather(fetcher.fetch(yonhap), fetcher.fetch(yonhap))
        return asyncio.get_running_loop().time() - began

    assert asyncio.run(twice()) >= 1.0


@pytest.mark.parametrize("first", [moved("/there"), reset()], ids=["redirected", "sent again"])
def test_a_gap_is_kept_between_the_requests_of_one_fetch_too(server: WebServer, first: object) -> None:
    server.answer("/there", DOCUMENT)
    url = server.answer("/feed", first, DOCUMENT)

    async def seconds() -> float:
        began = asyncio.get_running_loop().time()
        yonhap = replace(feed(url), source="yonhap")
        fetcher = Fetcher(Settings(checksum="", feeds=(yonhap,)), clock=Fixed())
        assert isinstance(await fetcher.fetch(yonhap), Fetched)
        return asyncio.get_running_loop().time() - began

    assert asyncio.run(seconds()) >= 1.0


def test_the_gap_of_whoever_a_redirect_leads_to_is_kept(
    server: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "monitor.fetch.fetcher.sources.profile",
        lambda _, url: replace(
            GENERIC, min_gap=timedelta(seconds=1) if url == "//127.0.0.1" else timedelta()
        ),
    )
    server.answer("/there", DOCUMENT)
    with WebServer() as other:
        urls = [other.answer(f"/{name}", moved(server.url("/there"))) for name in "ab"]
        feeds = tuple(replace(feed(url.replace("127.0.0.1", "localhost")), id=url) for url in urls)

        async def seconds() -> float:
            began = asyncio.get_running_loop().time()
            allowed = FetchSettings(allow_private=("127.0.0.1",))
            fetcher = Fetcher(Settings(checksum="", feeds=feeds, fetch=allowed), clock=Fixed())
            replies = await asyncio.gather(*(fetcher.fetch(each) for each in feeds))
            assert all(isinstance(reply, Fetched) for reply in replies)
            return asyncio.get_running_loop().time() - began

        assert 1.0 <= asyncio.run(seconds()) < 2.0


def test_a_robots_txt_is_asked_for_once_and_a_site_that_has_none_now_is_forgotten(server: WebServer) -> None:
    class Pages:
        asked = 0

        async def fetch_page(self, url: str, feed: FeedSettings, **_: object) -> Fetched | Failed:
            self.asked += 1
            await asyncio.sleep(0)
            return Failed(outcome=Outcome.NOT_FOUND if "found" in url else Outcome.TIMED_OUT, detail="")

    async def ask_all() -> list[object]:
        urls = [*["http://found.example/1"] * 3, *(f"http://{n}.example/" for n in range(9))]
        return [
            type(it)
            for it in await asyncio.gather(*(robots.of(url, feed(server.url("/")), NOW) for url in urls))
        ]

    pages = Pages()
    robots = RobotsFiles(pages)
    assert asyncio.run(ask_all()) == [*[Robots] * 3, *[Failed] * 9]
    assert pages.asked == 10
    assert len(robots._turns) == 0


def test_each_waits_for_its_own_gap_and_not_for_that_of_the_last_one() -> None:
    turns, origin = Turns(2), ("port.example", 80)

    async def waits() -> list[float]:
        now = asyncio.get_running_loop().time
        found = []
        for gap in (60, 0.1, 0, 0.2):  # a page as its robots.txt wants it, a feed as its source does
            began = now()
            async with turns.turn(origin, gap):
                found.append(now() - began)
        return found

    first, second, third, fourth = asyncio.run(waits())
    assert max(first, third) < 10
    assert 0.1 <= second < 10
    assert 0.2 <= fourth < 10


def test_servers_that_nobody_asks_any_more_are_forgotten() -> None:
    turns = Turns(2)

    async def ask_all() -> int:
        async with turns.turn(("slow.example", 80), 60):
            pass
        for number in range(3 * MANY):
            async with turns.turn((f"{number}.example", 80), 0):
                pass
        return len(turns._queues)

    assert asyncio.run(ask_all()) <= MANY
    assert ("slow.example", 80) in turns._queues


def test_the_ports_of_the_web_are_one_server_and_every_other_is_its_own() -> None:
    turns = Turns(1)
    servers = [("news.example", 80), ("news.example", 443), ("news.example", 8080), ("other.example", 443)]

    async def asked_at_once() -> set[tuple[str, int]]:
        asking = set()
        end = asyncio.Event()

        async def ask(server: tuple[str, int]) -> None:
            async with turns.turn(server, 0):
                asking.add(server)
                await end.wait()

        tasks = [asyncio.create_task(ask(server)) for server in servers]
        for _ in range(5):
            await asyncio.sleep(0)
        found = set(asking)
        end.set()
        await asyncio.gather(*tasks)
        return found

    assert asyncio.run(asked_at_once()) == {servers[0], *servers[2:]}
