"""A server's wish to be left alone is read with care: it may be absurd, or no wish at all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.retry_after import LONGEST_RETRY_AFTER, parse_retry_after

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        ("120", timedelta(minutes=2)),
        (" 120 ", timedelta(minutes=2)),
        ("0", timedelta()),
        ("Mon, 02 Mar 2026 09:01:00 GMT", timedelta(minutes=1)),
        ("Mon, 02 Mar 2026 12:01:00 +0300", timedelta(minutes=1)),
        ("Mon, 02 Mar 2026 08:00:00 GMT", timedelta()),
    ],
)
def test_seconds_and_dates_are_waits(value: str, wait: timedelta) -> None:
    assert parse_retry_after(value, NOW) == wait


@pytest.mark.parametrize("value", ["86401", "9" * 4000, "Mon, 02 Mar 2126 09:00:00 GMT"])
def test_an_absurd_wish_is_cut_at_a_day(value: str) -> None:
    assert parse_retry_after(value, NOW) == LONGEST_RETRY_AFTER == timedelta(days=1)


@pytest.mark.parametrize(
    "value", [None, "", "banana", "-5", "1.5", "٣", "1 Jan 2027 0:0:0 +9999999999999999", "32 Jan 2027 0:0:0"]
)
def test_anything_else_is_no_wish(value: str | None) -> None:
    assert parse_retry_after(value, NOW) is None


@given(st.text(max_size=80))
def test_whatever_a_server_says_is_a_wait_of_at_most_a_day_or_nothing(value: str) -> None:
    wait = parse_retry_after(value, NOW)
    assert wait is None or timedelta() <= wait <= LONGEST_RETRY_AFTER
