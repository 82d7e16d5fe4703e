"""What the operator is told about feeds; pure.

Told by ``alerts.notices.notice``; when, is decided by whoever looks after the feeds. The sentences stand in
``alerts.render.notices``' catalogues.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from alerts.trouble import phrase, trouble
from monitor.core.fetching import Outcome
from monitor.core.settings import Severity

if TYPE_CHECKING:
    from alerts.trouble import Trouble
    from monitor.core.continuity import Gap
    from monitor.core.fetching import FeedState
    from monitor.core.model import JSON
    from monitor.core.rhythm import Silence
    from monitor.core.settings import FeedSettings

SILENT = "feed-silent"
FAILING = "feed-failing"

_TITLES = {Outcome.CHALLENGE: "feed-failing.challenge", Outcome.LAYOUT: "feed-failing.layout"}
_ADVICE = {
    Outcome.CHALLENGE: "advice.challenge",
    Outcome.LAYOUT: "advice.layout",
    Outcome.NOT_A_FEED: "advice.not-a-feed",
    Outcome.UNAUTHORIZED: "advice.unauthorized",
    Outcome.FORBIDDEN: "advice.forbidden",
    Outcome.NOT_FOUND: "advice.not-found",
    Outcome.RATE_LIMITED: "advice.rate-limited",
    Outcome.REFUSED_ADDRESS: "advice.refused-address",
    Outcome.TOO_LARGE: "advice.too-large",
    Outcome.HOSTILE: "advice.hostile",
    Outcome.INTERNAL: "advice.internal",
}


def gone(feed: FeedSettings, url: str) -> Trouble:
    """``url`` is the feed's address without its secrets."""
    return trouble(
        "feed-gone",
        feed.id,
        phrase("feed-gone", feed=_named(feed)),
        [phrase("feed-gone.why", url=url)],
        occasion=feed.url,
    )


def silent(feed: FeedSettings, silence: Silence) -> Trouble:
    return trouble(
        SILENT,
        feed.id,
        phrase(SILENT, feed=_named(feed)),
        [
            phrase(
                "feed-silent.since",
                since=silence.since,
                silent=silence.until - silence.since,
                missed=silence.missed,
                limit=silence.limit,
            )
        ],
        [phrase("feed-silent.learnt", articles=silence.articles, weeks=silence.weeks)],
        [phrase("feed-silent.look", id=feed.id)],
        occasion=silence.since.isoformat(),
    )


def speaks_again(feed: FeedSettings, since: datetime) -> Trouble:
    """It has taken up its rhythm again."""
    return trouble(
        "feed-speaks-again",
        feed.id,
        phrase("feed-speaks-again", feed=_named(feed)),
        [phrase("feed-speaks-again.since", since=since)],
        occasion=since.isoformat(),
        severity=Severity.NORMAL,
    )


def failing(feed: FeedSettings, state: FeedState) -> Trouble:
    """A feed that has failed several times in a row."""
    outcome, last = state.outcome or Outcome.INTERNAL, state.last_success
    failures = {"failures": state.failures, "detail": state.detail or str(outcome)}
    happened = [
        phrase("feed-failing.since", since=last, **failures)
        if last
        else phrase("feed-failing.never", **failures)
    ]
    if state.next_check:
        happened.append(phrase("feed-failing.again", next=state.next_check))
    return trouble(
        FAILING,
        feed.id,
        _headline(feed, outcome),
        happened,
        [phrase(_ADVICE.get(outcome, "advice.none"), id=feed.id)],
        occasion=last.isoformat() if last else "",
    )


def recovered(feed: FeedSettings, occasion: str) -> Trouble:
    """The feed is read again whose failing was told with this occasion."""
    since = [phrase("feed-recovered.since", since=datetime.fromisoformat(occasion))] if occasion else []
    return trouble(
        "feed-recovered",
        feed.id,
        phrase("feed-recovered", feed=_named(feed)),
        [*since, phrase("feed-recovered.lost")],
        occasion=occasion,
        severity=Severity.NORMAL,
    )


def lost_items(feed: FeedSettings, gap: Gap) -> Trouble:
    """At most one a day of each feed: what loses items today will lose them with every check."""
    known = "unknown" if gap.lost is None else "some"
    return trouble(
        "feed-lost-items",
        feed.id,
        phrase("feed-lost-items", feed=_named(feed)),
        [phrase(f"feed-lost-items.{known}", entries=gap.entries, since=gap.since, lost=gap.lost)],
        [phrase("feed-lost-items.mend", interval=feed.interval)],
        occasion=f"{gap.now:%Y-%m-%d}",
    )


def _headline(feed: FeedSettings, outcome: Outcome) -> JSON:
    if outcome in _TITLES:
        return phrase(_TITLES[outcome], feed=_named(feed))
    return phrase(FAILING, feed=_named(feed), outcome=phrase(f"outcome.{outcome.replace(' ', '-')}"))


def _named(feed: FeedSettings) -> str:
    return feed.name if feed.name == feed.id else f"{feed.name} ({feed.id})"
