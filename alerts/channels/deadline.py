"""A total time limit for one attempt that is fair to a process which was itself frozen.

After a suspend, the timer and the answer are both overdue. Where the timer simply won, a message that
was taken would count as failed and be sent again; so an answer that has arrived by then still counts.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from typing import Any

T = TypeVar("T")

_GRACE = 0.25
"""Seconds, enough to read what has already arrived."""


async def within(limit: float, work: Coroutine[Any, Any, T]) -> T:
    """What ``work`` returns; raises ``TimeoutError`` after ``limit`` seconds, with ``work`` cancelled."""
    task = asyncio.ensure_future(work)
    try:
        for wait in (limit, _GRACE):
            done, _ = await asyncio.wait({task}, timeout=wait)
            if done:
                return task.result()
    finally:
        if not task.done():
            task.cancel()
            await asyncio.wait({task})
    raise TimeoutError
