"""What passed unseen between two documents of a feed, looked for at its source's deeper address.

Some sources show more than their feed's window elsewhere: a longer feed, a news sitemap, a second page. That
address is data of the source (``SourceProfile.deeper``), asked only when a document does not join the one
before it, and at most once an hour of each feed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from monitor import logs, sources
from monitor.core.continuity import ENOUGH
from monitor.core.fetching import Failed
from monitor.core.settings import FeedFormat
from monitor.following import read_task

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from monitor.core.fetching import FeedState
    from monitor.core.model import Reading
    from monitor.core.settings import FeedSettings
    from monitor.seams import FetchesPages, Reads
    from monitor.workers.documents import ReadDocument

log = logs.get(__name__)

EVERY = timedelta(hours=1)
"""A feed that overruns its window all the time is not looked for elsewhere oftener."""

LATE = timedelta(hours=2)
"""So long after the time that it states an item may appear; older ones were not missed between the two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beyond:
    """What the deeper address showed; nothing if it failed. ``joined``: the feed had shown some before."""

    readings: tuple[Reading, ...] = ()
    joined: bool = False


def overran(state: FeedState, document: ReadDocument) -> bool:
    """True if none of the entries was there before, as far as their fingerprints tell."""
    known = bool(state.seen and state.last_success and state.outcome)
    return known and len(document.readings) >= document.entries >= ENOUGH


async def look_beyond(
    feed: FeedSettings,
    state: FeedState,
    document: ReadDocument,
    *,
    fetcher: FetchesPages,
    workers: Reads,
    now: datetime,
) -> Beyond | None:
    """Ask the deeper address; None if there is no need to, or none to ask."""
    url = sources.profile(feed.source, feed.url).deeper_than(feed.url)
    if url is None or not overran(state, document):
        return None
    if state.caught_up is not None and abs(now - state.caught_up) < EVERY:
        return None
    reply = await fetcher.fetch_page(url, feed)
    if isinstance(reply, Failed):
        log.warning("deeper address failed", feed=feed.id, outcome=str(reply.outcome), detail=reply.detail)
        return Beyond()
    read_as = feed if feed.format is FeedFormat.HTML else replace(feed, format=FeedFormat.AUTO)
    read = await workers.read(read_task(read_as, reply, now, (*state.seen, *document.fingerprints)))
    if isinstance(read, Failed):
        log.warning("deeper address could not be read", feed=feed.id, outcome=str(read.outcome))
        return Beyond()
    return Beyond(readings=read.readings, joined=not set(state.seen).isdisjoint(read.fingerprints))


def missed(
    beyond: Beyond, shown: Sequence[Reading], known: Collection[str], since: datetime
) -> tuple[list[Reading], bool]:
    """What of it passed unseen since then, and whether it reaches back to what had been seen.

    ``shown`` is what the feed itself shows now. An article that is ``known`` (by its keys) is left as it is:
    the deeper address may word it otherwise, which is no edit.
    """
    window = {key for reading in shown for key in reading.keys}
    others = [reading for reading in beyond.readings if window.isdisjoint(reading.keys)]
    unseen = [
        reading
        for reading in others
        if not any(key in known for key in reading.keys)
        and (reading.published is None or reading.published > since - LATE)
    ]
    return unseen, beyond.joined or len(unseen) < len(others)
