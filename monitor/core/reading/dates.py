"""Dates as publishers write them, to UTC: RFC 822, ISO 8601 and what else news sources use.

Feeds put anything into a date: fourteen digits without a zone, «Ср, 29 июл 2026», `2026년 7월 29일 오후 4시`,
epoch seconds, zone names that no standard knows. A general date library guesses where it does not know,
which here means hours off with no error; this module reads the forms it knows and says None to the rest.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache

LONGEST = 120
"""No date is longer; the rest is not looked at."""

FIRST_YEAR = 1990
"""Older dates are a clock at zero or an event's date: there were no feeds."""

_MONTHS = {
    # first letters, in lower case, of a month's name
    **dict.fromkeys(("jan", "янв", "січ"), 1),
    **dict.fromkeys(("feb", "фев", "лют"), 2),
    **dict.fromkeys(("mar", "мар", "бер"), 3),
    **dict.fromkeys(("apr", "апр", "кві"), 4),
    **dict.fromkeys(("may", "мая", "май", "тра"), 5),
    **dict.fromkeys(("jun", "июн", "чер"), 6),
    **dict.fromkeys(("jul", "июл", "лип"), 7),
    **dict.fromkeys(("aug", "авг", "сер"), 8),
    **dict.fromkeys(("sep", "сен", "вер"), 9),
    **dict.fromkeys(("oct", "окт", "жов"), 10),
    **dict.fromkeys(("nov", "ноя", "лис"), 11),
    **dict.fromkeys(("dec", "дек", "гру"), 12),
}
_ZONES = {
    # hours from UTC; RFC 822's own, and those that news sources write
    **dict.fromkeys(("z", "ut", "utc", "gmt", "wet"), 0.0),
    "est": -5.0,
    "edt": -4.0,
    "cst": -6.0,
    "cdt": -5.0,
    "mst": -7.0,
    "mdt": -6.0,
    "pst": -8.0,
    "pdt": -7.0,
    "bst": 1.0,
    "cet": 1.0,
    "cest": 2.0,
    "eet": 2.0,
    "eest": 3.0,
    "msk": 3.0,
    "мск": 3.0,
    "msd": 4.0,
    "kst": 9.0,
    "jst": 9.0,
    "hkt": 8.0,
    "sgt": 8.0,
    "yekt": 5.0,
    "krat": 7.0,
    "vlat": 10.0,
    "ist": 5.5,
}
_WORD = r"[^\W\d_]"

# What the two standards prescribe and most feeds write, read at once; the forms below read it the same.
_RFC822 = re.compile(
    r"[A-Z][a-z]{2}, (?P<day>\d\d) (?P<month>[A-Z][a-z]{2}) (?P<year>\d{4})"
    r" (?P<hour>[01]\d|2[0-3]):(?P<minute>[0-5]\d):(?P<second>[0-5]\d)"
    r" (?:GMT|(?P<zone>[+-](?:0\d|1[0-3])[0-5]\d))",
    re.ASCII,
)
_RFC3339 = re.compile(
    r"\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:Z|[+-](?:0\d|1[0-3]):[0-5]\d)", re.ASCII
)

