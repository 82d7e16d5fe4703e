"""SIGKILL loses no article and no alert, and tells nobody under two ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests import killing

if TYPE_CHECKING:
    from pathlib import Path


def test_a_killed_daemon_loses_nothing_and_doubles_nothing(tmp_path: Path) -> None:
    books = killing.run(tmp_path, kills=3, seed=7)
    assert books.published
    assert books.lost() == []
    assert books.doubled() == []
    assert all(books.repeats(channel) <= books.kills for channel in books.received)
    assert books.integrity == "ok"
    assert books.holes == []
