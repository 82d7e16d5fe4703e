"""Which feeds are checked now: those that are due, as many at once as there is room for.

When a feed is due is said by ``monitor.core.schedule``, what a check does by ``monitor.pipeline``. Here is
what all checks share: the feeds' states, so many at once, and of one host so many; and that a check which
fails by a fault of ours costs no other feed anything.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections import defaultdict
from contextlib import ExitStack, asynccontextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from monitor import logs
from monitor.core import schedule
from monitor.core.fetching import Failed, FetchRecord, Outcome
from monitor.core.urls import server_of
from monitor.pipeline import ingest
from monitor.reports.status import iso
from monitor.watch.network import unanswered

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Collection
    from datetime import datetime

    from monitor.core.fetching import FeedState
    from monitor.core.settings import FeedSettings, Settings
    from monitor.fetch.room import Room
    from monitor.seams import World

log = logs.get(__name__)

AT_ONCE = 64
"""Checks under way at a time; what they hold in memory is bounded by ``monitor.fetch.room``."""

OF_A_HOST = 8
"""Those of them that one host may have until they are read: a host of a hundred feeds that hangs must leave
room to others.
"""


class Checks:
    """The checks of all feeds. ``tick`` is to be called twice a second.

    ``states`` are the feeds' as stored; ``on_checked`` hears of each check that has ended.
    """

    def __init__(
        self,
        world: World,
        states: dict[str, FeedState],
        *,
        room: Room,
        on_checked: Callable[[FeedSettings, FetchRecord], Awaitable[None]],
    ) -> None:
        self._world = world
        self.states = states
        self._room = room
        self._on_checked = on_checked
        self.under_way: dict[str, asyncio.Task[FetchRecord]] = {}
        self.looked: datetime | None = None
        """When the feeds were last looked through."""
        self.due: dict[str, datetime] = {}
        """Feeds that are due or being checked, since when."""
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._crowds: defaultdict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(OF_A_HOST))

    def configure(self, settings: Settings, due: Collection[str]) -> None:
        """Go by these settings from now on; feeds that are ``due`` by them are looked at again at once."""
        self._world = replace(self._world, settings=settings)
        for feed in due:
            if feed in self.states:
                self.states[feed] = schedule.due_now(self.states[feed])

    async def tick(self) -> None:
        """Start a check of each feed that is due and not being checked."""
        now = self._world.clock.now()
        if away := self._world.network.back_after():
            log.info("the network is back", away_since=iso(away))
            for of, state in self.states.items():
                if unanswered(state, away):
                    self.states[of] = schedule.hurried(state, now)
        due = [feed for feed in self._world.settings.watched if schedule.is_due(self._state(feed), now)]
        self.looked = now
        self.due = {feed.id: self.due.get(feed.id, now) for feed in due}
        due = [feed for feed in due if feed.id not in self.under_way]
        random.shuffle(due)  # no feed is always the last of a crowd
        for feed in schedule.to_begin(due, self.due):
            task = asyncio.create_task(self._check(feed), name=f"check {feed.id}")
            self.under_way[feed.id] = task
            task.add_done_callback(partial(self._ended, feed.id))

    async def once(self) -> list[FetchRecord]:
        """Check every feed once, due or not, but for those that are gone; what each check brought."""
        feeds = self._world.settings.watched
        gone = [feed.id for feed in feeds if schedule.is_gone(self._state(feed))]
        if gone:
            log.warning("gone for good; not asked until their addresses change", feeds=gone)
        return await asyncio.gather(*(self._check(feed) for feed in feeds if feed.id not in gone))

    def _state(self, feed: FeedSettings) -> FeedState:
        return schedule.for_address(self.states.get(feed.id) or schedule.initial_state(feed), feed)

    def _ended(self, feed: str, _: object) -> None:
        self.under_way.pop(feed, None)
        self.due.pop(feed, None)

    @asynccontextmanager
    async def _slot(self, feed: FeedSettings) -> AsyncIterator[Callable[[], None]]:
        """A place for a check; what it yields gives up the one at its host before.

        Its document's room stays taken until it is filed: what was read of it takes no less.
        """
        crowd = self._crowds[server_of(feed.url)]
        with ExitStack() as until_read:
            await crowd.acquire()
            until_read.callback(crowd.release)
            async with self._slots:
                with self._room.let_go_after(feed.id):
                    yield until_read.close

    async def _check(self, feed: FeedSettings) -> FetchRecord:
        """Check a feed when there is room; whatever happens is its own outcome."""
        async with self._slot(feed) as read:
            try:
                filed = await ingest(feed, self._state(feed), self._world, on_read=read)
            except Exception:
                log.exception("check failed", feed=feed.id)
                return self._failed(feed)
        record = filed.record
        self.states[feed.id] = filed.state
        await self._on_checked(feed, record)
        log.log(
            logging.INFO if record.outcome.ok else logging.WARNING,
            "checked",
            feed=feed.id,
            outcome=str(record.outcome),
            detail=record.detail or None,
            entries=record.entries,
            new=record.new,
            kept=record.kept,
        )
        return record

    def _failed(self, feed: FeedSettings) -> FetchRecord:
        """Put a feed off whose check failed by a fault of ours, before anything of it could be filed."""
        failed = Failed(outcome=Outcome.INTERNAL, detail="a fault of Tumen's own; see the log")
        now = self._world.clock.now()
        self.states[feed.id] = schedule.after_failure(
            self._state(feed),
            failed,
            feed=feed,
            now=now,
            jitter=random.random(),  # noqa: S311 - spreads load, guards nothing
        )
        return FetchRecord(feed=feed.id, at=now, outcome=failed.outcome, detail=failed.detail)