_EPOCH = re.compile(r"(\d{9,10}|\d{12,13})(?:\.\d+)?\Z")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:[T ]?(\d\d)(\d\d)(\d\d)?(?:\.\d+)?)?(?=\D|\Z)")
_YEAR_FIRST = re.compile(
    r"(?<!\d)(\d{4})\s?(?:[-./年]|년)\s?(\d{1,2})\s?(?:[-./月]|월)\s?(\d{1,2})(?!\d)\s?(?:日|일|\.(?!\d))?"
)
_JUCHE = re.compile(
    r"(?:juche|주체)\s?(\d{2,3})\s?(?:\(\d{4}\))?[.년]\s?(\d{1,2})[.월]\s?(\d{1,2})[.일]?", re.IGNORECASE
)
_DAY_MONTH = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)?[\s.\-/]{{1,3}}({_WORD}{{3,12}})\.?[\s,.\-/]{{1,3}}(\d{{4}}|\d\d(?!\d|:))"
)
_MONTH_DAY = re.compile(
    rf"({_WORD}{{3,12}})\.?\s(\d{{1,2}})(?:st|nd|rd|th)?,?\s(?:.{{0,20}}?\s)?(\d{{4}})(?!\d|:)"
)
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})([./\-])(\d{1,2})\2(\d{4}|\d\d)(?!\d)")
_NO_YEAR = re.compile(
    rf"(?<!\d)(\d{{1,2}})\s({_WORD}{{3,12}})(?=\W|\Z)|({_WORD}{{3,12}})\.?\s(\d{{1,2}})(?![\d:])"
)
_MONTH_FIRST = re.compile(r"(?<!\d)(\d{1,2})\s?[월月]\s?(\d{1,2})\s?[일日]")
_TWO_NUMBERS = re.compile(r"(?<![\d.:/-])(\d{1,2})([./-])(\d{1,2})(?![\d.:/-])")
_RELATIVE = re.compile(r"\b(today|yesterday|сегодня|вчера)\b|(오늘|어제|今天|昨天|今日|昨日)", re.IGNORECASE)
_AGO = re.compile(
    r"(?:(\d{1,3})\s?|\ban?\s|(?<!\w))"
    r"(?:(min|минут|мин|분|分)|(hour|hr|час|시간|小时|小時|時間)|(day|день|дн|일|天|日))\w{0,5}\s?(?:ago|назад|전|前)",
    re.IGNORECASE,
)
_JUST_NOW = re.compile(r"\bjust now\b|только что|방금|刚刚|たった今", re.IGNORECASE)
_HALF_AN_HOUR = re.compile(r"half an hour ago|полчаса назад|30분 전", re.IGNORECASE)
_TIME = re.compile(
    r"(?:(?P<before>am|pm|오전|오후|上午|下午|午前|午後)\s?)?"
    r"(?<!\d)(?P<hour>\d{1,2})(?:\s?(?::|시|時|时|点|點)\s?(?P<minute>\d{1,2})?(?:\s?(?::|분|分)\s?(?P<second>\d{1,2})?)?초?)"
    r"(?:[.,]\d{1,9})?(?:\s?(?P<after>[ap]\.?m\b\.?))?",
    re.IGNORECASE,
)
_DOTTED_TIME = re.compile(
    r"(?<![\d.:])(?P<hour>[01]?\d|2[0-3])\.(?P<minute>[0-5]\d)(?![\d.:])(?:\s?(?P<after>[ap]\.?m\b\.?))?",
    re.IGNORECASE,
)
_HOUR_ONLY = re.compile(r"(?<![\d:])(?P<hour>\d{1,2})\s?(?P<after>[ap]\.?m\b\.?)", re.IGNORECASE)
_OFFSET = re.compile(r"(?:gmt|utc|ut)?\s?([+\-−])(\d{1,2})(?::?(\d\d))?(?!\d)", re.IGNORECASE)
_ZONE_NAME = re.compile(r"(?<![^\W_])([^\W\d_]{1,4})(?![^\W_])")
_YEAR_FIRST_ZONES = frozenset(
    f"Asia/{city}"
    for city in ("Seoul", "Pyongyang", "Tokyo", "Shanghai", "Hong_Kong", "Taipei", "Harbin", "Macau")
)
"""Where dates of numbers alone go from the year to the day."""

_TODAY = frozenset(("today", "сегодня", "오늘", "今天", "今日"))


def parse_date(
    raw: str, *, zone: str = "UTC", day_first: bool = True, now: datetime | None = None
) -> datetime | None:
    """Read a publisher's date; UTC, or None if it is missing, impossible or of no known form.

    ``zone`` (an IANA name) is the publisher's, for dates that name none. ``day_first`` reads `03/04/2026`.
    With ``now``, also «Сегодня, 12:20», `3시간 전` and dates without a year are read.
    """
    text = unicodedata.normalize("NFKC", raw[:LONGEST]).strip()
    if not text:
        return None
    try:
        return _standard(text) or _read(text, zone, day_first=day_first, now=now)
    except (ValueError, OverflowError):  # 31 February, 25:00, a year no clock knows
        return None


