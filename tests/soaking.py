"""A daemon among bad publishers: the harness of the fault test and of its bench.

Sound feeds get a fresh report every few seconds; beside them every fault of ``tests.faults`` is served.
Servers and receivers live in this process, the daemon in its own. Afterwards the books must balance:
every report told once on every channel, in time, and each fault under an outcome that fits it.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import re
import threading
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.demo.receivers import MailReceiver, WebhookReceiver
from tests.faults import XML, Fault, item, rss
from tests.killing import Daemon
from tests.servers import Answer, WebServer
from tests.waiting import until

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Mapping

    from tests.servers import Request

INTERVAL = 1.0
"""Seconds from one check of a feed to the next, if nothing else is said."""

SECRET = "hunter2-of-the-feed"

CONFIG = """\
version: 1
storage: {{url: "sqlite:///kill.db"}}
fetch: {{interval: {interval:g}s, timeout: {timeout:g}s}}
feeds:
{feeds}
rules:
  - {{id: everything, name: Everything, when: "bulletin", channels: [desk, hook], once_per: article}}
channels:
  - {{id: desk, type: email, to: [desk@example.org], from: tumen@example.org, smtp: "{smtp}"}}
  - {{id: hook, type: webhook, url: "{hook}", secret: "{secret}"}}
"""

PLACES = ("Vladivostok", "Khabarovsk", "Nakhodka", "Ussuriysk", "Khasan", "Irkutsk", "Chita", "Magadan")
MATTERS = ("fisheries", "forestry", "medicine", "farming", "sport", "schools", "shipping", "tourism", "roads")


@dataclass
class SoundFeed:
    """A feed that always answers well; its reports come by ``publish``."""

    name: str
    items: list[str] = field(default_factory=list)

    def publish(self, number: int, url: str) -> None:
        place, matter = PLACES[number % len(PLACES)], MATTERS[number % len(MATTERS)]
        text = (
            f"Bulletin {number} of {self.name}: officials in {place} spoke about {matter} for {number}"
            f" minutes and sent {number * 7 % 1000} letters to {PLACES[number // 8 % len(PLACES)]}."
        )
        extra = f"<link>{url}</link><guid>{url}</guid>"
        self.items.insert(0, item(f"Bulletin {number}: {place} on {matter}", text=text, extra=extra))
        del self.items[100:]

    async def answer(self, _: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(Answer(rss(*self.items).encode(), 200, (XML,)).encoded())
        await writer.drain()


@dataclass
class Books:
    """What came of it; times in seconds."""

    published: dict[str, float] = field(default_factory=dict)
    arrived: dict[str, dict[str, list[float]]] = field(default_factory=lambda: {"mail": {}, "hook": {}})
    outcomes: dict[str, list[str]] = field(default_factory=dict)
    """Of each feed's checks, in order."""
    misnamed: dict[str, set[str]] = field(default_factory=dict)
    requests: Counter[str] = field(default_factory=Counter)
    """For each feed's document."""
    longest_request: float = 0.0
    largest_answer: int = 0
    peak_memory: int = 0
    most_files: int = 0
    ran: float = 0.0
    log: str = ""
    stopped_in: float = 0.0

    def lost(self) -> list[tuple[str, str]]:
        return [(c, url) for c, told in self.arrived.items() for url in self.published if url not in told]

    def doubled(self) -> list[tuple[str, str]]:
        return [(c, url) for c, told in self.arrived.items() for url, times in told.items() if len(times) > 1]

    def waits(self) -> list[float]:
        """From each publication to its arrival by webhook, shortest first."""
        return sorted(times[0] - self.published[url] for url, times in self.arrived["hook"].items())

    def needed(self, feed: str, interval: float) -> int:
        """The checks of a feed that there should have been while the daemon ran, by what they came to.

        After a success the next is an interval later, after n failures 2ⁿ intervals, but an hour at most, and
        none is after "gone". A ``Retry-After``, which may ask for more or for less, is not reckoned with.
        """
        outcomes = self.outcomes.get(feed, ["never checked"])
        passed, failures, checks = 0.0, 0, 0
        while passed <= self.ran:
            outcome = outcomes[min(checks, len(outcomes) - 1)]
            checks += 1
            if outcome == "gone":
                break
            failures = 0 if outcome in ("new", "unchanged") else failures + 1
            passed += min(interval * 2**failures, max(3600, interval))
        return checks


