"""Looks after what the operator should know and no single check or attempt shows; a round a minute.

Feeds that are silent beyond their rhythm or fail for long, channels through which nothing gets, a disk that
fills. Each trouble is told once, when it begins, and a feed's once more, when it ends. Which are open stands
in the store (``TROUBLES_NOTE``), so a restart tells nothing twice and ``tumen status`` shows them. What else
is told is told where it is seen: ``monitor.pipeline`` (lost items), ``alerts.lane`` (single deliveries and
channels that cannot be reached), ``monitor.daemon`` (a refused file).
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from alerts import feed_trouble, trouble
from alerts.notices import notice
from alerts.trouble import Trouble
from monitor import logs
from monitor.core.fetching import Outcome
from monitor.core.progress import is_stuck
from monitor.core.rhythm import SHORTEST, Rhythm, learn

if TYPE_CHECKING:
    from collections.abc import Mapping

    from monitor.core.fetching import FeedState
    from monitor.core.protocols import Store
    from monitor.core.settings import FeedSettings, Settings

log = logs.get(__name__)

TROUBLES_NOTE = "troubles"
"""The store's note that holds the open troubles, a JSON list of ``Trouble``."""

FAILING = timedelta(hours=3)
"""A feed that was read at no time in this is told of, after ``FAILURES`` failures at least."""

FAILURES = 5
AT_ONCE = (Outcome.CHALLENGE, Outcome.LAYOUT)
"""Time does not mend these: two in a row are told."""

_ROOM = 200_000_000
_ROOM_SHARE, _ROOM_AMPLE = 0.05, 2_000_000_000
_ROOM_AGAIN = 1.2

Key = tuple[str, str]
"""Kind and what it is about: of each there is one open trouble."""


def open_troubles(store: Store) -> dict[Key, Trouble]:
    """The troubles that were there at the last round."""
    noted = json.loads(store.note(TROUBLES_NOTE) or "[]")
    return {(it["kind"], it["about"]): Trouble(**it) for it in noted}


def silent_feeds(store: Store, settings: Settings) -> dict[str, str]:
    """The names, by id, of the feeds from which nothing comes: silent or failing at the last round."""
    quiet = {
        about for kind, about in open_troubles(store) if kind in (feed_trouble.SILENT, feed_trouble.FAILING)
    }
    return {feed.id: feed.name for feed in settings.feeds if feed.id in quiet}


class Oversight:
    """Uses the store in the thread that it is called in."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._rhythms: dict[str, tuple[datetime, Rhythm]] = {}

    def round(self, settings: Settings, states: Mapping[str, FeedState], now: datetime) -> bool:
        """Find what is the matter, tell what is new of it, and what is over; True if anything was told."""
        known = open_troubles(self._store)
        feeds = {feed.id: feed for feed in settings.watched}
        found = (
            self._feeds(feeds, states, known, now) | self._channels(settings, now) | self._disk(known, now)
        )
        if found.keys() == known.keys():
            return False
        news = [it for key, it in found.items() if key not in known]
        ended = [it for key, it in known.items() if key not in found]
        news += [over for it in ended if (over := _over(it, feeds))]
        with self._store.unit() as unit:
            # A list, because each of them has to be told.
            told = [
                notice(
                    unit,
                    it,
                    settings=settings,
                    now=now,
                    not_by=it.about if it.kind == trouble.STUCK else None,
                )
                for it in news
            ]
        # After the notices: a crash between the two finds them told.
        self._store.set_note(TROUBLES_NOTE, json.dumps([asdict(it) for it in found.values()]))
        for it in news:
            log.warning(it.title, kind=it.kind, about=it.about)
        return any(told)

    def _feeds(
        self,
        feeds: Mapping[str, FeedSettings],
        states: Mapping[str, FeedState],
        known: Mapping[Key, Trouble],
        now: datetime,
    ) -> dict[Key, Trouble]:
        found: dict[Key, Trouble] = {}
        for feed in feeds.values():
            state = states.get(feed.id)
            if state is None or state.outcome is Outcome.GONE:
                continue
            for it in (self._failing(feed, state, known, now), self._silent(feed, state, known)):
                if it is not None:
                    found[it.kind, it.about] = it
        return found

    def _failing(
        self, feed: FeedSettings, state: FeedState, known: Mapping[Key, Trouble], now: datetime
    ) -> Trouble | None:
        if not state.failures:
            return None
        told = known.get((feed_trouble.FAILING, feed.id))
        if told is not None:
            return told
        for_long = state.last_success is None or now - state.last_success >= FAILING
        if (state.failures >= FAILURES and for_long) or (state.failures > 1 and state.outcome in AT_ONCE):
            return feed_trouble.failing(feed, state)
        return None

    def _silent(self, feed: FeedSettings, state: FeedState, known: Mapping[Key, Trouble]) -> Trouble | None:
        if state.last_new is None or state.last_success is None:
            return None
        told = known.get((feed_trouble.SILENT, feed.id))
        if told is not None and not self._resumed(feed.id, told, state.last_new, state.last_success):
            return told
        if state.last_success - state.last_new < SHORTEST:
            return None
        silence = self._rhythm(feed.id, state.last_new).silence(state.last_new, state.last_success)
        return feed_trouble.silent(feed, silence) if silence else None

    def _resumed(self, feed: str, told: Trouble, last_new: datetime, until: datetime) -> bool:
        since = datetime.fromisoformat(told.occasion)
        if last_new == since:
            return False
        return self._rhythm(feed, last_new).resumed(self._store.arrivals(feed), since, until)

    def _rhythm(self, feed: str, until: datetime) -> Rhythm:
        """As it was before the present silence, which would else teach that silence is usual."""
        learnt = self._rhythms.get(feed)
        if learnt is None or learnt[0] != until:
            learnt = self._rhythms[feed] = (until, learn(self._store.arrivals(feed), until))
        return learnt[1]

    def _channels(self, settings: Settings, now: datetime) -> dict[Key, Trouble]:
        served = {channel.id for channel in settings.channels if channel.enabled}
        found = {}
        for queue in self._store.outbox.queues(now):
            if queue.channel in served and queue.since and is_stuck(queue, now):
                state = self._store.outbox.channel_state(queue.channel)
                if not state.disabled and state.failing_since is None:  # the lane has told of those
                    found[trouble.STUCK, queue.channel] = trouble.stuck(queue, queue.since, now)
        return found

    def _disk(self, known: Mapping[Key, Trouble], now: datetime) -> dict[Key, Trouble]:
        room = self._store.room()
        if room is None:
            return {}
        free, total = room
        wanted = max(_ROOM, min(_ROOM_SHARE * total, _ROOM_AMPLE))
        told = known.get((trouble.DISK, "store"))
        if free >= (wanted * _ROOM_AGAIN if told else wanted):
            return {}
        return {(trouble.DISK, "store"): told or trouble.disk_filling(free, total, now)}


def _over(ended: Trouble, feeds: Mapping[str, FeedSettings]) -> Trouble | None:
    """What to tell of a trouble that is over; nothing of a feed that is no longer watched."""
    feed = feeds.get(ended.about)
    if feed is None:
        return None
    if ended.kind == feed_trouble.SILENT:
        return feed_trouble.speaks_again(feed, datetime.fromisoformat(ended.occasion))
    if ended.kind == feed_trouble.FAILING:
        return feed_trouble.recovered(feed, ended.occasion)
    return None
