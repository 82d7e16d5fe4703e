"""How one feed fares, as JSON: what ``tumen feeds`` shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor import sources
from monitor.core import schedule
from monitor.core.figures import CHECKS, figures
from monitor.reports.status import feed_line

if TYPE_CHECKING:
    from datetime import timedelta

    from monitor.core.fetching import FeedState
    from monitor.core.model import JSON
    from monitor.core.protocols import Store
    from monitor.core.settings import FeedSettings


def feed_status(store: Store, feed: FeedSettings) -> JSON:
    """Its state and figures (``monitor.core.figures``): durations in seconds, None for what is not known.

    ``why`` says why its next check is when it is, or there is none; empty for one that is switched off.
    """
    state = store.feed_state(feed.id)
    seen = figures(store.fetches(feed.id, CHECKS), state)
    return feed_line(feed.id, state, enabled=feed.enabled) | {
        "why": _why_then(state, feed) if feed.enabled else "",
        "checks": seen.checks,
        "failed": seen.failed,
        "outcomes": {str(outcome): count for outcome, count in seen.outcomes.items()},
        "span": _seconds(seen.span),
        "entries": seen.entries,
        "per_day": seen.per_day and round(seen.per_day, 2),
        "window": _seconds(seen.window),
        "overlap": None if seen.overlap is None else round(seen.overlap, 3),
        "gaps": seen.gaps,
        "lost": seen.lost,
        "latency": _seconds(seen.latency),
        "bytes_per_day": seen.bytes_per_day and round(seen.bytes_per_day),
    }


def _why_then(state: FeedState | None, feed: FeedSettings) -> str:
    if feed.missing:
        # Here; the daemon may run in an environment that has them, and check the feed all the same.
        return f"it needs {', '.join(feed.missing)} in the environment"
    now = schedule.for_address(state or schedule.initial_state(feed), feed)
    gap = sources.profile(feed.source, feed.url).min_gap
    return schedule.why_then(now, interval=feed.interval, min_gap=gap)


def _seconds(span: timedelta | None) -> float | None:
    return None if span is None else round(span.total_seconds(), 1)
