"""The daemon's ticks: jobs every so often, whatever happens to the clock on the wall.

APScheduler goes by that clock. Set back an hour, it would start no job for an hour; set forward, or after
a suspend, it would count every tick that was missed. So ticks here are so far from the present, not from the
tick before, and one that lies farther off than that is brought back.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import TYPE_CHECKING

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

LOOK = 1.0
"""Seconds, of a clock that nobody sets, between two looks at the clock on the wall."""


class Ticks:
    """Starts jobs, each once at a time, from ``start`` to ``stop``; in the event loop's thread."""

    def __init__(self) -> None:
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._watching: asyncio.Task[None]

    def start(self) -> None:
        """Begin."""
        self._scheduler.start()
        self._watching = asyncio.create_task(self._watch(), name="clock on the wall")

    def stop(self) -> None:
        """Start no job more; what runs is not waited for."""
        self._watching.cancel()
        self._scheduler.shutdown(wait=False)

    def every(self, interval: timedelta, job: Callable[[], Awaitable[object]]) -> None:
        """Start the job so often, the first time after that long; late rather than never."""

        @wraps(job)
        async def run() -> None:
            # Cancelled by ``stop`` alone, which APScheduler would log as an error of the job.
            with suppress(asyncio.CancelledError):
                await job()

        self._scheduler.add_job(
            run, _Every(interval), misfire_grace_time=None, coalesce=True, max_instances=1
        )

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(LOOK)
            now = datetime.now(UTC)
            for job in self._scheduler.get_jobs():
                if job.next_run_time > job.trigger.get_next_fire_time(None, now):
                    job.modify(next_run_time=now)


class _Every(BaseTrigger):  # type: ignore[misc]  # APScheduler has no types
    def __init__(self, interval: timedelta) -> None:
        self._interval = interval

    def get_next_fire_time(self, _: datetime | None, now: datetime) -> datetime:
        return now + self._interval
