"""Keeping house: forgetting what is old, and the figures for ``status``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.model import DeliveryState
from storage.rows import to_json, to_time
from storage.sqlite.articles import unindex
from storage.sqlite.connection import Tables
from storage.sqlite.counting import TermCounts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from storage.sqlite.finding import Known

_BATCH = 50
"""Articles forgotten in one transaction: some hundredths of a second in which nobody else writes."""

# A dead delivery can still be retried, so its article stays as long as one that is on its way.
_OPEN = "state IN ('pending', 'leased', 'dead')"

# CROSS JOIN fixes the order: left to itself, the planner goes through all open deliveries for each match.
_FORGETTABLE = f"""
    SELECT * FROM articles WHERE kept = ? AND first_seen < ?
    AND NOT EXISTS (
        SELECT 1 FROM notifications JOIN deliveries ON notification = notifications.id
        WHERE notifications.article = articles.id AND {_OPEN}
    )
    AND NOT EXISTS (
        SELECT 1 FROM matches CROSS JOIN json_each(matches.notifications) AS told
        CROSS JOIN deliveries ON deliveries.notification = told.value
        WHERE matches.article = seq AND {_OPEN}
    )
    AND NOT EXISTS (SELECT 1 FROM digest_items WHERE digest_items.article = articles.id)
    ORDER BY first_seen LIMIT ?
"""  # noqa: S608 - words of our own


class Housekeeping(Tables):
    """See ``monitor.core.protocols.Store``."""

    _known: Known

    def purge(self, *, kept_before: datetime | None, dropped_before: datetime | None, limit: int) -> int:
        forgotten = 0
        for kept, before in ((0, dropped_before), (1, kept_before)):
            while before and forgotten < limit:
                batch = self._forget(kept, before, min(_BATCH, limit - forgotten))
                forgotten += batch
                if not batch:
                    break
        if kept_before and dropped_before and forgotten < limit:
            self._forget_other_notifications(min(kept_before, dropped_before), limit)
        return forgotten

    def _forget(self, kept: int, before: datetime, limit: int) -> int:
        # Asked without the write lock first: most times nothing is old, and between two batches others
        # get their turn.
        if not self._db.rows(_FORGETTABLE, (kept, to_time(before), 1)):
            return 0
        with self._db.write():
            found = self._db.rows(_FORGETTABLE, (kept, to_time(before), limit))
            self._known.clear()
            counts = TermCounts({})
            for row in found:
                unindex(self._db, counts, row)
            counts.write(self._db)
            numbers = to_json([row["seq"] for row in found])
            self._db.run("DELETE FROM search WHERE rowid IN (SELECT value FROM json_each(?))", (numbers,))
            self._db.run(
                "DELETE FROM notifications WHERE article IN (SELECT value FROM json_each(?))",
                (to_json([row["id"] for row in found]),),
            )
            self._db.run("DELETE FROM articles WHERE seq IN (SELECT value FROM json_each(?))", (numbers,))
        return len(found)

    def _forget_other_notifications(self, before: datetime, limit: int) -> None:
        """Digests and notices, which belong to no single article, go after the articles of their time."""
        with self._db.write():
            self._db.run(
                f"""
                DELETE FROM notifications WHERE id IN (
                    SELECT id FROM notifications WHERE article IS NULL AND created < ? AND NOT EXISTS (
                        SELECT 1 FROM deliveries WHERE notification = notifications.id AND {_OPEN}
                    ) ORDER BY created LIMIT ?
                )
                """,  # noqa: S608 - words of our own
                (to_time(before), limit),
            )

    def activity(self, since: datetime) -> Mapping[str, int]:
        wanted = {
            "articles": "articles WHERE first_seen >= ?",
            "kept": "articles WHERE kept = 1 AND first_seen >= ?",
            "told": "matches WHERE held = '' AND at >= ?",
            "held": "matches WHERE held <> '' AND at >= ?",
            "sent": "deliveries WHERE state = 'sent' AND settled >= ?",
            "dead": "deliveries WHERE state = 'dead' AND settled >= ?",
        }
        with self._db.read():
            return {
                name: self._db.value(f"SELECT COUNT(*) FROM {rows}", (to_time(since),))  # noqa: S608 - as above
                for name, rows in wanted.items()
            }

    def counts(self) -> Mapping[str, int]:
        with self._db.read():
            counts: dict[str, int] = {
                "articles": self._db.value("SELECT COUNT(*) FROM articles"),
                "kept": self._db.value("SELECT COUNT(*) FROM articles WHERE kept = 1"),
                "stories": self._db.value("SELECT COUNT(DISTINCT story) FROM articles"),
                "pages_wanted": self._db.value("SELECT COUNT(*) FROM pages"),
                "notifications": self._db.value("SELECT COUNT(*) FROM notifications"),
            }
            by_state = self._db.rows("SELECT state, COUNT(*) AS number FROM deliveries GROUP BY state")
        counts |= {state.value: 0 for state in DeliveryState}
        counts |= {row["state"]: row["number"] for row in by_state}
        return counts
