"""Opening a file: it is made whole or not at all, and looked at before anything is written to it."""

from __future__ import annotations

import logging
import os
import sqlite3
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.core.errors import StoreDamaged, StoreError
from storage.sqlite.connection import Connection
from storage.sqlite.migrations import APPLICATION, check_age, migrate

if TYPE_CHECKING:
    from datetime import timedelta

_MAGIC = b"SQLite format 3\x00"

_SMALL = 16_000_000
"""Bytes up to which a file is read through each time it is opened, in some hundredths of a second."""

_LOOK = 5.0
"""Seconds for which damage is looked for; about 2 GB are read in them."""

_STEPS_BETWEEN_LOOKS = 10_000
"""Instructions of SQLite's machine between two looks at the time; well under a millisecond."""


def prepare(path: Path, *, busy: timedelta, create: bool) -> None:
    """See to it that ``path`` is a sound and present store.

    Raises ``StoreDamaged``, ``StoreTooNew``, ``StoreBusy`` or ``StoreError``; then nothing was changed.
    """
    if not path.parent.is_dir():
        raise StoreError(f"the folder {path.parent} is not there; make it, or set another storage.url")
    if not path.exists():
        _expect_no_remains(path)
        if not create:
            raise StoreError(f"there is no store at {path} yet; `tumen run` makes it")
        _make(path, busy=busy)
    _expect_a_database(path)
    looked_at = Connection(path, busy=busy, mode="ro")
    try:
        application = looked_at.value("PRAGMA application_id")
        if application != APPLICATION:
            raise StoreError(f"{path} is the database of another program; set another storage.url")
        check_age(looked_at)
        if path.stat().st_size <= _SMALL:
            expect_soundness(looked_at)
    finally:
        looked_at.close()
    if not _writable(path) or not _writable(path.parent):
        # SQLite would open it for reading only, and fail at the first write.
        raise StoreError(f"{path} cannot be written; allow this user to write it and its folder")
    connection = Connection(path, busy=busy)
    try:
        _bring_up_to_date(connection)
    finally:
        connection.close()


def _bring_up_to_date(connection: Connection) -> None:
    # Kept in the file, but a backup that SQLite has made lacks it.
    connection.run("PRAGMA journal_mode = WAL")
    migrate(connection)


def expect_soundness(connection: Connection) -> None:
    """Raise ``StoreDamaged`` if a fault is found within some seconds; a huge file is not read to its end."""
    deadline = time.monotonic() + _LOOK
    raw = connection.database.conn
    raw.set_progress_handler(lambda: int(time.monotonic() > deadline), _STEPS_BETWEEN_LOOKS)
    try:
        verdict = connection.value("PRAGMA quick_check(1)")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
            raise
        return
    finally:
        raw.set_progress_handler(None, 0)
    if verdict != "ok":
        what = " ".join(verdict.split())
        raise StoreDamaged(f"{connection.path} is damaged ({what}); restore it from a backup")


def _writable(path: Path) -> bool:
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def _expect_no_remains(path: Path) -> None:
    journal = path.with_name(path.name + "-wal")
    if journal.exists() and journal.stat().st_size:
        raise StoreDamaged(
            f"{path} is gone, but its journal {journal} is there; "
            "put the database back, or remove the journal to begin anew"
        )


def _expect_a_database(path: Path) -> None:
    try:
        with path.open("rb") as file:
            beginning = file.read(len(_MAGIC))
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {error.strerror}; set another storage.url") from error
    if beginning != _MAGIC:
        what = "is not a database" if beginning else "is empty, so what it held is lost"
        raise StoreDamaged(f"{path} {what}; restore it from a backup, or move it away to begin anew")


def _make(path: Path, *, busy: timedelta) -> None:
    """Make a new store beside ``path`` and give it the name when it is whole.

    Whoever is killed meanwhile leaves no half-made store behind, and of two who do it at once one wins.
    """
    try:
        with tempfile.TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as folder:
            fresh = Path(folder) / path.name
            fresh.touch()
            connection = Connection(fresh, busy=busy)
            try:
                _bring_up_to_date(connection)
            finally:
                connection.close()
            try:
                path.hardlink_to(fresh)
            except FileExistsError:
                return
        _sync_folder(path.parent)
    except OSError as error:
        raise StoreError(f"{path} cannot be made: {error.strerror}; set another storage.url") from error
    logging.getLogger(__name__).info("made a new store at %s", path)


def _sync_folder(folder: Path) -> None:
    """Make the new name survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
