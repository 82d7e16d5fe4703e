"""``tumen demo``: plays the sample news to the real daemon and shows what comes out.

The newswire publishes step by step; a step is over when everything published is filed and every alert
delivered, which is read from the store. All of it lives on loopback and in a temporary folder that is
removed again, unless the run came to its end and was not as it should be, or failed: then the folder is
kept, with the daemon's log.
"""

from __future__ import annotations

import asyncio
import shutil
import signal
import tempfile
import time
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from rich.console import Console

from monitor import logs
from monitor.core.model import DeliveryState
from monitor.core.text import search_text
from monitor.daemon import Daemon
from monitor.demo.config import SECRET, configuration
from monitor.demo.expectations import differences
from monitor.demo.newswire import Newswire
from monitor.demo.outcome import gather
from monitor.demo.receivers import MailReceiver, WebhookReceiver
from monitor.demo.result import Result, write_json
from monitor.demo.sample import load
from monitor.demo.show import show
from storage import open_store

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.status import Status

GIVE_UP_AFTER = 17.5
"""Seconds after which what has not come out is taken for missing, so that the run ends within 20."""

UNSETTLED = (DeliveryState.PENDING, DeliveryState.LEASED)
LOOK_EVERY = 0.2
FRESH_EVERY = 20.0
NARROWEST, WIDEST, PIPED = 80, 120, 100
"""Columns of the narrowest and the widest display, and where there is no terminal to ask."""


def run_demo(*, stay: bool, json: bool, out: TextIO, judge: Path | None = None) -> int:
    """Run the demo; 0 if everything came out as it should, else 1.

    ``judge`` is a sound configuration that has the topic; it judges the news in place of the shipped one.
    ``json``: JSON lines instead of a display. ``stay``: afterwards go on with fresh news until interrupted.
    """
    folder = Path(tempfile.mkdtemp(prefix="tumen-demo-"))
    keep = True
    try:
        with (folder / "tumen.log").open("w", encoding="utf-8") as log, ExitStack() as stack:
            logs.configure(stream=log)
            result = asyncio.run(_Demo(folder, stack, judge).run(stay=stay, json=json, out=out))
        keep = result is not None and bool(result.differences)
    except (KeyboardInterrupt, BrokenPipeError):
        keep = False  # nobody wants to see any more of it
        raise
    finally:
        if keep:
            Console(stderr=True).print(f"Kept to look at: {folder}", style="dim", highlight=False)
        else:
            shutil.rmtree(folder)
    return 1 if result is None or result.differences else 0


class _Demo:
    """One run: newswire and receivers, the daemon between them, and the store to read the outcome from."""

    def __init__(self, folder: Path, stack: ExitStack, judge: Path | None) -> None:
        self._folder = folder
        self._sample = load()
        self._wire = stack.enter_context(Newswire(self._sample))
        self._desk = stack.enter_context(MailReceiver())
        self._hook = stack.enter_context(WebhookReceiver())
        config = folder / "feeds.yaml"
        config.write_text(
            configuration(feeds=self._wire.feeds, smtp=self._desk.url, hook=self._hook.url, judge=judge),
            encoding="utf-8",
        )
        self._daemon = Daemon(config, env={SECRET: self._hook.secret})
        self._settings = self._daemon.settings
        self._store = open_store(self._settings.storage.url, folder=folder, search_text=search_text)
        stack.callback(self._store.close)

    async def run(self, *, stay: bool, json: bool, out: TextIO) -> Result | None:
        """Play all steps and show what came out; None if it was interrupted before that."""
        started = time.monotonic()
        interrupted, stop = asyncio.Event(), asyncio.Event()
        for name in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(name, interrupted.set)
        daemon = asyncio.create_task(self._daemon.run(stop), name="daemon")

        def over() -> bool:
            late = time.monotonic() - started > GIVE_UP_AFTER
            return late or daemon.done() or interrupted.is_set()

        try:
            with Console(stderr=True).status("The daemon starts …") as status:
                await self._play(status, over)
                if not stay:
                    status.update("The daemon stops …")
                    stop.set()
                    await daemon
            if interrupted.is_set():
                return None
            result = await asyncio.to_thread(self._result, started)
            if json:
                write_json(result, out)
            else:
                show(result, _console(out))
            if stay:
                await self._go_on(_console(out, quiet=json), interrupted, daemon)
        finally:
            stop.set()
            await daemon
        return result

    async def _play(self, status: Status, over: Callable[[], bool]) -> None:
        """Publish step by step; each waits until the one before is settled, or until all is over."""
        for step in range(self._sample.last_step + 1):
            status.update(f"News, part {step} of {self._sample.last_step} …" if step else "The backlog …")
            self._wire.publish(step)
            while not await asyncio.to_thread(self._settled, step):
                if over():
                    return
                await asyncio.sleep(LOOK_EVERY)

    def _settled(self, step: int) -> bool:
        """Has everything published been filed in its latest text, and every alert been delivered?"""
        seen = {
            self._wire.item_at(article.reading.url): article.revisions
            for article in self._store.articles(kept_only=False)
        }
        filed = all(
            seen.get(name) == len(report.item.texts(step)) for name, report in self._wire.published().items()
        )
        under_way = self._store.outbox.deliveries(states=UNSETTLED, limit=1)
        return filed and not under_way

    def _result(self, started: float) -> Result:
        snapshot = gather(self._store, self._settings, mails=self._desk.received, calls=self._hook.received)
        return Result(
            snapshot=snapshot,
            differences=tuple(differences(self._sample, snapshot, self._settings, self._wire.item_at)),
            seconds=time.monotonic() - started,
        )

    async def _go_on(self, console: Console, interrupted: asyncio.Event, daemon: asyncio.Task[None]) -> None:
        """Publish something fresh now and then, and tell of what arrives, until interrupted."""
        addresses = {**self._wire.feeds, "mail": self._desk.url, "webhook": self._hook.url}
        console.print()
        for name, address in (*addresses.items(), ("folder", self._folder)):
            console.print(f"{name:>12}  {address}")
        console.print(f"Fresh news every {FRESH_EVERY:.0f} seconds; Ctrl-C ends it.", style="dim")
        mails, calls = len(self._desk.received), len(self._hook.received)
        next_fresh = time.monotonic()
        while not (interrupted.is_set() or daemon.done()):
            if time.monotonic() >= next_fresh:
                next_fresh += FRESH_EVERY
                console.print(f"   published  {self._wire.publish_fresh().title}")
            for mail in self._desk.received[mails:]:
                console.print(f"        mail  {mail.subject}", markup=False)
                mails += 1
            for call in self._hook.received[calls:]:
                title = call.payload.get("data", {}).get("article", {}).get("title", call.problem)
                console.print(f"     webhook  {title}", markup=False)
                calls += 1
            with suppress(TimeoutError):
                await asyncio.wait_for(interrupted.wait(), LOOK_EVERY)


def _console(out: TextIO, *, quiet: bool = False) -> Console:
    """A console on ``out``: as wide as the terminal within reason, plain where it is none."""
    console = Console(file=out, highlight=False, quiet=quiet)
    console.width = min(max(console.width, NARROWEST), WIDEST) if console.is_terminal else PIPED
    return console
