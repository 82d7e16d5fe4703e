"""Finding articles from inside a unit: by key, band, chain, terms or story.

The same neighbours are asked for again and again while one story runs, and decoding a row costs more
than finding it; so decoded articles are kept while their rows do not change.
"""

from __future__ import annotations

from collections import defaultdict
from heapq import nsmallest
from itertools import islice
from typing import TYPE_CHECKING

from monitor.core.stories import telling
from storage.limits import BAND_USES
from storage.neighbours import weights
from storage.rows import to_json, to_time
from storage.sqlite.article_rows import article_from
from storage.sqlite.connection import Tables
from storage.sqlite.counting import ANY
from storage.sqlite.recent import Recent
from storage.sqlite.stories import linked

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection, Mapping, Sequence
    from datetime import datetime

    from monitor.core.model import Article
    from storage.sqlite.connection import Connection
    from storage.sqlite.counting import TermCounts
    from storage.sqlite.filing import NewArticles


class Decoded:
    """The articles decoded last, by number and version of their rows; at most ``size`` of them."""

    def __init__(self, columns: str, decode: Callable[[sqlite3.Row], Article], size: int) -> None:
        self._columns = columns
        self._decode = decode
        self._size = size
        self._articles: dict[tuple[int, int], Article] = {}

    def load(self, db: Connection, found: Sequence[tuple[int, int]]) -> list[Article]:
        """The articles of these rows (``seq`` and ``version``), in the same order."""
        # Those in use move to the end; what is asked for seldom is at the front and goes first.
        held = {which: self._articles.pop(which) for which in {*found} & self._articles.keys()}
        missing = [which[0] for which in found if which not in held]
        if missing:
            for row in db.rows(
                f"SELECT {self._columns} FROM articles WHERE seq IN (SELECT value FROM json_each(?))",  # noqa: S608
                (to_json(missing),),
            ):
                held[row["seq"], row["version"]] = self._decode(row)
        self._articles |= held
        for which in list(islice(self._articles, max(0, len(self._articles) - self._size))):
            del self._articles[which]
        return [held[which] for which in found]

    def clear(self) -> None:
        """Forget all: what a unit that is undone has filed was never there."""
        self._articles.clear()


class Known:
    """What a store holds in memory of its articles."""

    def __init__(self) -> None:
        self.articles = Decoded("*", article_from, 500)
        self.recent = Recent()
        self._spoilt = False

    def begin(self, db: Connection) -> None:
        """A write transaction has begun."""
        if self._spoilt:
            self.clear()
            self._spoilt = False
        self.recent.begin(db)

    def spoil(self) -> None:
        """A write transaction has come to nothing; another thread may be inside the next one already."""
        self._spoilt = True

    def clear(self) -> None:
        """Forget all."""
        self.articles.clear()
        self.recent.clear()


class Finding(Tables):
    """How a unit finds articles."""

    _connection: Connection
    _new: NewArticles
    _counts: TermCounts
    _known: Known

    def find_articles(self, keys: Collection[str]) -> Mapping[str, Article]:
        db = self._db if self._new.known_by(keys) else self._connection
        found = db.tuples(
            """
            SELECT key, seq, version FROM article_keys JOIN articles ON seq = article
            WHERE key IN (SELECT value FROM json_each(?))
            """,
            (to_json(tuple(keys)),),
        )
        articles = self._known.articles.load(db, [(seq, version) for _, seq, version in found])
        return {key: article for (key, *_), article in zip(found, articles, strict=True)}

    def used_bands(self, bands: Collection[int], since: datetime) -> set[int]:
        start = to_time(since)
        stored = self._connection.tuples(
            """
            SELECT DISTINCT value FROM json_each(?) WHERE EXISTS
                (SELECT 1 FROM article_bands WHERE band = value AND seen >= ?)
            """,
            (to_json(tuple(bands)), start),
        )
        return {band for (band,) in stored}.union(band for band in bands if self._new.with_band(band, start))

    def find_by_bands(
        self,
        bands: Collection[int],
        since: datetime,
        limit: int = 100,
        *,
        alike: Callable[[bytes], bool] = lambda _: True,
    ) -> Sequence[Article]:
        start = to_time(since)
        db, new = self._connection, self._new
        shared: defaultdict[tuple[int, int], int] = defaultdict(int)
        written: dict[int, tuple[int, bytes]] = {}
        for band in set(bands):
            stored = db.tuples(
                """
                SELECT seen, article, version, signature
                FROM article_bands CROSS JOIN articles ON seq = article
                WHERE band = ? AND seen >= ? ORDER BY seen, article LIMIT ?
                """,
                (band, start, BAND_USES),
            )
            written |= {seq: (version, signature) for _, seq, version, signature in stored}
            uses = [(seen, seq) for seen, seq, _, _ in stored] + new.with_band(band, start)
            for use in sorted(uses)[:BAND_USES]:
                shared[use] += 1
        most = nsmallest(limit, shared, key=lambda which: (-shared[which], which))
        versions = [
            (seq, version)
            for _, seq in most
            if seq not in new
            for version, signature in (written[seq],)
            if alike(signature)
        ]
        articles = self._known.articles.load(db, versions)
        found = {seq: article for (seq, _), article in zip(versions, articles, strict=True)}
        for _, seq in most:
            if seq in new and alike(new[seq].reading.features.signature):
                found[seq] = new[seq]
        return [found[seq] for _, seq in sorted(most) if seq in found]

    def find_by_chain(self, source: str, chain: str) -> Sequence[Article]:
        found = self._db.tuples(
            "SELECT seq, version FROM articles WHERE chain = ? AND source = ? ORDER BY first_seen, seq",
            (chain, source),
        )
        return self._known.articles.load(self._db, found)

    def find_by_terms(self, terms: Collection[str], since: datetime, limit: int) -> Sequence[Article]:
        start = to_time(since)
        recent = self._known.recent
        shared: defaultdict[tuple[int, int], float] = defaultdict(float)
        for term, weight in weights(terms, self.count_terms(telling(terms)), self.count_articles()).items():
            for use in recent.uses(term, start, self._connection, self._new.with_term(term)):
                shared[use] += weight
        if not shared:
            return ()
        # To sort the weights alone is cheap, and leaves few articles to be sorted.
        least = sorted(shared.values(), reverse=True)[min(limit, len(shared)) - 1]
        most = sorted(((weight, use) for use, weight in shared.items() if weight >= least), reverse=True)
        return recent.outlines([seq for _, (_, seq) in most[:limit]], self._written)

    def count_terms(self, terms: Collection[str]) -> Mapping[str, int]:
        return self._counts.read(self._connection, terms)

    def count_articles(self) -> int:
        return self._counts.read(self._connection, (ANY,)).get(ANY, 0)

    def story_members(self, story: str) -> Sequence[Article]:
        found = self._db.tuples("SELECT seq FROM articles WHERE story = ? ORDER BY first_seen, seq", (story,))
        return self._known.recent.outlines([seq for (seq,) in found], self._written)

    def reports(self, story: str, limit: int) -> Sequence[Article]:
        found = self._db.tuples(
            "SELECT seq, version FROM articles WHERE story = ? ORDER BY first_seen DESC, seq DESC LIMIT ?",
            (story, limit),
        )
        return self._known.articles.load(self._db, found)

    def linked_stories(self, story: str) -> Sequence[Article]:
        return self._known.recent.outlines(linked(self._db, story), self._written)

    def _written(self) -> Connection:
        """The connection, asked for only where memory does not hold the answer."""
        return self._db
