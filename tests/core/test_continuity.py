"""What passed between two checks of a feed that shows only its latest items."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from monitor.core.continuity import CERTAIN, ENOUGH, Gap, find_gap
from tests.build import NOW, after

TEN = [after(minutes=-6 * number) for number in range(10)]  # ten an hour, of the last 54 minutes


def test_what_is_missing_is_estimated_by_how_fast_the_feed_moves() -> None:
    gap = find_gap(TEN, before=after(minutes=-54, hours=-3), entries=10, now=NOW)
    assert gap == Gap(since=after(minutes=-54, hours=-3), now=NOW, entries=10, lost=30)


def test_a_known_entry_joins_the_documents() -> None:
    assert find_gap(TEN[:9], before=after(hours=-9), entries=10, now=NOW) is None


def test_what_reaches_back_to_the_check_before_has_no_gap() -> None:
    for minutes in (-50, -54, -60):
        assert find_gap(TEN, before=after(minutes=minutes), entries=10, now=NOW) is None


def test_a_short_list_may_be_all_new() -> None:
    assert find_gap(TEN[: ENOUGH - 1], before=after(hours=-9), entries=ENOUGH - 1, now=NOW) is None


def test_without_dates_the_loss_is_not_known() -> None:
    gap = find_gap([None] * 10, before=after(hours=-9), entries=10, now=NOW)
    assert gap is not None
    assert gap.lost is None


def test_without_dates_the_pace_of_before_tells_it() -> None:
    gap = find_gap([None] * 10, before=after(hours=-9), entries=10, now=NOW, window=timedelta(hours=3))
    assert gap is not None
    assert gap.lost == 20


def test_entries_of_one_moment_tell_no_rate() -> None:
    gap = find_gap([NOW] * 10, before=after(hours=-9), entries=10, now=NOW)
    assert gap is not None
    assert gap.lost is None


def test_dates_in_the_future_tell_nothing() -> None:
    gap = find_gap([*TEN[1:], after(days=300)], before=after(hours=-3), entries=10, now=NOW)
    assert gap is not None
    assert gap.lost is not None
    assert gap.lost < 30


@given(
    st.lists(st.none() | st.integers(-10_000, 10_000).map(lambda n: NOW + timedelta(seconds=n)), max_size=20),
    st.integers(0, 20_000).map(lambda n: NOW - timedelta(seconds=n)),
    st.integers(0, 20),
)
def test_a_loss_is_never_told_that_may_be_chance(published: list, before, entries: int) -> None:  # type: ignore[no-untyped-def,type-arg]
    gap = find_gap(published, before=before, entries=entries, now=NOW)
    assert gap is None or gap.lost is None or gap.lost >= CERTAIN
