"""Stores behind one protocol (``monitor.core.protocols.Store``).

``open_store`` is the only place that knows the engines, and loads the one that is asked for. What each
method promises is said by the protocol and held against every engine by ``tests/storage``.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.core.errors import StoreError

if TYPE_CHECKING:
    from pathlib import Path

    from monitor.core.protocols import SearchText, Store

BUSY = timedelta(seconds=40)
"""How long a write waits for another program that holds the file."""

_SQLITE = "sqlite:///"


def open_store(
    url: str, *, folder: Path, search_text: SearchText, busy: timedelta = BUSY, create: bool = True
) -> Store:
    """Open the store that ``storage.url`` names.

    ``sqlite:///tumen.db`` lies in ``folder``, ``sqlite:////var/lib/tumen.db`` where it says; ``memory:``
    ends with the process. A file that is not there is made, unless ``create`` is false. One of an older
    Tumen is brought up to date; one that is damaged, newer, another program's, or cannot be written is
    left as it is, and a ``StoreError`` says what to do.
    """
    if url == "memory:":
        from storage.memory.store import MemoryStore

        return MemoryStore(search_text=search_text)
    if url.startswith(_SQLITE) and len(url) > len(_SQLITE):
        from storage.sqlite.store import SqliteStore

        path = folder / url.removeprefix(_SQLITE)
        return SqliteStore(path, search_text=search_text, busy=busy, create=create)
    # The rest of an address may hold a password.
    scheme = url.partition(":")[0]
    if scheme in ("postgresql", "postgres"):
        raise StoreError("this version has no PostgreSQL; set storage.url to sqlite:///tumen.db or the like")
    raise StoreError(f"storage.url cannot begin with {scheme}:; write sqlite:///tumen.db or the like")
