"""Memory for documents from their first byte until they have been filed, shared by all fetches."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SIZE = 32_000_000
"""Bytes; what is read of hostile documents takes four times as much, until it is filed."""

SMALL = 256_000
"""Bytes that each may take without waiting: most feeds have no more, and need not wait for large ones."""


class Room:
    """So many bytes at most; whoever would go beyond waits until others have let go of theirs.

    One holder at a time may go beyond all the same, or all might wait for one another, each with half a
    document in hand. So the most that is ever held is ``size``, one document, and what is ``small``.
    """

    def __init__(self, size: int = SIZE, *, small: int = SMALL) -> None:
        self._size = size
        self._small = small
        self._held: Counter[str] = Counter()
        self.total = 0
        """Bytes held now."""
        self._beyond: str | None = None
        self._freed = asyncio.Event()

    @contextmanager
    def let_go_after(self, holder: str) -> Iterator[None]:
        """Let go of what a holder has taken when the block ends."""
        try:
            yield
        finally:
            self.let_go(holder)

    def let_go(self, holder: str) -> None:
        """Free all that a holder has taken."""
        self.total -= self._held.pop(holder, 0)
        if self._beyond == holder:
            self._beyond = None
        self._freed.set()
        self._freed = asyncio.Event()

    async def take(self, holder: str, size: int) -> None:
        """Take ``size`` bytes more, waiting until there is room for them unless they are few."""
        while (
            self.total + size > self._size
            and self._held[holder] + size > self._small
            and self._beyond not in (None, holder)
        ):
            await self._freed.wait()
        self.add(holder, size)

    def add(self, holder: str, size: int) -> None:
        """Count what a holder has already, without waiting."""
        self._held[holder] += size
        self.total += size
        if self.total > self._size and self._beyond is None:
            self._beyond = holder
