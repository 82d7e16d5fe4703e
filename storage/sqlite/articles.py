"""Articles: filing them, giving them another reading, reading them back.

What an article is found by (keys, bands, terms) is kept in tables of its own beside the row; the row
alone is enough to take them out again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from monitor.core.model import Article, Features, Reading, Revision
from storage import rows
from storage.rows import from_time, pack_bands, to_json, to_time, unpack_bands
from storage.sqlite.connection import Tables

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from datetime import datetime

    from monitor.core.model import StoryLink
    from monitor.core.protocols import SearchText
    from storage.sqlite.connection import Connection
    from storage.sqlite.search import SearchQueue

_PAGE = 200
"""Articles read at a time: an export of a million neither fills the memory nor holds the file."""

_EVER = -(2**63)

_COLUMNS = (  # noqa: SIM905 - as a list it would fill the page
    "id kept first_seen updated dated revisions story copy_of previous source feed guid url language "
    "published chain title text markers keys mentions cites verdicts matches dateline byline trailer "
    "content signature bands terms"
).split()

_INSERT = (
    f"INSERT INTO articles ({', '.join(_COLUMNS)}) "  # noqa: S608 - names of our own
    f"VALUES ({', '.join(':' + name for name in _COLUMNS)}) RETURNING seq"
)
_UPDATE = (
    f"UPDATE articles SET {', '.join(f'{name} = :{name}' for name in _COLUMNS)}, "  # noqa: S608 - as above
    "version = version + 1 WHERE seq = :seq"
)


class ArticleWrites(Tables):
    """What a unit writes of articles."""

    _search: SearchQueue
    _search_text: SearchText
    _total: int | None

    def add_article(self, article: Article, link: StoryLink) -> None:
        seq: int = self._db.value(_INSERT, _values(article))
        self._total = None if self._total is None else self._total + 1
        _index(self._db, seq, article)
        self._set_keys(seq, article.reading.keys)
        self._db.run(
            "INSERT INTO story_links (article, story, by, score, parts) VALUES (?, ?, ?, ?, ?)",
            (seq, link.story, link.by, link.score, to_json(link.parts)),
        )
        self._search.add(seq, self._search_text(article.reading))

    def add_revision(self, article: Article, revision: Revision) -> None:
        """Raises ``LookupError`` if the article is not in the store."""
        row = self._row(article.id)
        seq: int = row["seq"]
        # An article that was never edited has no rows of its own there: its text stands in the article.
        self._db.run(
            """
            INSERT INTO revisions (article, number, title, text, seen, content)
            SELECT seq, revisions, title, text, first_seen, content FROM articles
            WHERE seq = :seq AND NOT EXISTS (SELECT 1 FROM revisions WHERE article = :seq)
            """,
            {"seq": seq},
        )
        self._db.run(
            "INSERT INTO revisions (article, number, title, text, seen, content) VALUES (?, ?, ?, ?, ?, ?)",
            (seq, revision.number, revision.title, revision.text, to_time(revision.seen), revision.content),
        )
        unindex(self._db, row)
        self._db.run(_UPDATE, _values(article) | {"seq": seq})
        _index(self._db, seq, article)
        self._set_keys(seq, article.reading.keys)
        self._search.replace(seq, self._search_text(article.reading))

    def add_keys(self, article: str, keys: Collection[str]) -> None:
        """Raises ``LookupError`` if the article is not in the store."""
        self._set_keys(self._row(article)["seq"], keys)

    def _row(self, article: str) -> sqlite3.Row:
        row = self._db.row("SELECT * FROM articles WHERE id = ?", (article,))
        if row is None:
            raise LookupError(f"no article {article}")
        return row

    def _set_keys(self, seq: int, keys: Iterable[str]) -> None:
        self._db.run_many(
            """
            INSERT INTO article_keys (key, article) VALUES (?, ?)
            ON CONFLICT (key) DO UPDATE SET article = excluded.article
            """,
            [(key, seq) for key in keys],
        )


class ArticleReads(Tables):
    """What anybody may read of articles."""

    def article(self, id_or_url: str) -> Article | None:
        row = self._db.row(
            """
            SELECT * FROM articles WHERE seq = COALESCE(
                (SELECT seq FROM articles WHERE id = :wanted),
                (SELECT article FROM article_keys WHERE key = :wanted),
                (SELECT MAX(seq) FROM articles WHERE url = :wanted)
            )
            """,
            {"wanted": id_or_url},
        )
        return article_from(row) if row else None

    def articles(self, *, kept_only: bool = True, since: datetime | None = None) -> Iterator[Article]:
        kept = "kept = 1 AND" if kept_only else ""
        sql = f"""
            SELECT * FROM articles WHERE {kept} (first_seen, seq) > (?, ?)
            ORDER BY first_seen, seq LIMIT {_PAGE}
        """  # noqa: S608 - words of our own
        # From just before ``since``: whatever was filed at that time has a number above 0.
        last = (_EVER if since is None else to_time(since), 0)
        while page := self._db.rows(sql, last):
            for row in page:
                yield article_from(row)
            last = (page[-1]["first_seen"], page[-1]["seq"])

    def revisions(self, article: str) -> Sequence[Revision]:
        found = self._db.rows(
            """
            SELECT number, revisions.title, revisions.text, seen, revisions.content
            FROM revisions JOIN articles ON seq = article WHERE id = :article
            UNION ALL
            SELECT revisions, title, text, first_seen, content FROM articles
            WHERE id = :article AND NOT EXISTS (SELECT 1 FROM revisions WHERE article = seq)
            ORDER BY number
            """,
            {"article": article},
        )
        return [
            Revision(
                article=article,
                number=row["number"],
                title=row["title"],
                text=row["text"],
                seen=from_time(row["seen"]),
                content=row["content"],
            )
            for row in found
        ]


def _index(db: Connection, seq: int, article: Article) -> None:
    """Enter the article's bands and terms."""
    features = article.reading.features
    seen, dated = to_time(article.first_seen), to_time(article.when)
    db.run_many(
        "INSERT INTO article_bands (band, seen, article) VALUES (?, ?, ?)",
        [(band, seen, seq) for band in dict.fromkeys(features.bands)],
    )
    terms = to_json(tuple(dict.fromkeys(features.terms)))
    db.run(
        """
        INSERT INTO terms (term, articles) SELECT value, 1 FROM json_each(?) WHERE true
        ON CONFLICT (term) DO UPDATE SET articles = articles + 1
        """,
        (terms,),
    )
    db.run(
        """
        INSERT INTO article_terms (term, dated, article)
        SELECT terms.id, ?, ? FROM json_each(?) JOIN terms ON terms.term = value
        """,
        (dated, seq, terms),
    )


