"""Items filed as a stream: ``tumen stories``.

The same understanding and the same filing as in the daemon (``monitor.pipeline.file_new``), in a store
that is thrown away. Each item is an article of its own, whatever its address: two items with the same text
are a copy and its original, not one article.

Items with a time come in their order. Those of one day that say no more than the day have none, so they are
filed together, the closest first (``monitor.core.stories.order``).
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Self

from monitor.core import copies
from monitor.core.identity import article_id
from monitor.core.model import Article
from monitor.core.stories.order import closest_first
from monitor.core.text import search_text
from monitor.pipeline import file_new
from monitor.reader import Reader
from monitor.reports.items import classified
from storage import open_store

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from monitor.core.model import JSON, Reading
    from monitor.core.protocols import Unit
    from monitor.core.settings import Settings
    from monitor.core.understanding import Understood
    from monitor.reports.items import Item

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
"""The time of items that come undated before any dated one."""

COMMIT_EVERY = 500
"""Items filed in one transaction, or some more; nobody else reads the store, so it only bounds the memory."""

TOGETHER = 100
"""Items of a day that are filed together at most: each is compared with each."""


@dataclass(frozen=True, slots=True)
class Pending:
    """An item that waits to be filed, as it was understood."""

    item: Item
    understood: Understood
    reading: Reading


class Stream:
    """Files items one after another, between ``with`` and its end.

    An undated item counts as of the item before it.
    """

    def __init__(self, settings: Settings) -> None:
        self._reader = Reader(settings)
        self._now = self._latest = BEGINNING
        self._ids: dict[str, Any] = {}
        self._uncommitted = 0
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

    def file(self, items: Iterable[Item]) -> Iterator[JSON]:
        """What ``tumen classify`` says of each item, with its ``story`` and ``copy_of`` (an item's id).

        In the order of the items. An item with a time, or without any date before it, is answered before the
        next is asked for; those of a day are answered when the next day has begun.
        """
        day: list[Pending] = []
        for item in items:
            if day and (len(day) == TOGETHER or item.date not in (None, self._now)):
                yield from self._file_together(day)
                day = []
            self._now = item.date or self._now
            self._latest = max(self._now, self._latest)
            day.append(self._understand(item, number=len(self._ids) + len(day)))
            if not _is_day(self._now):
                yield from self._file_together(day)
                day = []
        yield from self._file_together(day)

    def _understand(self, item: Item, *, number: int) -> Pending:
        understood = self._reader.understand(item)
        reading = self._reader.reading_of(item, understood, when=self._now, number=number)
        return Pending(item, understood, reading)

    def _file_together(self, day: Sequence[Pending]) -> Iterator[JSON]:
        """File items of one moment; the lines for them, in their order."""
        if self._uncommitted >= COMMIT_EVERY:
            self._filing.close()
            self._open_unit()
        waiting = {article_id(pending.reading): pending for pending in day}
        self._ids |= {article: pending.item.id for article, pending in waiting.items()}
        filed = {article: self.file_one(waiting[article]) for article in self._in_order(waiting)}
        self._uncommitted += len(day)
        for article, pending in waiting.items():
            it, item = filed[article], pending.item
            rules = (match.rule for match in pending.reading.matches)
            yield classified(item, pending.understood, rules) | {
                "story": it.story,
                "copy_of": self._ids[it.copy_of] if it.copy_of else None,
            }

    def _in_order(self, waiting: dict[str, Pending]) -> list[str]:
        """The ids of the articles that wait, in the order in which they are to be filed."""
        if len(waiting) < 2:
            return list(waiting)
        articles = [
            Article(id=name, reading=pending.reading, first_seen=self._latest, updated=self._latest)
            for name, pending in waiting.items()
        ]
        terms = {term for article in articles for term in article.reading.features.terms}
        ordered = closest_first(articles, self._unit.count_terms(terms), self._unit.count_articles())
        return [article.id for article in ordered]

    def file_one(self, pending: Pending) -> Article:
        """File what waits as an article. It is seen now, after all before it, whatever its date says."""
        bands = pending.reading.features.bands
        shared = self._unit.used_bands(bands, self._latest - copies.WINDOW)
        return file_new(self._unit, pending.reading, self._latest, shared=shared)

    def _open_unit(self) -> None:
        self._filing = ExitStack()
        self._unit = self._filing.enter_context(self._store.unit())
        self._uncommitted = 0


def _is_day(moment: datetime) -> bool:
    """True if an item's date is but a day (``parse_date``)."""
    return moment != BEGINNING and moment.time() == time()
