"""Items filed as a stream, in memory: ``tumen stories``.

The same understanding and the same filing as in the daemon (``monitor.pipeline.file_new``), against the
reference store. Each item is an article of its own, whatever its address: two items with the same text
are a copy and its original, not one article.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from monitor.core.text import search_text
from monitor.items import classified
from monitor.pipeline import file_new
from monitor.reader import Reader
from storage import open_store

if TYPE_CHECKING:
    from monitor.core.model import JSON
    from monitor.core.settings import Settings
    from monitor.items import Item

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
"""The time of items that come undated before any dated one."""


class Stream:
    """Files items one after another; an undated item counts as of the item before it."""

    def __init__(self, settings: Settings) -> None:
        self._reader = Reader(settings)
        self._store = open_store("memory:", folder=Path(), search_text=search_text)
        self._now = BEGINNING
        self._ids: dict[str, Any] = {}

    def file(self, item: Item) -> JSON:
        """What ``tumen classify`` says of the item, with its ``story`` and ``copy_of`` (an item's id)."""
        self._now = item.date or self._now
        understood = self._reader.understand(item)
        reading = self._reader.reading_of(item, understood, when=self._now, number=len(self._ids))
        with self._store.unit() as unit:
            article = file_new(unit, reading, self._now)
        self._ids[article.id] = item.id
        return classified(item, understood, (match.rule for match in reading.matches)) | {
            "story": article.story,
            "copy_of": self._ids[article.copy_of] if article.copy_of else None,
        }
