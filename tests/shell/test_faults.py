"""The daemon among bad publishers: the sound feeds are told of once and in time, each fault has its name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.faults import HEAD, SOUND, Fault, catalogue
from tests.killing import tumen
from tests.servers import raw
from tests.soaking import INTERVAL, SECRET, Newsroom

if TYPE_CHECKING:
    from pathlib import Path

NOISY = 6.0
"""Seconds that a busy machine may add."""


def test_sound_feeds_among_faults(tmp_path: Path) -> None:
    with Newsroom(tmp_path, catalogue(large=False), sound=4) as room:
        room.publish(8)
        room.settle()
        states = {
            feed["id"]: feed
            for feed in map(json.loads, tumen(room.folder, "feeds", "list", "--json").stdout.splitlines())
        }
        books = room.close_books()

    assert len(books.published) >= 12
    assert books.lost() == []
    assert books.doubled() == []
    assert books.waits()[len(books.waits()) // 2] < INTERVAL + NOISY
    assert books.misnamed == {}
    assert books.stopped_in < 10
    assert "Traceback" not in books.log
    assert SECRET not in books.log
    assert room.hook.secret not in books.log
    assert states["410"]["next_check"] is None
    assert books.requests["410"] == 1


def test_a_host_of_many_feeds_that_hangs_leaves_room_to_others(tmp_path: Path) -> None:
    hanging = catalogue(large=False)["headers-one-a-second"]
    with Newsroom(
        tmp_path, {f"hangs-{number}": hanging for number in range(100)}, sound=1, apart=False
    ) as room:
        room.publish(4, every=1)
        room.settle(20)  # two at a time and five seconds each, the hundred take four minutes
        assert room.close_books().lost() == []


def test_a_suspended_daemon_catches_up_and_a_slow_feed_is_asked_once_at_a_time(tmp_path: Path) -> None:
    slow = raw(HEAD + b"\r\n" + SOUND.encode(), pause=2 * INTERVAL)
    with Newsroom(tmp_path, {"slow": Fault((slow,), frozenset(("new", "unchanged")))}, sound=2) as room:
        room.publish(3, every=1)
        with room.daemon.suspended():
            room.publish(3, every=1)
        room.publish(3, every=1)
        room.settle()
        books = room.close_books()

    assert books.lost() == []
    assert books.doubled() == []
    assert books.misnamed == {}
    assert len(books.outcomes["slow"]) > 1
    assert room.servers["slow"].most_at_once == 1
