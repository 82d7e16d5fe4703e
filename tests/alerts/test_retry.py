"""How long is waited before a delivery is tried again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.retry import DELAYS, LONGEST_WISH, next_probe, next_try

CHANCE = st.floats(0, 1, exclude_max=True)


def test_the_first_tries_come_quickly_the_later_ones_every_few_hours() -> None:
    waits = [next_try(attempts, age=timedelta(), chance=0.5) for attempts in range(1, len(DELAYS) + 1)]
    seconds = [wait.total_seconds() for wait in waits if wait]
    assert seconds[:8] == pytest.approx([1, 2, 5, 10, 20, 60, 300, 1800])
    assert all(2 * 3600 <= wait <= 6 * 3600 for wait in seconds[8:])


def test_after_three_days_a_delivery_is_dead() -> None:
    assert sum(DELAYS, timedelta()) == pytest.approx(timedelta(days=3), abs=timedelta(hours=2))
    assert next_try(len(DELAYS) + 1, age=timedelta(days=3), chance=0.5) is None


def test_tries_that_were_hurried_do_not_shorten_a_deliverys_life() -> None:
    assert next_try(500, age=timedelta(days=1), chance=0.5) == DELAYS[-1]


@given(attempts=st.integers(1, len(DELAYS)), chance=CHANCE)
def test_waits_are_spread_by_a_tenth(attempts: int, chance: float) -> None:
    wait = next_try(attempts, age=timedelta(), chance=chance)
    assert wait is not None
    assert 0.9 * DELAYS[attempts - 1] <= wait <= 1.1 * DELAYS[attempts - 1]


@given(
    attempts=st.integers(1, len(DELAYS)), chance=CHANCE, wish=st.timedeltas(timedelta(), timedelta(days=9))
)
def test_a_receivers_wish_is_kept_up_to_a_limit(attempts: int, chance: float, wish: timedelta) -> None:
    wait = next_try(attempts, age=timedelta(), chance=chance, wish=wish)
    assert wait is not None
    assert wait >= min(wish, LONGEST_WISH)
    assert wait <= max(1.1 * DELAYS[attempts - 1], LONGEST_WISH + timedelta(seconds=1))


def test_a_receiver_that_is_away_is_asked_within_seconds_then_ever_more_rarely() -> None:
    assert next_probe(timedelta(), alarm=False) == timedelta(seconds=1)
    assert next_probe(timedelta(minutes=1), alarm=False) == timedelta(seconds=3)
    assert next_probe(timedelta(hours=2), alarm=False) == timedelta(minutes=5)


def test_a_refused_password_is_not_hammered() -> None:
    assert next_probe(timedelta(), alarm=True) == timedelta(minutes=1)
    assert next_probe(timedelta(minutes=7), alarm=True) == timedelta(minutes=7)
    assert next_probe(timedelta(days=1), alarm=True) == timedelta(minutes=30)
