"""When a feed is looked at again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core import schedule
from monitor.core.model import Failed, FeedState, Fetched, Outcome, Validators
from monitor.core.settings import FeedSettings

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
FEED = FeedSettings(id="f", url="http://a.example/rss", source="f", name="f", interval=timedelta(minutes=10))
FRESH = schedule.initial_state(FEED)


def fetched(etag: str = '"1"', permanent_url: str | None = None) -> Fetched:
    return Fetched(
        body=b"x",
        content_type="",
        url=FEED.url,
        status=200,
        digest=b"d",
        validators=Validators(etag=etag),
        permanent_url=permanent_url,
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


def test_failures_wait_twice_as_long_each_time_up_to_an_hour() -> None:
    state, waits = FRESH, []
    for _ in range(40):
        state = fail(state)
        waits.append(state.next_check - NOW)  # type: ignore[operator]
    assert waits[:4] == [timedelta(minutes=m) for m in (20, 40, 60, 60)]
    assert waits[-1] == timedelta(hours=1)


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


def test_a_failure_keeps_validators_and_what_was_seen() -> None:
    state = fail(succeed(FRESH))
    assert state.validators.etag == '"1"'
    assert state.seen == (b"1",)


def test_a_changed_address_keeps_history_and_drops_what_belonged_to_the_old_one() -> None:
    state = succeed(FRESH)
    moved = FeedSettings(id="f", url="http://b.example/rss", source="f", name="f")
    now = schedule.for_address(state, moved)
    assert (now.url, now.validators, now.digest) == (moved.url, Validators(), None)
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
    once = failed(read, Outcome.TIMED_OUT)
    assert why(once) == "1 failure; each waits longer, up to an hour"
    assert why(failed(once, Outcome.TLS)) == "2 failures in a row; each waits longer, up to an hour"
    asked = failed(read, Outcome.RATE_LIMITED, timedelta(hours=5))
    assert why(asked) == "1 failure; its server asked for this wait"
    assert why(failed(read, Outcome.GONE)) == "gone for good; asked again when its address changes"
