"""A daemon killed again and again while news comes in: the harness of the kill test and of its bench.

The newswire and the receivers live in the test's process and survive; the daemon is a process of its own
that gets SIGKILL at random moments and is started again at once. Afterwards the books must balance:
every report published was delivered on every channel, under one id, with at most one repeat a kill.
"""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Self

from monitor.core.text import search_text
from monitor.demo.newswire import Newswire
from monitor.demo.receivers import MailReceiver, WebhookReceiver
from monitor.demo.sample import Sample
from monitor.reports.ledger import Ledger
from storage import open_store
from tests.waiting import until

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT = Path(__file__).parent.parent

CONFIG = """\
version: 1
storage: {{url: "sqlite:///kill.db"}}
fetch: {{interval: 1s, timeout: 5s}}
feeds:
  - {{id: wire, source: tass, url: "{feed}", language: en, backlog: alert, full_text: never}}
topics:
  - id: korea-russia
    name: Korea and Russia
    model: relation
    facets: {{rok-russia: [south-korea, russia], dprk-russia: [north-korea, russia]}}
rules:
  - {{id: everything, name: Everything, when: "group", channels: [desk, hook], once_per: article}}
channels:
  - {{id: desk, type: email, to: [desk@example.org], from: tumen@example.org, smtp: "{smtp}"}}
  - {{id: hook, type: webhook, url: "{hook}", secret: "{secret}"}}
"""


def tumen(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the program on a folder's ``feeds.yaml``."""
    return subprocess.run(
        [sys.executable, "-m", "monitor", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        check=False,
    )


@dataclass
class Books:
    """What was published, what each channel received for it, and how often the daemon was killed."""

    published: list[str]
    kills: int
    received: dict[str, dict[str, Counter[str]]] = field(default_factory=dict)
    """By channel: the notification ids that told of each report's address, with how often."""
    integrity: str = ""
    holes: list[str] = field(default_factory=list)
    """What ``tumen audit --ledger`` finds in the store afterwards."""

    def lost(self) -> list[tuple[str, str]]:
        return [(c, url) for c, told in self.received.items() for url in self.published if url not in told]

    def doubled(self) -> list[tuple[str, str]]:
        """Reports that came under more than one id on a channel."""
        return [(c, url) for c, told in self.received.items() for url, ids in told.items() if len(ids) > 1]

    def repeats(self, channel: str) -> int:
        """How often a channel received again, under the same id, what it had."""
        return sum(sum(ids.values()) - len(ids) for ids in self.received[channel].values())


class Daemon:
    """The real daemon in a process of its own."""

    def __init__(self, folder: Path, config: str) -> None:
        self._folder = folder
        (folder / "feeds.yaml").write_text(config, encoding="utf-8")
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def start(self) -> None:
        with (self._folder / "daemon.log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "monitor", "run", "--no-web"],
                cwd=self._folder,
                stderr=log,
                env=os.environ | {"PYTHONPATH": str(ROOT)},
            )

    def kill(self) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    @contextmanager
    def suspended(self) -> Iterator[None]:
        """While this lasts the daemon does nothing, as on a machine that sleeps."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._process.send_signal(signal.SIGCONT)

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def stop(self) -> float:
        """Ask it to stop; how long that took, in seconds."""
        assert self._process is not None
        started = time.monotonic()
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(30)
        return time.monotonic() - started


def run(
    folder: Path, *, kills: int, seed: int, up: tuple[float, float] = (1.5, 5.0), patience: float = 60
) -> Books:
    """Kill the daemon ``kills`` times, ``up`` seconds after each start, while news comes in all the time."""
    rng = random.Random(seed)
    published: list[str] = []
    with Newswire(Sample(items=(), about=())) as wire, MailReceiver() as mail, WebhookReceiver() as hook:
        config = CONFIG.format(feed=wire.feeds["tass-en"], smtp=mail.url, hook=hook.url, secret=hook.secret)

        def publish(seconds: float) -> None:
            end = time.monotonic() + seconds
            while (left := end - time.monotonic()) > 0:
                published.append(wire.base + wire.publish_fresh().path)
                time.sleep(min(left, rng.uniform(0.1, 0.6)))  # the pace of the news

        with Daemon(folder, config) as daemon:
            for _ in range(kills):
                publish(rng.uniform(*up))
                daemon.kill()
                daemon.start()
            publish(1)
            books = Books(published=published, kills=kills)

            def all_told() -> bool:
                books.received = told_by(mail, hook)
                return not books.lost()

            until(all_told, patience)
            time.sleep(1)  # whatever would come twice has time to
            books.received = told_by(mail, hook)
            daemon.stop()
    with sqlite3.connect(folder / "kill.db") as store:
        books.integrity = store.execute("PRAGMA integrity_check").fetchone()[0]
    store.close()
    books.holes = holes(folder)
    return books


def holes(folder: Path) -> list[str]:
    """What ``tumen audit --ledger`` finds wrong in the store of a folder."""
    store = open_store("sqlite:///kill.db", folder=folder, search_text=search_text)
    now = datetime.now(UTC)
    since = now - timedelta(days=1)
    try:
        ledger = Ledger(store, since, now)
        return [str(hole) for hole in ledger.holes(store.articles(kept_only=False, since=since))]
    finally:
        store.close()


def told_by(mail: MailReceiver, hook: WebhookReceiver) -> dict[str, dict[str, Counter[str]]]:
    """What the receivers have got, as ``Books`` keep it."""
    return {
        "mail": _by_url((it.link, it.notification) for it in mail.received),
        "hook": _by_url((it.payload["data"]["article"]["url"], it.notification) for it in hook.received),
    }


def _by_url(pairs: Iterable[tuple[str, str]]) -> dict[str, Counter[str]]:
    told: dict[str, Counter[str]] = {}
    for url, notification in pairs:
        told.setdefault(url.partition("?")[0], Counter())[notification] += 1
    return told
