"""A unit of work on a copy of the tables."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from dataclasses import replace
from heapq import nsmallest
from typing import TYPE_CHECKING

from monitor.core.accounts import MatchRecord, Snooze
from monitor.core.model import Revision
from monitor.core.rhythm import WINDOW
from monitor.core.stories import telling
from storage.hours import by_hour
from storage.limits import BAND_USES, FETCHES, TERM_USES
from storage.neighbours import outline, weights

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from monitor.core.accounts import RuleVersion
    from monitor.core.fetching import FeedState, FetchRecord, WantedPage
    from monitor.core.model import Article, Delivery, DigestItem, Match, Notification, StoryLink
    from monitor.core.protocols import SearchText
    from storage.memory.tables import Tables


def oldest_first(articles: Iterable[Article]) -> list[Article]:
    """By first sight; of the same time, in the order of filing that they come in."""
    return sorted(articles, key=lambda article: article.first_seen)


class MemoryUnit:
    """See ``monitor.core.protocols.Unit``."""

    def __init__(self, tables: Tables, search_text: SearchText) -> None:
        self._tables = tables
        self._search_text = search_text

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        before = self._tables.copy()
        try:
            yield
        except BaseException:
            self._tables.become(before)
            raise

    # feeds
    def save_feed(self, state: FeedState) -> None:
        self._tables.feeds[state.feed] = state

    def add_fetch(self, record: FetchRecord) -> None:
        history = (record, *self._tables.fetches.get(record.feed, ()))
        self._tables.fetches[record.feed] = history[:FETCHES]

    def add_arrivals(self, feed: str, times: Collection[datetime]) -> None:
        known = self._tables.arrivals
        hours = by_hour(times)
        for hour, articles in hours.items():
            known[feed, hour] = known.get((feed, hour), 0) + articles
        old = [which for which in known if hours and which[0] == feed and which[1] < max(hours) - WINDOW]
        for which in old:
            del known[which]

    # articles and what they are found by
    def find_articles(self, keys: Collection[str]) -> Mapping[str, Article]:
        known = self._tables.keys
        return {key: self._tables.articles[known[key]] for key in keys if key in known}

    def used_bands(self, bands: Collection[int], since: datetime) -> set[int]:
        recent = (article for article in self._tables.articles.values() if article.first_seen >= since)
        return {band for article in recent for band in article.reading.features.bands if band in bands}

    def find_by_bands(
        self,
        bands: Collection[int],
        since: datetime,
        limit: int = 100,
        *,
        alike: Callable[[bytes], bool] = lambda _: True,
    ) -> Sequence[Article]:
        numbered = [
            (article.first_seen, number, article)
            for number, article in enumerate(self._tables.articles.values())
            if article.first_seen >= since
        ]
        shared: Counter[tuple[datetime, int]] = Counter()
        for band in set(bands):
            having = [found[:2] for found in numbered if band in found[2].reading.features.bands]
            shared.update(nsmallest(BAND_USES, having))
        most = nsmallest(limit, shared, key=lambda which: (-shared[which], which))
        articles = list(self._tables.articles.values())
        found = (articles[number] for _, number in sorted(most))
        return [article for article in found if alike(article.reading.features.signature)]

    def find_by_chain(self, source: str, chain: str) -> Sequence[Article]:
        return oldest_first(
            article
            for article in self._tables.articles.values()
            if (article.reading.source, article.reading.chain) == (source, chain)
        )

    def find_by_terms(self, terms: Collection[str], since: datetime, limit: int) -> Sequence[Article]:
        articles = list(self._tables.articles.values())
        newest_first = sorted(
            (number for number, article in enumerate(articles) if article.when >= since),
            key=lambda number: (articles[number].when, number),
            reverse=True,
        )
        shared: dict[int, float] = {}
        for term, weight in weights(terms, self.count_terms(telling(terms)), self.count_articles()).items():
            having = [number for number in newest_first if term in articles[number].reading.features.terms]
            for number in having[:TERM_USES]:
                shared[number] = shared.get(number, 0.0) + weight
        most = sorted(
            (number for number in newest_first if number in shared), key=lambda number: -shared[number]
        )
        return [outline(articles[number]) for number in most[:limit]]

    def count_terms(self, terms: Collection[str]) -> Mapping[str, int]:
        seen = Counter(
            term for article in self._tables.articles.values() for term in set(article.reading.features.terms)
        )
        return {term: seen[term] for term in terms if term in seen}

    def count_articles(self) -> int:
        return sum(bool(article.reading.features.terms) for article in self._tables.articles.values())

    def story_members(self, story: str) -> Sequence[Article]:
        members = (article for article in self._tables.articles.values() if article.story == story)
        return [outline(member) for member in oldest_first(members)]

    def reports(self, story: str, limit: int) -> Sequence[Article]:
        members = [article for article in self._tables.articles.values() if article.story == story]
        return oldest_first(members)[::-1][:limit]

    def revisions(self, article: str) -> Sequence[Revision]:
        return self._tables.revisions.get(article, ())

    def linked_stories(self, story: str) -> Sequence[Article]:
        links = self._tables.links.values()
        linked = {other for link in links if link.story == story for other in link.also}
        linked |= {link.story for link in links if story in link.also}
        firsts = [members[0] for members in map(self.story_members, linked) if members]
        return oldest_first(firsts)

    def add_article(self, article: Article, link: StoryLink) -> None:
        if article.id in self._tables.articles:
            raise ValueError(f"article {article.id} is filed already")
        self._put(article)
        self._tables.links[article.id] = link
        reading = article.reading
        self._tables.revisions[article.id] = (
            Revision(
                article=article.id,
                number=article.revisions,
                title=reading.title,
                text=reading.as_published,
                seen=article.first_seen,
                content=reading.features.content,
            ),
        )

    def add_revision(self, article: Article, revision: Revision) -> None:
        known = self._revisions_of(article.id)
        if any(revision.number == earlier.number for earlier in known):
            raise ValueError(f"article {article.id} has a revision {revision.number} already")
        self._put(article)
        self._tables.revisions[article.id] = (*known, revision)

    def add_keys(self, article: str, keys: Collection[str]) -> None:
        self._revisions_of(article)
        self._tables.keys |= dict.fromkeys(keys, article)

    def complete_article(self, article: Article, link: StoryLink | None) -> None:
        known = self._revisions_of(article.id)
        self._put(article)
        reading = article.reading
        self._tables.revisions[article.id] = tuple(
            replace(
                revision,
                title=reading.title,
                text=reading.as_published,
                content=reading.features.content,
            )
            if revision.number == article.revisions
            else revision
            for revision in known
        )
        if link:
            self._tables.links[article.id] = link

    def want_page(self, wanted: WantedPage) -> None:
        if wanted.article in self._tables.articles:
            self._tables.pages[wanted.article] = wanted

    def drop_page(self, article: str) -> None:
        self._tables.pages.pop(article, None)

    def _revisions_of(self, article: str) -> tuple[Revision, ...]:
        if article not in self._tables.articles:
            raise LookupError(f"no article {article}")
        return self._tables.revisions[article]

    def _put(self, article: Article) -> None:
        self._tables.articles[article.id] = article
        self._tables.keys |= dict.fromkeys(article.reading.keys, article.id)
        self._tables.forms[article.id] = frozenset(self._search_text(article.reading).split())

    # alerts
    def told(self, rule: str, once: str) -> bool:
        return (rule, once) in self._tables.told

    def mark_told(self, rule: str, once: str, notification: str) -> None:
        self._tables.told.setdefault((rule, once), notification)

    def earlier_matches(self, article: str) -> Sequence[Match]:
        return [record.match for record in self._tables.matches.values() if record.article == article]

    def add_match(
        self,
        match: Match,
        article: Article,
        *,
        at: datetime,
        notifications: tuple[str, ...],
        held: str,
        version: str = "",
    ) -> None:
        self._revisions_of(article.id)
        which = (article.id, match.rule, article.revisions)
        self._tables.matches.pop(which, None)
        self._tables.matches[which] = MatchRecord(
            match=match,
            article=article.id,
            revision=article.revisions,
            at=at,
            notifications=notifications,
            held=held,
            version=version,
        )

    def add_rule_versions(self, versions: Iterable[RuleVersion]) -> None:
        for version in versions:
            self._tables.rule_versions.setdefault(version.id, version)

    def snooze(self, rule: str, until: datetime | None, now: datetime) -> None:
        if until is None:
            self._tables.snoozes.pop(rule, None)
        else:
            self._tables.snoozes[rule] = Snooze(rule=rule, since=now, until=until)

    def snoozed(self, rule: str, now: datetime) -> datetime | None:
        snooze = self._tables.snoozes.get(rule)
        return snooze.until if snooze and snooze.until > now else None

    def add_notification(self, notification: Notification, deliveries: Iterable[Delivery]) -> None:
        if notification.id in self._tables.notifications:
            return
        self._tables.notifications[notification.id] = notification
        for delivery in deliveries:
            self._tables.deliveries[notification.id, delivery.channel] = delivery

    def notification_times(self, rule: str, since: datetime) -> Sequence[datetime]:
        made = (it.created for it in self._tables.notifications.values() if it.rule == rule)
        return sorted(created for created in made if created >= since)

    # digests
    def add_digest_item(self, item: DigestItem) -> None:
        self._tables.digest_items.setdefault((item.rule, item.due, item.once), item)

    def digest_due(self, rule: str) -> datetime | None:
        return max((it.due for it in self._tables.digest_items.values() if it.rule == rule), default=None)

    def due_digests(self, now: datetime) -> Sequence[tuple[str, datetime]]:
        due = {(it.due, it.rule) for it in self._tables.digest_items.values() if it.due <= now}
        return [(rule, when) for when, rule in sorted(due)]

    def last_digest(self, rule: str) -> Notification | None:
        made = [it for it in self._tables.notifications.values() if (it.rule, it.kind) == (rule, "digest")]
        return max(made, key=lambda it: it.created, default=None)

    def told_stories(self, rule: str, since: datetime) -> Mapping[str, datetime]:
        told: dict[str, list[datetime]] = {}
        for record in self._tables.matches.values():
            for name in record.notifications:
                telling = self._tables.notifications.get(name)
                if telling and telling.rule == rule:
                    story = self._tables.articles[record.article].story
                    told.setdefault(story, []).append(telling.created)
        running = {it.story for it in self._tables.articles.values() if it.first_seen >= since}
        first = sorted((min(times), story) for story, times in told.items() if story in running)
        return {story: max(told[story]) for _, story in first}

    def take_digest(self, rule: str, due: datetime) -> Sequence[DigestItem]:
        items = self._tables.digest_items
        taken = [which for which in items if which[:2] == (rule, due)]
        return [items.pop(which) for which in taken]
