"""A feed's spikes are met on time: what its hours usually bring shortens the wait before them."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from monitor.core.errors import StoreError
from monitor.core.rhythm import slot_of
from monitor.habits import Habits
from tests.alerts.fakes import memory_store
from tests.build import NOW, after
from tests.faults import item, rss
from tests.shell import desk

if TYPE_CHECKING:
    from collections.abc import Mapping

CONFIG = b"""\
version: 1
feeds:
  - {id: desk, url: "http://wire.example/rss.xml", interval: 30m}
"""
SPIKE = NOW + timedelta(hours=3)


def shown(*numbers: int) -> bytes:
    return rss(*(item(f"Report {n}", extra=f"<guid>{n}</guid>") for n in numbers)).encode()


def newsroom() -> desk.Newsroom:
    room = desk.Newsroom(memory_store(), CONFIG)
    with room.store.unit() as unit:
        for day in range(1, 4):
            unit.add_arrivals("desk", [SPIKE - timedelta(days=day)] * 60)
    return room


def checked(room: desk.Newsroom, at: datetime) -> timedelta:
    """How long is waited after a check then."""
    room.desk.now_is = at - timedelta(minutes=5)
    state = room.check("desk").state
    assert state.next_check is not None
    return state.next_check - at


def test_before_a_spike_that_comes_every_day_the_wait_is_shorter() -> None:
    room = newsroom()
    room.fetcher.serve(shown(*range(20)))
    assert timedelta(minutes=27) <= checked(room, SPIKE - timedelta(hours=2)) <= timedelta(minutes=30)
    # Ten of twenty have usually come ten minutes after the hour; the same bytes bring no new count.
    for _ in range(2):
        assert timedelta(minutes=18) <= checked(room, SPIKE - timedelta(minutes=10)) <= timedelta(minutes=20)


def test_habits_are_learnt_anew_once_a_day_and_not_while_the_store_cannot_be_read() -> None:
    class Store:
        def __init__(self) -> None:
            self.asked: Counter[str] = Counter()
            self.locked = True

        def arrivals(self, feed: str) -> Mapping[datetime, int]:
            self.asked[feed] += 1
            if self.locked:
                raise StoreError("locked")
            return {SPIKE - timedelta(days=day): 60 for day in range(9)}

    async def story() -> None:
        store = Store()
        habits = Habits(store)
        assert await habits.of("desk", NOW) == ()
        store.locked = False
        for hours in (0, 1, 23, 24, 47):
            assert (await habits.of("desk", after(hours=hours)))[slot_of(SPIKE)] == 60
        assert store.asked == {"desk": 3}
        await habits.of("desk", after(hours=-1))  # the clock was set back
        await habits.of("other", after(hours=-1))
        assert store.asked == {"desk": 4, "other": 1}

    asyncio.run(story())
