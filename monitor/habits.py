"""What each hour of the week usually brings of each feed: learnt from the store, anew once a day.

Asked for with every check of a feed, so it is kept; a few hundred bytes a feed, where the counts that it is
learnt from are thousands.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple, Protocol

from monitor.core.errors import StoreError
from monitor.core.rhythm import habits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

LASTS = timedelta(days=1)


class Arrivals(Protocol):
    def arrivals(self, feed: str) -> Mapping[datetime, int]: ...


class _Learnt(NamedTuple):
    habits: Sequence[int]
    at: datetime


class Habits:
    """The habits of all feeds (``rhythm.habits``)."""

    def __init__(self, store: Arrivals) -> None:
        self._store = store
        self._learnt: dict[str, _Learnt] = {}

    async def of(self, feed: str, now: datetime) -> Sequence[int]:
        """A feed's habits; none while the store cannot be read."""
        known = self._learnt.get(feed)
        if known is None or not known.at <= now < known.at + LASTS:
            try:
                arrivals = await asyncio.to_thread(self._store.arrivals, feed)
            except StoreError:
                return ()
            known = self._learnt[feed] = _Learnt(habits(arrivals, now), now)
        return known.habits
