"""What checks and articles' pages ask of the network, the workers and the writer.

The daemon holds the real ones (``monitor.fetch``, ``monitor.workers``, ``monitor.writer``), tests their own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from monitor.watch.network import Network

if TYPE_CHECKING:
    from monitor.core.fetching import Failed, FeedState, Fetched, Reply
    from monitor.core.model import Reading
    from monitor.core.protocols import Clock
    from monitor.core.settings import FeedSettings, Settings
    from monitor.habits import Habits
    from monitor.pipeline import Check, Filed
    from monitor.workers.documents import PageTask, ReadDocument, ReadTask


class FetchesPages(Protocol):
    async def fetch_page(
        self, url: str, feed: FeedSettings, *, gap: float = 0.0, max_size: int | None = None
    ) -> Fetched | Failed: ...


class Fetches(FetchesPages, Protocol):
    async def fetch(self, feed: FeedSettings, state: FeedState) -> Reply: ...


class Reads(Protocol):
    async def read(self, task: ReadTask) -> ReadDocument | Failed: ...


class ReadsPages(Protocol):
    async def read_page(self, task: PageTask) -> Reading | Failed: ...


class Files(Protocol):
    async def file(self, check: Check) -> Filed: ...


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
