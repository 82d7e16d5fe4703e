"""A feed's rhythm: nights and weekends are no news, a working morning without a word is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.rhythm import (
    ENOUGH_ARTICLES,
    ENOUGH_TIME,
    SHORTEST,
    WINDOW,
    Rhythm,
    habits,
    hour_of,
    learn,
    slot_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
HOUR = timedelta(hours=1)


def office(hour: datetime) -> int:
    """Six an hour from 0 to 9 h on weekdays, one at noon, nothing at night and on Sundays."""
    if hour.weekday() == 6:
        return 0
    if hour.weekday() == 5:
        return hour.hour == 3
    return 6 if hour.hour < 9 else hour.hour == 12


def seldom(hour: datetime) -> int:
    """Every other day at some hour."""
    day = hour.toordinal()
    return day % 2 == 0 and hour.hour == day * 7 % 24


def came(of: Callable[[datetime], int], weeks: float, end: datetime = MONDAY) -> dict[datetime, int]:
    hours = (end - HOUR * number for number in range(1, int(weeks * 168) + 1))
    return {hour: int(of(hour)) for hour in hours if of(hour)}


def rhythm(of: Callable[[datetime], int] = office, weeks: float = 13) -> Rhythm:
    return learn(came(of, weeks), MONDAY)


def spoken_of_after(learnt: Rhythm, since: datetime) -> timedelta:
    until = since
    while learnt.silence(since, until) is None:
        until += HOUR / 4
        assert until - since < 99 * timedelta(days=1)
    return until - since


def test_a_silent_working_morning_is_spoken_of_within_hours() -> None:
    assert spoken_of_after(rhythm(), MONDAY.replace(hour=1)) <= timedelta(hours=4)


def test_a_night_and_a_weekend_are_not() -> None:
    learnt = rhythm()
    friday = MONDAY + timedelta(days=4)
    assert learnt.silence(MONDAY.replace(hour=12), MONDAY + timedelta(days=1)) is None
    assert learnt.silence(friday.replace(hour=12), friday + timedelta(days=3)) is None


def test_after_the_weekend_the_silence_is_spoken_of_as_on_any_morning() -> None:
    friday = MONDAY.replace(hour=12) + timedelta(days=4)
    length = spoken_of_after(rhythm(), friday)
    assert friday + length > MONDAY + timedelta(days=7)
    assert friday + length < MONDAY + timedelta(days=7, hours=5)


def test_a_feed_that_seldom_speaks_may_be_silent_for_days() -> None:
    assert timedelta(days=7) < spoken_of_after(rhythm(seldom), MONDAY) < timedelta(days=30)


@pytest.mark.parametrize("weeks", [2, 4, 13])
@pytest.mark.parametrize("of", [office, seldom])
def test_a_feed_that_goes_on_as_before_is_never_spoken_of(
    of: Callable[[datetime], int], weeks: float
) -> None:
    learnt = rhythm(of, weeks)
    spoke = sorted(came(of, 9, MONDAY + timedelta(weeks=9)))
    assert [pair for pair in pairwise(spoke) if learnt.silence(*pair)] == []


def test_an_outage_in_the_past_does_not_make_the_next_one_usual() -> None:
    whole = came(office, 13)
    with_outage = {
        hour: n
        for hour, n in whole.items()
        if not MONDAY - hour < timedelta(days=21) or hour > MONDAY - timedelta(days=14)
    }
    assert len(with_outage) < len(whole)
    assert spoken_of_after(learn(with_outage, MONDAY), MONDAY.replace(hour=1)) <= timedelta(hours=5)


def test_a_silence_comes_with_its_numbers() -> None:
    silence = rhythm().silence(MONDAY.replace(hour=1), MONDAY.replace(hour=8))
    assert silence is not None
    assert silence.missed == pytest.approx(6 * 6, rel=0.15)
    assert silence.missed > silence.limit
    assert silence.weeks == pytest.approx(13, abs=0.1)
    assert silence.articles == sum(came(office, 13).values())


def test_a_feed_has_resumed_when_it_brings_about_what_is_usual() -> None:
    since, spoke = MONDAY.replace(hour=1), MONDAY + timedelta(days=1)
    learnt = rhythm()
    speaking = came(office, 4, spoke + 6 * HOUR)
    assert not learnt.resumed({}, since, spoke)
    later = {hour: count for hour, count in speaking.items() if hour >= spoke}
    assert not learnt.resumed(later, since, spoke + HOUR / 2)
    assert learnt.resumed(later, since, spoke + 6 * HOUR)


def test_a_feed_that_only_whispers_has_not_resumed() -> None:
    since, spoke = MONDAY.replace(hour=1), MONDAY + timedelta(days=1)
    whispers = {spoke + HOUR * number: 1 for number in range(0, 24, 5)}
    for number in range(1, 24):
        until = spoke + HOUR * number
        heard = {hour: count for hour, count in whispers.items() if hour < until}
        assert not rhythm().resumed(heard, since, until)


def test_nothing_is_said_before_enough_is_known() -> None:
    long_ago = MONDAY - timedelta(days=90)
    assert learn({}, MONDAY).silence(long_ago, MONDAY) is None
    young = came(office, (ENOUGH_TIME - HOUR) / timedelta(weeks=1))
    assert learn(young, MONDAY).silence(MONDAY, MONDAY + timedelta(days=9)) is None
    few = {MONDAY - number * timedelta(days=4): 1 for number in range(1, ENOUGH_ARTICLES)}
    assert learn(few, MONDAY).silence(long_ago, MONDAY) is None


def test_counts_kept_by_the_hour_say_nothing_of_shorter_silences() -> None:
    busy = learn({MONDAY - HOUR * number: 500 for number in range(1, 999)}, MONDAY)
    assert busy.silence(MONDAY, MONDAY + SHORTEST - HOUR / 60) is None
    assert busy.silence(MONDAY, MONDAY + SHORTEST) is not None


def test_what_is_too_old_or_of_the_future_is_not_learnt_from() -> None:
    usual = came(office, 12)
    odd = {MONDAY - WINDOW - HOUR: 9_000, MONDAY + HOUR: 9_000, MONDAY: 9_000}
    assert learn(usual | odd, MONDAY) == learn(usual, MONDAY)


def test_an_hour_begins_at_the_full_hour_utc() -> None:
    seoul = datetime.fromisoformat("2026-03-02T09:59:59+09:00")
    assert hour_of(seoul) == MONDAY


times = st.integers(1, 2_900).map(lambda hours: MONDAY - HOUR * hours)


@given(st.dictionaries(times, st.integers(0, 5_000), max_size=60), times, times)
def test_whatever_came_the_longer_silence_misses_more(
    arrivals: dict[datetime, int], one: datetime, other: datetime
) -> None:
    learnt = learn(arrivals, MONDAY)
    start, end = sorted((one, other))
    rounding = 1e-9
    assert 0 <= learnt.expected(start, end) <= learnt.expected(start, end + HOUR) + rounding
    if learnt.silence(start, end):
        assert learnt.silence(start, end + HOUR)


# --- habits -------------------------------------------------------------------------------------

counts = st.dictionaries(
    st.integers(-24 * 40, 24 * 10).map(lambda hours: MONDAY + hours * HOUR), st.integers(0, 500), max_size=60
)
moments = st.integers(0, 7 * 24 * 3600).map(lambda seconds: MONDAY + timedelta(seconds=seconds))


def at(usual: tuple[int, ...], hour: datetime) -> int:
    return usual[slot_of(hour)]


def test_what_an_hour_brought_once_is_news_and_twice_a_habit() -> None:
    nine = MONDAY.replace(hour=9)
    once = {nine - timedelta(days=2): 60}
    assert set(habits(once, MONDAY)) == {0}
    twice = habits(once | {nine - timedelta(days=5): 40}, MONDAY)
    assert {at(twice, nine + timedelta(days=day)) for day in range(7)} == {40}
    assert sum(twice) == 7 * 40


def test_what_an_hour_brings_every_week_is_one_too_and_of_that_day_alone() -> None:
    nine = MONDAY.replace(hour=9)
    weekly = habits({nine - timedelta(weeks=week): 10 * week for week in (1, 3, 4)}, MONDAY)
    assert at(weekly, nine) == 30
    assert sum(weekly) == 30


def test_a_habit_is_given_up_after_some_weeks() -> None:
    long_ago = {MONDAY - timedelta(days=day, hours=3): 50 for day in range(28, 91)}
    assert set(habits(long_ago, MONDAY)) == {0}


@given(counts, moments)
def test_no_hour_has_a_habit_of_more_than_it_brought_twice(
    arrivals: dict[datetime, int], now: datetime
) -> None:
    usual = habits(arrivals, now)
    assert len(usual) == 168
    for slot, count in enumerate(usual):
        past = [n for hour, n in arrivals.items() if hour < hour_of(now) and (slot_of(hour) - slot) % 24 == 0]
        assert count == 0 or sum(n >= count for n in past) >= 2


@given(counts, moments, st.data())
def test_more_articles_make_no_smaller_habit(
    arrivals: dict[datetime, int], now: datetime, data: st.DataObject
) -> None:
    more = {hour: count + data.draw(st.integers(0, 9)) for hour, count in arrivals.items()}
    assert all(a <= b for a, b in zip(habits(arrivals, now), habits(more, now), strict=True))
