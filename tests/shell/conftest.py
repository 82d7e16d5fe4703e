"""What the tests of the shell share: a web server, a wire on it, and nobody who waits for politeness."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.servers import WebServer
from tests.shell.wire import Newsroom

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.fetch.fetcher.RETRY_WAITS", (0.0, 0.0))
    for asked in ("pages.queue", "following", "discovery"):
        monkeypatch.setattr(f"monitor.{asked}.GAP", 0.0)


@pytest.fixture
def web() -> Iterator[WebServer]:
    with WebServer() as web:
        yield web


@pytest.fixture
def newsroom(web: WebServer, tmp_path: Path) -> Iterator[Newsroom]:
    room = Newsroom(web, tmp_path)
    yield room
    room.store.close()
