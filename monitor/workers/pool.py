"""Worker processes: where documents are read and understood.

Reading costs more than all the rest together, threads would only queue for the interpreter, and a
hostile document must not stall the daemon: so it happens in a few processes with a deadline and a
memory limit each. A document that exceeds them costs its own feed one failure, and the worker is
replaced. Slow documents are read one at a time, so that they never hold all workers. A worker that dies
for another reason (a machine out of memory) is replaced, and its document read again; so is the fork server
that they come from (``forkserver`` beside this), with which they die. Workers end with the daemon, however
it dies.

What a worker computes is ``monitor.reader.Reader``; this module only runs it elsewhere.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import multiprocessing
import os
import pickle
import resource
import signal
import sys
import threading
import time
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from pebble import ProcessExpired, ProcessPool

from monitor import logs
from monitor.core.fetching import Failed, Outcome
from monitor.workers import forkserver

if TYPE_CHECKING:
    from collections.abc import Callable

    from monitor.core.model import Reading
    from monitor.core.settings import Settings
    from monitor.reader import Reader
    from monitor.workers.documents import PageTask, ReadDocument, ReadTask

T = TypeVar("T")
R = TypeVar("R")

log = logs.get(__name__)

COUNT = 2
DEADLINE = 20.0
"""Seconds that one document may take; the largest sound one of the catalogue takes under two."""

QUICK = 5.0
LARGE = 1_000_000
"""A document that takes longer (seconds), or is larger (bytes), waits for the other slow ones."""

POOL_LOOK = 0.5
"""Seconds between two looks at whether the workers' pool still lives."""

TRIES = 3
"""How often a document is given to a worker if workers die."""

MEMORY = 1 << 30
"""Bytes of address space that a worker may have; about four times what a calm one uses."""


class _Work(NamedTuple, Generic[T, R]):
    """What a worker is to do: ``size`` bytes ``of`` something that may turn out to be slow."""

    function: Callable[[_Version, T], R]
    task: T
    of: str
    size: int


class Workers:
    """The pool; it takes up a changed configuration with the next document that it reads."""

    def __init__(
        self, settings: Settings, *, count: int = COUNT, quick: float = QUICK, deadline: float = DEADLINE
    ) -> None:
        self._count = count
        self._quick = quick
        self._deadline = deadline
        self._slow: set[str] = set()
        """Feeds whose last document was slow."""
        self._slow_turn = asyncio.Semaphore(max(1, count - 1))
        self.configure(settings)
        self._pool: asyncio.Task[ProcessPool] | None = None
        self._closed = False

    def configure(self, settings: Settings) -> None:
        """Read by these settings from now on."""
        self._settings = _Version(settings.digest, pickle.dumps(settings))

    async def read(self, task: ReadTask) -> ReadDocument | Failed:
        """Read and understand one document; whatever goes wrong is a value."""
        return await self._read(_Work(_read, task, task.feed.id, len(task.body)))

    async def read_page(self, task: PageTask) -> Reading | Failed:
        """Read an article's page and understand the article anew; whatever goes wrong is a value."""
        return await self._read(_Work(_read_page, task, f"{task.feed.id} pages", len(task.body)))

    async def _read(self, work: _Work[T, R]) -> R | Failed:
        try:
            if work.size < LARGE and work.of not in self._slow:
                try:
                    return await self._run(work, within=self._quick)
                except TimeoutError:
                    self._slow.add(work.of)
            async with self._slow_turn:
                started = time.monotonic()
                read = await self._run(work, within=self._deadline)
                if time.monotonic() - started < self._quick:
                    self._slow.discard(work.of)
                return read
        except TimeoutError:
            return Failed(
                outcome=Outcome.HOSTILE,
                detail=f"reading it took more than {self._deadline:.0f} s; nothing of it was used",
            )
        except (ProcessExpired, MemoryError):
            return Failed(
                outcome=Outcome.HOSTILE, detail="reading it needed too much memory; nothing of it was used"
            )
        except Exception as error:
            log.exception("reading failed", of=work.of)
            return Failed(outcome=Outcome.INTERNAL, detail=f"a fault of Tumen's own: {type(error).__name__}")

    async def close(self) -> None:
        """End the workers at once; what they were reading is dropped."""
        self._closed = True
        if self._pool:
            await _end(self._pool)

    def _start_pool(self) -> asyncio.Task[ProcessPool]:
        self._pool = asyncio.create_task(asyncio.to_thread(_new_pool, self._count), name="start workers")
        return self._pool

    async def _run(self, work: _Work[T, R], *, within: float) -> R:
        """Have a worker read a document; raises what it raised, or ``TimeoutError``.

        A worker that was killed from outside is no fault of the document's, so it is tried again. If that
        worker was idle, Pebble gives the whole pool up (``RuntimeError``): then another takes its place.
        """
        for _ in range(TRIES - 1):
            starting = self._pool or self._start_pool()
            try:
                return await _schedule(await asyncio.shield(starting), self._settings, work, within)
            except ProcessExpired:
                log.warning("a worker died", of=work.of)
            except RuntimeError:
                if _lives(starting) or self._closed:
                    raise  # it is the document's
                if starting is self._pool:
                    log.warning("workers died; starting others")
                    self._start_pool()
                    await _end(starting)
        return await _schedule(
            await asyncio.shield(self._pool or self._start_pool()), self._settings, work, within
        )


