"""Worker processes: where documents are read and understood.

Reading costs more than all the rest together, threads would only queue for the interpreter, and a
hostile document must not stall the daemon: so it happens in a few processes with a deadline and a
memory limit each. A document that exceeds them costs its own feed one failure, and the worker is
replaced (``processes`` beside this). Slow documents are read by a worker of their own, so that they never
hold up the others. Workers end with the daemon, however it dies.
"""

from __future__ import annotations

import asyncio
import os
import pickle
import time
from typing import TYPE_CHECKING, TypeVar

from pebble import ProcessExpired

from monitor import logs
from monitor.core.fetching import Failed, Outcome
from monitor.workers import worker
from monitor.workers.processes import Processes

if TYPE_CHECKING:
    from collections.abc import Callable

    from monitor.core.model import Reading
    from monitor.core.settings import Settings
    from monitor.workers.documents import PageTask, ReadDocument, ReadTask

T = TypeVar("T")
R = TypeVar("R")

log = logs.get(__name__)

DEADLINE = 20.0
"""Seconds that one document may take; the largest sound one of the catalogue takes under two."""

QUICK = 1.0
LARGE = 1_000_000
"""A document that takes longer (seconds), or is larger (bytes), waits for the other slow ones."""

_CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
COUNT = min(max(1, _CORES - 1), 3)
"""Workers for quick documents: a core is left to the daemon's own process, which fetches and files meanwhile.

With as many workers as cores they would only take turns, and each learn words anew; with more than three the
writer could not keep up.
"""


class Workers:
    """The workers; they take up a changed configuration with the next document that is read."""

    def __init__(self, settings: Settings, *, quick: float = QUICK, deadline: float = DEADLINE) -> None:
        self._quick_within = quick
        self._deadline = deadline
        self._slow_ones: set[str] = set()
        """Feeds whose last document was slow."""
        self._slow_turn = asyncio.Semaphore(1)
        self._quick, self._slow = _start(settings)
        self._retiring: set[asyncio.Task[None]] = set()

    def configure(self, settings: Settings) -> None:
        """Read by these settings from now on; what is being read is read to its end."""
        for processes in (self._quick, self._slow):
            retiring = asyncio.create_task(processes.retire())
            self._retiring.add(retiring)
            retiring.add_done_callback(self._retiring.discard)
        self._quick, self._slow = _start(settings)

    async def read(self, task: ReadTask) -> ReadDocument | Failed:
        """Read and understand one document; whatever goes wrong is a value."""
        return await self._read(worker.read, task, of=task.feed.id, size=len(task.body))

    async def read_page(self, task: PageTask) -> Reading | Failed:
        """Read an article's page and understand the article anew; whatever goes wrong is a value."""
        return await self._read(worker.read_page, task, of=f"{task.feed.id} pages", size=len(task.body))

    async def _read(self, function: Callable[[T], R], task: T, *, of: str, size: int) -> R | Failed:
        try:
            if size < LARGE and of not in self._slow_ones:
                try:
                    return await self._quick.run(function, task, within=self._quick_within, of=of)
                except TimeoutError:
                    self._slow_ones.add(of)
            async with self._slow_turn:
                started = time.monotonic()
                read = await self._slow.run(function, task, within=self._deadline, of=of)
                if time.monotonic() - started < self._quick_within:
                    self._slow_ones.discard(of)
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
            log.exception("reading failed", of=of)
            return Failed(outcome=Outcome.INTERNAL, detail=f"a fault of Tumen's own: {type(error).__name__}")

    async def close(self) -> None:
        """End the workers at once; what they were reading is dropped."""
        await asyncio.gather(self._quick.close(), self._slow.close(), *self._retiring)


def _start(settings: Settings) -> tuple[Processes, Processes]:
    """Workers for quick documents and for slow ones, which start with their first."""
    pickled = pickle.dumps(settings)
    return Processes(COUNT, pickled), Processes(1, pickled)