def plausible(moment: datetime | None, now: datetime | None) -> datetime | None:
    """The moment, unless it is more than a day ahead of ``now``: then it says nothing about publication."""
    if moment and now and moment > now + timedelta(days=1):
        return None
    return moment


@lru_cache(maxsize=64)
def zone_of(name: str) -> tzinfo:
    """The time zone of an IANA name; UTC for a name that this system does not know."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def _standard(text: str) -> datetime | None:
    if _RFC3339.fullmatch(text):
        return _checked(datetime.fromisoformat(text).astimezone(UTC))
    found = _RFC822.fullmatch(text)
    month = _month(found["month"]) if found else None
    if not found or not month:
        return None
    year, day, hour, minute, second = map(int, found.group("year", "day", "hour", "minute", "second"))
    moment = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    if offset := found["zone"]:
        distance = timedelta(hours=int(offset[1:3]), minutes=int(offset[3:]))
        moment += distance if offset[0] == "-" else -distance
    return _checked(moment)


def _read(text: str, zone: str, *, day_first: bool, now: datetime | None) -> datetime | None:
    epoch = _EPOCH.fullmatch(text)
    if epoch and not (len(epoch[1]) == 12 and epoch[1].startswith(("19", "20"))):
        seconds = int(epoch[1]) / (1000 if len(epoch[1]) > 10 else 1)
        return _checked(datetime.fromtimestamp(seconds, UTC))
    compact = _COMPACT.match(text)
    if compact:
        year, month, day, hour, minute, second = (int(part or 0) for part in compact.groups())
        moment = datetime(year, month, day, hour, minute, min(second, 59))  # noqa: DTZ001 (its zone follows)
        return _in_zone(moment, text[compact.end() :], zone)
    if now and (passed := _passed(text)) is not None:
        return now - passed
    found = _day(text, zone, day_first=day_first, now=now)
    if not found:
        return None
    day_, rest = found
    return _in_zone(*_at_time(day_, rest), zone)


def _passed(text: str) -> timedelta | None:
    """How long ago it was, of a text that says so."""
    if _JUST_NOW.search(text):
        return timedelta()
    if _HALF_AN_HOUR.search(text):
        return timedelta(minutes=30)
    ago = _AGO.search(text)
    if not ago:
        return None
    unit = {"minutes": ago[2], "hours": ago[3], "days": ago[4]}
    return timedelta(**{name: int(ago[1] or 1) for name, found in unit.items() if found})


def _day(text: str, zone: str, *, day_first: bool, now: datetime | None) -> tuple[date, str] | None:
    """The day, and the text without it."""
    found = _YEAR_FIRST.search(text)
    if found:
        return date(*map(int, found.groups())), _around(text, found)
    found = _DAY_MONTH.search(text)
    if found and (month := _month(found[2])):
        return date(_year(found[3]), month, int(found[1])), _around(text, found)
    found = _MONTH_DAY.search(text)
    if found and (month := _month(found[1])):
        return date(int(found[3]), month, int(found[2])), _around_year(text, found)
    found = _JUCHE.search(text)
    if found:  # Juche 1 is 1912
        return date(int(found[1]) + 1911, int(found[2]), int(found[3])), _around(text, found)
    found = _NUMERIC.search(text)
    if found:
        first, second = int(found[1]), int(found[3])
        if len(found[4]) == 2 and zone in _YEAR_FIRST_ZONES:
            return date(_year(found[1]), second, int(found[4])), _around(text, found)
        if second > 12 or (not day_first and first <= 12 and found[2] != "."):
            first, second = second, first
        return date(_year(found[4]), second, first), _around(text, found)
    if not now:
        return None
    return _near(
        text, now.astimezone(zone_of(zone)).date(), day_first=day_first and zone not in _YEAR_FIRST_ZONES
    )


def _near(text: str, today: date, *, day_first: bool) -> tuple[date, str] | None:
    """A day that is named by its distance from today, or without its year: then the latest such day."""
    found = _RELATIVE.search(text)
    if found:
        back = 0 if (found[1] or found[2]).lower() in _TODAY else 1
        return today - timedelta(days=back), _around(text, found)
    for found in _NO_YEAR.finditer(text):
        if month := _month(found[2] or found[3]):
            return _latest(month, int(found[1] or found[4]), today), _around(text, found)
    found = _MONTH_FIRST.search(text)
    if found:
        return _latest(int(found[1]), int(found[2]), today), _around(text, found)
    found = _TWO_NUMBERS.search(text)
    if found and _TIME.search(_around(text, found)):  # beside a time, or it may be one itself
        first, second = int(found[1]), int(found[3])
        month, day = (second, first) if (day_first and second <= 12) or first > 12 else (first, second)
        return _latest(month, day, today), _around(text, found)
    found = _TIME.search(text)
    # A time beside other numbers may be of any day.
    return (today, text) if found and not any(map(str.isdigit, _around(text, found))) else None


def _latest(month: int, day: int, today: date) -> date:
    """The latest such day; tomorrow counts, because the publisher may be in another zone."""
    this_year = date(today.year, month, day)
    return this_year if this_year <= today + timedelta(days=1) else date(today.year - 1, month, day)


def _at_time(day: date, rest: str) -> tuple[datetime, str]:
    found = _TIME.search(rest) or _DOTTED_TIME.search(rest) or _HOUR_ONLY.search(rest)
    if not found:
        return datetime(day.year, day.month, day.day), rest  # noqa: DTZ001 (its zone follows)
    parts = found.groupdict()
    hour = int(parts["hour"])
    half = (parts.get("before") or parts.get("after") or "").lower().replace(".", "")
    if half in ("pm", "오후", "下午", "午後") and hour < 12:
        hour += 12
    elif half in ("am", "오전", "上午", "午前") and hour == 12:
        hour = 0
    minute, second = int(parts.get("minute") or 0), int(parts.get("second") or 0)
    midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001 (its zone follows)
    if hour == 24 and not minute:
        return midnight + timedelta(days=1), _around(rest, found)
    moment = midnight.replace(hour=hour, minute=minute, second=min(second, 59))
    return moment, rest[found.end() :] or rest[: found.start()]


def _in_zone(moment: datetime, rest: str, default: str) -> datetime | None:
    offset = _OFFSET.search(rest)
    if offset:
        hours, minutes = int(offset[2]), int(offset[3] or 0)
        if hours > 14 or minutes > 59:
            return None
        distance = timedelta(hours=hours, minutes=minutes)
        zone: tzinfo = timezone(distance if offset[1] == "+" else -distance)
    else:
        names = (_ZONES.get(name.lower()) for name in _ZONE_NAME.findall(rest))
        known = next((hours for hours in names if hours is not None), None)
        zone = zone_of(default) if known is None else timezone(timedelta(hours=known))
    return _checked(moment.replace(tzinfo=zone).astimezone(UTC))


def _checked(moment: datetime) -> datetime | None:
    return moment if moment.year >= FIRST_YEAR else None


def _month(name: str) -> int | None:
    return _MONTHS.get(name[:3].lower())


def _year(digits: str) -> int:
    year = int(digits)
    if len(digits) > 2:
        return year
    return year + (2000 if year < 70 else 1900)  # RFC 2822, 4.3, with POSIX' pivot


def _around(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} {text[found.end() :]}"


def _around_year(text: str, found: re.Match[str]) -> str:
    """What is left of «Wed Jul 29 16:44:35 2026»: the time may stand inside what was found."""
    return f"{text[found.end(2) : found.start(3)]} {text[: found.start()]} {text[found.end() :]}"
