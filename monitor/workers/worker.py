"""What runs in a worker process: reading documents by one version of the configuration.

What is computed is ``monitor.reader.Reader``; this module only runs it where a document can do no harm.
"""

from __future__ import annotations

import contextlib
import ctypes
import multiprocessing
import os
import pickle
import resource
import signal
import sys
import threading
from typing import TYPE_CHECKING

from monitor import logs

if TYPE_CHECKING:
    from monitor.core.fetching import Failed
    from monitor.core.model import Reading
    from monitor.reader import Reader
    from monitor.workers.documents import PageTask, ReadDocument, ReadTask

MEMORY = 1 << 30
"""Bytes of address space that a worker may have; about four times what a calm one uses."""

_reader: Reader
"""A worker process has exactly one, made by ``start``."""


def start(settings: bytes) -> None:
    """Get this process ready: its limits, its end, and the pickled ``Settings``, compiled."""
    global _reader  # noqa: PLW0603 - see there
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the daemon, which ends its workers itself
    _end_with_others()
    with contextlib.suppress(OSError, ValueError):  # not every system has this limit
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    logs.configure()
    from monitor.reader import Reader

    _reader = Reader(pickle.loads(settings))  # noqa: S301 - our own


def read(task: ReadTask) -> ReadDocument | Failed:
    """Read and understand a document."""
    return _reader.read(task)


def read_page(task: PageTask) -> Reading | Failed:
    """Read an article's page."""
    return _reader.read_page(task)


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
