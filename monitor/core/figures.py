"""How a feed fares, in figures worked out from the history of its checks; pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from monitor.core.fetching import FeedState, FetchRecord, Outcome

CHECKS = 100
"""So many of the latest checks tell how a feed fares now."""

ENOUGH = timedelta(hours=1)
"""A shorter history says nothing of a rate."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What a history says; what it is too short for is None.

    ``span`` is the time between its first and last check. ``per_day`` counts new articles, without the
    first success's backlog. ``window`` is how long an item stays in the document at that rate; ``entries``
    how many it holds. ``overlap`` is the least share of the entries that were known from the check before,
    ``gaps`` how often there were none though some should be, ``lost`` about how many items passed unseen
    then. ``latency`` is the median time from publication to first sight. ``bytes_per_day`` were fetched,
    unpacked.
    """

    outcomes: Mapping[Outcome, int]
    span: timedelta
    entries: int | None
    per_day: float | None
    window: timedelta | None
    overlap: float | None
    gaps: int
    lost: int
    latency: timedelta | None
    bytes_per_day: float | None

    @property
    def checks(self) -> int:
        return sum(self.outcomes.values())

    @property
    def failed(self) -> int:
        """How many of the checks brought no answer that could be read."""
        return sum(count for outcome, count in self.outcomes.items() if not outcome.ok)


def figures(history: Sequence[FetchRecord], state: FeedState | None) -> Figures:
    """The figures of a feed's latest checks, which are given newest first."""
    span = history[0].at - history[-1].at if history else timedelta()
    began = state.first_success if state else None
    later = [check for check in history[:-1] if began is None or check.at > began]
    known = history[0].at - max(history[-1].at, began or history[-1].at) if history else timedelta()
    per_day = sum(check.new for check in later) / (known / _DAY) if known >= ENOUGH else None
    entries = next((check.entries for check in history if check.entries), None)
    # What a deeper address had of the missed may be more than the document itself.
    overlaps = [max(0.0, 1 - check.new / check.entries) for check in later if check.entries]
    latencies = [check.latency.total_seconds() for check in history if check.latency is not None]
    return Figures(
        outcomes=Counter(check.outcome for check in history),
        span=span,
        entries=entries,
        per_day=per_day,
        window=timedelta(days=entries / per_day) if entries and per_day else None,
        overlap=min(overlaps, default=None),
        gaps=sum(check.gap for check in history),
        lost=sum(check.lost for check in history),
        latency=timedelta(seconds=median(latencies)) if latencies else None,
        bytes_per_day=sum(check.size for check in history[:-1]) / (span / _DAY) if span >= ENOUGH else None,
    )
