"""The daemon: checks feeds when they are due, delivers what the outbox holds, takes up a changed file.

A few small jobs look at what is due (``ticks``, APScheduler's). None of them does the work itself,
and none trusts its own tick: "when next" stands in the store, with each feed and each delivery.

    tick      every half second   start a check of each feed that is due
    watch     every second        take up a changed feeds.yaml; a bad one is refused, the last good one stays
    digests   every five seconds  make the digests whose time has come
    report    every ten seconds   leave the daemon's own state in the store, for ``tumen status``
    beat      every second        ping the heartbeat's address if it is time and all is well
    pages     every second        fetch articles' pages for the text that their feeds had not
    oversee   every minute        tell the operator of silent feeds and the like; make the digests that say
                                  that nothing came; give the daily sign of life
    purge     every ten minutes   forget what the operator wants forgotten

It ends within ten seconds of being asked to: no new check, what is being filed is filed, what is being
sent is settled or left to its lease. A second ask ends it at once.
"""

from __future__ import annotations

import asyncio
import json
import os
from contextlib import AsyncExitStack, suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from alerts.channels import build_channels
from alerts.empty_digests import empty_digests
from alerts.feed_trouble import gone
from alerts.notices import notice
from alerts.notifications import due_digests
from alerts.outbox import Dispatcher
from alerts.trouble import configuration_refused, network_away
from alerts.versions import rule_versions
from monitor import __version__, logs
from monitor.checks import Checks
from monitor.clock import SystemClock
from monitor.configfile import ConfigWatch
from monitor.core.changes import diff
from monitor.core.errors import StoreError, UsageError
from monitor.core.fetching import Outcome
from monitor.core.progress import Signs, standstill
from monitor.core.text import search_text
from monitor.fetch import Fetcher
from monitor.fetch.addresses import Configured, GuardedBackend
from monitor.fetch.room import Room
from monitor.habits import Habits
from monitor.pages.queue import Pages
from monitor.reports.status import DAEMON_NOTE, iso, last_report
from monitor.seams import World
from monitor.ticks import Ticks
from monitor.watch.alive import give_sign
from monitor.watch.heartbeat import Heartbeat
from monitor.watch.network import Network
from monitor.watch.oversight import Oversight, silent_feeds
from monitor.workers.pool import Workers
from monitor.writer import Writer
from storage import open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from alerts.trouble import Trouble
    from monitor.core.accounts import Queue
    from monitor.core.fetching import FetchRecord
    from monitor.core.protocols import Clock, Store
    from monitor.core.settings import FeedSettings, Settings

P = ParamSpec("P")
T = TypeVar("T")

log = logs.get(__name__)

PURGE_AT_ONCE = 500
"""Articles forgotten in one transaction; the writer is free for others in between."""

STORE_BUSY = timedelta(seconds=1)
"""How long one write waits for a store that another program has locked; whoever writes tries again.

Not longer, because a write that waits can be neither told of nor stopped."""

DELIVER_WITHIN = timedelta(seconds=30)
"""How long is gone on delivering when every feed is checked once; the rest is delivered by the next run."""

NEWS_WITHIN = timedelta(seconds=5)
"""How much of that is there at least for what articles' pages bring, whoever has used up the rest."""

PAGES_WITHIN = 20.0
"""Seconds for articles' pages when every feed is checked once; the others are fetched by the next run."""

STOP_WITHIN = 8.0
"""Seconds for what is under way when the daemon is asked to stop."""