def _new_pool(count: int) -> ProcessPool:
    """A pool at work; waits for the fork server to be ready. Raises ``RuntimeError`` if that breaks."""
    pool = ProcessPool(max_workers=count, initializer=_start, context=forkserver.CONTEXT)
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


async def _schedule(pool: ProcessPool, settings: _Version, work: _Work[T, R], within: float) -> R:
    """What a worker makes of a document; ``RuntimeError`` if the pool breaks.

    Pebble forgets a task that comes just as its pool breaks: its future would be waited for for ever.
    """
    reading = asyncio.wrap_future(pool.schedule(work.function, args=(settings, work.task), timeout=within))
    try:
        while not reading.done():
            alive = pool.active
            await asyncio.wait({reading}, timeout=POOL_LOOK)
            if not alive and not reading.done():
                raise RuntimeError("the pool broke before it took the document")
        result: R = reading.result()
        return result
    finally:
        reading.cancel()


async def _end(starting: asyncio.Task[ProcessPool]) -> None:
    with contextlib.suppress(RuntimeError):  # it never began
        pool = await asyncio.shield(starting)
        pool.stop()  # type: ignore[no-untyped-call]
        await asyncio.to_thread(pool.join)


# --- Inside a worker ----------------------------------------------------------------------------


class _Version(NamedTuple):
    """Settings on their way to a worker, which compiles them when the digest is new to it."""

    digest: str
    pickled: bytes


class _Compiled(NamedTuple):
    digest: str
    reader: Reader


_compiled: _Compiled | None = None


def _start() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the daemon, which ends its workers itself
    _end_with_others()
    with contextlib.suppress(OSError, ValueError):  # not every system has this limit
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    logs.configure()


def _read(version: _Version, task: ReadTask) -> ReadDocument | Failed:
    return _reader(version).read(task)


def _read_page(version: _Version, task: PageTask) -> Reading | Failed:
    return _reader(version).read_page(task)


def _reader(version: _Version) -> Reader:
    global _compiled  # noqa: PLW0603 - a worker process has exactly one reader
    if _compiled is None or _compiled.digest != version.digest:
        from monitor.reader import Reader

        _compiled = _Compiled(version.digest, Reader(pickle.loads(version.pickled)))  # noqa: S301 - our own
    return _compiled.reader


def _end_with_others() -> None:
    """End this process when the daemon or the fork server ends, even by SIGKILL.

    Nobody else would learn of this process's end when there is no fork server.
    """
    server, daemon = os.getppid(), multiprocessing.parent_process()
    assert daemon is not None
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG, prctl(2)

    def watch() -> None:
        while daemon.is_alive() and os.getppid() == server:
            daemon.join(timeout=1.0)
        os._exit(1)

    threading.Thread(target=watch, name="daemon-watch", daemon=True).start()
