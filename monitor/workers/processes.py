"""Processes that all do the same work, one task each at a time, and that are replaced when they die.

One that exceeds a task's deadline is killed. One that dies for another reason (a machine out of memory) has
its task done again by another, and so has the fork server that they come from (``forkserver`` beside this),
with which all of them die. What the work is, is left to ``worker``.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, TypeVar

from pebble import ProcessExpired, ProcessPool

from monitor import logs
from monitor.workers import forkserver, worker

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
R = TypeVar("R")

log = logs.get(__name__)

LOOK = 0.5
"""Seconds between two looks at whether the pool still lives."""

TRIES = 3
"""How often a task is given to a process if processes die."""


class Processes:
    """A pool of workers that read by the same settings; started with its first task."""

    def __init__(self, count: int, settings: bytes) -> None:
        self._count = count
        self._settings = settings
        self._pool: asyncio.Task[ProcessPool] | None = None
        self._tasks = 0
        self._retired = False
        self._closed = False

    async def run(self, function: Callable[[T], R], task: T, *, within: float, of: str) -> R:
        """Have a process work on a task; raises what it raised, or ``TimeoutError`` after ``within`` seconds.

        A process that was killed from outside is no fault of the task's, so it is tried again. If that
        process was idle, Pebble gives the whole pool up (``RuntimeError``): then another takes its place.
        """
        self._tasks += 1
        try:
            for _ in range(TRIES - 1):
                starting = self._pool or self._start()
                try:
                    return await _schedule(await asyncio.shield(starting), function, task, within)
                except ProcessExpired:
                    log.warning("a worker died", of=of)
                except RuntimeError:
                    if _lives(starting) or self._closed:
                        raise  # it is the task's
                    if starting is self._pool:
                        log.warning("workers died; starting others")
                        self._start()
                        await _end(starting)
            return await _schedule(await asyncio.shield(self._pool or self._start()), function, task, within)
        finally:
            self._tasks -= 1
            if self._retired and not self._tasks:
                await self.close()

    async def retire(self) -> None:
        """End the processes as soon as they have done what they were given."""
        self._retired = True
        if not self._tasks:
            await self.close()

    async def close(self) -> None:
        """End the processes at once; what they were working on is dropped."""
        self._closed = True
        if self._pool:
            await _end(self._pool)

    def _start(self) -> asyncio.Task[ProcessPool]:
        starting = asyncio.to_thread(_new_pool, self._count, self._settings)
        self._pool = asyncio.create_task(starting, name="start workers")
        return self._pool


def _new_pool(count: int, settings: bytes) -> ProcessPool:
    """A pool at work; waits for the fork server to be ready. Raises ``RuntimeError`` if that breaks."""
    forkserver.start()  # it may have died
    pool = ProcessPool(
        max_workers=count, initializer=worker.start, initargs=(settings,), context=forkserver.CONTEXT
    )
    try:
        started = pool.active  # asking starts it
    except RuntimeError:
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join()
        raise
    assert started
    return pool


def _lives(starting: asyncio.Task[ProcessPool]) -> bool:
    return starting.done() and not starting.exception() and starting.result().active


async def _schedule(pool: ProcessPool, function: Callable[[T], R], task: T, within: float) -> R:
    """What a process makes of a task; ``RuntimeError`` if the pool breaks.

    Pebble forgets a task that comes just as its pool breaks: its future would be waited for for ever.
    """
    working = asyncio.wrap_future(pool.schedule(function, args=(task,), timeout=within))
    try:
        while not working.done():
            alive = pool.active
            await asyncio.wait({working}, timeout=LOOK)
            if not alive and not working.done():
                raise RuntimeError("the pool broke before it took the task")
        result: R = working.result()
        return result
    finally:
        working.cancel()


async def _end(starting: asyncio.Task[ProcessPool]) -> None:
    with contextlib.suppress(RuntimeError):  # it never began
        pool = await asyncio.shield(starting)
        pool.stop()  # type: ignore[no-untyped-call]
        await asyncio.to_thread(pool.join)
