"""The daily sign of life to the operator: that Tumen runs, with counts, by the same outbox as all notices."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from alerts.alive import Figures, alive
from alerts.notices import notice
from alerts.schedule import last_digest_time, next_digest
from monitor.watch.oversight import open_troubles

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from monitor.core.fetching import FeedState
    from monitor.core.protocols import Store
    from monitor.core.settings import Settings

ALIVE_NOTE = "alive"
"""The store's note of when the last sign of life was given: what the next one counts from."""


def give_sign(
    store: Store,
    settings: Settings,
    states: Mapping[str, FeedState],
    now: datetime,
    *,
    started: datetime,
    standing: Sequence[str] = (),
) -> bool:
    """Tell the operator that Tumen is alive, if it is time; True if it was told.

    ``started``: when this process did. ``standing``: why ingest or delivery do not progress
    (``progress.standstill``). Times that were missed are made up for by one sign. Where it is new none is
    given, it only begins to count: from the start, or from the last time at which it would have been due.
    """
    heartbeat = settings.heartbeat
    if heartbeat is None or heartbeat.alive is None:
        return False
    noted = store.note(ALIVE_NOTE)
    if noted is None:
        last = last_digest_time(heartbeat.alive, heartbeat.timezone, now)
        store.set_note(ALIVE_NOTE, max(started, last).isoformat())
        return False
    since = datetime.fromisoformat(noted)
    due = next_digest(heartbeat.alive, heartbeat.timezone, since)
    if now < due:
        return False
    watched = settings.watched
    counts = store.counts()
    figures = Figures(
        since=since,
        activity=store.activity(since),
        waiting=counts["pending"] + counts["leased"],
        in_digests=sum(items for _, _, items in store.waiting_digests()),
        dead=counts["dead"],
        feeds=len(watched),
        failing=tuple(feed.id for feed in watched if feed.id in states and states[feed.id].failures),
        troubles=tuple(open_troubles(store).values()),
        standing=tuple(standing),
    )
    with store.unit() as unit:
        told = notice(unit, alive(figures, due, heartbeat.timezone), settings=settings, now=now)
    # After the notice: a crash between the two finds it told, under the same due time.
    store.set_note(ALIVE_NOTE, now.isoformat())
    return told
