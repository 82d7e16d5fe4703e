"""Connections: one a thread, how each is set up, how a write begins and ends, what its errors mean.

All access to the file goes through ``Connection``, which turns SQLite's complaints about the *file* into
the errors of ``monitor.core.errors``: busy, full, damaged. Complaints about a *value* (a duplicate id, a
lone surrogate) are bugs of the caller and pass through as they are, because waiting would not mend them.
"""

from __future__ import annotations

import sqlite3
import threading
import weakref
from abc import ABC, abstractmethod
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Literal, NoReturn

from sqlite_utils import Database

from monitor.core.errors import StoreBusy, StoreDamaged, StoreError, StoreFull

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import timedelta
    from pathlib import Path

    Parameters = Sequence[object] | Mapping[str, object]

# FULL, because an alert that was settled must stay settled after a power cut. Pages of 8 kB, of which a file
# is made once and for all, more often hold a whole article than those of 4 kB. The WAL is copied into the
# file after 16 MB, since in a crowd each commit changes the same pages of the look-up tables, and is cut back
# after a burst, so that it does not keep its largest size for ever.
_SETTINGS = """
PRAGMA page_size = 8192;
PRAGMA synchronous = FULL;
PRAGMA foreign_keys = ON;
PRAGMA cell_size_check = ON;
PRAGMA trusted_schema = OFF;
PRAGMA temp_store = MEMORY;
PRAGMA cache_size = -16000;
PRAGMA wal_autocheckpoint = 2000;
PRAGMA journal_size_limit = 67108864;
"""


