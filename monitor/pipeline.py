"""The path of the data, top to bottom: feed → fetched → entries → articles → stories → matches → alerts.

``ingest`` is one check of one feed. Everything that a check brings is committed in one transaction: the
articles, their revisions and stories, the matches, the notifications with their deliveries, and the feed's
own state (validators, next check). Only a check of thousands of entries goes in portions, the state with
the last (``Check.portions``).
So a crash loses no article and no alert: either the check has happened, or the next one brings the same
document again.

What a document says is worked out in a worker process (``monitor.reader``); how that is filed, linked and
alerted of, inside the write transaction, is ``monitor.filing``.
"""

from __future__ import annotations

import itertools
import math
import random
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from monitor import catchup, sources
from monitor.core import pace, schedule
from monitor.core.fetching import Failed, Fetched, FetchRecord, NotModified, Outcome
from monitor.core.settings import Backlog
from monitor.following import read_whole
from monitor.watch.network import Network
from monitor.workers.documents import ReadDocument

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime, timedelta

    from monitor.catchup import Beyond
    from monitor.core.fetching import FeedState, Reply
    from monitor.core.model import Reading
    from monitor.core.protocols import Clock
    from monitor.core.settings import FeedSettings, Settings
    from monitor.habits import Habits
    from monitor.seams import Fetches, Files, Reads


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What a check needs of the world; the daemon holds the real one, tests their own."""

    settings: Settings
    fetcher: Fetches
    workers: Reads
    writer: Files
    habits: Habits
    clock: Clock
    network: Network = field(default_factory=Network)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """The result of one check, ready to be filed: the feed's next state, its history line, what was read.

    ``backlog``: this is the feed's first success, which alerts nobody. ``previous`` is the state before.
    ``beyond``: what the source's deeper address had, if that was asked. ``habits``: what each hour of the
    week usually brings (``rhythm.habits``).
    ``more``: a portion of a long check; state and history line are stored with the last one.
    """

    feed: FeedSettings
    settings: Settings
    previous: FeedState
    state: FeedState
    record: FetchRecord
    readings: tuple[Reading, ...] = ()
    beyond: Beyond | None = None
    habits: Sequence[int] = ()
    backlog: bool = False
    more: bool = False
    now: datetime

    def portions(self, size: int) -> list[Check]:
        """The check in even portions of at most ``size`` readings, to be filed one after another.

        A crash between two of them loses nothing: the feed's state is stored with the last, so the document
        is read again, and what was filed is known by then.
        """
        count = max(1, math.ceil(len(self.readings) / size))
        ends = [len(self.readings) * number // count for number in range(count + 1)]
        return [
            replace(
                self,
                readings=self.readings[start:end],
                beyond=None if start else self.beyond,
                more=end < len(self.readings),
            )
            for start, end in itertools.pairwise(ends)
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """What became of a check: the state and history line as stored."""

    state: FeedState
    record: FetchRecord


async def ingest(
    feed: FeedSettings, state: FeedState, world: World, *, on_read: Callable[[], None] = lambda: None
) -> Filed:
    """Check one feed: fetch, read, understand, file. Whatever fails is an outcome of this feed alone.

    ``on_read`` hears when nobody outside is waited for any more, and the document is let go of.
    """
    check = await look_at(feed, state, world)
    on_read()
    return await world.writer.file(check)


async def look_at(feed: FeedSettings, state: FeedState, world: World) -> Check:
    """What a check of a feed brings, ready to be filed."""
    state = schedule.for_address(state, feed)
    started = world.clock.now()
    reply = await world.fetcher.fetch(feed, state)
    away = world.network.saw(feed, state, reply, world.settings, world.clock.now())
    document: ReadDocument | Failed | None = None
    if isinstance(reply, Fetched) and reply.body_hash != state.body_hash:
        reply, document = await read_whole(
            feed, state, reply, fetcher=world.fetcher, workers=world.workers, now=started
        )
    now = world.clock.now()
    check = conclude(
        feed,
        state,
        reply,
        document,
        settings=world.settings,
        now=now,
        took=now - started,
        network_away=away,
    )
    if isinstance(document, ReadDocument):
        beyond = await catchup.look_beyond(
            feed, state, document, fetcher=world.fetcher, workers=world.workers, now=now
        )
        if beyond is not None:
            check = replace(check, beyond=beyond, state=replace(check.state, caught_up=now))
    if check.record.outcome.ok and feed.interval > pace.FLOOR:  # no wait could be shorter
        check = replace(check, habits=await world.habits.of(feed.id, now))
    return check


def conclude(
    feed: FeedSettings,
    state: FeedState,
    reply: Reply,
    document: ReadDocument | Failed | None,
    *,
    settings: Settings,
    now: datetime,
    took: timedelta,
    network_away: bool = False,
) -> Check:
    """What a check's reply and document make of the feed's state; ``document`` is None for the same bytes.

    ``network_away``: nobody can be reached at present, so that the feed is not to blame.
    """
    gap = sources.profile(feed.source, feed.url).min_gap
    jitter = random.random()  # noqa: S311 - spreads load, guards nothing
    record = FetchRecord(feed=feed.id, at=now, outcome=Outcome.UNCHANGED, took=took)
    if isinstance(reply, Fetched):
        record = replace(record, status=reply.status, size=len(reply.body))
    failed = next((part for part in (reply, document) if isinstance(part, Failed)), None)
    if failed is not None:
        if network_away:
            failed = replace(failed, detail=f"the network seems to be away ({failed.detail})")
        return Check(
            feed=feed,
            settings=settings,
            previous=state,
            state=schedule.after_failure(
                state,
                failed,
                feed=feed,
                now=now,
                jitter=jitter,
                min_gap=gap,
                network_away=network_away,
            ),
            record=replace(
                record,
                outcome=failed.outcome,
                detail=failed.detail,
                status=failed.status if failed.status is not None else record.status,
            ),
            now=now,
        )
    if isinstance(reply, NotModified) or document is None:
        assert isinstance(reply, NotModified | Fetched)
        unchanged = schedule.after_unchanged(
            state, feed=feed, validators=reply.validators, now=now, jitter=jitter, min_gap=gap
        )
        if isinstance(reply, Fetched):  # the same bytes may have moved for good
            unchanged = replace(unchanged, validators=reply.validators, permanent_url=reply.permanent_url)
        return Check(
            feed=feed,
            settings=settings,
            previous=state,
            state=unchanged,
            record=record,
            now=now,
        )
    assert isinstance(reply, Fetched)
    assert isinstance(document, ReadDocument)
    outcome = Outcome.NEW if document.readings else Outcome.UNCHANGED
    after = schedule.after_success(
        state,
        feed=feed,
        fetched=reply,
        seen=document.fingerprints,
        outcome=outcome,
        now=now,
        jitter=jitter,
        min_gap=gap,
    )
    return Check(
        feed=feed,
        settings=settings,
        previous=state,
        state=schedule.to_be_read_again(after, state) if document.failed or document.cut else after,
        record=replace(
            record,
            outcome=outcome,
            detail="; ".join((*document.bad_entries, *document.notes))[:500],
            entries=document.entries,
            bad_entries=len(document.bad_entries),
        ),
        readings=document.readings,
        backlog=state.first_success is None and feed.backlog is Backlog.QUIET,
        now=now,
    )
