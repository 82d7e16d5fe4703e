"""When a digest is due and when quiet hours end, on the rule's own wall clock.

Pure calendar arithmetic; what waits and who is told is decided in ``alerts.notifications``. Where the
clocks change, a time that is missing counts as the moment as much later, and a time that comes twice
counts once, so that each day has exactly one of every hour.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from monitor.core.settings import DigestSettings, QuietSettings

_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


def next_digest(digest: DigestSettings, timezone: str, after: datetime) -> datetime:
    """The first digest time strictly after ``after``, in UTC."""
    zone = ZoneInfo(timezone)
    local = after.astimezone(zone)
    if digest.every == "hourly":
        past_the_hour = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
        return after.astimezone(UTC) - past_the_hour + _HOUR
    day = local.date()
    while True:
        due = _instant(datetime.combine(day, digest.at), zone)
        if due > after and (digest.every == "daily" or day.weekday() == digest.weekday):
            return due
        day += _DAY


def last_digest_time(digest: DigestSettings, timezone: str, now: datetime) -> datetime:
    """The latest digest time that is not after ``now``, in UTC."""
    span = {"hourly": 2 * _HOUR, "daily": 3 * _DAY, "weekly": 9 * _DAY}[digest.every]
    found = next_digest(digest, timezone, now - span)
    while (later := next_digest(digest, timezone, found)) <= now:
        found = later
    return found


def after_quiet(quiet: QuietSettings | None, timezone: str, at: datetime) -> datetime:
    """``at``, or the end of the quiet hours that it falls into. Hours that end as they begin are none."""
    if quiet is None or quiet.start == quiet.end:
        return at
    zone = ZoneInfo(timezone)
    local = at.astimezone(zone)
    if not _within(local.time(), quiet.start, quiet.end):
        return at
    # On the day the clocks go back the end may come twice, and ``at`` may lie between the two.
    ends = [
        _instant(datetime.combine(local.date() + days * _DAY, quiet.end), zone, fold=fold)
        for days in (0, 1)
        for fold in (0, 1)
    ]
    return min(end for end in ends if end > at)


def _within(moment: time, start: time, end: time) -> bool:
    if start < end:
        return start <= moment < end
    return moment >= start or moment < end


def _instant(wall: datetime, zone: ZoneInfo, *, fold: int = 0) -> datetime:
    return wall.replace(tzinfo=zone, fold=fold).astimezone(UTC)
