"""Looking at feeds once: what they hold, or why that cannot be said."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from monitor.core.fetching import Outcome
from monitor.core.settings import FeedSettings, Settings
from monitor.look import Look, look
from tests.faults import SOUND
from tests.servers import Answer, WebServer

if TYPE_CHECKING:
    from collections.abc import Iterator

NEWS = b"""<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'
    xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'><url><loc>http://port.example/ferry</loc>
    <news:news><news:title>The ferry sails again</news:title></news:news></url></urlset>"""


@pytest.fixture
def server() -> Iterator[WebServer]:
    with WebServer() as server:
        yield server


def seen(*urls: str) -> list[Look]:
    feeds = tuple(FeedSettings(id=url, url=url, source="port", name="Port") for url in urls)

    async def all_of_them() -> list[Look]:
        return [look async for look in look(Settings(checksum="", feeds=feeds), feeds)]

    return asyncio.run(all_of_them())


def test_a_feed_shows_what_it_holds(server: WebServer) -> None:
    (it,) = seen(server.answer("/feed", SOUND.encode()))
    assert it.failed is None
    assert it.document is not None
    assert it.document.entries


def test_an_index_of_sitemaps_shows_what_the_newest_holds(server: WebServer) -> None:
    news = server.answer("/news.xml", NEWS)
    index = f"<sitemapindex><sitemap><loc>{news}</loc></sitemap></sitemapindex>".encode()
    (it,) = seen(server.answer("/sitemap.xml", index))
    assert it.document is not None
    assert [entry.title for entry in it.document.entries] == ["The ferry sails again"]


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (Answer(b"", 404), Outcome.NOT_FOUND),
        (Answer(b"", 304), Outcome.BAD_STATUS),
        (Answer(b"<html><body>Welcome to the port"), Outcome.NOT_A_FEED),
    ],
    ids=["missing", "unchanged, though never read", "no feed"],
)
def test_what_is_no_feed_says_why(server: WebServer, answer: Answer, outcome: Outcome) -> None:
    (it,) = seen(server.answer("/feed", answer))
    assert it.document is None
    assert it.failed is not None
    assert it.failed.outcome is outcome