class Daemon:
    """Everything that runs, put together from one configuration file; the only place that does so."""

    def __init__(
        self, config: Path, *, env: Mapping[str, str] | None = None, clock: Clock | None = None
    ) -> None:
        """Read the file; raises ``ConfigError`` if there is no good one to begin with.

        At the start somebody is there to set a missing variable: so a channel that rules or notices tell by
        and that lacks its secret is refused now (``UsageError``), instead of letting its alerts pile up.
        """
        self._watch = ConfigWatch(config, env if env is not None else os.environ)
        _demand_secrets(self._watch.settings)
        self._folder = config.absolute().parent
        self._clock = clock or SystemClock()
        self._started = self._clock.now()
        self.settings: Settings = self._watch.settings
        self._network = Network()
        self._stored: datetime | None = None
        """When the store last took a report."""
        self._problems_told: list[str] = []
        self._aside: set[asyncio.Task[None]] = set()
        self._waiting: dict[str, str] = {}
        """Jobs that wait for the store, with the reason that was told."""
        self._store: Store
        self._oversight: Oversight
        self._heartbeat: Heartbeat
        self._writer: Writer
        self._workers: Workers
        self._fetcher: Fetcher
        self._checks: Checks
        self._dispatcher: Dispatcher
        self._pages: Pages

    # --- running --------------------------------------------------------------------------------

    async def run(self, stop: asyncio.Event) -> None:
        """Run until ``stop`` is set."""
        async with AsyncExitStack() as stack:
            await self._open(stack)
            ticks = Ticks()
            ticks.every(timedelta(seconds=0.5), self._checks.tick)
            ticks.every(timedelta(seconds=1), self._take_up)
            ticks.every(timedelta(seconds=5), self._digests)
            ticks.every(timedelta(seconds=10), self._report)
            ticks.every(timedelta(seconds=1), self._beat)
            ticks.every(timedelta(seconds=1), self._pages.round)
            ticks.every(timedelta(minutes=1), self._oversee)
            ticks.every(timedelta(minutes=10), self._purge)
            ticks.start()
            delivering = asyncio.create_task(self._dispatcher.run(), name="dispatcher")
            feeds = len(self.settings.watched)
            log.info("started", version=__version__, feeds=feeds, config=self.settings.checksum)
            await self._report()
            await self._checks.tick()
            try:
                await stop.wait()
                log.info("stopping", checks=len(self._checks.under_way))
            finally:
                ticks.stop()
                await self._finish(delivering)
        log.info("stopped")

    async def once(self) -> list[FetchRecord]:
        """Check every feed once, deliver what is due, and return what each check brought."""
        async with AsyncExitStack() as stack:
            await self._open(stack)
            records = await self._checks.once()
            await self._digests()
            await self._oversee(once=True)
            began = self._clock.now()
            await self._dispatcher.drain(DELIVER_WITHIN)
            left = DELIVER_WITHIN - (self._clock.now() - began)
            await self._pages.drain(PAGES_WITHIN)
            await self._dispatcher.drain(max(left, NEWS_WITHIN))
            return records

    async def _open(self, stack: AsyncExitStack) -> None:
        settings = self.settings
        self._store = open_store(
            settings.storage.url, folder=self._folder, search_text=search_text, busy=STORE_BUSY
        )
        stack.callback(self._store.close)
        stack.enter_context(self._store.lock())
        freed = self._store.outbox.free_leases()
        if freed:
            log.info("took over deliveries of an earlier run", deliveries=freed)
        self._warn_of_stopped()
        self._remember_rules(settings)
        room = Room()
        self._workers = Workers(settings)
        stack.push_async_callback(self._workers.close)
        self._fetcher = Fetcher(settings, clock=self._clock, room=room)
        self._connector = GuardedBackend(Configured)
        self._oversight = Oversight(self._store)
        self._heartbeat = Heartbeat(self._fetcher.ping, self._signs)
        self._dispatcher = Dispatcher(
            self._store,
            build_channels(settings, self._connector),
            clock=self._clock,
            run=self._writes,
            settings=settings,
            latest=last_report(self._store),
        )
        self._writer = await stack.enter_async_context(Writer(self._store, on_filed=self._dispatcher.notify))
        self._pages = Pages(
            self._store,
            self._fetcher,
            self._workers,
            self._writer,
            settings=settings,
            clock=self._clock,
            room=room,
            on_filed=self._dispatcher.notify,
        )
        stack.push_async_callback(self._pages.stop)
        world = World(
            settings=settings,
            fetcher=self._fetcher,
            workers=self._workers,
            writer=self._writer,
            habits=Habits(self._store),
            clock=self._clock,
            network=self._network,
        )
        states = dict(self._store.feed_states())
        self._checks = Checks(world, states, room=room, on_checked=self._checked)

    async def _writes(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        return await self._writer.call(function, *args, **kwargs)

    async def _finish(self, delivering: asyncio.Task[None]) -> None:
        """End what is under way: checks that are still fetching are dropped, they will be due again."""
        checks = self._checks.under_way.values()
        for task in (*checks, *self._aside):
            task.cancel()
        self._dispatcher.stop()
        under_way = [*checks, delivering, *self._aside]
        _, late = await asyncio.wait(under_way, timeout=STOP_WITHIN)
        for task in late:
            task.cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.gather(*late, return_exceptions=True)

    def look_at_file(self) -> None:
        """Take the configuration file for finished (SIGHUP), and up within a second."""
        self._watch.look_now()

    def _soon(self, work: Coroutine[Any, Any, None]) -> None:
        """Start work that nobody waits for until the daemon ends."""
        task = asyncio.create_task(work)
        self._aside.add(task)
        task.add_done_callback(self._aside.discard)

    async def _checked(self, feed: FeedSettings, record: FetchRecord) -> None:
        if record.outcome is Outcome.NEW:
            self._pages.wake()
        if record.outcome is Outcome.GONE:
            await self._notice(gone(feed, logs.redact(feed.url)))

    # --- a changed file -------------------------------------------------------------------------

    async def _take_up(self) -> None:
        """Take up a changed file; one that is refused is told of once and changes nothing."""
        changed = await asyncio.to_thread(self._watch.poll)
        if changed is None:
            await self._refused()
            return
        changes = diff(self.settings, changed)
        self.settings = changed
        self._workers.configure(changed)
        self._fetcher.configure(changed)
        self._pages.configure(changed)
        self._dispatcher.reconfigure(build_channels(changed, self._connector), changed)
        self._checks.configure(changed, changes.due)
        await self._try("rule versions", self._remember_rules, changed)
        log.info("configuration taken up", config=changed.checksum, changes=str(changes))
        self._warn_of_stopped()
        await self._report()
        await self._checks.tick()

    def _warn_of_stopped(self) -> None:
        for stopped in self.settings.stopped:
            log.warning("a variable is missing", part=stopped.part, missing=list(stopped.missing))

    def _remember_rules(self, settings: Settings) -> None:
        """Keep the rules as they stand, so that a receipt can show by which an alert was told."""
        with self._store.unit() as unit:
            unit.add_rule_versions(rule_versions(settings, self._clock.now()))

    async def _refused(self) -> None:
        """Say once that the file was refused: in the log, the status, and to the operator."""
        problems = [str(problem) for problem in self._watch.problems]
        if problems == self._problems_told:
            return
        self._problems_told = problems
        if not problems:
            return
        log.error("configuration refused; the last good one stays", problems=problems)
        await self._report()
        self._soon(self._notice(configuration_refused(problems, self._clock.now())))

    async def _notice(self, trouble: Trouble) -> None:
        """Tell the operator of something about Tumen itself.

        Nobody would ask for it again, so a store that is busy or full is waited for.
        """

        def tell() -> bool:
            with self._store.unit() as unit:
                return notice(unit, trouble, settings=self.settings, now=self._clock.now())

        while (told := await self._try("notice", tell)) is None:  # noqa: ASYNC110 - a store sets no event
            await asyncio.sleep(STORE_BUSY.total_seconds())
        if told:
            self._dispatcher.notify()

    # --- the other jobs -------------------------------------------------------------------------

    async def _digests(self) -> None:
        """Make the digests whose time has come."""

        def make() -> int:
            now = self._clock.now()
            if all(due > now for _, due, _ in self._store.waiting_digests()):
                return 0
            with self._store.unit() as unit:
                return due_digests(unit, self.settings, now)

        if await self._try("digests", make):
            self._dispatcher.notify()

    async def _purge(self) -> None:
        """Forget what the operator wants forgotten, a little at a time so that nobody waits."""
        now, keep = self._clock.now(), self.settings.storage
        kept_before = now - keep.keep if keep.keep else None
        dropped_before = now - keep.keep_dropped if keep.keep_dropped else None

        def purge() -> int:
            return self._store.purge(
                kept_before=kept_before, dropped_before=dropped_before, limit=PURGE_AT_ONCE
            )

        total = 0
        while purged := await self._try("purge", purge):
            total += purged
        if total:
            log.info("purged", articles=total)

    async def _signs(self) -> Signs:
        """What shows progress; read past the writer's thread, which may be the one that stands still."""
        served = {channel.id for channel in self.settings.channels if channel.enabled and not channel.missing}
        queues: Sequence[Queue] = ()
        trouble = self._writer.trouble
        try:
            queues = await asyncio.to_thread(self._store.outbox.queues, self._clock.now())
        except StoreError as error:
            trouble = str(error)
        return Signs(
            looked=self._checks.looked,
            due=self._checks.due,
            stored=self._stored,
            trouble=trouble,
            channels=len(served),
            turned=self._dispatcher.last_turn,
            queues=[queue for queue in queues if queue.channel in served],
        )

    async def _beat(self) -> None:
        if self.settings.heartbeat:
            await self._heartbeat.beat(self.settings.heartbeat, self._clock.now())

    async def _oversee(self, *, once: bool = False) -> None:
        """Tell the operator what is the matter, and once a day that all is well."""
        now = self._clock.now()
        told = await self._try("oversight", self._oversight.round, self.settings, self._checks.states, now)
        standing = () if once else standstill(await self._signs(), now)
        alive = await self._try(
            "sign of life",
            give_sign,
            self._store,
            self.settings,
            self._checks.states,
            now,
            started=self._started,
            standing=standing,
        )
        empty = await self._try("empty digests", self._say_that_nothing_came)
        if told or alive or empty:
            self._dispatcher.notify()
        if away := self._network.away_for_long(now):
            await self._notice(network_away(away))

    def _say_that_nothing_came(self) -> int:
        silent = silent_feeds(self._store, self.settings)
        with self._store.unit() as unit:
            return empty_digests(unit, self.settings, self._clock.now(), silent=silent)

    async def _report(self) -> None:
        """Leave the daemon's own state in the store."""
        report = {
            "pid": os.getpid(),
            "version": __version__,
            "started": iso(self._started),
            "reported": iso(self._clock.now()),
            "config": self.settings.checksum,
            "problems": [str(problem) for problem in self._watch.problems],
            "stopped": [str(stopped) for stopped in self.settings.stopped],
            "trouble": self._writer.trouble,
            "network_away": iso(self._network.away_since),
            "heartbeat": {
                "beaten": iso(self._heartbeat.beaten),
                "trouble": list(self._heartbeat.trouble),
            },
        }

        def leave() -> bool:
            self._store.set_note(DAEMON_NOTE, json.dumps(report))
            return True

        if await self._try("report", leave):
            self._stored = self._clock.now()

    async def _try(self, job: str, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        """Run a job's work in the writer's thread; a store that is busy or full is met again next time."""
        try:
            result = await self._writer.call(function, *args, **kwargs)
        except StoreError as error:
            if self._waiting.get(job) != str(error):
                log.warning("job waits for the store", job=job, reason=str(error))
            self._waiting[job] = str(error)
            return None
        self._waiting.pop(job, None)
        return result


def _demand_secrets(settings: Settings) -> None:
    told_by = {name for rule in settings.rules if rule.enabled for name in rule.channels}
    needed = {f"channels.{name}" for name in told_by.union(settings.notices)} | {"storage"}
    lacking = [str(stopped) for stopped in settings.stopped if stopped.part in needed]
    if lacking:
        raise UsageError("\n".join(lacking))
