"""The store on SQLite: where the groups of tables come together, and units and the lock begin."""

from __future__ import annotations

import shutil
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from monitor.core.errors import StoreBusy, StoreError, StoreFull
from storage.sqlite.alerts import AlertReads, AlertWrites
from storage.sqlite.articles import ArticleReads, ArticleWrites
from storage.sqlite.connection import Connections
from storage.sqlite.counting import TermCounts
from storage.sqlite.feeds import FeedReads, FeedWrites
from storage.sqlite.filing import NewArticles
from storage.sqlite.finding import Finding, Known
from storage.sqlite.housekeeping import Housekeeping
from storage.sqlite.opening import expect_soundness, prepare
from storage.sqlite.outbox import SqliteOutbox
from storage.sqlite.pages import PageReads, PageWrites
from storage.sqlite.search import SearchQueue, SearchReads
from storage.sqlite.stories import StoryReads

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import timedelta
    from pathlib import Path

    from monitor.core.protocols import Outbox, SearchText
    from storage.sqlite.connection import Connection


_ENDED_WELL = "ended-well"
"""The note by which a daemon that ends says so to the next one."""

_GLANCE = 0.5
"""Seconds a daemon waits for the lock: others hold it for a moment to see whether somebody else does."""


class SqliteUnit(FeedWrites, ArticleWrites, PageWrites, Finding, AlertWrites):
    """See ``monitor.core.protocols.Unit``."""

    def __init__(self, db: Connection, known: Known, search_text: SearchText) -> None:
        self._connection = db
        self._known = known
        self._search_text = search_text
        self._new = NewArticles()
        self._search = SearchQueue()
        self._counts = TermCounts(known.recent.counts)

    @property
    def _db(self) -> Connection:
        """The connection, with all that was filed so far written to it."""
        self._new.write(self._connection)
        return self._connection

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        queued, counted = len(self._search), len(self._counts)
        try:
            with self._db.savepoint():
                yield
                self._new.write(self._connection)
        except BaseException:
            self._new.drop()
            self._search.cut(queued)
            self._counts.cut(counted)
            self._known.clear()
            raise

    def finish(self) -> None:
        """Write what was kept for the end."""
        self._counts.write(self._db)
        self._search.write(self._db)


class SqliteStore(FeedReads, ArticleReads, PageReads, SearchReads, StoryReads, AlertReads, Housekeeping):
    """See ``monitor.core.protocols.Store``. May be used from many threads; one at a time writes."""

    def __init__(self, path: Path, *, search_text: SearchText, busy: timedelta, create: bool) -> None:
        prepare(path, busy=busy, create=create)
        self._search_text = search_text
        self._connections = Connections(path, busy=busy)
        self._known = Known()
        self.outbox: Outbox = SqliteOutbox(self._connections)

    @property
    def _db(self) -> Connection:
        return self._connections.here()

    @contextmanager
    def lock(self) -> Iterator[None]:
        with self._alone(patience=_GLANCE):
            self._expect_soundness()
            yield
            self._leave_word()

    def is_locked(self) -> bool:
        try:
            with self._alone(patience=0):
                return False
        except StoreBusy:
            return True

    @contextmanager
    def _alone(self, *, patience: float) -> Iterator[None]:
        # A third of the time that all of this takes to import, and most commands do without.
        from filelock import FileLock, Timeout

        path = self._connections.path
        lock = FileLock(f"{path}.lock", thread_local=False)
        try:
            lock.acquire(timeout=patience)
        except Timeout as timeout:
            raise StoreBusy(
                f"another Tumen is at work on {path}; stop it, or set another storage.url"
            ) from timeout
        except OSError as error:
            raise StoreError(f"{lock.lock_file} cannot be made: {error.strerror}") from error
        try:
            yield
        finally:
            lock.release()

    def _expect_soundness(self) -> None:
        """Look for damage, unless a daemon was the last to have the file and has ended well.

        So a restart begins at once, but for the first after a crash, or with a file put back from a backup of
        a running daemon. (Opening looks through small files in any case.)
        """
        if self.note(_ENDED_WELL) != "yes":
            expect_soundness(self._db)
            return
        with suppress(StoreFull):  # no reason not to start: the next one will not see a crash of this one
            self.set_note(_ENDED_WELL, "no")

    def _leave_word(self) -> None:
        with suppress(StoreError):  # then the next daemon looks for damage
            self.set_note(_ENDED_WELL, "yes")

    @contextmanager
    def unit(self) -> Iterator[SqliteUnit]:
        unit = SqliteUnit(self._db, self._known, self._search_text)
        try:
            with self._db.write():
                self._known.begin(self._db)
                yield unit
                unit.finish()
        except BaseException:
            self._known.spoil()
            raise

    def room(self) -> tuple[int, int] | None:
        try:
            disk = shutil.disk_usage(self._connections.path.parent)
        except OSError as error:
            raise StoreError(f"{self._connections.path} cannot be found: {error.strerror}") from error
        return disk.free, disk.total

    def close(self) -> None:
        self._connections.close()
