"""What came out of a run: feeds, articles and alerts, gathered from the store and from the receivers.

``gather`` only reads. What should have come out is said by ``monitor.demo.expectations``, how it is shown
by ``monitor.demo.show``.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from monitor.core.fetching import Outcome
from monitor.core.model import DeliveryState

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from monitor.core.model import JSON, Article, Notification, Revision
    from monitor.core.protocols import Store
    from monitor.core.settings import FeedSettings, Settings
    from monitor.demo.receivers import Call, Mail

MANY = 10_000
"""More deliveries or checks than a demo makes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedSeen:
    """A feed and its checks. ``outcome`` is ``new`` if any check brought something, else the last one's."""

    feed: FeedSettings
    outcome: Outcome
    detail: str
    checks: int
    unchanged: int
    articles: int
    kept: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """An alert as one receiver got it; ``problem`` says what was wrong with it.

    ``article`` is the id of the article it tells of (empty if that could not be made out), ``headline``
    what the receiver reads first, ``why`` the words of the article that made the rule match.
    """

    channel: str
    rule: str
    severity: str
    notification: str
    article: str
    url: str
    headline: str
    why: tuple[str, ...]
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Everything that came out.

    ``edits`` are the texts of each article that was edited, first to last; ``unsettled`` counts the
    deliveries that were still under way.
    """

    feeds: tuple[FeedSeen, ...]
    articles: tuple[Article, ...]
    alerts: tuple[Alert, ...]
    edits: Mapping[str, tuple[Revision, ...]] = field(default_factory=dict)
    unsettled: int = 0

    def stories(self) -> dict[str, tuple[Article, ...]]:
        """The kept articles by story; stories in the order they began, members likewise."""
        kept = [article for article in self.articles if article.reading.kept]
        stories: dict[str, list[Article]] = {}
        for article in kept:
            stories.setdefault(article.story, []).append(article)
        return {story: tuple(members) for story, members in stories.items()}


def gather(
    store: Store, settings: Settings, *, mails: Sequence[Mail] = (), calls: Sequence[Call] = ()
) -> Snapshot:
    """Read everything there is."""
    articles = tuple(store.articles(kept_only=False))
    deliveries = store.outbox.deliveries(limit=MANY)
    told = {notification.id: notification for _, notification in deliveries}
    unsettled = {DeliveryState.PENDING, DeliveryState.LEASED}
    return Snapshot(
        feeds=tuple(_feed(store, feed, articles) for feed in settings.feeds),
        articles=articles,
        alerts=(*(_from_mail(mail, told) for mail in mails), *(_from_call(call) for call in calls)),
        edits={
            article.id: tuple(store.revisions(article.id)) for article in articles if article.revisions > 1
        },
        unsettled=sum(delivery.state in unsettled for delivery, _ in deliveries),
    )


def _feed(store: Store, feed: FeedSettings, articles: Iterable[Article]) -> FeedSeen:
    history = store.fetches(feed.id, limit=MANY)
    outcomes = Counter(record.outcome for record in history)
    last = history[0] if history else None
    mine = [article for article in articles if article.reading.feed == feed.id]
    return FeedSeen(
        feed=feed,
        outcome=Outcome.NEW if outcomes[Outcome.NEW] else last.outcome if last else Outcome.EMPTY,
        detail=last.detail if last else "never checked",
        checks=len(history),
        unchanged=outcomes[Outcome.UNCHANGED],
        articles=len(mine),
        kept=sum(article.reading.kept for article in mine),
    )


def _from_call(call: Call) -> Alert:
    """A webhook says everything itself."""
    data = call.payload.get("data", {})
    rule, article = data.get("rule", {}), data.get("article", {})
    return Alert(
        channel=call.channel,
        rule=rule.get("id", ""),
        severity=rule.get("severity", ""),
        notification=call.notification,
        article=article.get("id", ""),
        url=article.get("url", ""),
        headline=article.get("title", ""),
        why=_why(data),
        problem=call.problem,
    )


def _from_mail(mail: Mail, told: Mapping[str, Notification]) -> Alert:
    """A mail is for people: which article it tells of is looked up under the notification's id it bears."""
    notification = told.get(mail.notification)
    data = notification.payload if notification else {}
    rule, article = data.get("rule", {}), data.get("article", {})
    problem = mail.problem
    if notification is None:
        problem = problem or "its notification is unknown"
    elif mail.link != article.get("url"):
        problem = problem or "its first link is not the article's own"
    return Alert(
        channel=mail.channel,
        rule=rule.get("id", ""),
        severity=rule.get("severity", ""),
        notification=mail.notification,
        article=article.get("id", ""),
        url=mail.link,
        headline=mail.subject,
        why=_why(data),
        problem=problem,
    )


def _why(data: JSON) -> tuple[str, ...]:
    """The words of the article that made the rule match, each once whatever its case."""
    words = [piece["text"] for piece in data.get("match", {}).get("evidence", ())]
    return tuple({word.casefold(): word for word in reversed(words)}.values())[::-1]
