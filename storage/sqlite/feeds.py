"""Feeds: their state between checks, the history of their checks; and the notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.fetching import FeedState, FetchRecord, Outcome, Validators
from monitor.core.rhythm import WINDOW
from storage.hours import by_hour
from storage.limits import FETCHES
from storage.rows import (
    from_span,
    from_time,
    pack_fingerprints,
    to_span,
    to_time,
    unpack_fingerprints,
)
from storage.sqlite.connection import Tables

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from storage.sqlite.connection import Connection


class FeedWrites(Tables):
    """What a unit writes of feeds; articles that are not yet written can wait meanwhile."""

    _connection: Connection

    def save_feed(self, state: FeedState) -> None:
        self._connection.upsert(
            "feeds",
            {
                "feed": state.feed,
                "address": state.address,
                "etag": state.validators.etag,
                "last_modified": state.validators.last_modified,
                "body_hash": state.body_hash,
                "seen": pack_fingerprints(state.seen),
                "permanent_url": state.permanent_url,
                "next_check": to_time(state.next_check),
                "last_check": to_time(state.last_check),
                "last_success": to_time(state.last_success),
                "first_success": to_time(state.first_success),
                "last_new": to_time(state.last_new),
                "window": None if state.window is None else to_span(state.window),
                "ttl": None if state.ttl is None else to_span(state.ttl),
                "entries": state.entries,
                "coming": None if state.coming is None else to_span(state.coming),
                "caught_up": to_time(state.caught_up),
                "failures": state.failures,
                "outcome": state.outcome,
                "detail": state.detail,
            },
            key="feed",
        )

    def add_fetch(self, record: FetchRecord) -> None:
        self._connection.run(
            """
            INSERT INTO fetches
                (feed, at, outcome, detail, status, size, took, entries, bad_entries, new, kept, latency,
                 gap, lost)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            (
                record.feed,
                to_time(record.at),
                record.outcome,
                record.detail,
                record.status,
                record.size,
                to_span(record.took),
                record.entries,
                record.bad_entries,
                record.new,
                record.kept,
                None if record.latency is None else to_span(record.latency),
                record.gap,
                record.lost,
            ),
        )
        self._connection.run(
            """
            DELETE FROM fetches WHERE feed = :feed AND id <=
                (SELECT id FROM fetches WHERE feed = :feed ORDER BY id DESC LIMIT 1 OFFSET :kept)
            """,
            {"feed": record.feed, "kept": FETCHES},
        )

    def add_arrivals(self, feed: str, times: Collection[datetime]) -> None:
        hours = by_hour(times)
        if not hours:
            return
        self._connection.run_many(
            """
            INSERT INTO arrivals (feed, hour, articles) VALUES (?, ?, ?)
            ON CONFLICT (feed, hour) DO UPDATE SET articles = articles + excluded.articles
            """,
            [(feed, to_time(hour), articles) for hour, articles in sorted(hours.items())],
        )
        self._connection.run(
            "DELETE FROM arrivals WHERE feed = ? AND hour < ?", (feed, to_time(max(hours) - WINDOW))
        )


class FeedReads(Tables):
    """What anybody may read of feeds, and the notes."""

    def feed_state(self, feed: str) -> FeedState | None:
        row = self._db.row("SELECT * FROM feeds WHERE feed = ?", (feed,))
        return _feed_state(row) if row else None

    def feed_states(self) -> Mapping[str, FeedState]:
        return {row["feed"]: _feed_state(row) for row in self._db.rows("SELECT * FROM feeds")}

    def fetches(self, feed: str, limit: int = 50) -> Sequence[FetchRecord]:
        rows = self._db.rows("SELECT * FROM fetches WHERE feed = ? ORDER BY id DESC LIMIT ?", (feed, limit))
        return [_fetch_record(row) for row in rows]

    def arrivals(self, feed: str) -> Mapping[datetime, int]:
        rows = self._db.rows("SELECT hour, articles FROM arrivals WHERE feed = ?", (feed,))
        return {from_time(row["hour"]): row["articles"] for row in rows}

    def set_note(self, key: str, value: str) -> None:
        with self._db.write():
            self._db.upsert("notes", {"key": key, "value": value}, key="key")

    def note(self, key: str) -> str | None:
        row = self._db.row("SELECT value FROM notes WHERE key = ?", (key,))
        return row["value"] if row else None


def _feed_state(row: sqlite3.Row) -> FeedState:
    return FeedState(
        feed=row["feed"],
        address=row["address"],
        validators=Validators(etag=row["etag"], last_modified=row["last_modified"]),
        body_hash=row["body_hash"],
        seen=unpack_fingerprints(row["seen"]),
        permanent_url=row["permanent_url"],
        next_check=from_time(row["next_check"]),
        last_check=from_time(row["last_check"]),
        last_success=from_time(row["last_success"]),
        first_success=from_time(row["first_success"]),
        last_new=from_time(row["last_new"]),
        window=None if row["window"] is None else from_span(row["window"]),
        ttl=None if row["ttl"] is None else from_span(row["ttl"]),
        entries=row["entries"],
        coming=None if row["coming"] is None else from_span(row["coming"]),
        caught_up=from_time(row["caught_up"]),
        failures=row["failures"],
        outcome=Outcome(row["outcome"]) if row["outcome"] else None,
        detail=row["detail"],
    )


def _fetch_record(row: sqlite3.Row) -> FetchRecord:
    return FetchRecord(
        feed=row["feed"],
        at=from_time(row["at"]),
        outcome=Outcome(row["outcome"]),
        detail=row["detail"],
        status=row["status"],
        size=row["size"],
        took=from_span(row["took"]),
        entries=row["entries"],
        bad_entries=row["bad_entries"],
        new=row["new"],
        kept=row["kept"],
        latency=None if row["latency"] is None else from_span(row["latency"]),
        gap=bool(row["gap"]),
        lost=row["lost"],
    )
