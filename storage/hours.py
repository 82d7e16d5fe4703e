"""New articles by the hour they are of, as a feed's rhythm is learnt from; the same for every engine."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from monitor.core.rhythm import WINDOW, hour_of

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime


def by_hour(times: Collection[datetime]) -> Counter[datetime]:
    """How many fall into which hour, without those long before the latest: a backlog may go back years."""
    hours = Counter(map(hour_of, times))
    latest = max(hours, default=None)
    if latest is None:
        return hours
    return Counter({hour: count for hour, count in hours.items() if hour >= latest - WINDOW})
