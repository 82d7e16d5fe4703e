"""The outbox: deliveries claimed under a lease, sent elsewhere, and settled.

A claim is known by its lease and its attempt together: whoever comes back with another pair has lost it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from monitor.core.accounts import Ack, Attempt, Queue
from monitor.core.model import ChannelState, Delivery, DeliveryState, Notification, Rejected, Retry, Sent
from storage import rows
from storage.rows import from_time, to_json, to_time
from storage.settling import reached_by, settled_state, still_to_reach
from storage.sqlite.connection import Tables

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Sequence
    from datetime import datetime, timedelta

    from storage.sqlite.connection import Connection, Connections

_BOTH = """
    SELECT deliveries.*, kind, rule, severity, article, story, payload, notifications.created AS told
    FROM deliveries JOIN notifications ON notifications.id = notification
"""
# What was sent comes before what is being tried, which may yet be refused.
_THREAD = """
    SELECT other.notification
    FROM notifications JOIN deliveries AS other ON other.notification = notifications.id
    WHERE story = (SELECT story FROM notifications WHERE id = deliveries.notification)
        AND other.channel = deliveries.channel AND other.id <> deliveries.id
        AND other.attempts > 0 AND other.state IN ('sent', 'pending', 'leased')
    ORDER BY other.state <> 'sent', other.settled, other.id LIMIT 1
