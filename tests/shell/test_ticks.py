"""The daemon's ticks go on when the system's clock is set, and after a suspend."""

from __future__ import annotations

import asyncio
import time
from datetime import datetime, timedelta, tzinfo
from typing import ClassVar

import apscheduler.schedulers.base
import pytest

from monitor import ticks
from monitor.ticks import Ticks

SOON = timedelta(seconds=0.02)


class Wall(datetime):
    """The clock on the wall, as somebody set it."""

    ahead: ClassVar[timedelta] = timedelta()

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return datetime.now(tz) + cls.ahead


@pytest.fixture(autouse=True)
def _wall(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apscheduler.schedulers.base, "datetime", Wall)
    monkeypatch.setattr(ticks, "datetime", Wall)
    monkeypatch.setattr(ticks, "LOOK", 0.05)
    monkeypatch.setattr(Wall, "ahead", timedelta())


async def ticked_on(ahead: timedelta) -> float:
    """Processor time for three ticks after the clock was set so far, after three before."""
    ticked = asyncio.Semaphore(0)

    async def tick() -> None:
        ticked.release()

    clock = Ticks()
    clock.every(SOON, tick)
    clock.start()
    try:
        async with asyncio.timeout(10):
            for _ in range(3):
                await ticked.acquire()
            Wall.ahead = ahead
            before = time.process_time()
            for _ in range(3):
                await ticked.acquire()
            return time.process_time() - before
    finally:
        clock.stop()


@pytest.mark.parametrize(
    "ahead", [timedelta(), -timedelta(hours=1), timedelta(hours=1), timedelta(days=3_650)]
)
def test_a_clock_that_is_set_stops_no_tick_and_makes_up_for_none(ahead: timedelta) -> None:
    assert asyncio.run(ticked_on(ahead)) < 1


async def most_at_once() -> int:
    """How many runs of a job that outlasts its interval were under way at once, until three had ended."""
    running: list[int] = []
    under_way = 0
    done = asyncio.Event()

    async def job() -> None:
        nonlocal under_way
        under_way += 1
        running.append(under_way)
        await asyncio.sleep(5 * SOON.total_seconds())
        under_way -= 1
        if len(running) == 3:
            done.set()

    clock = Ticks()
    clock.every(SOON, job)
    clock.start()
    try:
        await asyncio.wait_for(done.wait(), 10)
    finally:
        clock.stop()
    return max(running)


def test_a_job_that_outlasts_its_interval_is_neither_doubled_nor_starved() -> None:
    assert asyncio.run(most_at_once()) == 1


async def stopped_under_way() -> None:
    began = asyncio.Event()

    async def job() -> None:
        began.set()
        await asyncio.sleep(60)

    clock = Ticks()
    clock.every(SOON, job)
    clock.start()
    await asyncio.wait_for(began.wait(), 10)
    clock.stop()
    await asyncio.gather(*asyncio.all_tasks() - {asyncio.current_task()}, return_exceptions=True)


def test_a_job_that_is_under_way_at_the_end_is_no_error(caplog: pytest.LogCaptureFixture) -> None:
    asyncio.run(stopped_under_way())
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []
