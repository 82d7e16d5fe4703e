"""What the history of a feed's checks says of how it fares."""

from __future__ import annotations

from datetime import timedelta

from monitor.core.fetching import FetchRecord, Outcome
from monitor.core.figures import figures
from tests.build import NOW, after, feed_state

DAY = timedelta(days=1)


def check(hours: float, outcome: Outcome = Outcome.NEW, **more: object) -> FetchRecord:
    return FetchRecord(feed="tass-en", at=after(hours=-hours), outcome=outcome, **more)


def test_a_feed_never_looked_at_has_no_figures() -> None:
    none = figures((), None)
    assert (none.checks, none.failed, none.span) == (0, 0, timedelta())
    assert none.per_day is none.window is none.latency is none.bytes_per_day is none.entries is None


def test_rate_and_window_are_those_of_what_came_after_the_first_check() -> None:
    history = (check(0, entries=50, new=10), check(6, entries=50, new=15), check(12, entries=50, new=40))
    seen = figures(history, feed_state(first_success=after(days=-9)))
    assert seen.per_day == 50  # 25 in half a day
    assert seen.window == DAY
    assert seen.entries == 50


def test_a_backlog_is_no_rate() -> None:
    history = (
        check(0, entries=50, new=2),
        check(12, entries=50, new=50),  # the first success
        check(24, Outcome.TIMED_OUT),
    )
    seen = figures(history, feed_state(first_success=after(hours=-12)))
    assert seen.per_day == 4
    assert seen.span == DAY


def test_a_short_history_tells_no_rate() -> None:
    seen = figures((check(0, new=3, entries=9, size=9), check(0.5)), feed_state(first_success=after(days=-1)))
    assert seen.per_day is seen.window is seen.bytes_per_day is None
    assert seen.entries == 9


def test_a_document_that_was_not_looked_into_tells_nothing_of_its_entries() -> None:
    assert figures((check(0, Outcome.UNCHANGED), check(1, entries=7)), None).entries == 7


def test_the_least_overlap_and_what_was_lost() -> None:
    history = (
        check(0, entries=10, new=2),
        check(1, entries=10, new=40, gap=True, lost=12),  # with what the deeper address had
        check(2, entries=10, new=10, gap=True),
        check(3, entries=10, new=10),
    )
    seen = figures(history, feed_state(first_success=after(days=-9)))
    assert (seen.overlap, seen.gaps, seen.lost) == (0, 2, 12)
    calm = figures((check(0, entries=10, new=2), check(1), check(2, entries=9, new=9)), None)
    assert (calm.overlap, calm.gaps) == (0.8, 0)


def test_failures_are_counted_by_their_outcome() -> None:
    history = (check(0), check(1, Outcome.TIMED_OUT), check(2, Outcome.UNCHANGED), check(3, Outcome.TLS))
    seen = figures(history, None)
    assert (seen.checks, seen.failed) == (4, 2)
    assert seen.outcomes[Outcome.TIMED_OUT] == 1


def test_latency_is_the_median_and_bytes_are_by_the_day() -> None:
    history = tuple(
        check(hours, latency=timedelta(minutes=late), size=1_000)
        for hours, late in ((0, 2), (8, 90), (16, 4), (24, 5))
    )
    seen = figures((*history, check(48)), None)
    assert seen.latency == timedelta(minutes=4.5)
    assert seen.bytes_per_day == 2_000
    assert history[0].at == NOW