"""
_CLAIMED = "notification = ? AND channel = ? AND state = 'leased' AND lease = ? AND attempts = ?"


class SqliteOutbox(Tables):
    """See ``monitor.core.protocols.Outbox``."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    @property
    def _db(self) -> Connection:
        return self._connections.here()

    def claim(self, channel: str, now: datetime, lease: timedelta) -> tuple[Delivery, Notification] | None:
        # Most calls find nothing, and should not have to wait for the writer to learn it.
        if self._next(channel, now) is None:
            return None
        with self._db.write():
            which = self._next(channel, now)
            if which is None:
                return None
            self._db.run(
                f"""
                UPDATE deliveries SET state = 'leased', lease = ?, attempts = attempts + 1,
                    thread = COALESCE(thread, ({_THREAD}), notification)
                WHERE id = ?
                """,  # noqa: S608 - words of our own
                (to_time(now + lease), which),
            )
            return _both(self._db.rows(f"{_BOTH} WHERE deliveries.id = ?", (which,))[0])

    def settle(
        self, delivery: Delivery, result: Sent | Retry | Rejected, *, due: datetime | None, now: datetime
    ) -> bool:
        state = settled_state(result, due)
        with self._db.write():
            changed = self._db.run(
                f"""
                UPDATE deliveries SET state = ?, due = COALESCE(?, due), lease = NULL, remaining = ?,
                    settled = ?, detail = ?
                WHERE {_CLAIMED}
                """,  # noqa: S608 - words of our own
                (
                    state,
                    to_time(due) if state is DeliveryState.PENDING else None,
                    to_json(still_to_reach(delivery, result)),
                    None if state is DeliveryState.PENDING else to_time(now),
                    result.detail,
                    *_claim_of(delivery),
                ),
            )
            if changed:
                self._db.run(
                    """
                    INSERT INTO attempts (delivery, number, at, result, detail, reached)
                    SELECT id, attempts, ?, ?, ?, ? FROM deliveries WHERE notification = ? AND channel = ?
                    """,
                    (
                        to_time(now),
                        "retry" if state is DeliveryState.PENDING else state,
                        result.detail,
                        to_json(reached_by(result)),
                        delivery.notification,
                        delivery.channel,
                    ),
                )
        return bool(changed)

    def release(self, delivery: Delivery) -> bool:
        with self._db.write():
            changed = self._db.run(
                f"""
                UPDATE deliveries SET state = 'pending', lease = NULL, attempts = attempts - 1
                WHERE {_CLAIMED}
                """,  # noqa: S608 - words of our own
                _claim_of(delivery),
            )
        return bool(changed)

    def hurry(self, channel: str, now: datetime) -> int:
        with self._db.write():
            return self._db.run(
                """
                UPDATE deliveries SET due = ?1
                WHERE channel = ?2 AND state = 'pending' AND due > ?1 AND (attempts > 0 OR due = created)
                """,
                (to_time(now), channel),
            )

    def free_leases(self) -> int:
        with self._db.write():
            return self._db.run(
                "UPDATE deliveries SET state = 'pending', lease = NULL WHERE state = 'leased'"
            )

    def next_due(self, channels: Collection[str]) -> datetime | None:
        row = self._db.row(
            """
            SELECT MIN(MAX(due, COALESCE(paused_until, due))) AS next FROM (
                SELECT value AS channel, COALESCE(
                    (SELECT MAX(lease) FROM deliveries WHERE channel = value AND state = 'leased'),
                    (SELECT MIN(due) FROM deliveries WHERE channel = value AND state = 'pending')
                ) AS due FROM json_each(?)
            ) AS open LEFT JOIN channels ON channels.channel = open.channel
            WHERE due IS NOT NULL AND COALESCE(disabled, '') = ''
            """,
            (to_json(tuple(channels)),),
        )
        return from_time(row["next"]) if row else None

    def channel_state(self, channel: str) -> ChannelState:
        row = self._db.row("SELECT * FROM channels WHERE channel = ?", (channel,))
        if row is None:
            return ChannelState(channel=channel)
        return ChannelState(
            channel=channel,
            paused_until=from_time(row["paused_until"]),
            disabled=row["disabled"],
            failing_since=from_time(row["failing_since"]),
            detail=row["detail"],
        )

    def save_channel(self, state: ChannelState) -> None:
        with self._db.write():
            self._db.upsert(
                "channels",
                {
                    "channel": state.channel,
                    "paused_until": to_time(state.paused_until),
                    "disabled": state.disabled,
                    "failing_since": to_time(state.failing_since),
                    "detail": state.detail,
                },
                key="channel",
            )

    def deliveries(
        self,
        *,
        states: Collection[DeliveryState] = (),
        channel: str | None = None,
        notification: str | None = None,
        unnoted: bool = False,
        limit: int = 100,
    ) -> Sequence[tuple[Delivery, Notification]]:
        wanted: dict[str, object] = {
            "state IN (SELECT value FROM json_each(?))": to_json(tuple(states)) if states else None,
            "channel = ?": channel,
            "notification = ?": notification,
        }
        given = {condition: value for condition, value in wanted.items() if value is not None}
        conditions = [*given, *(["notification NOT IN (SELECT notification FROM acks)"] if unnoted else [])]
        where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
        found = self._db.rows(
            f"{_BOTH} {where} ORDER BY deliveries.id DESC LIMIT ?", (*given.values(), limit)
        )
        return [_both(row) for row in found]

    def attempts(self, notification: str, channel: str) -> Sequence[Attempt]:
        found = self._db.rows(
            """
            SELECT number, at, result, attempts.detail, reached
            FROM attempts JOIN deliveries ON deliveries.id = delivery
            WHERE notification = ? AND channel = ? ORDER BY attempts.id
            """,
            (notification, channel),
        )
        return [
            Attempt(
                notification=notification,
                channel=channel,
                number=row["number"],
                at=from_time(row["at"]),
                result=row["result"],
                detail=row["detail"],
                reached=rows.strings(row["reached"]),
            )
            for row in found
        ]

    def queues(self, now: datetime) -> Sequence[Queue]:
        # A delivery that was revived is counted from then, not from the attempts of its first life.
        found = self._db.rows(
            """
            SELECT waiting.channel, COUNT(*) AS waiting, last_sent,
                COALESCE(failing_since, MIN(CASE WHEN since > COALESCE(last_sent, 0) THEN since END)) AS since
            FROM (
                SELECT channel,
                    COALESCE(
                        (SELECT MIN(at) FROM attempts
                            WHERE delivery = deliveries.id AND at >= deliveries.created),
                        due
                    ) AS since,
                    (SELECT MAX(settled) FROM deliveries AS other
                        WHERE other.channel = deliveries.channel AND state = 'sent') AS last_sent
                FROM deliveries WHERE state IN ('pending', 'leased') AND (due <= ? OR attempts > 0)
            ) AS waiting LEFT JOIN channels ON channels.channel = waiting.channel
            GROUP BY waiting.channel ORDER BY waiting.channel
            """,
            (to_time(now),),
        )
        return [
            Queue(
                channel=row["channel"],
                waiting=row["waiting"],
                since=from_time(row["since"]),
                last_sent=from_time(row["last_sent"]),
            )
            for row in found
        ]

    def acknowledge(self, notification: str, by: str, now: datetime) -> bool:
        with self._db.write():
            if not self._db.rows("SELECT 1 FROM notifications WHERE id = ?", (notification,)):
                return False
            self._db.run(
                "INSERT INTO acks (notification, at, by) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                (notification, to_time(now), by),
            )
        return True

    def acknowledgement(self, notification: str) -> Ack | None:
        row = self._db.row("SELECT * FROM acks WHERE notification = ?", (notification,))
        return Ack(notification=notification, at=from_time(row["at"]), by=row["by"]) if row else None

    def revive(self, notification: str, channel: str, now: datetime) -> bool:
        with self._db.write():
            changed = self._db.run(
                """
                UPDATE deliveries SET state = 'pending', created = ?1, due = ?1, attempts = 0, settled = NULL
                WHERE notification = ?2 AND channel = ?3 AND state = 'dead'
                """,
                (to_time(now), notification, channel),
            )
        return bool(changed)

    def drop(self, notification: str, channel: str, now: datetime) -> bool:
        with self._db.write():
            changed = self._db.run(
                """
                UPDATE deliveries SET state = 'dropped', settled = ?
                WHERE notification = ? AND channel = ? AND state IN ('pending', 'dead')
                """,
                (to_time(now), notification, channel),
            )
        return bool(changed)

    def _next(self, channel: str, now: datetime) -> int | None:
        """The delivery that a claim would get now."""
        moment = to_time(now)
        held_back = self._db.row(
            "SELECT 1 FROM channels WHERE channel = ? AND (disabled <> '' OR paused_until > ?)",
            (channel, moment),
        )
        leased = self._db.rows(
            "SELECT id, lease, due, created FROM deliveries WHERE channel = ? AND state = 'leased'",
            (channel,),
        )
        if held_back or any(row["lease"] > moment for row in leased):
            return None
        pending = self._db.rows(
            """
            SELECT id, due, created FROM deliveries WHERE channel = ? AND state = 'pending' AND due <= ?
            ORDER BY due, created, id LIMIT 1
            """,
            (channel, moment),
        )
        oldest = min(((row["due"], row["created"], row["id"]) for row in (*leased, *pending)), default=None)
        return oldest[2] if oldest else None


def _claim_of(delivery: Delivery) -> tuple[object, ...]:
    return (delivery.notification, delivery.channel, to_time(delivery.lease), delivery.attempts)


def _both(row: sqlite3.Row) -> tuple[Delivery, Notification]:
    delivery = Delivery(
        notification=row["notification"],
        channel=row["channel"],
        state=DeliveryState(row["state"]),
        created=from_time(row["created"]),
        due=from_time(row["due"]),
        attempts=row["attempts"],
        lease=from_time(row["lease"]),
        remaining=rows.strings(row["remaining"]),
        thread=row["thread"],
        settled=from_time(row["settled"]),
        detail=row["detail"],
    )
    notification = Notification(
        id=row["notification"],
        kind=row["kind"],
        rule=row["rule"],
        severity=row["severity"],
        created=from_time(row["told"]),
        payload=json.loads(row["payload"]),
        article=row["article"],
        story=row["story"],
    )
    return delivery, notification
