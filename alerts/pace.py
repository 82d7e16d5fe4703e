"""How fast a channel may send, where its provider sets a limit (the setting ``limit`` of a channel).

Pure. What exceeds the limit waits in the outbox. Half of the limit may go in one burst and the rest is spread
evenly over the time: an hour's worth sent at once would have the next alert wait for nearly an hour. This is
the generic cell rate algorithm (ITU-T I.371) with the two halves as burst and rate.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.core.settings import LimitSettings


class Pace:
    """At most ``limit.count`` in any ``limit.per``."""

    def __init__(self, limit: LimitSettings) -> None:
        self._burst = max(limit.count // 2, 1)
        self._gap = limit.per / max(limit.count - self._burst, 1)
        self._ahead = (self._burst - 1) * self._gap
        # When all that was sent will be used up at the even rate. Only if the clock was set back it lies
        # farther ahead of what is sent than that.
        self._spent: datetime | None = None

    def sent(self, now: datetime) -> datetime | None:
        """Count what was sent ``now``; until when to wait, None if the next may go at once."""
        before = min(max(self._spent or now, now), now + self._ahead)
        self._spent = before + self._gap
        free = self._spent - self._ahead
        return free if free > now else None
