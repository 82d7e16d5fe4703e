"""The store in memory: what may be read, and keeping house."""

from __future__ import annotations

import threading
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING

from monitor.core.errors import StoreBusy
from monitor.core.model import Beginning, DeliveryState
from storage.memory.outbox import MemoryOutbox
from storage.memory.tables import Memory
from storage.memory.unit import MemoryUnit, oldest_first
from storage.neighbours import match_outline

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import datetime

    from monitor.core.accounts import MatchRecord, RuleVersion, Snooze
    from monitor.core.fetching import FeedState, FetchRecord, WantedPage
    from monitor.core.model import Article, Notification, Revision, StoryLink
    from monitor.core.protocols import Outbox, SearchText
    from storage.memory.tables import Tables

_OPEN = (DeliveryState.PENDING, DeliveryState.LEASED, DeliveryState.DEAD)


class MemoryStore:
    """See ``monitor.core.protocols.Store``."""

    def __init__(self, *, search_text: SearchText) -> None:
        self._search_text = search_text
        self._memory = Memory()
        self._lock = threading.Lock()
        self.outbox: Outbox = MemoryOutbox(self._memory)

    @contextmanager
    def lock(self) -> Iterator[None]:
        if not self._lock.acquire(blocking=False):
            raise StoreBusy("another Tumen is at work on this store; stop it first")
        try:
            yield
        finally:
            self._lock.release()

    def is_locked(self) -> bool:
        return self._lock.locked()

    @contextmanager
    def unit(self) -> Iterator[MemoryUnit]:
        with self._memory.change() as tables:
            yield MemoryUnit(tables, self._search_text)

    def close(self) -> None:
        """Nothing to let go of."""

    # reading
    def feed_state(self, feed: str) -> FeedState | None:
        return self._tables.feeds.get(feed)

    def feed_states(self) -> Mapping[str, FeedState]:
        return dict(self._tables.feeds)

    def fetches(self, feed: str, limit: int = 50) -> Sequence[FetchRecord]:
        return self._tables.fetches.get(feed, ())[:limit]

    def article(self, id_or_url: str) -> Article | None:
        tables = self._tables
        known = tables.articles.get(id_or_url) or tables.articles.get(tables.keys.get(id_or_url, ""))
        at_url = (it for it in reversed(tables.articles.values()) if it.reading.url == id_or_url)
        return known or next(at_url, None)

    def articles(self, *, kept_only: bool = True, since: datetime | None = None) -> Iterator[Article]:
        for article in oldest_first(self._tables.articles.values()):
            if (article.reading.kept or not kept_only) and (since is None or article.first_seen >= since):
                yield article

    def revisions(self, article: str) -> Sequence[Revision]:
        return self._tables.revisions.get(article, ())

    def matches(self, article: str) -> Sequence[MatchRecord]:
        return [record for record in self._tables.matches.values() if record.article == article]

    def rule_version(self, version: str) -> RuleVersion | None:
        return self._tables.rule_versions.get(version)

    def snoozes(self) -> Sequence[Snooze]:
        return [snooze for _, snooze in sorted(self._tables.snoozes.items())]

    def notification(self, notification: str) -> Notification | None:
        return self._tables.notifications.get(notification)

    def notifications(self, since: datetime) -> Iterator[Notification]:
        for notification in sorted(self._tables.notifications.values(), key=lambda it: (it.created, it.id)):
            if notification.created >= since:
                yield notification

    def arrivals(self, feed: str) -> Mapping[datetime, int]:
        return {hour: articles for (of, hour), articles in self._tables.arrivals.items() if of == feed}

    def story(self, story: str) -> Sequence[tuple[Article, StoryLink]]:
        tables = self._tables
        members = oldest_first(article for article in tables.articles.values() if article.story == story)
        return [(article, tables.links[article.id]) for article in members]

    def wanted_pages(self, now: datetime, limit: int, *, but: Collection[str] = ()) -> Sequence[WantedPage]:
        due = [page for page in self._tables.pages.values() if page.due <= now and page.feed not in but]
        order = {article: number for number, article in enumerate(self._tables.articles)}
        return sorted(due, key=lambda page: (page.due, order[page.article]))[:limit]

    def next_page(self) -> datetime | None:
        return min((page.due for page in self._tables.pages.values()), default=None)

    def linked_stories(self, story: str) -> Sequence[Article]:
        return MemoryUnit(self._tables, self._search_text).linked_stories(story)

    def term_counts(self, terms: Collection[str]) -> tuple[Mapping[str, int], int]:
        unit = MemoryUnit(self._tables, self._search_text)
        return unit.count_terms(terms), unit.count_articles()

    def match_candidates(
        self,
        words: Sequence[Sequence[str | Beginning]],
        *,
        since: datetime | None = None,
        kept_only: bool = False,
        parts: Collection[str] = (),
        newest_first: bool = False,
    ) -> Iterator[Article]:
        tables = self._tables
        found = [
            article
            for article in tables.articles.values()
            if all(any(_holds(tables.forms[article.id], form) for form in forms) for forms in words)
            and (article.reading.kept or not kept_only)
            and (since is None or article.first_seen >= since)
        ]
        for article in reversed(found) if newest_first else found:
            yield match_outline(article, parts)

    def counts(self) -> Mapping[str, int]:
        tables = self._tables
        counts = {
            "articles": len(tables.articles),
            "kept": sum(article.reading.kept for article in tables.articles.values()),
            "stories": len({article.story for article in tables.articles.values()}),
            "pages_wanted": len(tables.pages),
            "notifications": len(tables.notifications),
        }
        states = [delivery.state for delivery in tables.deliveries.values()]
        return counts | {state.value: states.count(state) for state in DeliveryState}

    def activity(self, since: datetime) -> Mapping[str, int]:
        tables = self._tables
        articles = [article for article in tables.articles.values() if article.first_seen >= since]
        records = [record for record in tables.matches.values() if record.at >= since]
        settled = [it.state for it in tables.deliveries.values() if it.settled and it.settled >= since]
        return {
            "articles": len(articles),
            "kept": sum(article.reading.kept for article in articles),
            "told": sum(not record.held for record in records),
            "held": sum(bool(record.held) for record in records),
            "sent": settled.count(DeliveryState.SENT),
            "dead": settled.count(DeliveryState.DEAD),
        }

    def room(self) -> tuple[int, int] | None:
        return None

    def waiting_digests(self) -> Sequence[tuple[str, datetime, int]]:
        items = Counter((item.due, item.rule) for item in self._tables.digest_items.values())
        return [(rule, due, count) for (due, rule), count in sorted(items.items())]

    # keeping house
    def purge(self, *, kept_before: datetime | None, dropped_before: datetime | None, limit: int) -> int:
        with self._memory.change() as tables:
            needed = _needed(tables)
            old = [
                article
                for kept, before in ((False, dropped_before), (True, kept_before))
                for article in oldest_first(tables.articles.values())
                if article.reading.kept is kept
                and before
                and article.first_seen < before
                and article.id not in needed
            ][:limit]
            for article in old:
                _forget(tables, article.id)
            if kept_before and dropped_before and len(old) < limit:
                _forget_other_notifications(tables, min(kept_before, dropped_before), limit)
            return len(old)

    def set_note(self, key: str, value: str) -> None:
        with self._memory.change() as tables:
            tables.notes[key] = value

    def note(self, key: str) -> str | None:
        return self._tables.notes.get(key)

    @property
    def _tables(self) -> Tables:
        return self._memory.tables


