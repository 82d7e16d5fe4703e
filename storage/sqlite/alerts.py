"""Matches, what has been told, digests that wait, and notifications as a unit files them.

What becomes of a delivery afterwards is the business of ``outbox``.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from monitor.core.accounts import MatchRecord, RuleVersion, Snooze
from monitor.core.model import DigestItem, Match, Notification
from storage import rows
from storage.rows import from_time, to_json, to_time
from storage.sqlite.connection import Tables
from storage.sqlite.filing import INSERT_MATCH

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from monitor.core.model import Article, Delivery
    from storage.sqlite.filing import NewArticles


_PAGE = 200


class AlertWrites(Tables):
    """What a unit reads and writes of alerts."""

    _new: NewArticles

    def told(self, rule: str, once: str) -> bool:
        return self._db.row("SELECT 1 FROM told WHERE rule = ? AND once = ?", (rule, once)) is not None

    def mark_told(self, rule: str, once: str, notification: str) -> None:
        self._db.run(
            "INSERT INTO told (rule, once, notification) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            (rule, once, notification),
        )

    def earlier_matches(self, article: str) -> Sequence[Match]:
        found = self._db.rows(
            """
            SELECT rule, evidence FROM matches
            WHERE article = (SELECT seq FROM articles WHERE id = ?) ORDER BY matches.id
            """,
            (article,),
        )
        return [_match(row) for row in found]

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
        row = (
            match.rule,
            article.revisions,
            to_time(at),
            to_json(match.evidence),
            to_json(notifications),
            held,
            version,
        )
        new = self._new.number(article.id)
        if new is not None:  # the match is written with it
            self._new.add_match(new, row)
            return
        seq = self._db.value("SELECT seq FROM articles WHERE id = ?", (article.id,))
        self._db.run(INSERT_MATCH, (seq, *row))

    def add_rule_versions(self, versions: Iterable[RuleVersion]) -> None:
        self._db.run_many(
            "INSERT INTO rule_versions VALUES (:id, :rule, :text, :first_used) ON CONFLICT DO NOTHING",
            [
                {"id": it.id, "rule": it.rule, "text": it.text, "first_used": to_time(it.first_used)}
                for it in versions
            ],
        )

    def snooze(self, rule: str, until: datetime | None, now: datetime) -> None:
        if until is None:
            self._db.run("DELETE FROM snoozes WHERE rule = ?", (rule,))
        else:
            row = {"rule": rule, "since": to_time(now), "until": to_time(until)}
            self._db.upsert("snoozes", row, key="rule")

    def snoozed(self, rule: str, now: datetime) -> datetime | None:
        row = self._db.row("SELECT until FROM snoozes WHERE rule = ? AND until > ?", (rule, to_time(now)))
        return from_time(row["until"]) if row else None

    def add_notification(self, notification: Notification, deliveries: Iterable[Delivery]) -> None:
        added = self._db.run(
            """
            INSERT INTO notifications (id, kind, rule, severity, created, payload, article, story)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """,
            (
                notification.id,
                notification.kind,
                notification.rule,
                notification.severity,
                to_time(notification.created),
                to_json(notification.payload),
                notification.article,
                notification.story,
            ),
        )
        if not added:
            return
        self._db.run_many(
            """
            INSERT INTO deliveries (notification, channel, state, created, due, attempts, lease, remaining,
                thread, settled, detail)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                (
                    delivery.notification,
                    delivery.channel,
                    delivery.state,
                    to_time(delivery.created),
                    to_time(delivery.due),
                    delivery.attempts,
                    to_time(delivery.lease),
                    to_json(delivery.remaining),
                    delivery.thread,
                    to_time(delivery.settled),
                    delivery.detail,
                )
                for delivery in deliveries
            ],
        )

    def notification_times(self, rule: str, since: datetime) -> Sequence[datetime]:
        found = self._db.rows(
            "SELECT created FROM notifications WHERE rule = ? AND created >= ? ORDER BY created",
            (rule, to_time(since)),
        )
        return [from_time(row["created"]) for row in found]

    def add_digest_item(self, item: DigestItem) -> None:
        self._db.run(
            """
            INSERT INTO digest_items (rule, due, once, at, article, channels, payload)
            VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """,
            (
                item.rule,
                to_time(item.due),
                item.once,
                to_time(item.at),
                item.article,
                to_json(item.channels),
                to_json(item.payload),
            ),
        )

    def digest_due(self, rule: str) -> datetime | None:
        latest: int | None = self._db.value("SELECT MAX(due) FROM digest_items WHERE rule = ?", (rule,))
        return from_time(latest)

    def due_digests(self, now: datetime) -> Sequence[tuple[str, datetime]]:
        found = self._db.rows(
            "SELECT DISTINCT rule, due FROM digest_items WHERE due <= ? ORDER BY due, rule", (to_time(now),)
        )
        return [(row["rule"], from_time(row["due"])) for row in found]

    def last_digest(self, rule: str) -> Notification | None:
        row = self._db.row(
            "SELECT * FROM notifications WHERE rule = ? AND kind = 'digest' ORDER BY created DESC LIMIT 1",
            (rule,),
        )
        return notification_of(row) if row else None

    def told_stories(self, rule: str, since: datetime) -> Mapping[str, datetime]:
        # Without the plus, the index would be gone through with all that the rule has ever told.
        found = self._db.rows(
            """
            SELECT story, MAX(created) AS told FROM (
                SELECT articles.story, notifications.created
                FROM articles JOIN matches ON matches.article = articles.seq
                JOIN json_each(matches.notifications) AS telling
                JOIN notifications ON notifications.id = telling.value
                WHERE articles.story IN (SELECT story FROM articles WHERE first_seen >= ?)
                    AND +notifications.rule = ?
            ) GROUP BY story ORDER BY MIN(created), story
            """,
            (to_time(since), rule),
        )
        return {row["story"]: from_time(row["told"]) for row in found}

    def take_digest(self, rule: str, due: datetime) -> Sequence[DigestItem]:
        which = (rule, to_time(due))
        found = self._db.rows("SELECT * FROM digest_items WHERE rule = ? AND due = ? ORDER BY id", which)
        self._db.run("DELETE FROM digest_items WHERE rule = ? AND due = ?", which)
        return [
            DigestItem(
                rule=row["rule"],
                due=from_time(row["due"]),
                once=row["once"],
                at=from_time(row["at"]),
                article=row["article"],
                channels=rows.strings(row["channels"]),
                payload=json.loads(row["payload"]),
            )
            for row in found
        ]


