"""A document on its way to whoever reads it, and what comes back.

Apart from ``monitor.reader``, because the daemon's own process only hands these on: it need not import what
reading takes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from monitor.core.model import Reading
    from monitor.core.settings import FeedSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadTask:
    """A document to read: its bytes, and the fingerprints of entries that need no second look."""

    feed: FeedSettings
    body: bytes
    content_type: str
    url: str
    now: datetime
    seen: frozenset[bytes] = frozenset()


@cache
def can_read_any_page() -> bool:
    """True if trafilatura is installed, without which only pages with known selectors can be read."""
    return find_spec("trafilatura") is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTask:
    """An article's page to read, with what is known of the article so far."""

    feed: FeedSettings
    body: bytes
    content_type: str
    reading: Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDocument:
    """A document as understood.

    ``readings`` holds only the entries that were not seen before, oldest first; ``fingerprints`` those of
    all entries that could be read, newest first as feeds have it. ``notes`` say what was shortened;
    ``failed`` counts the bad entries that are our own fault; ``cut``: it breaks off. ``follow`` is the
    sitemap to be read in the place of an index, ``next_page`` where a list goes on (``monitor.following``),
    ``ttl`` for how long it says that nothing new comes.
    """

    readings: tuple[Reading, ...]
    fingerprints: tuple[bytes, ...]
    entries: int
    bad_entries: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    failed: int = 0
    cut: bool = False
    follow: str | None = None
    next_page: str | None = None
    ttl: timedelta | None = None
