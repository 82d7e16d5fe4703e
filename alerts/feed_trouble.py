"""What the operator is told about feeds, in words; pure.

Told by ``alerts.notices.notice``; when, is decided by whoever looks after the feeds. Times are in UTC.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from alerts.trouble import Trouble, span, utc
from monitor.core.fetching import Outcome

if TYPE_CHECKING:
    from monitor.core.continuity import Gap
    from monitor.core.fetching import FeedState
    from monitor.core.rhythm import Silence
    from monitor.core.settings import FeedSettings

SILENT = "feed-silent"
FAILING = "feed-failing"

_ADVICE = {
    Outcome.CHALLENGE: "A page that wants to see a browser stands in its place, so nothing of it is read. "
    "Another address of the source or a longer interval may help.",
    Outcome.LAYOUT: "The selectors under `html` find nothing on it. "
    "`tumen feeds test {feed}` shows what they yield when they are mended.",
    Outcome.NOT_A_FEED: "Its address answers as if all were well, but with something else: a page to log in "
    "or consent, a notice, the site's front page. Open it in a browser; `tumen feeds add` finds the feeds of "
    "a site.",
    Outcome.UNAUTHORIZED: "It wants a password, or another one: `https://name:${{WORD}}@host/…` as its url.",
    Outcome.FORBIDDEN: "Its server wants no requests from here. Another address of the source may help.",
    Outcome.NOT_FOUND: "The feed has probably moved: `tumen feeds add` finds the feeds of a site.",
    Outcome.RATE_LIMITED: "A longer `interval` helps, for this feed and others of the same server.",
    Outcome.REFUSED_ADDRESS: "If it is meant to be inside your network, list it under `fetch.allow_private`.",
    Outcome.TOO_LARGE: "A larger `fetch.max_size` lets it in, if that is what it should be.",
    Outcome.HOSTILE: "Something is wrong at its publisher's, or somebody means harm. The other feeds go on.",
    Outcome.INTERNAL: "This is a fault of Tumen's own; the log has what is needed to report it.",
}


def gone(feed: FeedSettings, url: str) -> Trouble:
    """``url`` is the feed's address without its secrets."""
    return Trouble(
        kind="feed-gone",
        about=feed.id,
        title=f"The feed {feed.id} is gone",
        text="Its server says so for good (410). It is not asked again until its address changes in "
        f"feeds.yaml: {url}",
        occasion=feed.url,
    )


def silent(feed: FeedSettings, silence: Silence) -> Trouble:
    return Trouble(
        kind=SILENT,
        about=feed.id,
        title=f"{_named(feed)} is silent",
        text=f"It answers, but has said nothing new since {utc(silence.since)}, "
        f"{span(silence.until - silence.since)} before it was last looked at. In such hours of the week it "
        f"usually brings about {silence.missed:,.0f} articles; up to {silence.limit:,.0f} missing would be "
        "nothing unusual for it.\n"
        f"Learnt from {silence.articles:,} articles of {silence.weeks:.0f} weeks.\n"
        f"`tumen feeds test {feed.id}` shows what it says now.",
        occasion=silence.since.isoformat(),
    )


def speaks_again(feed: FeedSettings, since: datetime) -> Trouble:
    """It has taken up its rhythm again."""
    return Trouble(
        kind="feed-speaks-again",
        about=feed.id,
        title=f"{_named(feed)} speaks again",
        text=f"It was silent since {utc(since)}.",
        occasion=since.isoformat(),
    )


def failing(feed: FeedSettings, state: FeedState) -> Trouble:
    """A feed that has failed several times in a row."""
    name, outcome = _named(feed), state.outcome or Outcome.INTERNAL
    if outcome is Outcome.CHALLENGE:
        title = f"{name} answers with a challenge page"
    elif outcome is Outcome.LAYOUT:
        title = f"The page of {name} has changed"
    else:
        title = f"{name} cannot be read: {outcome}"
    advice = _ADVICE.get(outcome, "What it publishes meanwhile may be lost.").format(feed=feed.id)
    since = f"Not read since {utc(state.last_success)}" if state.last_success else "Never read so far"
    again = f" It is tried again at {utc(state.next_check)}." if state.next_check else ""
    return Trouble(
        kind=FAILING,
        about=feed.id,
        title=title,
        text=f"{since}; {state.failures} failures in a row, the last: {state.detail or outcome}.{again}\n"
        f"{advice}",
        occasion=state.last_success.isoformat() if state.last_success else "",
    )


def recovered(feed: FeedSettings, occasion: str) -> Trouble:
    """The feed is read again whose failing was told with this occasion."""
    since = f"It had not been read since {utc(datetime.fromisoformat(occasion))}. " if occasion else ""
    return Trouble(
        kind="feed-recovered",
        about=feed.id,
        title=f"{_named(feed)} is read again",
        text=f"{since}What its window no longer showed by then is lost.",
        occasion=occasion,
    )


def lost_items(feed: FeedSettings, gap: Gap) -> Trouble:
    """At most one a day of each feed: what loses items today will lose them with every check."""
    if gap.lost is None:
        loss = "how many there were cannot be told"
    else:
        loss = f"about {gap.lost:,}, at the rate of those it has now"
    return Trouble(
        kind="feed-lost-items",
        about=feed.id,
        title=f"{_named(feed)} has lost articles between two checks",
        text=f"All {gap.entries} entries are new since the check before, at {utc(gap.since)}, so there were "
        f"others between that nobody saw: {loss}.\n"
        f"If Tumen ran all the time, a shorter `interval` than {span(feed.interval)} helps.",
        occasion=f"{gap.now:%Y-%m-%d}",
    )


def _named(feed: FeedSettings) -> str:
    return feed.name if feed.name == feed.id else f"{feed.name} ({feed.id})"
