"""Delivers what the outbox holds: a lane a channel, none waiting for another.

Which deliveries there are is decided in ``alerts.notifications``, what follows an attempt in
``alerts.lane``. The truth is in the store alone: killed at any moment, the next process goes on from it.
"""

from __future__ import annotations

import asyncio
import random
from typing import TYPE_CHECKING

from alerts.lane import Lane
from alerts.notices import notice

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime, timedelta

    from alerts.lane import Call
    from alerts.trouble import Trouble
    from monitor.core.protocols import Channel, Clock, Store
    from monitor.core.settings import Settings

FINISH = 5.0
"""Seconds a receiver has to answer after ``stop``."""

_SETTLE = 2.0
"""Seconds for settling after that."""


class Dispatcher:
    """The lanes of all channels. Use it from the event loop's thread only.

    ``run`` runs a function of the store where the store may be used (the writer's thread);
    ``chance`` gives numbers in [0, 1) to spread retries with. ``latest``: when an earlier process was last
    at work.
    """

    def __init__(
        self,
        store: Store,
        channels: Mapping[str, Channel],
        *,
        clock: Clock,
        run: Call,
        settings: Settings,
        chance: Callable[[], float] = random.random,
        latest: datetime | None = None,
    ) -> None:
        self._store = store
        self._clock = clock
        self._call = run
        self._settings = settings
        self._chance = chance
        self._latest = latest
        self._stopping = asyncio.Event()
        self._lanes = {name: self._lane(channel) for name, channel in channels.items()}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._leaving: set[asyncio.Task[None]] = set()
        self._running = False

    async def run(self) -> None:
        """Deliver until ``stop``; then finish what is being sent, for a few seconds at most."""
        self._running = True
        for name in self._lanes:
            self._start(name)
        try:
            await self._stopping.wait()
        finally:
            self._running = False
            lanes, tasks = list(self._lanes.values()), [*self._tasks.values(), *self._leaving]
            self._tasks.clear()
            await _end(lanes, tasks)

    async def drain(self, limit: timedelta) -> None:
        """Deliver what is due, and what comes due within ``limit``; for a daemon that runs only once.

        No attempt begins after that; one that has begun is finished.
        """
        until = self._clock.now() + limit
        # A lane may leave a notice for another that is done already, hence more than one round.
        while any(await asyncio.gather(*(lane.drain(until) for lane in self._lanes.values()))):
            if self._stopping.is_set():
                break
        await asyncio.gather(*(lane.channel.aclose() for lane in self._lanes.values()))

    def notify(self) -> None:
        """Something may be due."""
        for lane in self._lanes.values():
            lane.wake()

    def stop(self) -> None:
        """Take nothing more; ``run`` ends soon."""
        self._stopping.set()
        for lane in self._lanes.values():
            lane.stop()

    def reconfigure(self, channels: Mapping[str, Channel], settings: Settings) -> None:
        """Go on with these channels. One whose settings did not change goes on undisturbed; one whose
        settings did is tried at once, also if it was paused or switched off.
        """
        before = {channel.id: channel for channel in self._settings.channels}
        after = {channel.id: channel for channel in settings.channels}
        self._settings = settings
        for name in list(self._lanes):
            if name not in channels or before.get(name) != after.get(name):
                self._leave(name)
        for name, channel in channels.items():
            if name not in self._lanes:
                self._lanes[name] = self._lane(channel)
                if self._running:
                    self._start(name, afresh=name in before)

    @property
    def last_turn(self) -> datetime | None:
        """Since when every channel has been looked after; None before that, or without channels.

        While all is well it is at most two minutes old: what a heartbeat goes by.
        """
        turns = [lane.last_turn for lane in self._lanes.values()]
        known = [turn for turn in turns if turn is not None]
        return min(known) if known and len(known) == len(turns) else None

    def _lane(self, channel: Channel) -> Lane:
        def tell(trouble: Trouble) -> bool:
            with self._store.unit() as unit:
                return notice(
                    unit, trouble, settings=self._settings, now=self._clock.now(), not_by=channel.id
                )

        return Lane(
            channel,
            self._store.outbox,
            clock=self._clock,
            call=self._call,
            tell=tell,
            told=self.notify,
            chance=self._chance,
            limit=next((one.limit for one in self._settings.channels if one.id == channel.id), None),
            latest=self._latest,
        )

    def _start(self, name: str, *, afresh: bool = False) -> None:
        self._tasks[name] = asyncio.create_task(self._lanes[name].run(afresh=afresh), name=f"channel {name}")

    def _leave(self, name: str) -> None:
        """Let a lane finish what it is sending, beside the others."""
        lane = self._lanes.pop(name)
        task = self._tasks.pop(name, None)
        if task is not None:
            leaving = asyncio.create_task(_end([lane], [task]), name=f"channel {name} ends")
            self._leaving.add(leaving)
            leaving.add_done_callback(self._left)

    def _left(self, leaving: asyncio.Task[None]) -> None:
        self._leaving.discard(leaving)
        self.notify()  # what it gave back may be for its successor


async def _end(lanes: list[Lane], tasks: list[asyncio.Task[None]]) -> None:
    """Stop lanes: they have a while to finish, then a moment to settle; what is left keeps its lease."""
    for lane in lanes:
        lane.stop()
    if tasks:
        _, late = await asyncio.wait(tasks, timeout=FINISH)
        for lane in lanes:
            lane.cut()
        if late:
            _, late = await asyncio.wait(late, timeout=_SETTLE)
        for task in late:
            task.cancel()
    for lane in lanes:
        await lane.channel.aclose()
