"""Which feeds are checked when many are due, and what becomes of a check that fails by a fault of ours."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from monitor import checks as checks_module
from monitor.checks import AT_ONCE, OF_A_HOST, Checks
from monitor.core import schedule
from monitor.core.fetching import FeedState, NotModified, Outcome, Validators
from monitor.core.settings import FeedSettings, Settings
from monitor.fetch.room import Room
from monitor.habits import Habits
from monitor.pipeline import Check, Filed
from monitor.seams import World
from tests.build import NOW, after

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from datetime import datetime

    import pytest

    from monitor.core.fetching import FetchRecord, Reply

MINUTE = timedelta(minutes=1)


class Town:
    """Feeds that say that nothing has changed, and a store that takes it, as soon as the test lets them."""

    def __init__(self, *feeds: FeedSettings, states: tuple[FeedState, ...] = ()) -> None:
        self.now_is: datetime = NOW
        self.asked: list[str] = []
        self.at_once = self.most_at_once = 0
        self.open = asyncio.Event()
        self.open.set()
        self.filing = 0
        self.store = asyncio.Event()
        self.store.set()
        self.ended: list[FetchRecord] = []
        self.world = World(
            settings=Settings(checksum="", feeds=feeds),
            fetcher=self,
            workers=self,
            writer=self,
            habits=Habits(self),
            clock=self,
        )
        self.checks = Checks(
            self.world, {state.feed: state for state in states}, room=Room(), on_checked=self.checked
        )

    def now(self) -> datetime:
        return self.now_is

    async def fetch(self, feed: FeedSettings, _: FeedState) -> Reply:
        self.asked.append(feed.id)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await self.open.wait()
        self.at_once -= 1
        return NotModified(validators=Validators())

    def arrivals(self, _: str) -> dict[datetime, int]:
        return {}

    async def file(self, check: Check) -> Filed:
        self.filing += 1
        await self.store.wait()
        self.filing -= 1
        return Filed(state=check.state, record=check.record)

    async def checked(self, _: FeedSettings, record: FetchRecord) -> None:
        self.ended.append(record)

    async def settle(self) -> None:
        while self.checks.under_way:
            await asyncio.wait(self.checks.under_way.values())


def feed(name: str, host: str = "", **more: object) -> FeedSettings:
    url = f"http://{host or name}.example/rss"
    return FeedSettings(id=name, url=url, source=name, name=name, interval=10 * MINUTE, **more)  # type: ignore[arg-type]


def live(story: Callable[[], Coroutine[None, None, None]]) -> None:
    asyncio.run(story())


def test_what_is_due_is_checked_and_not_again_while_it_is_under_way() -> None:
    async def story() -> None:
        town = Town(feed("a"), feed("b"), feed("off", enabled=False))
        town.open.clear()
        for _ in range(3):
            await town.checks.tick()
            await asyncio.sleep(0)
        assert sorted(town.asked) == ["a", "b"]
        assert town.checks.due == {"a": NOW, "b": NOW}
        town.open.set()
        await town.settle()
        assert town.checks.due == {}
        town.now_is = after(minutes=5)
        await town.checks.tick()
        assert not town.checks.under_way
        town.now_is = after(minutes=10)
        await town.checks.tick()
        await town.settle()
        assert sorted(town.asked) == ["a", "a", "b", "b"]
        assert [record.outcome for record in town.ended] == [Outcome.UNCHANGED] * 4

    live(story)


def test_one_host_has_only_so_many_checks_at_once() -> None:
    async def story() -> None:
        crowd = [feed(f"c{number}", "crowd") for number in range(3 * OF_A_HOST)]
        town = Town(*(replace(each, interval=timedelta(seconds=5)) for each in crowd), feed("other"))
        town.open.clear()
        await town.checks.tick()
        for _ in range(10):
            await asyncio.sleep(0)
        assert town.most_at_once == OF_A_HOST + 1
        assert "other" in town.asked
        town.open.set()
        await town.settle()
        assert len(town.asked) == len(crowd) + 1

    live(story)


def test_what_waits_for_the_store_alone_makes_room_for_others_of_its_host() -> None:
    async def story() -> None:
        crowd = [feed(f"c{number}", "crowd") for number in range(2 * AT_ONCE)]
        town = Town(*(replace(each, interval=timedelta(seconds=5)) for each in crowd))
        town.store.clear()
        await town.checks.tick()
        for _ in range(100):
            await asyncio.sleep(0)
        assert town.filing == AT_ONCE
        assert town.most_at_once <= OF_A_HOST
        town.store.set()
        await town.settle()
        assert len(town.asked) == len(crowd)

    live(story)


def test_a_changed_file_has_its_feeds_looked_at_again() -> None:
    async def story() -> None:
        town = Town(feed("a"), feed("b"))
        await town.checks.once()
        town.checks.configure(Settings(checksum="", feeds=(feed("a"),)), due=["a", "new"])
        await town.checks.tick()
        await town.settle()
        assert sorted(town.asked) == ["a", "a", "b"]

    live(story)


def test_once_every_feed_is_checked_but_those_that_are_gone() -> None:
    async def story() -> None:
        states = [schedule.hurried(schedule.initial_state(feed(name)), after(days=1)) for name in ("a", "b")]
        gone = replace(states[1], outcome=Outcome.GONE)
        town = Town(feed("a"), feed("b"), states=(states[0], gone))
        assert [record.feed for record in await town.checks.once()] == ["a"]
        moved = replace(feed("b"), url="http://b.example/elsewhere")
        town.checks.configure(Settings(checksum="", feeds=(moved,)), due=())
        assert [record.feed for record in await town.checks.once()] == ["b"]

    live(story)


def test_a_fault_of_ours_puts_its_feed_off(monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: object) -> Filed:
        raise KeyError("a bug")

    async def story() -> None:
        town = Town(feed("a"))
        monkeypatch.setattr(checks_module, "ingest", broken)
        (record,) = await town.checks.once()
        assert record.outcome is Outcome.INTERNAL
        state = town.checks.states["a"]
        assert (state.failures, state.outcome) == (1, Outcome.INTERNAL)
        assert not schedule.is_due(state, after(minutes=15))

    live(story)
