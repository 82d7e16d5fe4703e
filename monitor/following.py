"""A document that leads to further ones: an index to its newest sitemap, a list's page to the next one.

An index stands for the sitemap that it leads to, so what is remembered of the feed is that one's. Further
pages of a list are read only when nothing on the first was there before: then something may have passed
between two checks. Both are addresses that a document names, and are fetched as such.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.core.fetching import Failed, Outcome, Validators
from monitor.workers.documents import ReadDocument, ReadTask

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.core.fetching import FeedState, Fetched, Reply
    from monitor.core.settings import FeedSettings
    from monitor.seams import FetchesPages, Reads

MAX_PAGES = 4
"""Further pages of a list read in one check."""

GAP = 1.0
"""Seconds between two pages of a list, if its source asks for no more."""


async def read_whole(
    feed: FeedSettings,
    state: FeedState,
    reply: Fetched,
    *,
    fetcher: FetchesPages,
    workers: Reads,
    now: datetime,
) -> tuple[Reply, ReadDocument | Failed | None]:
    """Read what a feed's address answered, and what that leads to.

    The reply is the one to remember; the document is None if that brought the same bytes as the last time.
    """
    document = await workers.read(read_task(feed, reply, now, state.seen))
    if isinstance(document, ReadDocument) and document.follow:
        child = await fetcher.fetch_page(document.follow, feed)
        if isinstance(child, Failed):
            # Only that sitemap is gone: the index may lead to another the next time.
            outcome = Outcome.NOT_FOUND if child.outcome is Outcome.GONE else child.outcome
            return replace(child, outcome=outcome, detail=f"its newest sitemap: {child.detail}"), None
        # Validators are asked with at the index's address, of which these are not.
        reply = replace(child, validators=Validators(), permanent_url=reply.permanent_url)
        if reply.body_hash == state.body_hash:
            return reply, None
        document = await workers.read(read_task(feed, reply, now, state.seen))
        if isinstance(document, ReadDocument) and document.follow:
            return reply, Failed(outcome=Outcome.NOT_A_FEED, detail="an index of indexes of sitemaps")
    if isinstance(document, ReadDocument):
        reply = replace(reply, ttl=max(filter(None, (reply.ttl, document.ttl)), default=None))
        if state.seen:
            document = await _with_further_pages(feed, state, document, fetcher, workers, now)
    return reply, document


async def _with_further_pages(
    feed: FeedSettings,
    state: FeedState,
    document: ReadDocument,
    fetcher: FetchesPages,
    workers: Reads,
    now: datetime,
) -> ReadDocument:
    """The document with the pages after it, back to where one shows what was there before."""
    visited = {feed.url}
    page = document
    for _ in range(MAX_PAGES):
        address = page.next_page
        if not address or address in visited or not set(state.seen).isdisjoint(page.fingerprints):
            break
        visited.add(address)
        reply = await fetcher.fetch_page(address, feed, gap=GAP)
        if isinstance(reply, Failed):
            note = f"a further page failed: {reply.detail}"
            return replace(document, notes=(*document.notes, note))
        seen = (*state.seen, *document.fingerprints)
        further = await workers.read(read_task(feed, reply, now, seen))
        if isinstance(further, Failed):
            note = f"a further page could not be read: {further.detail}"
            return replace(document, notes=(*document.notes, note))
        page = further
        document = _joined(document, further)
    return document


def _joined(document: ReadDocument, older: ReadDocument) -> ReadDocument:
    return replace(
        document,
        readings=(*older.readings, *document.readings),
        fingerprints=tuple(dict.fromkeys((*document.fingerprints, *older.fingerprints))),
        entries=document.entries + older.entries,
        bad_entries=(*document.bad_entries, *older.bad_entries),
        notes=(*document.notes, *older.notes),
        failed=document.failed + older.failed,
    )


def read_task(feed: FeedSettings, reply: Fetched, now: datetime, seen: tuple[bytes, ...]) -> ReadTask:
    """An answer to read; entries that were ``seen`` need no second look."""
    return ReadTask(
        feed=feed,
        body=reply.body,
        content_type=reply.content_type,
        url=reply.url,
        now=now,
        seen=frozenset(seen),
    )
