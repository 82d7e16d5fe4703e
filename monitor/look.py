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
from monitor.core.fetching import Failed, NotModified, Outcome
from monitor.core.reading import newest_sitemap, read_document
from monitor.fetch import Fetcher

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from monitor.core.fetching import Reply
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
    document = await read_reply(feed, await fetcher.fetch(feed))
    if not isinstance(document, Failed) and document.kind == "sitemapindex":
        newest = newest_sitemap(document)
        document = await read_reply(feed, await fetcher.fetch_page(newest, feed)) if newest else document
    if isinstance(document, Failed):
        return Look(feed=feed, failed=document)
    return Look(feed=feed, document=document)


async def read_reply(feed: FeedSettings, reply: Reply) -> Document | Failed:
    """What a feed's address, or another that stands for it, has answered to a first question."""
    if isinstance(reply, NotModified):
        return Failed(outcome=Outcome.BAD_STATUS, detail="304 to a first question", status=304)
    if isinstance(reply, Failed):
        return reply
    try:
        return await asyncio.to_thread(
            read_document,
            reply.body,
            content_type=reply.content_type,
            url=reply.url,
            feed=feed,
            profile=sources.profile(feed.source, feed.url),
            now=SystemClock().now(),
        )
    except ReadError as error:
        return Failed(outcome=error.outcome, detail=error.detail)