def failure(error: sqlite3.Error, path: Path) -> StoreError | None:
    """What SQLite's error says about the file, in our words; None if it says nothing about the file."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK)
    match code & 0xFF:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return StoreBusy(f"{path} is locked by another program; wait until that is done, or end it")
        case sqlite3.SQLITE_FULL:
            return StoreFull(f"there is no room for {path}; make room on its disk")
        case sqlite3.SQLITE_IOERR if code == sqlite3.SQLITE_IOERR_SHMSIZE:
            return StoreFull(f"there is no room for {path}; make room on its disk")
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return StoreDamaged(f"{path} is damaged ({error}); restore it from a backup")
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
            return StoreError(f"{path} cannot be written; allow this user to write it and its folder")
        case sqlite3.SQLITE_CANTOPEN:
            return StoreError(f"{path} cannot be opened; check that it is there and may be read and written")
        case sqlite3.SQLITE_IOERR | sqlite3.SQLITE_NOMEM | sqlite3.SQLITE_PROTOCOL:
            return StoreError(f"{path} cannot be used ({error}); check its disk")
    return None


class Connection:
    """A thread's connection to the file; SQLite commits each statement unless ``write`` is open."""

    def __init__(self, path: Path, *, busy: timedelta, mode: Literal["rw", "ro"] = "rw") -> None:
        self.path = path
        self._writing = False
        self._lost: StoreError | None = None  # why SQLite has ended the write that is open
        try:
            raw = sqlite3.connect(
                # Never rwc: a file that has vanished is an error, not a new empty one.
                f"{path.absolute().as_uri()}?mode={mode}",
                uri=True,
                timeout=busy.total_seconds(),
                isolation_level=None,
                check_same_thread=False,  # for close() alone, which another thread may call
                cached_statements=256,
            )
            weakref.finalize(self, raw.close)  # its thread may end without a word
            raw.executescript(_SETTINGS)
            # Plug-ins of sqlite-utils that happen to be installed are no part of this program.
            self.database = Database(raw, execute_plugins=False)
        except sqlite3.Error as error:
            self._fail(error)

    def close(self) -> None:
        self.database.close()

    def rows(self, sql: str, parameters: Parameters = ()) -> list[sqlite3.Row]:
        """All rows of a query."""
        self._expect_transaction()
        try:
            cursor = self.database.execute(sql, parameters)  # type: ignore[arg-type]  # Mapping is fine
            cursor.row_factory = sqlite3.Row
            return cursor.fetchall()
        except sqlite3.Error as error:
            self._fail(error)

    def tuples(self, sql: str, parameters: Parameters = ()) -> list[tuple[Any, ...]]:
        """All rows of a query as bare tuples, where there are thousands."""
        self._expect_transaction()
        try:
            return self.database.execute(sql, parameters).fetchall()  # type: ignore[arg-type]  # as above
        except sqlite3.Error as error:
            self._fail(error)

    def row(self, sql: str, parameters: Parameters = ()) -> sqlite3.Row | None:
        """The only row of a query, or None."""
        found = self.rows(sql, parameters)
        return found[0] if found else None

    def value(self, sql: str, parameters: Parameters = ()) -> Any:  # noqa: ANN401 - what the query says
        """The only column of the only row of a query."""
        return self.rows(sql, parameters)[0][0]

    def run(self, sql: str, parameters: Parameters = ()) -> int:
        """A statement that changes rows; how many."""
        self._expect_transaction()
        try:
            return self.database.execute(sql, parameters).rowcount  # type: ignore[arg-type]
        except sqlite3.Error as error:
            self._fail(error)

    def run_many(self, sql: str, rows: Iterable[Parameters]) -> None:
        """A statement for many rows."""
        self._expect_transaction()
        try:
            self.database.conn.executemany(sql, rows)
        except sqlite3.Error as error:
            self._fail(error)

    def upsert(self, table: str, row: dict[str, Any], *, key: str) -> None:
        """Put a row in the place of the one with the same key.

        ``Table.upsert`` does the same, but asks for the table's form each time, which costs ten times more.
        """
        columns, values = ", ".join(row), ", ".join(f":{name}" for name in row)
        changes = ", ".join(f"{name} = excluded.{name}" for name in row)
        self.run(
            f"INSERT INTO {table} ({columns}) VALUES ({values}) ON CONFLICT ({key}) DO UPDATE SET {changes}",  # noqa: S608 - names of our own
            row,
        )

    @contextmanager
    def write(self) -> Iterator[None]:
        """A write transaction: commits on clean exit, else leaves no trace.

        It begins IMMEDIATE: one that reads first and then asks to write would fail at once, without
        waiting, if another had written between (``Database.atomic`` begins that way). One that SQLite has
        ended half-way (a full disk) cannot be committed, even if the error was caught inside.
        """
        self.run("BEGIN IMMEDIATE")
        self._writing = True
        try:
            yield
            self.run("COMMIT")
        except BaseException as error:
            # A failed ROLLBACK says no more than what it would hide; the transaction is gone anyway.
            with suppress(sqlite3.Error):
                self.database.rollback()
            if isinstance(error, sqlite3.Error):  # from a step that uses sqlite-utils itself
                self._fail(error)
            raise
        finally:
            self._writing = False
            self._lost = None

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """A part of a write that can fail alone."""
        self.run("SAVEPOINT part")
        try:
            yield
        except BaseException:
            if self._lost is None:
                self.run("ROLLBACK TO part")
                self.run("RELEASE part")
            raise
        self.run("RELEASE part")

    @contextmanager
    def read(self) -> Iterator[None]:
        """Several queries that see the same state of the file; inside a write they do anyway."""
        if self._writing:
            yield
            return
        self.run("BEGIN")
        try:
            yield
        finally:
            with suppress(sqlite3.Error):
                self.database.rollback()

    def _fail(self, error: sqlite3.Error) -> NoReturn:
        known = failure(error, self.path)
        if known is None:
            raise error
        if self._writing:
            self._lost = known
        raise known from error

    def _expect_transaction(self) -> None:
        if self._lost:
            raise self._lost


class Tables(ABC):
    """What every group of tables is reached through: a unit's connection, or the thread's own."""

    @property
    @abstractmethod
    def _db(self) -> Connection: ...


class Connections:
    """The connections of one store: each thread gets its own, and may end without closing it."""

    def __init__(self, path: Path, *, busy: timedelta) -> None:
        self.path = path
        self._busy = busy
        self._local = threading.local()
        self._all: weakref.WeakSet[Connection] = weakref.WeakSet()

    def here(self) -> Connection:
        """This thread's connection, opened on first use."""
        connection: Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = Connection(self.path, busy=self._busy)
            self._all.add(connection)
        return connection

    def close(self) -> None:
        """Close them all; no thread may be using one."""
        for connection in list(self._all):
            connection.close()
        self._all.clear()
        self._local = threading.local()
