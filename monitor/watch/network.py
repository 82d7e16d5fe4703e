"""Is it the network that fails, and not the feeds? Judged by what all checks together bring.

If several feeds that had answered before cannot be reached, and none has answered since the first of them,
the network is taken to be away until the first answer, of whatever kind, comes. The feeds are not blamed
meanwhile.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.core.fetching import Failed, Outcome
from monitor.core.urls import server_of

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.core.fetching import FeedState, Reply
    from monitor.core.settings import FeedSettings, Settings

FEEDS = 3
"""So many feeds that had answered before, of two hosts at least if there are two."""

TOLD_AFTER = timedelta(minutes=5)
"""So long it may be away before the operator is told."""

_NO_ANSWER = frozenset((Outcome.UNREACHABLE, Outcome.TIMED_OUT))


class Network:
    """What the latest checks say of the network."""

    def __init__(self) -> None:
        self.away_since: datetime | None = None
        """Since when nobody answers; None while somebody does, as far as is known."""
        self._lost: dict[str, str] = {}
        self._since: datetime | None = None
        self._ended: datetime | None = None

    def saw(
        self, feed: FeedSettings, state: FeedState, reply: Reply, settings: Settings, now: datetime
    ) -> bool:
        """Take note of a check of a feed in this state; True if its failure is the network's."""
        if not isinstance(reply, Failed) or reply.status is not None or reply.outcome is Outcome.CUT:
            self._ended = self.away_since or self._ended
            self.away_since = self._since = None
            self._lost.clear()
            return False
        if reply.outcome not in _NO_ANSWER:
            return False  # it never came to asking
        if not state.failures and state.last_success is not None:
            self._lost[feed.id] = server_of(feed.url)
            self._since = self._since or now
        if self.away_since is None and len(self._lost) >= FEEDS:
            hosts = {server_of(other.url) for other in settings.watched}
            if len(set(self._lost.values())) >= min(2, len(hosts)):
                self.away_since = self._since
        return self.away_since is not None

    def away_for_long(self, now: datetime) -> datetime | None:
        """Since when it is away, if the operator should hear of it."""
        long = self.away_since is not None and now - self.away_since >= TOLD_AFTER
        return self.away_since if long else None

    def back_after(self) -> datetime | None:
        """Since when it was away, told once when it is back."""
        ended, self._ended = self._ended, None
        return ended


def unanswered(state: FeedState, since: datetime) -> bool:
    """True if the feed's last check since then brought no answer."""
    return state.outcome in _NO_ANSWER and state.last_check is not None and state.last_check >= since
