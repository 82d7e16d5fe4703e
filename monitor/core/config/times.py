"""The forms of durations, hours of the day, digests, limits and time zones."""

from __future__ import annotations

import re
from datetime import time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from monitor.core.config.forms import Form, nearest, quote
from monitor.core.settings import DigestSettings, LimitSettings, QuietSettings

_UNITS = {
    "s": timedelta(seconds=1),
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
}
_DURATION = "[1-9][0-9]{0,9}[smhd]"
_LONGEST = timedelta(days=36_500)


def show_duration(value: timedelta) -> str:
    """The shortest way to write it: 600 s is ``10m``."""
    unit = next(unit for unit in "dhms" if not value % _UNITS[unit])
    return f"{value // _UNITS[unit]}{unit}"


def duration(least: timedelta, most: timedelta = _LONGEST) -> Form:
    """A whole number of seconds, minutes, hours or days, both bounds included."""

    def read(text: str) -> timedelta:
        # Compared as seconds: ten digits of days would overflow a timedelta.
        seconds = int(text[:-1]) * int(_UNITS[text[-1]].total_seconds())
        if not least.total_seconds() <= seconds <= most.total_seconds():
            raise ValueError(f"must be from {show_duration(least)} to {show_duration(most)}")
        return timedelta(seconds=seconds)

    return Form(
        name="duration",
        expects="a duration such as 30s, 5m, 2h or 7d",
        read=read,
        pattern=_DURATION,
        show=show_duration,
    )


def parse_duration(text: str) -> timedelta | None:
    """The span that is written as in the file (``30d``); None if it is not one.

    Raises ``ValueError`` for one that no key would take, such as ``99999999d``.
    """
    form = duration(_UNITS["s"])
    return form.read(text) if re.fullmatch(form.pattern, text) else None


_KEPT = duration(timedelta(hours=1))
KEEP = Form(
    name="duration | forever",
    expects="a duration such as 90d, or forever",
    read=lambda text: None if text == "forever" else _KEPT.read(text),
    pattern=f"forever|{_DURATION}",
    show=lambda value: "forever" if value is None else show_duration(value),
)

_CLOCK = "([01][0-9]|2[0-3]):[0-5][0-9]"
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _quiet(text: str) -> QuietSettings:
    start, end = (time.fromisoformat(part) for part in text.split("-"))
    if start == end:
        raise ValueError("begins and ends at the same time")
    return QuietSettings(start=start, end=end)


QUIET = Form(
    name="hours",
    expects='hours such as "22:00-07:00"',
    read=_quiet,
    pattern=f"{_CLOCK}-{_CLOCK}",
)


def _digest(text: str) -> DigestSettings | None:
    every, _, when = text.partition("@")
    if not when:
        return None if every == "none" else DigestSettings(every=every)
    *weekday, at = when.split(" ")
    return DigestSettings(
        every=every,
        at=time.fromisoformat(at),
        weekday=_WEEKDAYS.index(weekday[0]) if weekday else 0,
    )


_DAILY_OR_WEEKLY = f"daily@{_CLOCK}|weekly@({'|'.join(_WEEKDAYS)}) {_CLOCK}"
DIGEST = Form(
    name="digest",
    expects="none, hourly, daily@09:00 or weekly@mon 09:00",
    read=_digest,
    pattern=f"none|hourly|{_DAILY_OR_WEEKLY}",
)
ALIVE = Form(
    name="daily | weekly",
    expects="daily@08:00 or weekly@mon 08:00",
    read=_digest,
    pattern=_DAILY_OR_WEEKLY,
)


def _limit(text: str) -> LimitSettings:
    count, unit = text.split("/")
    return LimitSettings(count=int(count), per=_UNITS[unit])


LIMIT = Form(
    name="limit",
    expects="a limit such as 30/h or 100/d",
    read=_limit,
    pattern="[1-9][0-9]{0,5}/[mhd]",
)

_zones = cache(available_timezones)  # walks a folder of 600 files


def _timezone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (ValueError, OSError, KeyError):  # malformed; a folder of zones; no such zone
        hint = nearest(text, _zones())
        raise ValueError(f"{quote(text)} is not a time zone such as Asia/Seoul{hint}") from None
    return text


TIMEZONE = Form(
    name="time zone",
    expects="a time zone such as Asia/Seoul",
    read=_timezone,
    pattern="[A-Za-z0-9_+/-]{1,64}",
)