class Newsroom:
    """Sound feeds, faults, receivers and a daemon on them; use as a context manager.

    Each fault has a server of its own, as publishers have, unless they are to share one. ``interval`` and
    ``timeout`` in seconds.
    """

    def __init__(
        self,
        folder: Path,
        faults: Mapping[str, Fault],
        *,
        sound: int = 8,
        apart: bool = True,
        interval: float = INTERVAL,
        timeout: float = 5.0,
    ) -> None:
        self.folder = folder
        self.books = Books()
        self.feeds = [SoundFeed(f"sound-{number}") for number in range(sound)]
        self.faults = faults
        self._apart = apart
        self._interval, self._timeout = interval, timeout
        self._stack = ExitStack()
        self._stopping = threading.Event()
        self._seen = {"mail": 0, "hook": 0}
        self._number = 0

    def __enter__(self) -> Newsroom:
        self.mail, self.hook = (self._stack.enter_context(r) for r in (MailReceiver(), WebhookReceiver()))
        self.wire = self._stack.enter_context(WebServer())
        shared = self._stack.enter_context(WebServer())
        self.servers = {feed.name: self.wire for feed in self.feeds}
        self._lines = [
            self._line(feed.name, self.wire.answer(f"/{feed.name}", feed.answer)) for feed in self.feeds
        ]
        for name, fault in self.faults.items():
            server = shared
            if self._apart:
                server = self._stack.enter_context(WebServer())
            self.servers[name] = server
            server.answer(f"/{name}", *fault.answers)
            self._lines.append(self._line(name, server.url(f"/{name}", user=f"me:{SECRET}")))
        self._began = time.monotonic()
        self.daemon = self._stack.enter_context(Daemon(self.folder, self.config()))
        watch = threading.Thread(target=self._watch, daemon=True)
        watch.start()
        self._stack.callback(watch.join)
        self._stack.callback(self._stopping.set)
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def config(self) -> str:
        return CONFIG.format(
            interval=self._interval,
            timeout=self._timeout,
            feeds="\n".join(self._lines),
            smtp=self.mail.url,
            hook=self.hook.url,
            secret=self.hook.secret,
        )

    def publish(self, seconds: float, *, every: float = 2.0) -> None:
        """Publish a report on each sound feed ``every`` so many seconds, one feed after the other."""
        end = time.monotonic() + seconds
        for feed in itertools.cycle(self.feeds):
            if time.monotonic() >= end:
                break
            self._number += 1
            url = self.wire.url(f"/report/{self._number}")
            self.books.published[url] = time.monotonic()
            feed.publish(self._number, url)
            time.sleep(every / len(self.feeds))  # the pace of the news

    def settle(self, seconds: float = 30) -> None:
        """Wait until all is told, or no longer."""
        until(lambda: not self.books.lost(), seconds)
        time.sleep(1)  # whatever would come twice has time to

    def close_books(self) -> Books:
        """Stop the daemon and look at what it says of each feed."""
        self.books.ran = time.monotonic() - self._began
        self.books.stopped_in = self.daemon.stop()
        self._stopping.set()
        self.books.log = (self.folder / "daemon.log").read_text(encoding="utf-8")
        for line in self.books.log.splitlines():
            with contextlib.suppress(ValueError):
                event = json.loads(line)
                if event.get("event") == "checked":
                    self.books.outcomes.setdefault(event["feed"], []).append(event["outcome"])
        self.books.misnamed = {
            name: wrong
            for name, fault in self.faults.items()
            if (wrong := set(self.books.outcomes.get(name, ["never checked"])) - fault.outcomes)
        }
        for name, server in self.servers.items():
            self.books.requests[name] = len(server.asked(f"/{name}"))
            self.books.longest_request = max(self.books.longest_request, server.longest)
            self.books.largest_answer = max(self.books.largest_answer, server.largest)
        return self.books

    def _line(self, name: str, url: str) -> str:
        return f'  - {{id: {name}, url: "{url}", backlog: alert}}'

    def _watch(self) -> None:
        """Note when alerts arrive, and what the daemon's processes take."""
        while not self._stopping.wait(0.1):
            mails, calls = self.mail.received, self.hook.received
            self._note("mail", [mail.link for mail in mails])
            self._note("hook", [call.payload["data"]["article"]["url"] for call in calls if call.payload])
            memory, files = _tree(self.daemon.pid)
            self.books.peak_memory = max(self.books.peak_memory, memory)
            self.books.most_files = max(self.books.most_files, files)

    def _note(self, channel: str, urls: list[str]) -> None:
        for url in urls[self._seen[channel] :]:
            if url in self.books.published:
                self.books.arrived[channel].setdefault(url, []).append(time.monotonic())
        self._seen[channel] = len(urls)


def _tree(pid: int) -> tuple[int, int]:
    """The memory in bytes of a process and all that descend from it, and the files it has open itself.

    Memory that several share is counted once (Linux's proportional set size; elsewhere 0).
    """
    memory, files = 0, 0
    with contextlib.suppress(OSError, ValueError):
        files = len(list(Path("/proc", str(pid), "fd").iterdir()))
    found = [str(pid)]
    for each in found:
        with contextlib.suppress(OSError, ValueError):
            process = Path("/proc", each)
            found += [child for task in process.glob("task/*/children") for child in task.read_text().split()]
            share = re.search(r"^Pss: +(\d+) kB", (process / "smaps_rollup").read_text(), re.MULTILINE)
            memory += int(share[1]) * 1024 if share else 0
    return memory, files