def _holds(terms: frozenset[str], form: str | Beginning) -> bool:
    """Is a form among the terms of a search text?"""
    if isinstance(form, Beginning):
        return any(term.startswith(form.text) for term in terms)
    return terms.issuperset(form.split())


def _needed(tables: Tables) -> set[str | None]:
    """Articles that an open delivery, or a digest that is still to be made, tells of."""
    telling = {delivery.notification for delivery in tables.deliveries.values() if delivery.state in _OPEN}
    return (
        {tables.notifications[notification].article for notification in telling}
        | {it.article for it in tables.matches.values() if not telling.isdisjoint(it.notifications)}
        | {item.article for item in tables.digest_items.values()}
    )


def _forget(tables: Tables, article: str) -> None:
    for table in (tables.articles, tables.forms, tables.revisions, tables.links):
        table.pop(article)
    tables.pages.pop(article, None)
    tables.keys = {key: of for key, of in tables.keys.items() if of != article}
    tables.matches = {which: record for which, record in tables.matches.items() if which[0] != article}
    for notification in [it.id for it in tables.notifications.values() if it.article == article]:
        _forget_notification(tables, notification)


def _forget_other_notifications(tables: Tables, before: datetime, limit: int) -> None:
    """Digests and notices, which belong to no single article, go after the articles of their time."""
    telling = {delivery.notification for delivery in tables.deliveries.values() if delivery.state in _OPEN}
    other = [
        notification.id
        for notification in sorted(tables.notifications.values(), key=lambda it: it.created)
        if notification.article is None and notification.created < before and notification.id not in telling
    ]
    for notification in other[:limit]:
        _forget_notification(tables, notification)


def _forget_notification(tables: Tables, notification: str) -> None:
    del tables.notifications[notification]
    tables.deliveries = {which: it for which, it in tables.deliveries.items() if which[0] != notification}
    tables.attempts = {which: it for which, it in tables.attempts.items() if which[0] != notification}
    tables.acks.pop(notification, None)