def unindex(db: Connection, row: sqlite3.Row) -> None:
    """Take out the bands and terms of an article, given its row as it is still stored."""
    db.run_many(
        "DELETE FROM article_bands WHERE band = ? AND seen = ? AND article = ?",
        [(band, row["first_seen"], row["seq"]) for band in unpack_bands(row["bands"])],
    )
    terms = to_json(tuple(dict.fromkeys(rows.strings(row["terms"]))))
    db.run(
        """
        DELETE FROM article_terms WHERE dated = ? AND article = ?
        AND term IN (SELECT id FROM terms WHERE term IN (SELECT value FROM json_each(?)))
        """,
        (row["dated"], row["seq"], terms),
    )
    db.run(
        "UPDATE terms SET articles = articles - 1 WHERE term IN (SELECT value FROM json_each(?))", (terms,)
    )
    db.run("DELETE FROM terms WHERE articles < 1 AND term IN (SELECT value FROM json_each(?))", (terms,))


def _values(article: Article) -> dict[str, Any]:
    reading = article.reading
    features = reading.features
    return {
        "id": article.id,
        "kept": int(reading.kept),
        "first_seen": to_time(article.first_seen),
        "updated": to_time(article.updated),
        "dated": to_time(article.when),
        "revisions": article.revisions,
        "story": article.story,
        "copy_of": article.copy_of,
        "previous": article.previous,
        "source": reading.source,
        "feed": reading.feed,
        "guid": reading.guid,
        "url": reading.url,
        "language": reading.language,
        "published": to_time(reading.published),
        "chain": reading.chain,
        "title": reading.title,
        "text": reading.text,
        "markers": to_json(reading.markers),
        "keys": to_json(reading.keys),
        "mentions": to_json(reading.mentions),
        "cites": to_json(reading.cites),
        "verdicts": to_json(reading.verdicts),
        "matches": to_json(reading.matches),
        "dateline": reading.dateline,
        "byline": reading.byline,
        "trailer": reading.trailer,
        "content": features.content,
        "signature": features.signature,
        "bands": pack_bands(features.bands),
        "terms": to_json(features.terms),
    }


def article_from(row: sqlite3.Row) -> Article:
    """The article of a whole row."""
    return Article(
        id=row["id"],
        first_seen=from_time(row["first_seen"]),
        updated=from_time(row["updated"]),
        revisions=row["revisions"],
        story=row["story"],
        copy_of=row["copy_of"],
        previous=row["previous"],
        reading=Reading(
            source=row["source"],
            feed=row["feed"],
            guid=row["guid"],
            url=row["url"],
            title=row["title"],
            text=row["text"],
            language=row["language"],
            published=from_time(row["published"]),
            markers=rows.strings(row["markers"]),
            dateline=row["dateline"],
            byline=row["byline"],
            trailer=row["trailer"],
            chain=row["chain"],
            keys=rows.strings(row["keys"]),
            mentions=rows.mentions(row["mentions"]),
            cites=rows.citations(row["cites"]),
            verdicts=rows.verdicts(row["verdicts"]),
            matches=rows.matches(row["matches"]),
            features=Features(
                content=row["content"],
                signature=row["signature"],
                bands=unpack_bands(row["bands"]),
                terms=rows.strings(row["terms"]),
            ),
        ),
    )
