"""The clock on the wall, behind the one-method protocol that everything else asks for the time."""

from __future__ import annotations

from datetime import UTC, datetime


class SystemClock:
    """The system's time, UTC-aware."""

    def now(self) -> datetime:
        return datetime.now(UTC)