class AlertReads(Tables):
    """What anybody may read of matches, notifications and digests."""

    def matches(self, article: str) -> Sequence[MatchRecord]:
        found = self._db.rows(
            """
            SELECT * FROM matches WHERE article = (SELECT seq FROM articles WHERE id = ?) ORDER BY matches.id
            """,
            (article,),
        )
        return [
            MatchRecord(
                match=_match(row),
                article=article,
                revision=row["revision"],
                at=from_time(row["at"]),
                notifications=rows.strings(row["notifications"]),
                held=row["held"],
                version=row["version"],
            )
            for row in found
        ]

    def rule_version(self, version: str) -> RuleVersion | None:
        row = self._db.row("SELECT * FROM rule_versions WHERE id = ?", (version,))
        if row is None:
            return None
        return RuleVersion(
            id=row["id"], rule=row["rule"], text=row["text"], first_used=from_time(row["first_used"])
        )

    def snoozes(self) -> Sequence[Snooze]:
        return [
            Snooze(rule=row["rule"], since=from_time(row["since"]), until=from_time(row["until"]))
            for row in self._db.rows("SELECT * FROM snoozes ORDER BY rule")
        ]

    def notification(self, notification: str) -> Notification | None:
        row = self._db.row("SELECT * FROM notifications WHERE id = ?", (notification,))
        return notification_of(row) if row else None

    def notifications(self, since: datetime) -> Iterator[Notification]:
        # By pages, because the statement of a long listing must not be open while others write.
        last: tuple[int, str] = (to_time(since), "")
        while page := self._db.rows(
            """
            SELECT * FROM notifications WHERE (created, id) > (?, ?) ORDER BY created, id LIMIT ?
            """,
            (*last, _PAGE),
        ):
            yield from map(notification_of, page)
            last = (page[-1]["created"], page[-1]["id"])

    def waiting_digests(self) -> Sequence[tuple[str, datetime, int]]:
        found = self._db.rows(
            "SELECT rule, due, COUNT(*) AS items FROM digest_items GROUP BY due, rule ORDER BY due, rule"
        )
        return [(row["rule"], from_time(row["due"]), row["items"]) for row in found]


def notification_of(row: sqlite3.Row) -> Notification:
    """A row of ``notifications``."""
    return Notification(
        id=row["id"],
        kind=row["kind"],
        rule=row["rule"],
        severity=row["severity"],
        created=from_time(row["created"]),
        payload=json.loads(row["payload"]),
        article=row["article"],
        story=row["story"],
    )


def _match(row: sqlite3.Row) -> Match:
    return Match(rule=row["rule"], evidence=rows.evidence(row["evidence"]))
