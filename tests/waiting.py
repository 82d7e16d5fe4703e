"""Waiting for what another process or the system does by itself: neither gives a sign, so one looks again."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

AGAIN = 0.05
"""Seconds between two looks."""


def until(true: Callable[[], object], seconds: float = 20) -> bool:
    """Wait until it is true, no longer than so many seconds; False if it is not true by then."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(AGAIN)  # this is the one place that looks again and again
    return True
