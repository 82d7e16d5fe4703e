"""When a feed is looked at again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core import schedule
from monitor.core.fetching import Failed, FeedState, Fetched, Outcome, Validators, address_hash
from monitor.core.settings import FeedSettings

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
FEED = FeedSettings(id="f", url="http://a.example/rss", source="f", name="f", interval=timedelta(minutes=10))
FRESH = schedule.initial_state(FEED)


def fetched(etag: str = '"1"', permanent_url: str | None = None, ttl: timedelta | None = None) -> Fetched:
    return Fetched(
        body=b"x",
        content_type="",
        url=FEED.url,
        status=200,
        body_hash=b"d",
        validators=Validators(etag=etag),
        permanent_url=permanent_url,
        ttl=ttl,
    )


def succeed(state: FeedState, *, jitter: float = 0.0, now: datetime = NOW) -> FeedState:
    return schedule.after_success(
        state, feed=FEED, fetched=fetched(), seen=[b"1"], outcome=Outcome.NEW, now=now, jitter=jitter
    )


def fail(state: FeedState, *, outcome: Outcome = Outcome.SERVER_ERROR, **more: object) -> FeedState:
    failed = Failed(outcome=outcome, detail="no", **more)  # type: ignore[arg-type]
    return schedule.after_failure(state, failed, feed=FEED, now=NOW, jitter=0.5)


def test_a_feed_never_fetched_is_due_at_once() -> None:
    assert schedule.is_due(FRESH, NOW)


@given(st.floats(0, 1, exclude_max=True))
def test_a_success_waits_at_most_the_interval_and_not_much_less(jitter: float) -> None:
    wait = succeed(FRESH, jitter=jitter).next_check - NOW  # type: ignore[operator]
    assert FEED.interval * 0.9 <= wait <= FEED.interval


def test_a_known_feed_is_due_when_its_stored_time_says() -> None:
    state = succeed(FRESH)
    assert not schedule.is_due(state, NOW + timedelta(minutes=9))
    assert schedule.is_due(state, NOW + timedelta(minutes=10))


@pytest.mark.parametrize("back", [timedelta(minutes=minutes) for minutes in (1, 9, 11, 60, 60 * 24 * 400)])
def test_a_clock_that_is_set_back_costs_no_more_than_one_interval(back: timedelta) -> None:
    state = succeed(FRESH)
    due = next(
        minutes for minutes in range(30) if schedule.is_due(state, NOW - back + timedelta(minutes=minutes))
    )
    assert due <= 20
    assert due >= 10 or back > FEED.interval  # a small step is no reason to ask twice


def test_what_a_server_asked_for_is_kept_when_the_clock_is_set_back() -> None:
    state = fail(FRESH, retry_after=timedelta(hours=3))
    assert not schedule.is_due(state, NOW - timedelta(hours=1))


def test_failures_wait_twice_as_long_each_time_up_to_an_hour() -> None:
    state, waits = FRESH, []
    for _ in range(40):
        state = fail(state)
        waits.append(state.next_check - NOW)  # type: ignore[operator]
    assert waits[:4] == [timedelta(minutes=m) for m in (20, 40, 60, 60)]
    assert waits[-1] == timedelta(hours=1)


def test_a_feed_is_not_to_blame_for_the_network() -> None:
    def out(state: FeedState) -> FeedState:
        failed = Failed(outcome=Outcome.UNREACHABLE, detail="")
        return schedule.after_failure(state, failed, feed=FEED, now=NOW, jitter=0.5, network_away=True)

    state = succeed(FRESH)
    for _ in range(5):
        state = out(state)
        assert (state.failures, state.next_check) == (0, NOW + FEED.interval)
    assert schedule.why_then(state, interval=FEED.interval) == "the network seemed to be away"
    assert out(fail(FRESH)).failures == 1


def test_a_feed_slower_than_an_hour_is_not_hurried_by_failing() -> None:
    slow = FeedSettings(id="s", url="http://a.example", source="s", name="s", interval=timedelta(hours=6))
    state = schedule.after_failure(
        schedule.initial_state(slow),
        Failed(outcome=Outcome.TIMED_OUT, detail=""),
        feed=slow,
        now=NOW,
        jitter=0.5,
    )
    assert state.next_check == NOW + timedelta(hours=6)


def test_a_success_forgets_the_failures() -> None:
    assert succeed(fail(fail(FRESH))).failures == 0


@pytest.mark.parametrize(
    ("wish", "wait"),
    [
        (timedelta(hours=2), timedelta(hours=2)),
        (timedelta(seconds=1), FEED.interval),
        (timedelta(days=400), timedelta(days=1)),
    ],
)
def test_retry_after_is_kept_within_reason(wish: timedelta, wait: timedelta) -> None:
    state = fail(FRESH, outcome=Outcome.RATE_LIMITED, retry_after=wish)
    assert state.next_check == NOW + wait


def test_a_feed_that_is_gone_is_not_asked_again_until_its_address_changes() -> None:
    gone = fail(FRESH, outcome=Outcome.GONE)
    assert not schedule.is_due(gone, NOW + timedelta(days=365))
    moved = FeedSettings(id="f", url="http://b.example/rss", source="f", name="f")
    assert schedule.is_due(schedule.for_address(gone, moved), NOW)


def many(count: int, **more: object) -> list[FeedSettings]:
    return [replace(FEED, id=f"f{number}", **more) for number in range(count)]  # type: ignore[arg-type]


def test_after_an_outage_feeds_are_begun_a_few_at_a_time_the_longest_due_first() -> None:
    due = many(200)
    since = {feed.id: NOW - timedelta(seconds=number) for number, feed in enumerate(due)}
    ticks, waiting = 0, due
    while waiting:
        begun = schedule.to_begin(waiting, since)
        assert begun == waiting[: -len(begun) - 1 : -1]
        assert len(begun) <= schedule.AT_A_TICK
        waiting = waiting[: -len(begun)]
        ticks += 1
    assert ticks == 17  # of half a second


def test_thousands_are_begun_within_a_minute() -> None:
    waiting, ticks = many(5_000), 0
    since = {feed.id: NOW for feed in waiting}
    while waiting:
        waiting = waiting[len(schedule.to_begin(waiting, since)) :]
        ticks += 1
    assert ticks < 120


def test_feeds_asked_every_few_seconds_do_not_wait_for_others() -> None:
    slow = many(100)
    hasty = [replace(feed, id=f"hasty-{feed.id}", interval=timedelta(seconds=5)) for feed in slow]
    since = {feed.id: NOW for feed in slow + hasty}
    assert schedule.to_begin(slow + hasty, since)[:100] == hasty


def test_a_failure_keeps_validators_and_what_was_seen() -> None:
    state = fail(succeed(FRESH))
    assert state.validators.etag == '"1"'
    assert state.seen == (b"1",)


def test_a_changed_address_keeps_history_and_drops_what_belonged_to_the_old_one() -> None:
    state = succeed(FRESH)
    moved = FeedSettings(id="f", url="http://b.example/rss", source="f", name="f")
    now = schedule.for_address(state, moved)
    assert (now.address, now.validators, now.body_hash) == (address_hash(moved.url), Validators(), None)
    assert (now.seen, now.first_success) == (state.seen, state.first_success)


def test_an_unchanged_answer_renews_only_the_validators_it_brings() -> None:
    state = schedule.after_unchanged(
        succeed(FRESH), feed=FEED, validators=Validators(last_modified="Mon"), now=NOW, jitter=0
    )
    assert state.validators == Validators(etag='"1"', last_modified="Mon")
    assert state.outcome is Outcome.UNCHANGED


def test_a_sources_own_gap_holds_a_hasty_feed_back() -> None:
    state = schedule.after_unchanged(
        FRESH, feed=FEED, validators=Validators(), now=NOW, jitter=0, min_gap=timedelta(hours=1)
    )
    assert state.next_check == NOW + timedelta(hours=1)


@given(st.lists(st.binary(min_size=8, max_size=8), max_size=50), st.lists(st.binary(min_size=8, max_size=8)))
def test_what_the_newest_document_holds_is_always_remembered(new: list[bytes], old: list[bytes]) -> None:
    merged = schedule.merge_seen(new, old)
    assert set(new) <= set(merged)
    assert len(merged) == len(set(merged))


# --- the pace -----------------------------------------------------------------------------------

MINUTE = timedelta(minutes=1)


def paced(window: timedelta | None, *, jitter: float = 0.0, **more: timedelta) -> timedelta:
    state = schedule.paced(succeed(FRESH, jitter=jitter), window, **{"interval": FEED.interval} | more)
    assert state.window == window
    return state.next_check - NOW  # type: ignore[operator]


def test_a_window_that_moves_fast_is_looked_at_again_before_half_of_it_is_gone() -> None:
    assert paced(8 * MINUTE) == 4 * MINUTE
    assert paced(8 * MINUTE, jitter=0.5) == 3.8 * MINUTE


@pytest.mark.parametrize("window", [None, 20 * MINUTE, timedelta(days=60)])
def test_any_other_waits_its_interval_and_no_longer(window: timedelta | None) -> None:
    assert paced(window) == FEED.interval


def test_a_busy_feed_is_asked_once_a_minute_or_by_its_interval_if_that_is_shorter() -> None:
    assert paced(timedelta(seconds=30), jitter=0.9) == MINUTE
    hasty = replace(FEED, interval=timedelta(seconds=5))
    read = schedule.after_unchanged(FRESH, feed=hasty, validators=Validators(), now=NOW, jitter=0)
    assert schedule.paced(read, timedelta(seconds=1), interval=hasty.interval) == replace(
        read, window=timedelta(seconds=1)
    )


def test_what_usually_comes_is_waited_for_no_longer_than_the_floor_allows() -> None:
    assert paced(None, coming=4 * MINUTE) == 4 * MINUTE
    assert paced(8 * MINUTE, coming=3 * MINUTE) == 3 * MINUTE
    assert paced(8 * MINUTE, coming=5 * MINUTE) == 4 * MINUTE
    assert paced(None, coming=timedelta(seconds=1)) == MINUTE
    assert paced(None, coming=4 * MINUTE, min_gap=5 * MINUTE) == 5 * MINUTE


def test_a_publishers_advice_holds_until_the_next_document_or_address() -> None:
    advised = schedule.after_success(
        FRESH, feed=FEED, fetched=fetched(ttl=5 * MINUTE), seen=[], outcome=Outcome.NEW, now=NOW, jitter=0
    )
    assert schedule.paced(advised, 8 * MINUTE, interval=FEED.interval).next_check == NOW + 5 * MINUTE
    same = schedule.after_unchanged(advised, feed=FEED, validators=Validators(), now=NOW, jitter=0)
    later = schedule.paced(same, 8 * MINUTE, interval=FEED.interval)
    assert later.next_check == NOW + 5 * MINUTE
    why = schedule.why_then(later, interval=FEED.interval)
    assert why == "how fast it moves, and for how long it says that nothing new comes"
    assert succeed(later).ttl is None
    moved = FeedSettings(id="f", url="http://b.example/rss", source="f", name="f")
    assert schedule.for_address(later, moved).ttl is None


def test_a_sources_own_gap_is_kept_by_a_busy_feed_too() -> None:
    assert paced(2 * MINUTE, min_gap=3 * MINUTE) == 3 * MINUTE


@given(
    st.integers(1, 10**7).map(lambda seconds: timedelta(seconds=seconds)),
    st.integers(1, 10**7).map(lambda seconds: timedelta(seconds=seconds)),
    st.floats(0, 1, exclude_max=True),
)
def test_no_pace_exceeds_the_interval_nor_goes_below_the_floor(
    window: timedelta, interval: timedelta, jitter: float
) -> None:
    feed = replace(FEED, interval=interval)
    read = schedule.after_unchanged(FRESH, feed=feed, validators=Validators(), now=NOW, jitter=jitter)
    wait = schedule.paced(read, window, interval=interval).next_check - NOW  # type: ignore[operator]
    assert min(MINUTE, interval * 0.9) <= wait <= interval


# --- why then -----------------------------------------------------------------------------------


def test_why_the_next_check_is_when_it_is() -> None:
    def why(state: FeedState, gap: timedelta = timedelta(0)) -> str:
        return schedule.why_then(state, interval=FEED.interval, min_gap=gap)

    def failed(state: FeedState, outcome: Outcome, wait: timedelta | None = None) -> FeedState:
        reply = Failed(outcome=outcome, detail="", retry_after=wait)
        return schedule.after_failure(state, reply, feed=FEED, now=NOW, jitter=0.99)

    new = schedule.initial_state(FEED)
    assert why(new) == "due at once"
    read = schedule.after_unchanged(new, feed=FEED, validators=Validators(), now=NOW, jitter=0.5)
    assert why(read) == "its interval"
    assert why(read, FEED.interval * 2) == "the gap that its source asks for"
    assert why(schedule.paced(read, 2 * MINUTE, interval=FEED.interval)) == "how fast it moves"
    soon = schedule.paced(read, 16 * MINUTE, interval=FEED.interval, coming=4 * MINUTE)
    assert why(soon) == "what usually comes at this time"
    assert why(schedule.paced(soon, 16 * MINUTE, interval=FEED.interval)) == "how fast it moves"
    once = failed(read, Outcome.TIMED_OUT)
    assert why(once) == "1 failure; each waits longer, up to an hour"
    assert why(failed(once, Outcome.TLS)) == "2 failures in a row; each waits longer, up to an hour"
    asked = failed(read, Outcome.RATE_LIMITED, timedelta(hours=5))
    assert why(asked) == "1 failure; its server asked for this wait"
    assert why(failed(read, Outcome.GONE)) == "gone for good; asked again when its address changes"
