"""The process that workers are forked from: it has imported and compiled once what each of them needs.

Starting it costs the caller little and takes it a second, so whoever will need workers starts it first of
all: this module imports nothing else of Tumen. It ends with the process that started it, however that ends.

A worker forked from the daemon itself would inherit the store's lock and connections; the fork server is a
process of its own, that has nothing open. What it holds, workers share in memory until they change it.
"""

from __future__ import annotations

import multiprocessing
import signal
from multiprocessing import forkserver, resource_tracker

CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["monitor.workers.preloaded"])


def start() -> None:
    """Start the fork server if it does not run; does not wait until it is ready.

    Ctrl-C is for the daemon: the fork server is born deaf to it, until ``preloaded`` has it ignored.
    """
    resource_tracker.ensure_running()  # first of all, or the fork server would start it and hear again
    heard = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, heard)
