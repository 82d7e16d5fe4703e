"""Items filed as a stream: ``tumen stories``.

The same understanding and the same filing as in the daemon (``monitor.pipeline.file_new``), in a store
that is thrown away. Each item is an article of its own, whatever its address: two items with the same text
are a copy and its original, not one article.
"""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Self

from monitor.core import copies
from monitor.core.text import search_text
from monitor.pipeline import file_new
from monitor.reader import Reader
from monitor.reports.items import classified
from storage import open_store

if TYPE_CHECKING:
    from monitor.core.model import JSON
    from monitor.core.protocols import Unit
    from monitor.core.settings import Settings
    from monitor.reports.items import Item

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
"""The time of items that come undated before any dated one."""


COMMIT_EVERY = 500
"""Items filed in one transaction; nobody else reads the store, so it only bounds the memory."""


class Stream:
    """Files items one after another, between ``with`` and its end.

    An undated item counts as of the item before it.
    """

    def __init__(self, settings: Settings) -> None:
        self._reader = Reader(settings)
        self._now = BEGINNING
        self._ids: dict[str, Any] = {}
        self._stack = ExitStack()
        self._unit: Unit

    def __enter__(self) -> Self:
        folder = Path(self._stack.enter_context(TemporaryDirectory(prefix="tumen-")))
        self._store = open_store("sqlite:///stories.db", folder=folder, search_text=search_text)
        self._stack.callback(self._store.close)
        self._open_unit()
        return self

    def __exit__(self, *_: object) -> None:
        self._filing.close()
        self._stack.close()

    def file(self, item: Item) -> JSON:
        """What ``tumen classify`` says of the item, with its ``story`` and ``copy_of`` (an item's id)."""
        self._now = item.date or self._now
        if self._ids and len(self._ids) % COMMIT_EVERY == 0:
            self._filing.close()
            self._open_unit()
        understood = self._reader.understand(item)
        reading = self._reader.reading_of(item, understood, when=self._now, number=len(self._ids))
        shared = self._unit.used_bands(reading.features.bands, self._now - copies.WINDOW)
        article = file_new(self._unit, reading, self._now, shared=shared)
        self._ids[article.id] = item.id
        return classified(item, understood, (match.rule for match in reading.matches)) | {
            "story": article.story,
            "copy_of": self._ids[article.copy_of] if article.copy_of else None,
        }

    def _open_unit(self) -> None:
        self._filing = ExitStack()
        self._unit = self._filing.enter_context(self._store.unit())
