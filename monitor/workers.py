"""Worker processes: where documents are read and understood.

Reading costs more than all the rest together, threads would only queue for the interpreter, and a
hostile document must not stall the daemon: so it happens in a few processes with a deadline and a
memory limit each. A document that exceeds them costs its own feed one failure, and the worker is
replaced. Workers end with the daemon, however it dies.

What a worker computes is ``monitor.pipeline.Reader``; this module only runs it elsewhere.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import multiprocessing
import os
import resource
import signal
import sys
import threading
from typing import TYPE_CHECKING

from pebble import ProcessExpired, ProcessPool

from monitor import logs
from monitor.core.model import Failed, Outcome
from monitor.reader import ReadDocument, Reader, ReadTask

if TYPE_CHECKING:
    from monitor.core.settings import Settings

log = logs.get(__name__)

COUNT = 2
DEADLINE = 20.0
"""Seconds that one document may take; the largest sound one of the catalogue takes under two."""

MEMORY = 1 << 30
"""Bytes of address space that a worker may have; about four times what a calm one uses."""

_reader: Reader | None = None


class Workers:
    """A pool compiled for one version of the configuration; a changed one gets a pool of its own."""

    def __init__(self, settings: Settings, *, count: int = COUNT, deadline: float = DEADLINE) -> None:
        self._deadline = deadline
        self._count = count
        self._pool = ProcessPool(
            max_workers=count,
            initializer=_start,
            initargs=(settings, os.getpid()),
            # Not fork: a forked child would inherit the store's lock and connections.
            context=multiprocessing.get_context("spawn"),
        )

    async def warm(self) -> None:
        """Wait until the workers have compiled the configuration and loaded their dictionaries."""
        await asyncio.gather(
            *(asyncio.wrap_future(self._pool.schedule(_ready)) for _ in range(self._count))
        )

    async def read(self, task: ReadTask) -> ReadDocument | Failed:
        """Read and understand one document; whatever goes wrong is a value."""
        try:
            return await asyncio.wrap_future(
                self._pool.schedule(_read, args=(task,), timeout=self._deadline)
            )
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
            log.exception("reading failed", feed=task.feed.id)
            return Failed(outcome=Outcome.INTERNAL, detail=f"a fault of Tumen's own: {type(error).__name__}")

    async def close(self) -> None:
        """Let what is being read finish, then end the workers."""
        self._pool.close()
        await asyncio.to_thread(self._pool.join)

    def kill(self) -> None:
        """End the workers at once."""
        self._pool.stop()
        self._pool.join()


def _start(settings: Settings, daemon: int) -> None:
    global _reader  # noqa: PLW0603 - a worker process has exactly one reader
    # Ctrl-C and SIGTERM are for the daemon, which ends its workers itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    _die_with(daemon)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    logs.configure()
    _reader = Reader(settings)


def _ready() -> None:
    """Nothing: a task that has run proves that its worker has started."""


def _read(task: ReadTask) -> ReadDocument | Failed:
    assert _reader is not None
    return _reader.read(task)


def _die_with(daemon: int) -> None:
    """End this process when the daemon ends, even by SIGKILL."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG, prctl(2)

    def watch() -> None:
        never = threading.Event()
        while os.getppid() == daemon:
            never.wait(1.0)
        os._exit(1)

    threading.Thread(target=watch, name="daemon-watch", daemon=True).start()
