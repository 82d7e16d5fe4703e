"""Articles' pages: fetched one after another for the text that a feed had not, while alerts are long told.

The queue is a table: what an article wants is filed with it, so nothing is forgotten by a crash. A host is
asked for one page at a time, with a pause, as its robots.txt wants it; one that refuses several times in a
row rests for an hour. Reading happens in the workers, filing is ``monitor.pages.completion``'.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from monitor import logs
from monitor.core.errors import StoreError
from monitor.core.fetching import Failed, Fetched, Outcome
from monitor.core.identity import also_known_at
from monitor.core.pages import OLDEST
from monitor.core.settings import FullText
from monitor.core.urls import server_of
from monitor.fetch.robots import RobotsFiles
from monitor.pages.completion import settle_page
from monitor.workers.documents import PageTask

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from monitor.core.fetching import WantedPage
    from monitor.core.model import Reading
    from monitor.core.protocols import Clock, Store
    from monitor.core.settings import FeedSettings, Settings
    from monitor.fetch.room import Room
    from monitor.seams import FetchesPages, ReadsPages
    from monitor.writer import Writer

log = logs.get(__name__)

AT_ONCE = 4
GAP = 1.0
"""Seconds between two pages of a host, if neither its source nor its robots.txt asks for more."""

MAX_SIZE = 4_000_000
"""Bytes of a page; the largest of news sites have under one million."""

LOOKED_AT = 200
"""Pages looked at together; those of hosts that are busy wait for the next look."""

REFUSALS = 3
"""So many in a row, and a host rests."""

REST = timedelta(hours=1)
HOSTS = 1_000
"""Of which it is remembered at most that they refuse."""

_REFUSED = frozenset(
    (
        *(Outcome.RATE_LIMITED, Outcome.CHALLENGE, Outcome.FORBIDDEN, Outcome.SERVER_ERROR),
        *(Outcome.TIMED_OUT, Outcome.UNREACHABLE, Outcome.TLS),
    )
)


@dataclass(frozen=True, slots=True)
class _Rest:
    refusals: int
    until: datetime | None


class Pages:
    """Works the queue off; ``round`` is called every second or so, ``wake`` when pages may have come in."""

    def __init__(
        self,
        store: Store,
        fetcher: FetchesPages,
        workers: ReadsPages,
        writer: Writer,
        *,
        settings: Settings,
        clock: Clock,
        room: Room,
        on_filed: Callable[[], None] = lambda: None,
    ) -> None:
        self._settings = settings
        self._store = store
        self._fetcher = fetcher
        self._robots = RobotsFiles(fetcher)
        self._workers = workers
        self._writer = writer
        self._clock = clock
        self._room = room
        self._on_filed = on_filed
        self._hosts: dict[str, asyncio.Task[None]] = {}
        self._rests: dict[str, _Rest] = {}
        self._next: datetime | None = clock.now()

    def configure(self, settings: Settings) -> None:
        """Go by these settings from now on."""
        self._settings = settings

    def wake(self) -> None:
        """There may be pages that are due."""
        self._next = self._clock.now()

    async def round(self) -> None:
        """Begin to fetch pages that are due, as far as there is room."""
        now = self._clock.now()
        if self._next is None or now < self._next or len(self._hosts) >= AT_ONCE:
            return
        self._next = None
        try:
            await self._begin_all(now)
            upcoming = await asyncio.to_thread(self._store.next_page)
        except StoreError as error:
            log.warning("pages wait for the store", reason=str(error))
            upcoming = now
        self._next = self._next or upcoming  # there may have been a wake meanwhile

    async def _begin_all(self, now: datetime) -> None:
        crowded: set[str] = set()  # feeds whose many pages, of one host, must not keep us from the others
        while len(self._hosts) < AT_ONCE:
            due = await asyncio.to_thread(self._store.wanted_pages, now, LOOKED_AT, but=crowded)
            crowded |= self._begin(due)
            if len(due) < LOOKED_AT:
                break

    def _begin(self, due: Sequence[WantedPage]) -> set[str]:
        """Begin with those whose host is free, as far as there is room; the feeds of the others."""
        feeds = {feed.id: feed for feed in self._settings.feeds}
        waiting = set()
        for wanted in due:
            host = server_of(wanted.url)
            if host in self._hosts or len(self._hosts) >= AT_ONCE:
                waiting.add(wanted.feed)
                continue
            work = self._complete(wanted, feeds.get(wanted.feed), host)
            task = asyncio.create_task(work, name=f"page {wanted.article}")
            self._hosts[host] = task
            task.add_done_callback(partial(self._ended, host))
        return waiting

    async def drain(self, within: float) -> None:
        """Fetch all pages that are due, as far as that is done within so many seconds."""
        end = asyncio.get_running_loop().time() + within
        self.wake()
        while (left := end - asyncio.get_running_loop().time()) > 0:
            await self.round()
            if not self._hosts:
                break
            await asyncio.wait(self._hosts.values(), timeout=left, return_when=asyncio.FIRST_COMPLETED)
        await self.stop()

    async def stop(self) -> None:
        """Give up what is under way; it stays in the queue."""
        tasks = list(self._hosts.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _ended(self, host: str, _: object) -> None:
        self._hosts.pop(host, None)

    async def _complete(self, wanted: WantedPage, feed: FeedSettings | None, host: str) -> None:
        result: Reading | Failed
        try:
            try:
                article = await asyncio.to_thread(self._store.article, wanted.article)
                known = article.reading if article else None
                result = await self._whole(wanted, feed, known, host) if known else _failed("no such article")
                whole = await self._settle(wanted, known, result)
            except Exception as error:
                if isinstance(error, StoreError):
                    raise
                log.exception("page failed", article=wanted.article)
                result = _failed("a fault of Tumen's own")
                whole = await self._settle(wanted, None, result)
        except StoreError as error:
            log.warning("pages wait for the store", reason=str(error))
            return
        outcome, detail = ("whole", None) if whole else ("no text", "edited meanwhile")
        if isinstance(result, Failed):
            outcome, detail = str(result.outcome), result.detail
        log.info("page", article=wanted.article, feed=wanted.feed, outcome=outcome, detail=detail)
        if whole:
            self._on_filed()

    async def _settle(self, wanted: WantedPage, known: Reading | None, result: Reading | Failed) -> bool:
        now = self._clock.now()
        return await self._writer.call(
            settle_page, self._store, wanted, known, result, settings=self._settings, now=now
        )

    async def _whole(
        self, wanted: WantedPage, feed: FeedSettings | None, known: Reading, host: str
    ) -> Reading | Failed:
        """The article as its page has it."""
        now = self._clock.now()
        if feed is None or not feed.watched or feed.full_text is FullText.NEVER:
            return _failed("its feed asks for no pages any more")
        if now - wanted.created > OLDEST:
            return _failed("wanted for too long")
        rest = self._rests.get(host)
        if rest and rest.until and rest.until > now:
            return Failed(
                outcome=Outcome.RATE_LIMITED,
                detail=f"{host} refuses; it is left alone for a while",
                retry_after=rest.until - now,
            )
        # A document of its own beside the feed's, which may be under way at the same time.
        of_pages = replace(feed, id=f"{feed.id} pages {host}", html=None)
        with self._room.let_go_after(of_pages.id):
            reply = await self._fetch(wanted.url, of_pages, now)
            self._note(host, reply, now)
            if not isinstance(reply, Fetched):
                return reply
            result = await self._workers.read_page(
                PageTask(feed=feed, body=reply.body, content_type=reply.content_type, reading=known)
            )
            return result if isinstance(result, Failed) else also_known_at(result, reply.url)

    async def _fetch(self, url: str, feed: FeedSettings, now: datetime) -> Fetched | Failed:
        robots = await self._robots.of(url, feed, now)
        if isinstance(robots, Failed):
            return replace(robots, detail=f"robots.txt: {robots.detail}")
        if not robots.allows(url):
            return _failed("its robots.txt asks to leave it alone")
        reply = await self._fetcher.fetch_page(url, feed, gap=max(GAP, robots.delay), max_size=MAX_SIZE)
        if isinstance(reply, Fetched) and server_of(reply.url) != server_of(url):
            there = await self._robots.of(reply.url, feed, now)
            if isinstance(there, Failed) or not there.allows(reply.url):
                return _failed("the robots.txt where it leads asks to leave it alone")
        return reply

    def _note(self, host: str, reply: Fetched | Failed, now: datetime) -> None:
        """Let a host rest that refuses again and again, or says for how long."""
        if not isinstance(reply, Failed) or reply.outcome not in _REFUSED:
            self._rests.pop(host, None)
            return
        if len(self._rests) >= HOSTS:
            self._rests.clear()
        before = self._rests.get(host)
        refusals = before.refusals + 1 if before else 1
        wait = reply.retry_after or (REST if refusals >= REFUSALS else None)
        self._rests[host] = _Rest(refusals, now + wait if wait else None)


def _failed(detail: str) -> Failed:
    """A page that is given up for good."""
    return Failed(outcome=Outcome.NOT_FOUND, detail=detail)
