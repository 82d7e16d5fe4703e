"""Whose turn it is: so many requests a server at once, and as far apart as its source asks for.

A server is a host at the ports of the web, whichever it is asked at: one that sends from http to https is
not asked twice as often for that. At any other port another program answers.
"""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, asynccontextmanager
from math import inf
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

Origin = tuple[str, int]

MANY = 1_000
"""Servers remembered that nobody asks now and that need no pause: documents may name any number of them."""


class _Queue:
    """Those who ask one server or wait for it, and when the last one ended, who had asked for which gap."""

    def __init__(self, at_once: int) -> None:
        self.slots = asyncio.Semaphore(at_once)
        self.gate = asyncio.Lock()
        self.users = 0
        self.ended = -inf
        self.gap = 0.0


class Turns:
    """At most ``at_once`` requests to a server; a gap means one at a time."""

    def __init__(self, at_once: int) -> None:
        self.at_once = at_once
        self._queues: dict[Origin, _Queue] = {}

    @asynccontextmanager
    async def turn(self, origin: Origin, gap: float) -> AsyncIterator[None]:
        """Wait for a turn; with a ``gap`` (seconds) also until that long after the last one has ended."""
        now = asyncio.get_running_loop().time
        host, port = origin
        server = (host, 80 if port == 443 else port)
        if server not in self._queues:
            self._forget_idle(now())
            self._queues[server] = _Queue(self.at_once)
        queue = self._queues[server]
        queue.users += 1
        try:
            async with AsyncExitStack() as held:
                if gap > 0:
                    await held.enter_async_context(queue.gate)
                await held.enter_async_context(queue.slots)
                if gap > 0:
                    await asyncio.sleep(queue.ended + gap - now())
                try:
                    yield
                finally:
                    queue.ended, queue.gap = now(), gap
        finally:
            queue.users -= 1

    def _forget_idle(self, now: float) -> None:
        if len(self._queues) >= MANY:
            self._queues = {of: it for of, it in self._queues.items() if it.users or it.ended + it.gap > now}
