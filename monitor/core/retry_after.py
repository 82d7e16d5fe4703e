"""``Retry-After``: when a server wants to be asked again (RFC 9110, 10.2.3).

The same header from feeds' servers and from webhooks' receivers; what it leads to is decided in
``monitor.core.schedule`` and ``alerts.lane``.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST_RETRY_AFTER = timedelta(days=1)
"""Whoever asks for more is asked again after this."""

_LONGEST_VALUE = 60
"""Characters; the longest date has 33."""


def parse_retry_after(value: str | None, now: datetime) -> timedelta | None:
    """The wait that seconds or a date ask for, ``LONGEST_RETRY_AFTER`` at most; None for anything else."""
    value = (value or "").strip()[:_LONGEST_VALUE]
    if value.isascii() and value.isdigit():
        return timedelta(seconds=min(int(value), int(LONGEST_RETRY_AFTER.total_seconds())))
    try:
        until = parsedate_to_datetime(value)
    except (ValueError, OverflowError):  # the second for a zone millions of hours away
        return None
    wait = until.replace(tzinfo=until.tzinfo or UTC) - now
    return min(max(wait, timedelta()), LONGEST_RETRY_AFTER)
