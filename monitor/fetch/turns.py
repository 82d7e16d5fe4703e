"""Whose turn it is: so many requests a server at once, and as far apart as its source asks for."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

Origin = tuple[str, int]


class Turns:
    """At most ``at_once`` requests to an origin (host and port); a gap means one at a time."""

    def __init__(self, at_once: int) -> None:
        self.at_once = at_once
        self._slots: defaultdict[Origin, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(at_once))
        self._gates: defaultdict[Origin, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._free_at: dict[Origin, float] = {}

    @asynccontextmanager
    async def turn(self, origin: Origin, gap: float) -> AsyncIterator[None]:
        """Wait for a turn; with a ``gap`` (seconds) also until that long after the last one has ended."""
        if gap <= 0:
            async with self._slots[origin]:
                yield
            return
        loop = asyncio.get_running_loop()
        async with self._gates[origin], self._slots[origin]:
            wait = self._free_at.get(origin, 0.0) - loop.time()
            if wait > 0:
                await asyncio.sleep(wait)
            try:
                yield
            finally:
                self._free_at[origin] = loop.time() + gap
