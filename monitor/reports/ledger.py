"""Do the books balance? Every match of every article, followed to its notification, delivery and receipt.

Nothing is believed that is not written: a match must have been recorded, and either told or held back for a
reason; what was told must tell of the article, or wait in a digest that is not overdue; each notification
must be addressed to somebody, and each delivery that is said to be sent must have a receipt that says so.
What was given up, and what is overdue, has reached nobody and is a hole too. What the operator dropped is
not.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from alerts.policy import digest_id, rule_of
from monitor.core.model import DeliveryState

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from monitor.core.accounts import MatchRecord
    from monitor.core.model import Article, Delivery, Notification
    from monitor.core.protocols import Store

OVERDUE = timedelta(minutes=30)
"""How long what is due may wait before that is a hole."""

_MANY = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Hole:
    """Something that nobody was told of and nobody accounts for; what it concerns, and what is wrong."""

    wrong: str
    article: str = ""
    rule: str = ""
    notification: str = ""
    channel: str = ""

    def __str__(self) -> str:
        named = {
            "article": self.article,
            "rule": self.rule,
            "notification": self.notification,
            "channel": self.channel,
        }
        return ", ".join([*(f"{name} {of}" for name, of in named.items() if of), self.wrong])


@dataclass(slots=True)
class Ledger:
    """The books of a span. ``figures`` fills as ``holes`` is read to its end.

    Articles are those first seen ``since`` then, with all their matches; notifications those created since.
    A match that is told in several ways is counted as told, or as waiting for a digest, in each.
    """

    store: Store
    since: datetime
    now: datetime
    figures: Counter[str] = field(default_factory=Counter)
    _waiting: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    _telling: dict[str, frozenset[str]] = field(default_factory=dict)

    def holes(self, articles: Iterable[Article]) -> Iterator[Hole]:
        """Go through the articles given, and through what was told; every hole as it is found."""
        self._look_for_digests()
        for article in articles:
            yield from self._article(article)
        yield from self._digests()
        for notification in self.store.notifications(self.since):
            yield from self._notification(notification)

    def _look_for_digests(self) -> None:
        self._waiting = {digest_id(rule, due): (rule, due) for rule, due, _ in self.store.waiting_digests()}

    def _article(self, article: Article) -> Iterator[Hole]:
        self.figures["articles"] += 1
        if not article.reading.matches and article.revisions == 1:
            return
        records = self.store.matches(article.id)
        recorded = {(record.match.rule, record.revision) for record in records}
        for match in article.reading.matches:
            if (match.rule, article.revisions) not in recorded:
                yield Hole(
                    article=article.id, rule=match.rule, wrong="matched, and no record says what became of it"
                )
        for record in records:
            self.figures["matches"] += 1
            yield from self._match(record)

    def _match(self, record: MatchRecord) -> Iterator[Hole]:
        rule = record.match.rule
        if not record.notifications:
            self.figures["held back"] += 1
            if not record.held:
                yield Hole(article=record.article, rule=rule, wrong="nobody was told, for no reason")
        for notification in record.notifications:
            wrong = self._wrong_with(notification, record.article)
            if wrong:
                yield Hole(article=record.article, rule=rule, notification=notification, wrong=wrong)

    def _wrong_with(self, notification: str, article: str) -> str:
        told = self._articles_of(notification)
        if told is None and notification not in self._waiting:
            # The daemon may be at work: a digest may have come to wait, or have been made, meanwhile.
            self._look_for_digests()
            told = self._articles_of(notification)
        if told is None:
            if notification not in self._waiting:
                return "was to be told, and there is no such notification"
            self.figures["waiting for a digest"] += 1
            return ""
        self.figures["told"] += 1
        return "" if article in told else "was to be told, and the notification does not tell of it"

    def _articles_of(self, notification: str) -> frozenset[str] | None:
        """The articles that a notification tells of; None if it does not exist."""
        told = self._telling.get(notification)
        if told is None and (found := self.store.notification(notification)):
            parts = [found.payload, *found.payload.get("items", ())]
            told = frozenset(part["article"]["id"] for part in parts if "article" in part)
            self._telling[notification] = told
        return told

    def _digests(self) -> Iterator[Hole]:
        asleep = {snooze.rule for snooze in self.store.snoozes() if snooze.until > self.now}
        for identity, (rule, due) in self._waiting.items():
            if rule_of(rule) not in asleep and self.now - due > OVERDUE:
                yield Hole(rule=rule, notification=identity, wrong=f"the digest is overdue since {_utc(due)}")

    def _notification(self, notification: Notification) -> Iterator[Hole]:
        self.figures["notifications"] += 1
        deliveries = self.store.outbox.deliveries(notification=notification.id, limit=_MANY)
        if not deliveries:
            yield Hole(notification=notification.id, rule=notification.rule, wrong="is addressed to nobody")
        for delivery, _ in deliveries:
            self.figures[f"deliveries {delivery.state}"] += 1
            wrong = self._wrong_on_the_way(delivery)
            if wrong:
                yield Hole(
                    notification=notification.id,
                    rule=notification.rule,
                    article=notification.article or "",
                    channel=delivery.channel,
                    wrong=wrong,
                )

    def _wrong_on_the_way(self, delivery: Delivery) -> str:
        match delivery.state:
            case DeliveryState.SENT:
                attempts = self.store.outbox.attempts(delivery.notification, delivery.channel)
                receipts = sum(attempt.result == DeliveryState.SENT for attempt in attempts)
                self.figures["receipts"] += receipts
                return "" if receipts else "is said to be sent, without a receipt"
            case DeliveryState.DEAD:
                return f"was given up: {delivery.detail}"
            case DeliveryState.PENDING | DeliveryState.LEASED if self.now - delivery.due > OVERDUE:
                return f"is overdue since {_utc(delivery.due)}: {delivery.detail or 'never tried'}"
        return ""


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
