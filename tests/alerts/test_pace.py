"""A channel's limit: kept in every span of its length, without letting an alert wait for all of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.pace import Pace
from monitor.core.settings import LimitSettings
from tests.build import NOW

HOUR = timedelta(hours=1)


def sends(count: int, gaps: list[float]) -> list[float]:
    """When messages go, in seconds, that come ``gaps`` seconds after one another and wait if they must."""
    pace = Pace(LimitSettings(count=count, per=HOUR))
    now = free = NOW
    found = []
    for gap in gaps:
        now = max(now + timedelta(seconds=gap), free)
        found.append((now - NOW).total_seconds())
        free = pace.sent(now) or now
    return found


@given(count=st.integers(1, 40), gaps=st.lists(st.floats(0, 600), max_size=120))
def test_no_hour_has_more_than_the_limit(count: int, gaps: list[float]) -> None:
    times = sends(count, gaps)
    for first, over in zip(times, times[count:], strict=False):
        assert over - first >= 3600 - 0.001


@pytest.mark.parametrize(
    ("count", "burst", "gap"), [(30, 15, 240), (100, 50, 72), (2, 1, 3600), (1, 1, 3600)]
)
def test_half_go_at_once_and_the_rest_evenly(count: int, burst: int, gap: int) -> None:
    times = sends(count, [0] * (burst + 3))
    assert times[:burst] == [0] * burst
    assert [round(time) for time in times[burst:]] == [gap, 2 * gap, 3 * gap]


def test_a_clock_that_is_set_back_costs_no_longer_wait() -> None:
    pace = Pace(LimitSettings(count=10, per=HOUR))
    for _ in range(5):
        pace.sent(NOW)
    earlier = NOW - timedelta(days=1)
    assert pace.sent(earlier) == earlier + HOUR / 5


def test_a_pause_gives_the_burst_back() -> None:
    assert sends(10, [0] * 5 + [3600] + [0] * 4)[5:] == [3600] * 5
