"""Finding articles from inside a unit: by key, band, chain, terms or story.

The same neighbours are asked for again and again while one story runs, and decoding a row costs more
than finding it; so decoded articles are kept while their rows do not change.
"""

from __future__ import annotations

from collections import Counter
from heapq import nsmallest
from typing import TYPE_CHECKING

from storage.limits import BAND_USES, TERM_USES
from storage.rows import to_json, to_time
from storage.sqlite.articles import article_from
from storage.sqlite.connection import Tables

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from monitor.core.model import Article
    from storage.sqlite.connection import Connection

_KEPT = 2000


class Decoded:
    """The articles decoded last, by number and version of their rows."""

    def __init__(self) -> None:
        self._articles: dict[tuple[int, int], Article] = {}

    def load(self, db: Connection, found: Sequence[sqlite3.Row]) -> list[Article]:
        """The articles of rows with ``seq`` and ``version``, in their order."""
        wanted = [(row["seq"], row["version"]) for row in found]
        # Those in use move to the end; what is asked for seldom is at the front and goes first.
        held = {which: self._articles.pop(which) for which in {*wanted} & self._articles.keys()}
        missing = [seq for seq, version in wanted if (seq, version) not in held]
        if missing:
            for row in db.rows(
                "SELECT * FROM articles WHERE seq IN (SELECT value FROM json_each(?))", (to_json(missing),)
            ):
                held[row["seq"], row["version"]] = article_from(row)
        self._articles |= held
        for which in list(self._articles)[: max(0, len(self._articles) - _KEPT)]:
            del self._articles[which]
        return [held[which] for which in wanted]

    def clear(self) -> None:
        """Forget all: what a unit that is undone has filed was never there."""
        self._articles.clear()


class Finding(Tables):
    """How a unit finds articles."""

    _decoded: Decoded
    _total: int | None = None

    def find_articles(self, keys: Collection[str]) -> Mapping[str, Article]:
        found = self._db.rows(
            """
            SELECT key, seq, version FROM article_keys JOIN articles ON seq = article
            WHERE key IN (SELECT value FROM json_each(?))
            """,
            (to_json(tuple(keys)),),
        )
        articles = self._decoded.load(self._db, found)
        return {row["key"]: article for row, article in zip(found, articles, strict=True)}

    def find_by_bands(self, bands: Collection[int], since: datetime, limit: int = 100) -> Sequence[Article]:
        shared: Counter[tuple[int, int]] = Counter()
        for band in dict.fromkeys(bands):
            for row in self._db.rows(
                """
                SELECT seen, article FROM article_bands WHERE band = ? AND seen >= ?
                ORDER BY seen, article LIMIT ?
                """,
                (band, to_time(since), BAND_USES),
            ):
                shared[row["seen"], row["article"]] += 1
        most = nsmallest(limit, ((-count, seen, seq) for (seen, seq), count in shared.items()))
        return self._numbered([seq for _, _, seq in sorted(most, key=lambda found: found[1:])])

    def find_by_chain(self, source: str, chain: str) -> Sequence[Article]:
        return self._load(
            "SELECT seq, version FROM articles WHERE chain = ? AND source = ? ORDER BY first_seen, seq",
            (chain, source),
        )

    def find_by_terms(self, terms: Collection[str], since: datetime, limit: int) -> Sequence[Article]:
        shared: Counter[tuple[int, int]] = Counter()
        for term in dict.fromkeys(terms):
            for row in self._db.rows(
                """
                SELECT dated, article FROM article_terms
                WHERE term = (SELECT id FROM terms WHERE term = ?) AND dated >= ?
                ORDER BY dated DESC, article DESC LIMIT ?
                """,
                (term, to_time(since), TERM_USES),
            ):
                shared[row["dated"], row["article"]] += 1
        most = nsmallest(limit, ((-count, -dated, -seq) for (dated, seq), count in shared.items()))
        return self._numbered([-seq for *_, seq in most])

    def count_terms(self, terms: Collection[str]) -> Mapping[str, int]:
        found = self._db.rows(
            "SELECT term, articles FROM terms WHERE term IN (SELECT value FROM json_each(?))",
            (to_json(tuple(terms)),),
        )
        return {row["term"]: row["articles"] for row in found}

    def count_articles(self) -> int:
        # Asked for every article, and counting a million rows takes milliseconds.
        if self._total is None:
            self._total = self._db.value("SELECT COUNT(*) FROM articles")
        return self._total

    def story_members(self, story: str) -> Sequence[Article]:
        return self._load(
            "SELECT seq, version FROM articles WHERE story = ? ORDER BY first_seen, seq", (story,)
        )

    def _numbered(self, numbers: Sequence[int]) -> list[Article]:
        found = self._db.rows(
            "SELECT seq, version FROM articles WHERE seq IN (SELECT value FROM json_each(?))",
            (to_json(numbers),),
        )
        rows = {row["seq"]: row for row in found}
        return self._decoded.load(self._db, [rows[seq] for seq in numbers])

    def _load(self, sql: str, parameters: Sequence[object]) -> list[Article]:
        return self._decoded.load(self._db, self._db.rows(sql, parameters))
