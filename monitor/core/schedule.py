"""When to look at a feed again: what a check's outcome makes of the feed's state.

Pure: the clock and the jitter are arguments. The truth of "when next" is ``FeedState.next_check``, which
is stored with the articles of the same check, so that a restart neither stampedes nor forgets.
Limits: a success waits at most the feed's interval, less where its window moves or usually moves fast
(``pace``); failures wait the interval × 2ⁿ up to an hour; a ``Retry-After`` is kept, up to a day; a feed that
is gone is not asked again until its address changes.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from monitor.core.fetching import Failed, FeedState, Fetched, Outcome, Validators, address_hash
from monitor.core.pace import FLOOR, longest_wait
from monitor.core.retry_after import LONGEST_RETRY_AFTER

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from monitor.core.settings import FeedSettings

LONGEST_BACKOFF = timedelta(hours=1)
JITTER = 0.1
"""The share of a wait that may be taken off (a success) or go either way (a failure)."""

AT_A_TICK = 12
"""Feeds begun together at most, twice a second; a twentieth of those that are due, if that is more."""

REMEMBERED_ENTRIES = 5_000
"""Fingerprints kept of a feed; the largest document read has as many entries."""


def initial_state(feed: FeedSettings) -> FeedState:
    """The state of a feed never fetched before: due at once."""
    return FeedState(feed=feed.id, address=address_hash(feed.url))


def for_address(state: FeedState, feed: FeedSettings) -> FeedState:
    """The state to go by for the feed's present address.

    A changed address keeps the feed's history and what it has seen; what belongs to the old address
    (validators, redirect, failures, "gone") is forgotten, and the feed is due at once.
    """
    address = address_hash(feed.url)
    if state.address == address:
        return state
    return replace(
        state,
        address=address,
        validators=Validators(),
        body_hash=None,
        permanent_url=None,
        next_check=None,
        window=None,
        ttl=None,
        entries=0,
        coming=None,
        failures=0,
        outcome=None,
        detail="",
    )


def due_now(state: FeedState) -> FeedState:
    """The state of a feed that the operator wants looked at again: due at once, also if it was gone."""
    return replace(state, next_check=None, outcome=None)


def hurried(state: FeedState, now: datetime) -> FeedState:
    """The state of a feed that is to be looked at now, earlier than it was."""
    return replace(state, next_check=now)


def is_gone(state: FeedState) -> bool:
    """True if its server said that the feed is gone for good (410): then nobody asks it again."""
    return state.outcome is Outcome.GONE


def is_due(state: FeedState, now: datetime) -> bool:
    """True if the feed should be looked at; one that is gone never is.

    A check that lies farther ahead than the wait after it was noted by a clock that has been set back since:
    then the feed is due, for nobody knows how long it has waited.
    """
    if is_gone(state):
        return False
    if state.next_check is None or state.next_check <= now:
        return True
    return state.last_check is not None and state.last_check - now > state.next_check - state.last_check


def to_begin(due: Sequence[FeedSettings], since: Mapping[str, datetime]) -> list[FeedSettings]:
    """Those of the feeds that are due to begin with at this tick; ``since`` when each is due.

    After an outage all are. Then those asked less than once a minute are begun a few at a time, so that they
    are spread over some seconds and don't come together again; who has waited longest comes first.
    """
    patient = sorted((feed for feed in due if feed.interval >= FLOOR), key=lambda feed: since[feed.id])
    hasty = [feed for feed in due if feed.interval < FLOOR]
    return hasty + patient[: max(AT_A_TICK, len(patient) // 20)]


def why_then(state: FeedState, *, interval: timedelta, min_gap: timedelta = timedelta(0)) -> str:
    """Why the feed's next check is when it is, in words; ``interval`` and ``min_gap`` are what holds now."""
    if is_gone(state):
        return "gone for good; asked again when its address changes"
    if state.next_check is None or state.last_check is None:
        return "due at once"
    if not state.failures:
        if state.outcome is not None and not state.outcome.ok:
            return "the network seemed to be away"
        wait = longest_wait(state.window, interval, state.ttl, state.coming)
        if min_gap > wait:
            return "the gap that its source asks for"
        if wait < longest_wait(state.window, interval, state.ttl):
            return "what usually comes at this time"
        if wait == interval:
            return "its interval"
        if wait > longest_wait(state.window, interval):
            return "how fast it moves, and for how long it says that nothing new comes"
        return "how fast it moves"
    times = "1 failure" if state.failures == 1 else f"{state.failures} failures in a row"
    longest = _backoff(state.failures, interval) * (1 + JITTER)
    if state.next_check - state.last_check > max(longest, min_gap):
        return f"{times}; its server asked for this wait"
    return f"{times}; each waits longer, up to an hour"


