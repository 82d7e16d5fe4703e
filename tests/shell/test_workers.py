"""Worker processes: a slow document costs its own feed, a worker that is killed costs nobody."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
from typing import TYPE_CHECKING

from monitor.core.model import Failed, Outcome
from monitor.core.settings import FeedSettings, Settings
from monitor.reader import ReadDocument, ReadTask
from monitor.workers import LARGE, Workers
from tests.build import NOW
from tests.faults import SOUND, item, rss

if TYPE_CHECKING:
    from collections.abc import Iterator

SLOW = rss(*(item(f"Item {number} of a crowd", text="words " * 200) for number in range(5_000)))


def task(name: str, document: str = SOUND) -> ReadTask:
    url = f"http://{name}.example/"
    return ReadTask(
        feed=FeedSettings(id=name, url=url, source=name, name=name),
        body=document.encode(),
        content_type="application/rss+xml",
        url=url,
        now=NOW,
        seen=frozenset(),
    )


def test_slow_documents_leave_a_worker_for_the_others() -> None:
    assert len(SLOW) > LARGE

    async def read_all() -> list[str]:
        order: list[str] = []
        workers = Workers(Settings(digest="0"), deadline=0.5)

        async def read(name: str, document: str) -> None:
            result = await workers.read(task(name, document))
            order.append(name)
            if document is SOUND:
                assert isinstance(result, ReadDocument)
            else:
                assert isinstance(result, Failed)
                assert result.outcome is Outcome.HOSTILE
                assert "more than" in result.detail

        await asyncio.gather(read("warm", SOUND), read("up", SOUND))
        await asyncio.gather(*(read(f"slow-{number}", SLOW) for number in range(2)), read("sound", SOUND))
        await workers.close()
        return order

    assert asyncio.run(read_all())[2] == "sound"


def test_workers_that_are_killed_are_replaced() -> None:
    async def read_twice() -> list[ReadDocument | Failed]:
        workers = Workers(Settings(digest="0"))
        first = await workers.read(task("first"))
        for pid in _children():
            os.kill(pid, signal.SIGKILL)
        read = [first, *await asyncio.gather(*(workers.read(task(name)) for name in "abc"))]
        await workers.close()
        return read

    assert all(isinstance(read, ReadDocument) for read in asyncio.run(asyncio.wait_for(read_twice(), 60)))


def _children() -> Iterator[int]:
    return (child.pid for child in multiprocessing.active_children() if child.pid)
