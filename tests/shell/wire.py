"""A wire with a feed of leads, article pages behind it, and everything between it and the outbox.

Nothing is faked but the clock, and the workers, which read on the spot.
"""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from monitor.core.config import load
from monitor.core.schedule import initial_state
from monitor.core.text import search_text
from monitor.fetch import Fetcher
from monitor.fetch.room import Room
from monitor.habits import Habits
from monitor.pages.queue import Pages
from monitor.pipeline import ingest
from monitor.reader import Reader
from monitor.seams import World
from monitor.writer import Writer
from storage import open_store
from tests.build import NOW

if TYPE_CHECKING:
    from pathlib import Path

    from monitor.core.fetching import Failed, FeedState
    from monitor.core.model import Article, Reading
    from monitor.core.protocols import Store
    from monitor.core.settings import FeedSettings, Settings
    from monitor.workers.documents import PageTask, ReadDocument, ReadTask
    from tests.servers import WebServer

CONFIG = """\
version: 1
feeds:
  - {{id: wire, source: wire, url: "{wire}/feed", language: en{more}}}
topics:
  - id: korea-russia
    model: relation
    facets: {{dprk-russia: [north-korea, russia]}}
rules:
  - {{id: rail, name: Railways, topic: korea-russia, when: "railway", channels: [hook]}}
  - {{id: coal, name: Coal, topic: korea-russia, when: "coal", channels: [hook]}}
channels:
  - {{id: hook, type: webhook, url: "http://127.0.0.1:9/"}}
"""

TITLE = "Russia and North Korea reopen the railway crossing at Khasan"
LEAD = "Russia and North Korea reopened the railway crossing at Khasan on Monday, the governor said..."
HARVEST = "Farmers bring in a record harvest of wheat"
TEXT = (
    (
        "Russia and North Korea reopened the railway crossing at Khasan on Monday, the governor said after"
        " the first train had passed."
    ),
    (
        "Forty wagons of coal went over the bridge to Tumangang in the morning, and as many are expected in"
        " the evening, according to the railway's dispatcher, who spoke to reporters at the station."
    ),
    "The crossing had been closed for repairs since the autumn. Its second track is to be laid next year.",
)


def page(title: str, *paragraphs: str) -> bytes:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    menu = "".join(f'<li><a href="/{name}">{name}</a></li>' for name in ("Politics", "Economy", "Sport"))
    return (
        f"<!DOCTYPE html><html><head><title>{title} - Wire</title></head><body><nav><ul>{menu}</ul></nav>"
        f"<main><article><h1>{title}</h1>{text}</article></main><footer>© Wire</footer></body></html>"
    ).encode()


def rss(*items: tuple[str, str, str]) -> bytes:
    body = "".join(
        f"<item><title>{title}</title><link>{link}</link><guid>{link}</guid><description>{text}</description>"
        "<pubDate>Mon, 02 Mar 2026 08:30:00 GMT</pubDate></item>"
        for link, title, text in items
    )
    return f'<rss version="2.0"><channel><title>Wire</title>{body}</channel></rss>'.encode()


class Now:
    def __init__(self) -> None:
        self.now_is = NOW

    def now(self) -> datetime:
        return self.now_is


class OnTheSpot:
    """The reader without processes around it."""

    def __init__(self, settings: Settings) -> None:
        self._reader = Reader(settings)

    async def read(self, task: ReadTask) -> ReadDocument | Failed:
        return self._reader.read(task)

    async def read_page(self, task: PageTask) -> Reading | Failed:
        return self._reader.read_page(task)


class Newsroom:
    """A wire with a feed and pages, and everything between it and the outbox but the processes."""

    def __init__(self, web: WebServer, folder: Path, more: str = ", full_text: auto") -> None:
        self.web = web
        self.folder = folder
        self.settings = load(
            CONFIG.format(wire=web.url("").rstrip("/"), more=more).encode(), file="feeds.yaml", env={}
        )
        self.clock = Now()
        self.store = self.open()
        self.state: FeedState = initial_state(self.feed)

    def open(self) -> Store:
        return open_store("sqlite:///tumen.db", folder=self.folder, search_text=search_text)

    @property
    def feed(self) -> FeedSettings:
        return self.settings.feeds[0]

    def publish(self, *items: tuple[str, str, str]) -> None:
        self.web.answer("/feed", rss(*items))

    def check(self) -> None:
        """Check the feed as the daemon does; its pages wait."""
        asyncio.run(self._check())

    async def _check(self) -> None:
        async with Writer(self.store) as writer:
            world = World(
                settings=self.settings,
                fetcher=Fetcher(self.settings, clock=self.clock),
                workers=OnTheSpot(self.settings),
                writer=writer,
                habits=Habits(self.store),
                clock=self.clock,
            )
            self.state = (await ingest(self.feed, self.state, world)).state

    def fetch_pages(self) -> None:
        asyncio.run(self._fetch_pages())

    async def _fetch_pages(self) -> None:
        async with Writer(self.store) as writer:
            pages = Pages(
                self.store,
                Fetcher(self.settings, clock=self.clock),
                OnTheSpot(self.settings),
                writer,
                settings=self.settings,
                clock=self.clock,
                room=Room(),
            )
            await pages.drain(20)

    def article(self, path: str) -> Article:
        article = self.store.article(self.web.url(path))
        assert article is not None
        return article

    def told(self) -> list[tuple[str, str]]:
        """The rules that told of something, with its title."""
        return sorted(
            (told.rule, told.payload["article"]["title"])
            for told in self.store.notifications(NOW - timedelta(days=1))
        )
