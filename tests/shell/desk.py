"""A check of a feed from the reply to the store, with nothing faked but the reply: serve, check, look."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING

from monitor.core.config import load
from monitor.core.fetching import Failed, FeedState, Fetched, NotModified, Outcome, Reply, Validators
from monitor.core.model import DeliveryState
from monitor.core.schedule import initial_state
from monitor.habits import Habits
from monitor.pipeline import Filed, ingest
from monitor.reader import Reader
from monitor.seams import World
from monitor.workers.documents import ReadDocument, ReadTask
from monitor.writer import commit

if TYPE_CHECKING:
    from monitor.core.model import Notification
    from monitor.core.protocols import Store
    from monitor.core.settings import FeedSettings, Settings
    from monitor.pipeline import Check

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


class Fetcher:
    """Replies what the test says."""

    def __init__(self) -> None:
        self.reply: Reply = NotModified(validators=Validators())
        self.pages: dict[str, Reply] = {}

    def serve(self, body: bytes, etag: str = '"1"') -> None:
        self.reply = Fetched(
            body=body,
            content_type="application/rss+xml",
            url="http://wire.example/rss.xml",
            status=200,
            body_hash=blake2b(body, digest_size=16).digest(),
            validators=Validators(etag=etag),
        )

    async def fetch(self, feed: FeedSettings, state: FeedState) -> Reply:
        return self.reply

    async def fetch_page(self, url: str, feed: FeedSettings, **_: object) -> Reply:
        return self.pages.get(url) or Failed(outcome=Outcome.NOT_FOUND, detail="no such page", status=404)


class Desk:
    """Reader and store on the spot: what the workers and the writer are in the daemon."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self._reader = Reader(settings)
        self._store = store
        self.now_is = NOW
        self.read_entries = 0

    async def read(self, task: ReadTask) -> ReadDocument | Failed:
        document = self._reader.read(task)
        self.read_entries += len(document.readings) if isinstance(document, ReadDocument) else 0
        return document

    async def file(self, check: Check) -> Filed:
        (filed,) = commit(self._store, [check])
        return filed

    def now(self) -> datetime:
        return self.now_is


class Newsroom:
    """A test's world: serve a document, check a feed, look into the store. Each check is 5 minutes later."""

    def __init__(self, store: Store, config: bytes) -> None:
        self.settings = load(config, file="feeds.yaml", env={})
        self.store = store
        self.fetcher = Fetcher()
        self.desk = Desk(self.settings, store)

    def check(self, feed_id: str) -> Filed:
        feed = next(feed for feed in self.settings.feeds if feed.id == feed_id)
        state = self.store.feed_state(feed_id) or initial_state(feed)
        world = World(
            settings=self.settings,
            fetcher=self.fetcher,
            workers=self.desk,
            writer=self.desk,
            habits=Habits(self.store),
            clock=self.desk,
        )
        self.desk.now_is += timedelta(minutes=5)
        return asyncio.run(ingest(feed, state, world))

    @property
    def articles(self) -> dict[str, str]:
        return {a.reading.url: a.id for a in self.store.articles(kept_only=False)}

    @property
    def notifications(self) -> list[Notification]:
        """Oldest first."""
        pending = self.store.outbox.deliveries(states=[DeliveryState.PENDING], limit=1_000)
        return [notification for _, notification in reversed(pending)]

    @property
    def told(self) -> list[str]:
        return [notification.payload["article"]["title"] for notification in self.notifications]
