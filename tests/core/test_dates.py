"""Dates as publishers write them, each with the moment it means."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.reading import dates
from monitor.core.reading.dates import parse_date, plausible, zone_of

SEOUL = "Asia/Seoul"
MOSCOW = "Europe/Moscow"
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


WITH_ZONE = [
    ("Wed, 29 Jul 2026 16:44:35 +0300", "2026-07-29 13:44:35"),
    ("Wed, 29 Jul 2026 16:44 +0900", "2026-07-29 07:44"),
    ("29 Jul 26 16:44 +09:00", "2026-07-29 07:44"),
    ("Thu, 07 Dec 17 10:00:29 -0800", "2017-12-07 18:00:29"),
    ("Wed, 29 Jul 2026 16:44:35 GMT", "2026-07-29 16:44:35"),
    ("Wed, 29 Jul 2026 16:44:35 -0000", "2026-07-29 16:44:35"),
    ("Wed, 29 Jul 2026 16:44:35 GMT+3", "2026-07-29 13:44:35"),
    ("Wed, 29 Jul 2026 16:44:35 MSK", "2026-07-29 13:44:35"),
    ("Wed, 29 Jul 2026 16:44:35 KST", "2026-07-29 07:44:35"),
    ("Wed, 29 Jul 2026 10:00:00 EST", "2026-07-29 15:00"),
    ("Wed Jul 29 16:44:35 KST 2026", "2026-07-29 07:44:35"),
    ("Ср, 29 июл 2026 16:44:35 +0300", "2026-07-29 13:44:35"),
    ("29 июля 2026, 16:44 (МСК)", "2026-07-29 13:44"),
    ("2026-07-29T16:44:35Z", "2026-07-29 16:44:35"),
    ("2026-07-29T16:44:35.123+09:00", "2026-07-29 07:44:35"),
    ("2026-07-29T16:44+09", "2026-07-29 07:44"),
    ("2019-05-18 10:58:46 +0300", "2019-05-18 07:58:46"),
    ("2026-07-29T24:00:00Z", "2026-07-30 00:00"),
    ("2026-06-30T23:59:60Z", "2026-06-30 23:59:59"),  # a leap second
    ("1785332675", "2026-07-29 13:44:35"),
    ("1785332675000", "2026-07-29 13:44:35"),
]


@pytest.mark.parametrize(("raw", "moment"), WITH_ZONE)
def test_a_stated_zone_is_believed(raw: str, moment: str) -> None:
    assert parse_date(raw, zone="America/New_York") == utc(moment)


WITHOUT_ZONE = [
    "20260729164400",
    "202607291644",
    "20260729T1644",
    "2026-07-29 16:44",
    "2026-07-29T16:44:00",
    "2026.07.29 16:44",
    "2026. 7. 29. 오후 4:44",
    "2026/7/29 16:44:00",
    "2026년 07월 29일 16:44",
    "2026년 7월 29일 (수) 오후 4시 44분",
    "2026年7月29日 16時44分",
    "２０２６年７月２９日 16:44",
    "2026年7月29日 下午4:44",
    "29.07.2026 16:44",
    "29/07/2026 16:44",
    "29 июля 2026 г. в 16:44",
    "Среда, 29 июля 2026, 16:44",
    "Wed, 29 Jul 2026 16:44:00",
    "July 29, 2026, 4:44 p.m.",
    "Jul. 29, 2026 4:44 PM",
    "29-Jul-2026 16:44",
    "Wed Jul 29 16:44:00 2026",
]


@pytest.mark.parametrize("raw", WITHOUT_ZONE)
def test_no_zone_means_the_sources_own(raw: str) -> None:
    assert parse_date(raw, zone=SEOUL) == utc("2026-07-29 07:44")
    assert parse_date(raw, zone=MOSCOW) == utc("2026-07-29 13:44")


@pytest.mark.parametrize(
    "raw",
    [
        "2026-07-29",
        "20260729",
        "2026.07.29.",
        "29 июля 2026",
        "29 July 2026",
        "July 29, 2026",
        "7-29 июля 2026",
    ],
)
def test_a_day_begins_at_its_sources_midnight(raw: str) -> None:
    assert parse_date(raw, zone=SEOUL) == utc("2026-07-28 15:00")


def test_summer_time_is_the_zones() -> None:
    assert parse_date("2026-01-15 12:00", zone="Europe/London") == utc("2026-01-15 12:00")
    assert parse_date("2026-07-15 12:00", zone="Europe/London") == utc("2026-07-15 11:00")


def test_day_or_month_first_is_the_sources_habit() -> None:
    assert parse_date("03/04/2026") == utc("2026-04-03")
    assert parse_date("03/04/2026", day_first=False) == utc("2026-03-04")
    assert parse_date("03/25/2026") == utc("2026-03-25")
    assert parse_date("03.04.2026", day_first=False) == utc("2026-04-03")


def test_juche_years_count_from_1912() -> None:
    assert parse_date("(Juche113.3.9.)", zone="Asia/Pyongyang") == utc("2024-03-08 15:00")
    assert parse_date("주체113(2024)년 3월 9일", zone="Asia/Pyongyang") == utc("2024-03-08 15:00")


@pytest.mark.parametrize(
    ("raw", "moment"),
    [
        ("Сегодня, 12:20", "2026-11-22 09:20"),
        ("вчера в 14:00", "2026-11-21 11:00"),
        ("16 марта", "2026-03-15 21:00"),
        ("31 декабря, 10:00", "2025-12-31 07:00"),
        ("12:20", "2026-11-22 09:20"),
        ("2 hours ago", "2026-11-22 01:00"),
        ("5 минут назад", "2026-11-22 02:55"),
        ("3시간 전", "2026-11-22 00:00"),
        ("1天前", "2026-11-21 03:00"),
    ],
)
def test_what_is_near_is_read_only_with_a_clock(raw: str, moment: str) -> None:
    assert parse_date(raw, zone=MOSCOW, now=NOW) == utc(moment)
    assert parse_date(raw, zone=MOSCOW) is None


NO_DATES = """
banana
0
29 Xyz 2026
2026-13-40
2026-07-29 25:61
0000-00-00 00:00:00
99999999999999
Wed, 31 Feb 2026 10:00:00 GMT
Wed, 29 Jul 2026 16:44 +9900
Mon, 01 Jan 1970 00:00:00 GMT
"""


@pytest.mark.parametrize("raw", ["", "   ", "9" * 500, *NO_DATES.strip().splitlines()])
def test_what_is_no_date_is_none(raw: str) -> None:
    assert parse_date(raw, zone=SEOUL) is None


def test_an_unknown_zone_is_utc() -> None:
    assert parse_date("2026-07-29 16:44", zone="Mars/Olympus") == utc("2026-07-29 16:44")
    assert zone_of("") is UTC


def test_the_far_future_says_nothing_about_publication() -> None:
    assert plausible(utc("2099-01-01"), NOW) is None
    assert plausible(utc("2026-11-22 12:00"), NOW) == utc("2026-11-22 12:00")
    assert plausible(utc("2099-01-01"), None) == utc("2099-01-01")


MOMENTS = st.datetimes(datetime(1990, 1, 2), datetime(2099, 12, 30))  # noqa: DTZ001 (the zone varies)


@given(MOMENTS, st.sampled_from([SEOUL, MOSCOW, "UTC"]))
def test_iso_and_fourteen_digits_agree(moment: datetime, zone: str) -> None:
    whole = moment.replace(microsecond=0)
    assert parse_date(whole.isoformat(), zone=zone) == parse_date(f"{whole:%Y%m%d%H%M%S}", zone=zone)


@given(st.text(max_size=200), st.sampled_from([None, NOW]))
def test_nothing_raises(raw: str, now: datetime | None) -> None:
    moment = parse_date(raw, zone=SEOUL, now=now)
    assert moment is None or moment.tzinfo is UTC


@given(
    st.lists(
        st.sampled_from([*"0123456789:.-/+ ", "Jul ", "июл ", "년", "월", "일", "오후 ", "MSK"]), max_size=30
    )
)
def test_nothing_that_looks_like_a_date_raises(parts: list[str]) -> None:
    parse_date("".join(parts), zone=MOSCOW, now=NOW)


MONTHS = st.dates().map(lambda day: f"{day:%b}")


@given(st.from_regex(dates._RFC822, fullmatch=True), MONTHS, st.sampled_from([None, NOW]))
def test_dates_by_rfc_822_are_read_the_same_in_either_way(raw: str, month: str, now: datetime | None) -> None:
    assert_both_ways_agree(f"{raw[:8]}{month}{raw[11:]}", now)


@given(st.from_regex(dates._RFC3339, fullmatch=True), st.sampled_from([None, NOW]))
def test_dates_by_rfc_3339_are_read_the_same_in_either_way(raw: str, now: datetime | None) -> None:
    assert_both_ways_agree(raw, now)


def assert_both_ways_agree(raw: str, now: datetime | None) -> None:
    try:
        at_once = dates._standard(raw)
    except (ValueError, OverflowError):
        at_once = None
    try:
        at_length = dates._read(raw, SEOUL, day_first=False, now=now)
    except (ValueError, OverflowError):
        at_length = None
    assert at_once == at_length


@pytest.mark.parametrize(
    ("raw", "zone", "moment"),
    [
        ("20 ноября, 14:05", MOSCOW, "2026-11-20 11:05"),
        ("22 ноября 2026 в 14.05", MOSCOW, "2026-11-22 11:05"),
        ("20.11 14:05", MOSCOW, "2026-11-20 11:05"),
        ("час назад", MOSCOW, "2026-11-22 02:00"),
        ("полчаса назад", MOSCOW, "2026-11-22 02:30"),
        ("только что", MOSCOW, "2026-11-22 03:00"),
        ("2026년 11월 22일 오후 2시 5분", SEOUL, "2026-11-22 05:05"),
        ("11월 20일 14시 5분", SEOUL, "2026-11-20 05:05"),
        ("11월 20일 오전 9시", SEOUL, "2026-11-20 00:00"),
        ("11-20 14:05", SEOUL, "2026-11-20 05:05"),
        ("26.11.20 14:05", SEOUL, "2026-11-20 05:05"),
        ("방금 전", SEOUL, "2026-11-22 03:00"),
        ("Nov. 22, 2026 2:05 p.m.", "Europe/London", "2026-11-22 14:05"),
        ("2:05 PM, Nov 20, 2026", "Europe/London", "2026-11-20 14:05"),
        ("22nd Nov 2026, 2.05pm", "Europe/London", "2026-11-22 14:05"),
        ("Nov. 20, 2:05 p.m.", "Europe/London", "2026-11-20 14:05"),
        ("Dec 20", "Europe/London", "2025-12-20 00:00"),
        ("an hour ago", "Europe/London", "2026-11-22 02:00"),
        ("just now", "Europe/London", "2026-11-22 03:00"),
        ("2026年11月22日下午2时05分", "Asia/Shanghai", "2026-11-22 06:05"),
        ("11/20 14:05", "Asia/Tokyo", "2026-11-20 05:05"),
        ("刚刚", "Asia/Shanghai", "2026-11-22 03:00"),
    ],
)
def test_dates_in_words_as_list_pages_have_them(raw: str, zone: str, moment: str) -> None:
    assert parse_date(raw, zone=zone, now=NOW) == utc(moment)


@pytest.mark.parametrize("raw", ["14:05 7", "No. 3 12:20", "31 ноября, 12:00", "13월 40일 10:00"])
def test_a_time_beside_what_is_no_day_is_no_date_of_today(raw: str) -> None:
    assert parse_date(raw, zone=MOSCOW, now=NOW) is None