def after_success(
    state: FeedState,
    *,
    feed: FeedSettings,
    fetched: Fetched,
    seen: Sequence[bytes],
    outcome: Outcome,
    now: datetime,
    jitter: float,
    min_gap: timedelta = timedelta(0),
) -> FeedState:
    """The state after a document was read; ``seen`` are the fingerprints of its entries.

    Validators are taken over here and nowhere else: only a whole answer that was read may hide itself
    behind a 304 the next time. ``jitter`` is a random number in [0, 1).
    """
    return replace(
        _after_any_success(state, feed, outcome, now, jitter, min_gap),
        validators=fetched.validators,
        body_hash=fetched.body_hash,
        permanent_url=fetched.permanent_url,
        ttl=fetched.ttl,
        seen=merge_seen(seen, state.seen),
    )


def paced(
    state: FeedState,
    window: timedelta | None,
    *,
    interval: timedelta,
    min_gap: timedelta = timedelta(0),
    coming: timedelta | None = None,
) -> FeedState:
    """The state after a success, once it is known how long an item stays in the window.

    The next check comes sooner where the window asks for it, or what is usually ``coming``, but not within a
    minute, nor within ``min_gap``.
    """
    assert state.next_check is not None
    assert state.last_check is not None
    wait = state.next_check - state.last_check
    share = longest_wait(window, interval, state.ttl, coming) / interval
    hurried = max(wait * share, min(wait, FLOOR), min_gap)
    return replace(state, window=window, coming=coming, next_check=state.last_check + min(wait, hurried))


def to_be_read_again(state: FeedState, before: FeedState) -> FeedState:
    """The state after a document of which something was not read, by our own fault or because it breaks off.

    What would hide it the next time (validators, the body's hash) stays as it was ``before``.
    """
    return replace(state, validators=before.validators, body_hash=before.body_hash)


def after_unchanged(
    state: FeedState,
    *,
    feed: FeedSettings,
    validators: Validators,
    now: datetime,
    jitter: float,
    min_gap: timedelta = timedelta(0),
) -> FeedState:
    """The state after a 304 or the same bytes; validators that the answer renewed are taken over."""
    return replace(
        _after_any_success(state, feed, Outcome.UNCHANGED, now, jitter, min_gap),
        validators=state.validators.renewed(validators),
    )


def after_failure(
    state: FeedState,
    failed: Failed,
    *,
    feed: FeedSettings,
    now: datetime,
    jitter: float,
    min_gap: timedelta = timedelta(0),
    network_away: bool = False,
) -> FeedState:
    """The state after a check that brought nothing; what was seen and the validators stay as they were.

    If it is the whole network that is away, the feed is not to blame: its failures do not grow.
    """
    failures = state.failures if network_away else state.failures + 1
    wait = _backoff(failures, feed.interval) * (1 + JITTER * (2 * jitter - 1))
    if failed.retry_after is not None:
        wait = max(min(failed.retry_after, LONGEST_RETRY_AFTER), feed.interval)
    return replace(
        state,
        next_check=None if failed.outcome is Outcome.GONE else now + max(wait, min_gap),
        last_check=now,
        failures=failures,
        outcome=failed.outcome,
        detail=failed.detail,
    )


def _backoff(failures: int, interval: timedelta) -> timedelta:
    # 2**n is cut before it is computed: after a week of failures n is in the thousands.
    return min(interval * (1 << min(failures, 20)), max(LONGEST_BACKOFF, interval))


def _after_any_success(
    state: FeedState,
    feed: FeedSettings,
    outcome: Outcome,
    now: datetime,
    jitter: float,
    min_gap: timedelta,
) -> FeedState:
    wait = feed.interval * (1 - JITTER * jitter)
    return replace(
        state,
        next_check=now + max(wait, min_gap),
        last_check=now,
        last_success=now,
        first_success=state.first_success or now,
        failures=0,
        outcome=outcome,
        detail="",
    )


def merge_seen(newest: Sequence[bytes], earlier: Collection[bytes]) -> tuple[bytes, ...]:
    """Fingerprints of the newest document before those of earlier ones, each once, bounded.

    Twice the newest document is kept (at least 200), so that entries which vanish and return cost nothing.
    """
    room = min(max(2 * len(newest), 200), REMEMBERED_ENTRIES)
    return tuple(dict.fromkeys([*newest, *earlier]))[:room]
