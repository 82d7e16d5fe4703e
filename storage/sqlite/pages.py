"""The queue of articles' pages that are still to be fetched."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from monitor.core.fetching import WantedPage
from storage.rows import from_time, to_time
from storage.sqlite.connection import Tables

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Sequence
    from datetime import datetime


class PageWrites(Tables):
    """What a unit writes of the queue."""

    def want_page(self, wanted: WantedPage) -> None:
        self._db.run(
            """
            INSERT INTO pages (article, feed, url, created, due, attempts, backlog)
            SELECT seq, ?, ?, ?, ?, ?, ? FROM articles WHERE id = ?
            ON CONFLICT (article) DO UPDATE SET feed = excluded.feed, url = excluded.url,
                created = excluded.created, due = excluded.due, attempts = excluded.attempts,
                backlog = excluded.backlog
            """,
            (
                wanted.feed,
                wanted.url,
                to_time(wanted.created),
                to_time(wanted.due),
                wanted.attempts,
                int(wanted.backlog),
                wanted.article,
            ),
        )

    def drop_page(self, article: str) -> None:
        self._db.run("DELETE FROM pages WHERE article = (SELECT seq FROM articles WHERE id = ?)", (article,))


class PageReads(Tables):
    """What anybody may read of the queue."""

    def wanted_pages(self, now: datetime, limit: int, *, but: Collection[str] = ()) -> Sequence[WantedPage]:
        found = self._db.rows(
            """
            SELECT articles.id, pages.feed, pages.url, pages.created, pages.due, pages.attempts, pages.backlog
            FROM pages JOIN articles ON seq = article
            WHERE due <= ? AND pages.feed NOT IN (SELECT value FROM json_each(?))
            ORDER BY due, article LIMIT ?
            """,
            (to_time(now), json.dumps(list(but)), limit),
        )
        return [_wanted_page(row) for row in found]

    def next_page(self) -> datetime | None:
        due: int | None = self._db.value("SELECT MIN(due) FROM pages")
        return from_time(due)


def _wanted_page(row: sqlite3.Row) -> WantedPage:
    return WantedPage(
        article=row["id"],
        feed=row["feed"],
        url=row["url"],
        created=from_time(row["created"]),
        due=from_time(row["due"]),
        attempts=row["attempts"],
        backlog=bool(row["backlog"]),
    )
