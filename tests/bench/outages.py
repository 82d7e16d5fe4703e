"""Outages that a daemon has to survive by itself.

    python -m tests.bench.outages [--seconds 15] [--away 60]

While news comes in, one after another: the store is locked, the daemon is suspended, the disk is full, the
receivers are away, the newswire is away. The daemon is never started again. Prints how the books balance
after each; exits 1 if anything was lost, or told twice.
"""

from __future__ import annotations

import argparse
import random
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from monitor.demo.newswire import Newswire
from monitor.demo.receivers import MailReceiver, WebhookReceiver
from monitor.demo.sample import Sample
from tests.killing import CONFIG, Books, Daemon, holes, told_by
from tests.waiting import until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

ROOM = "64m"
"""The size of the disk that is filled."""


class Gate:
    """A port of its own before a server's; while it is shut nobody answers there."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._behind = parts.hostname or "", parts.port or 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._port = self._listener.getsockname()[1]
        self.url = url.replace(parts.netloc, f"127.0.0.1:{self._port}")
        self._open: list[socket.socket] = []
        self._watch()

    def _watch(self) -> None:
        threading.Thread(target=self._let_through, args=(self._listener,), daemon=True).start()

    def _let_through(self, listener: socket.socket) -> None:
        with suppress(OSError):  # shut
            while True:
                here, _ = listener.accept()
                there = socket.create_connection(self._behind)
                self._open += [here, there]
                for pair in ((here, there), (there, here)):
                    threading.Thread(target=_carry, args=pair, daemon=True).start()

    @contextmanager
    def shut(self) -> Iterator[None]:
        """Refuse connections while this lasts, and cut those that are open."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in self._open:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        try:
            yield
        finally:
            self._listener = socket.create_server(("127.0.0.1", self._port))
            self._watch()


def _carry(source: socket.socket, to: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65_536):
            to.sendall(data)
    with suppress(OSError):
        to.shutdown(socket.SHUT_WR)


@contextmanager
def locked(store: Path) -> Iterator[None]:
    with closing(sqlite3.connect(store, timeout=30, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def full(folder: Path) -> Iterator[None]:
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(4_096))
    try:
        yield
    finally:
        filler.unlink()


@contextmanager
def small_disk() -> Iterator[Path | None]:
    """A folder on a disk of its own; None where this process may not make one."""
    with tempfile.TemporaryDirectory() as folder:
        mount = ["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", folder]
        if subprocess.run(mount, capture_output=True, check=False).returncode:
            yield None
            return
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", folder], check=False)


def run(*, seconds: float, away: float) -> bool:
    rng = random.Random(1)
    books = Books(published=[], kills=0)
    with ExitStack() as stack:
        disk = stack.enter_context(small_disk())
        folder = disk or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        wire = stack.enter_context(Newswire(Sample(items=(), about=())))
        mail, hook = stack.enter_context(MailReceiver()), stack.enter_context(WebhookReceiver())
        news, desk, calls = Gate(wire.feeds["tass-en"]), Gate(mail.url), Gate(hook.url)
        config = CONFIG.format(feed=news.url, smtp=desk.url, hook=calls.url, secret=hook.secret)
        daemon = stack.enter_context(Daemon(folder, config))

        def publish(seconds: float) -> None:
            end = time.monotonic() + seconds
            while time.monotonic() < end:
                books.published.append(wire.base + wire.publish_fresh().path)
                time.sleep(rng.uniform(0.5, 1.5))  # the pace of the news

        def all_told() -> bool:
            books.received = told_by(mail, hook)
            return not books.lost()

        @contextmanager
        def receivers_away() -> Iterator[None]:
            with desk.shut(), calls.shut():
                yield

        outages: list[tuple[str, float, Callable[[], AbstractContextManager[None]]]] = [
            ("store locked", seconds, lambda: locked(folder / "kill.db")),
            ("daemon suspended", seconds, daemon.suspended),
            ("receivers away", away, receivers_away),
            ("newswire away", away, news.shut),
        ]
        if disk:
            outages.insert(2, ("disk full", seconds, lambda: full(disk)))
        else:
            print("disk full: not tried, as it takes the right to mount")
        publish(5)
        for name, lasting, outage in outages:
            before = len(books.published)
            with outage():
                publish(lasting)
            over = time.monotonic()
            told = until(all_told, 120)
            print(
                f"{name} for {lasting:g} s: {len(books.published) - before} reports,"
                f" {f'all told {time.monotonic() - over:.1f} s after' if told else 'NOT all told'}",
                flush=True,
            )
        daemon.stop()
        books.holes = holes(folder)
        repeats = Counter({channel: books.repeats(channel) for channel in books.received})
    print(
        f"{len(books.published)} reports: lost {len(books.lost())}, under two ids {len(books.doubled())},"
        f" repeats {dict(repeats)}, holes {len(books.holes)}"
    )
    return not (books.lost() or books.doubled() or books.holes)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=float, default=15)
    options.add_argument("--away", type=float, default=60)
    args = options.parse_args()
    sys.exit(not run(seconds=args.seconds, away=args.away))


if __name__ == "__main__":
    main()
