"""How fast a feed's window moves, and how soon it is looked at again for that."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from monitor.core.pace import FLOOR, LONGEST, longest_wait, measure, until_moved
from monitor.core.rhythm import hour_of, slot_of
from tests.build import NOW, after

if TYPE_CHECKING:
    from datetime import datetime

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
spans = st.integers(1, 40 * 24 * 3600).map(lambda seconds: timedelta(seconds=seconds))


def measured(known: timedelta | None = None, **more: object) -> timedelta | None:
    plausible = {"entries": 100, "new": 0, "elapsed": 10 * MINUTE, "now": NOW}
    return measure(known, **plausible | more)  # type: ignore[arg-type]


def test_the_window_is_how_long_it_takes_to_be_all_new() -> None:
    assert measured(new=10) == 100 * MINUTE  # a tenth in ten minutes


def test_a_burst_counts_at_once() -> None:
    assert measured(5 * HOUR, new=80) == 12.5 * MINUTE


def test_its_end_counts_little_by_little() -> None:
    assert measured(12 * MINUTE, new=1, elapsed=12 * HOUR) == 24 * MINUTE
    assert measured(12 * MINUTE, new=0, elapsed=6 * HOUR) == 12 * MINUTE * 2**0.5
    assert measured(12 * MINUTE, new=80, elapsed=9.6 * MINUTE) == 12 * MINUTE


def test_some_days_of_calm_make_up_for_the_worst_burst() -> None:
    window: timedelta | None = 2 * MINUTE
    passed, checks = timedelta(), 0
    while (wait := longest_wait(window, 10 * MINUTE)) < 10 * MINUTE:
        passed += wait
        checks += 1
        window = measured(window, new=0, elapsed=wait)
    assert 36 * HOUR < passed < 48 * HOUR
    assert checks < 1_000


def test_years_of_calm_are_no_number_too_large() -> None:
    assert measured(12 * MINUTE, elapsed=timedelta(days=10_000)) == LONGEST


def test_a_window_that_was_overrun_is_no_longer_than_the_pause() -> None:
    assert measured(new=100, elapsed=3 * HOUR) == 3 * HOUR


def test_where_all_is_new_the_dates_may_tell_more() -> None:
    # 100 items of the last 82 minutes, after three hours.
    published = [after(minutes=-0.82 * number) for number in range(101)]
    window = measured(entries=101, new=101, elapsed=3 * HOUR, published=published)
    assert window == 82 * MINUTE


def test_a_first_document_tells_by_its_dates_or_not_at_all() -> None:
    published = [after(minutes=-number) for number in range(21)]
    assert measured(entries=21, new=21, elapsed=None, published=published) == 20 * MINUTE
    assert measured(entries=21, new=21, elapsed=None, published=[None] * 21) is None


def test_one_pinned_item_and_one_of_the_future_tell_nothing() -> None:
    published = [after(days=300), *(after(minutes=-number) for number in range(21)), after(days=-900)]
    window = measured(entries=23, new=23, elapsed=None, published=published)
    assert window is not None
    assert 20 * MINUTE <= window <= 22 * MINUTE


def test_dates_of_the_documents_making_tell_nothing() -> None:
    assert measured(entries=9, new=9, elapsed=None, published=[NOW] * 9) is None


def test_a_short_list_tells_nothing() -> None:
    assert measured(entries=4, new=4) is None
    assert measured(HOUR, entries=4, new=4, elapsed=12 * HOUR) == 2 * HOUR


@given(spans, spans, st.integers(5, 1_000), st.data())
def test_half_of_the_window_moves_on_at_most(
    interval: timedelta, elapsed: timedelta, entries: int, data: st.DataObject
) -> None:
    new = data.draw(st.integers(1, entries))
    window = measured(entries=entries, new=new, elapsed=elapsed)
    assert window is not None
    wait = longest_wait(window, interval)
    assert wait <= interval
    assert wait >= min(MINUTE, interval)
    moved = wait / elapsed * new / entries
    assert moved <= 0.501 or wait == min(MINUTE, interval)  # times are rounded to microseconds


@given(spans, spans, spans)
def test_advice_is_followed_as_long_as_a_third_of_the_window_stays_and_within_the_interval(
    window: timedelta, interval: timedelta, ttl: timedelta
) -> None:
    hurried, advised = longest_wait(window, interval), longest_wait(window, interval, ttl)
    assert hurried <= advised <= interval
    assert advised <= max(hurried, ttl)
    assert advised <= max(hurried, window * 2 / 3)


def test_what_a_publisher_advises() -> None:
    assert longest_wait(12 * MINUTE, 10 * MINUTE) == 6 * MINUTE
    assert longest_wait(12 * MINUTE, 10 * MINUTE, 5 * MINUTE) == 6 * MINUTE
    assert longest_wait(12 * MINUTE, 10 * MINUTE, 7 * MINUTE) == 7 * MINUTE
    assert longest_wait(12 * MINUTE, 10 * MINUTE, 24 * HOUR) == 8 * MINUTE
    assert longest_wait(5 * HOUR, 10 * MINUTE, 24 * HOUR) == 10 * MINUTE
    assert longest_wait(None, 10 * MINUTE, 24 * HOUR) == 10 * MINUTE


@given(st.lists(st.integers(0, 20), max_size=300))
def test_a_window_stays_within_bounds_whatever_comes(news: list[int]) -> None:
    window: timedelta | None = None
    for new in news:
        window = measured(window, entries=20, new=new)
        assert window is None or timedelta() < window <= LONGEST


# --- what usually comes -------------------------------------------------------------------------

habits = st.lists(st.integers(0, 2_000), min_size=168, max_size=168)
moments = st.integers(0, 7 * 24 * 3600).map(lambda seconds: NOW + timedelta(seconds=seconds))


def usually(**by_hour: int) -> list[int]:
    """So many articles every day, by the hour (``h9``)."""
    return [by_hour.get(f"h{slot % 24}", 0) for slot in range(168)]


def test_before_a_usual_spike_the_wait_ends_when_half_a_window_of_it_has_come() -> None:
    # Sixty at nine and 20 shown: half of them, ten, ten minutes after nine.
    assert until_moved(usually(h9=60), 20, after(minutes=-10), within=HOUR) == 20 * MINUTE
    assert until_moved(usually(h9=60), 20, after(minutes=30), within=HOUR) == 10 * MINUTE
    assert until_moved(usually(h9=60), 20, after(minutes=-50), within=HOUR) is None
    assert until_moved(usually(h9=60), 20, after(minutes=55), within=2 * HOUR) is None


def test_hours_add_up() -> None:
    assert until_moved(usually(h9=6, h10=6), 20, NOW, within=3 * HOUR) == 100 * MINUTE


def test_without_habits_or_with_a_short_list_nothing_is_said() -> None:
    assert until_moved((), 20, NOW, within=HOUR) is None
    assert until_moved(usually(), 20, NOW, within=HOUR) is None
    assert until_moved(usually(h9=600), 4, NOW, within=HOUR) is None
    assert until_moved(usually(h9=600), 0, NOW, within=HOUR) is None


@given(habits, st.integers(5, 5_000), moments, spans)
def test_no_more_than_half_of_the_window_comes_meanwhile(
    usual: list[int], entries: int, now: datetime, within: timedelta
) -> None:
    wait = until_moved(usual, entries, now, within=within)
    end = now + (within if wait is None else wait)
    comes, moment = 0.0, now
    while moment < end:
        later = min(hour_of(moment) + HOUR, end)
        comes += usual[slot_of(moment)] * ((later - moment) / HOUR)
        moment = later
    assert comes <= entries / 2 + 0.01
    if wait is not None:
        assert timedelta() <= wait < within
        assert comes >= entries / 2 - 0.01


@given(spans | st.none(), spans, spans | st.none(), spans)
def test_what_usually_comes_makes_no_wait_longer_and_none_shorter_than_the_floor(
    window: timedelta | None, interval: timedelta, ttl: timedelta | None, coming: timedelta
) -> None:
    without = longest_wait(window, interval, ttl)
    wait = longest_wait(window, interval, ttl, coming)
    assert min(FLOOR, interval) <= wait <= without
    assert wait == without or wait == max(coming, FLOOR)
