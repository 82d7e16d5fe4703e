"""When digests are due and quiet hours end, also on the days the clocks change."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.schedule import after_quiet, last_digest_time, next_digest
from monitor.core.settings import DigestSettings, QuietSettings

SEOUL, BERLIN = "Asia/Seoul", "Europe/Berlin"
MOMENTS = st.integers(0, 3 * 365 * 24 * 60).map(
    lambda minutes: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
ZONES = st.sampled_from([SEOUL, BERLIN, "UTC", "America/New_York", "Australia/Lord_Howe", "America/Havana"])


def local(zone: str, text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def daily(at: str) -> DigestSettings:
    return DigestSettings(every="daily", at=time.fromisoformat(at))


@pytest.mark.parametrize(
    ("digest", "zone", "after", "due"),
    [
        (DigestSettings(every="hourly"), SEOUL, "2026-03-02 09:17", "2026-03-02 10:00"),
        (DigestSettings(every="hourly"), SEOUL, "2026-03-02 10:00", "2026-03-02 11:00"),
        (DigestSettings(every="hourly"), "Asia/Kolkata", "2026-03-02 09:17", "2026-03-02 10:00"),
        (daily("09:00"), SEOUL, "2026-03-02 08:59", "2026-03-02 09:00"),
        (daily("09:00"), SEOUL, "2026-03-02 09:00", "2026-03-03 09:00"),
        (
            DigestSettings(every="weekly", at=time(9), weekday=0),
            SEOUL,
            "2026-03-02 08:00",
            "2026-03-02 09:00",
        ),
        (
            DigestSettings(every="weekly", at=time(9), weekday=0),
            SEOUL,
            "2026-03-02 10:00",
            "2026-03-09 09:00",
        ),
        (
            DigestSettings(every="weekly", at=time(9), weekday=6),
            SEOUL,
            "2026-03-02 10:00",
            "2026-03-08 09:00",
        ),
        (daily("12:00"), SEOUL, "2028-02-28 13:00", "2028-02-29 12:00"),
        # Nine o'clock stays nine o'clock when the clocks go forward in the night.
        (daily("09:00"), BERLIN, "2026-03-28 09:00", "2026-03-29 09:00"),
        # 02:30 is missing that day: as much later.
        (daily("02:30"), BERLIN, "2026-03-28 12:00", "2026-03-29 03:30"),
        (daily("02:30"), BERLIN, "2026-03-29 03:30", "2026-03-30 02:30"),
    ],
)
def test_a_digest_is_due_at_the_next_of_its_times(
    digest: DigestSettings, zone: str, after: str, due: str
) -> None:
    assert next_digest(digest, zone, local(zone, after)) == local(zone, due)


def test_a_time_that_comes_twice_makes_one_digest() -> None:
    first = next_digest(daily("02:30"), BERLIN, local(BERLIN, "2026-10-25 00:00"))
    assert first == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # still summer time
    assert next_digest(daily("02:30"), BERLIN, first) == local(BERLIN, "2026-10-26 02:30")


@given(at=st.times(), zone=ZONES, moment=MOMENTS)
def test_every_day_has_exactly_one_daily_digest(at: time, zone: str, moment: datetime) -> None:
    digest = DigestSettings(every="daily", at=at.replace(microsecond=0))
    first = next_digest(digest, zone, moment)
    second = next_digest(digest, zone, first)
    assert moment < first < second
    assert timedelta(hours=22) <= second - first <= timedelta(hours=26)


NIGHT = QuietSettings(start=time(22), end=time(7))


@pytest.mark.parametrize(
    ("quiet", "at", "ends"),
    [
        (NIGHT, "2026-03-02 21:59", "2026-03-02 21:59"),
        (NIGHT, "2026-03-02 22:00", "2026-03-03 07:00"),
        (NIGHT, "2026-03-03 06:59", "2026-03-03 07:00"),
        (NIGHT, "2026-03-03 07:00", "2026-03-03 07:00"),
        (QuietSettings(start=time(12), end=time(13)), "2026-03-03 12:30", "2026-03-03 13:00"),
        (QuietSettings(start=time(12), end=time(12)), "2026-03-03 12:30", "2026-03-03 12:30"),
        (None, "2026-03-03 03:00", "2026-03-03 03:00"),
    ],
)
def test_quiet_hours_may_span_midnight(quiet: QuietSettings | None, at: str, ends: str) -> None:
    assert after_quiet(quiet, SEOUL, local(SEOUL, at)) == local(SEOUL, ends)


def test_quiet_hours_that_end_in_the_repeated_hour_do_not_last_a_day() -> None:
    quiet = QuietSettings(start=time(22), end=time(2, 30))
    second_2_10 = datetime(2026, 10, 25, 1, 10, tzinfo=UTC)  # 02:10 for the second time
    assert after_quiet(quiet, BERLIN, second_2_10) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


@given(zone=ZONES, moment=MOMENTS, start=st.times(), end=st.times())
def test_quiet_hours_end_within_a_day_or_so(zone: str, moment: datetime, start: time, end: time) -> None:
    ends = after_quiet(QuietSettings(start=start, end=end), zone, moment)
    assert moment <= ends <= moment + timedelta(hours=26)


@pytest.mark.parametrize("every", ["hourly", "daily", "weekly"])
def test_the_last_time_is_the_one_before_the_next(every: str) -> None:
    digest = DigestSettings(every=every, at=time(2, 30), weekday=6)
    for hours in range(0, 24 * 16, 5):  # over the change of clocks on 29 March 2026
        now = datetime(2026, 3, 20, 0, 17, tzinfo=UTC) + timedelta(hours=hours)
        last = last_digest_time(digest, "Europe/Berlin", now)
        assert last <= now < next_digest(digest, "Europe/Berlin", now)
        assert next_digest(digest, "Europe/Berlin", last) == next_digest(digest, "Europe/Berlin", now)
