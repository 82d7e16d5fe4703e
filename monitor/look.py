"""Looking at feeds once, with nothing stored: ``tumen check --online`` and ``tumen feeds test``.

In this process and without the limits that worker processes give: an operator watches and can interrupt.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor import sources
from monitor.clock import SystemClock
from monitor.core.errors import ReadError
from monitor.core.fetching import Failed, Fetched
from monitor.core.reading import newest_sitemap, read_document
from monitor.core.schedule import initial_state
from monitor.fetch import Fetcher

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from monitor.core.model import Document
    from monitor.core.settings import FeedSettings, Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a feed yielded; ``document`` is None if it failed, and ``failed`` says how."""

    feed: FeedSettings
    document: Document | None = None
    failed: Failed | None = None


async def look(settings: Settings, feeds: Sequence[FeedSettings]) -> AsyncIterator[Look]:
    """Fetch and read each feed once; the first to answer comes first."""
    fetcher = Fetcher(settings, clock=SystemClock())
    for done in asyncio.as_completed([_look(fetcher, feed) for feed in feeds]):
        yield await done


async def _look(fetcher: Fetcher, feed: FeedSettings) -> Look:
    reply = await fetcher.fetch(feed, initial_state(feed))
    if isinstance(reply, Failed):
        return Look(feed=feed, failed=reply)
    assert isinstance(reply, Fetched)  # nothing was asked conditionally
    seen = await _read(feed, reply)
    newest = newest_sitemap(seen.document) if seen.document and seen.document.kind == "sitemapindex" else None
    if newest is None:
        return seen
    reply = await fetcher.fetch_page(newest, feed)
    if isinstance(reply, Failed):
        return Look(feed=feed, failed=reply)
    assert isinstance(reply, Fetched)  # as above
    return await _read(feed, reply)


async def _read(feed: FeedSettings, reply: Fetched) -> Look:
    try:
        document = await asyncio.to_thread(
            read_document,
            reply.body,
            content_type=reply.content_type,
            url=reply.url,
            feed=feed,
            profile=sources.profile(feed.source, feed.url),
            now=SystemClock().now(),
        )
    except ReadError as error:
        return Look(feed=feed, failed=Failed(outcome=error.outcome, detail=error.detail))
    return Look(feed=feed, document=document)
