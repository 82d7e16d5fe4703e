"""Articles: filing them, giving them another reading, reading them back.

What an article is found by (keys, bands, terms) is kept in tables of its own beside the row; the row
alone is enough to take them out again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.model import Revision
from monitor.core.stories import telling
from storage.rows import from_time, strings, to_json, to_time, unpack_bands
from storage.sqlite.article_rows import UPDATE, article_from, row_of
from storage.sqlite.connection import Tables
from storage.sqlite.filing import bands_of, enter, link_stories, linked_of, set_keys, terms_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterator, Sequence
    from datetime import datetime

    from monitor.core.model import Article, StoryLink
    from monitor.core.protocols import SearchText
    from storage.sqlite.connection import Connection
    from storage.sqlite.counting import TermCounts
    from storage.sqlite.filing import NewArticles
    from storage.sqlite.finding import Known
    from storage.sqlite.search import SearchQueue

_PAGE = 200
"""Articles read at a time: an export of a million neither fills the memory nor holds the file."""

_EVER = -(2**63)

AS_PUBLISHED = "CASE dateline WHEN '' THEN articles.text ELSE dateline || ' ' || articles.text END"
"""``Reading.as_published`` of an article's row."""


class RevisionReads(Tables):
    """The texts of an article, for anybody."""

    def revisions(self, article: str) -> Sequence[Revision]:
        found = self._db.rows(
            f"""
            SELECT number, revisions.title, revisions.text, seen, revisions.content
            FROM revisions JOIN articles ON seq = article WHERE id = :article
            UNION ALL
            SELECT revisions, title, {AS_PUBLISHED} AS text, first_seen, content FROM articles
            WHERE id = :article AND NOT EXISTS (SELECT 1 FROM revisions WHERE article = seq)
            ORDER BY number
            """,  # noqa: S608 - a constant of ours
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


class ArticleWrites(RevisionReads):
    """What a unit writes of articles."""

    _connection: Connection
    _new: NewArticles
    _counts: TermCounts
    _known: Known
    _search: SearchQueue
    _search_text: SearchText

    def add_article(self, article: Article, link: StoryLink) -> None:
        seq = self._new.add(self._connection, article, link)
        self._known.recent.add(article, seq)
        self._counts.add(article.reading.features.terms)
        self._search.add(seq, self._search_text(article.reading))

    def add_revision(self, article: Article, revision: Revision) -> None:
        """Raises ``LookupError`` if the article is not in the store."""
        row = self._row(article.id)
        seq: int = row["seq"]
        # An article that was never edited has no rows of its own there: its text stands in the article.
        self._db.run(
            f"""
            INSERT INTO revisions (article, number, title, text, seen, content)
            SELECT seq, revisions, title, {AS_PUBLISHED}, first_seen, content FROM articles
            WHERE seq = :seq AND NOT EXISTS (SELECT 1 FROM revisions WHERE article = :seq)
            """,  # noqa: S608 - a constant of ours
            {"seq": seq},
        )
        self._db.run(
            "INSERT INTO revisions (article, number, title, text, seen, content) VALUES (?, ?, ?, ?, ?, ?)",
            (seq, revision.number, revision.title, revision.text, to_time(revision.seen), revision.content),
        )
        self._replace_reading(article, row)

    def complete_article(self, article: Article, link: StoryLink | None) -> None:
        """Raises ``LookupError`` if the article is not in the store."""
        row = self._row(article.id)
        seq: int = row["seq"]
        reading = article.reading
        self._db.run(
            "UPDATE revisions SET title = ?, text = ?, content = ? WHERE article = ? AND number = ?",
            (reading.title, reading.as_published, reading.features.content, seq, article.revisions),
        )
        self._replace_reading(article, row)
        if link:
            self._db.run("DELETE FROM story_links WHERE article = ?", (seq,))
            self._db.run("DELETE FROM linked_stories WHERE article = ?", (seq,))
        if link and link.by is not None:
            self._db.run(
                "INSERT INTO story_links (article, story, by, score, parts) VALUES (?, ?, ?, ?, ?)",
                (seq, link.story, link.by, link.score, to_json(link.parts)),
            )
            link_stories(self._db, linked_of(link, seq))

    def _replace_reading(self, article: Article, row: sqlite3.Row) -> None:
        """Put the article in the place of its row, and what it is found by in the place of the old."""
        seq: int = row["seq"]
        self._known.recent.clear()
        unindex(self._db, self._counts, row)
        self._db.run(UPDATE, row_of(article, seq))
        enter(self._db, bands_of(article, seq), terms_of(article, seq))
        self._counts.add(article.reading.features.terms)
        set_keys(self._db, [(key, seq) for key in article.reading.keys])
        self._search.replace(seq, self._search_text(article.reading))

    def add_keys(self, article: str, keys: Collection[str]) -> None:
        """Raises ``LookupError`` if the article is not in the store."""
        seq = self._row(article)["seq"]
        set_keys(self._db, [(key, seq) for key in keys])

    def _row(self, article: str) -> sqlite3.Row:
        row = self._db.row("SELECT * FROM articles WHERE id = ?", (article,))
        if row is None:
            raise LookupError(f"no article {article}")
        return row


class ArticleReads(RevisionReads):
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


def unindex(db: Connection, counts: TermCounts, row: sqlite3.Row) -> None:
    """Take out the bands and terms of an article, given its row as it is still stored."""
    db.run_many(
        "DELETE FROM article_bands WHERE band = ? AND seen = ? AND article = ?",
        [(band, row["first_seen"], row["seq"]) for band in unpack_bands(row["bands"])],
    )
    terms = strings(row["terms"])
    counts.remove(terms)
    db.run_many(
        "DELETE FROM article_terms WHERE term = ? AND dated = ? AND article = ?",
        [(term, row["dated"], row["seq"]) for term in telling(terms)],
    )
