"""New articles on their way into the tables: kept until somebody looks, then written together.

One statement with the rows of many articles costs half of a statement for each, and most articles of a
unit are asked for by nobody before its end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.stories import telling
from storage.rows import to_json, to_time
from storage.sqlite.article_rows import INSERT, row_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from monitor.core.model import Article, StoryLink
    from storage.sqlite.connection import Connection


INSERT_MATCH = """
    INSERT OR REPLACE INTO matches (article, rule, revision, at, evidence, notifications, held, version)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""


class NewArticles:
    """A unit's new articles, and their matches, as rows not yet written."""

    def __init__(self) -> None:
        self._articles: list[tuple[object, ...]] = []
        self._links: list[tuple[object, ...]] = []
        self._linked: list[tuple[str, str, int]] = []
        self._keys: list[tuple[str, int]] = []
        self._bands: list[tuple[int, int, int]] = []
        self._terms: list[tuple[str, int, int]] = []
        self._matches: list[tuple[object, ...]] = []
        self._by_key: set[str] = set()
        self._by_band: dict[int, list[tuple[int, int]]] = {}
        self._by_term: dict[str, list[tuple[int, int]]] = {}
        self._by_number: dict[int, Article] = {}
        self._numbers: dict[str, int] = {}
        self._last: int | None = None

    def add(self, db: Connection, article: Article, link: StoryLink) -> int:
        """Take an article; its number."""
        if self._last is None:
            # Kept by SQLite for AUTOINCREMENT: the greatest that there ever was, also of what is forgotten.
            found = db.tuples("SELECT seq FROM sqlite_sequence WHERE name = 'articles'")
            self._last = found[0][0] if found else 0
        self._articles.append(row_of(article, seq := self._last + 1))
        self._last = seq
        if link.by is not None:  # else it has founded its story, and there is no more to say
            self._links.append((seq, link.story, link.by, link.score, to_json(link.parts)))
            self._linked += linked_of(link, seq)
        self._keys += [(key, seq) for key in article.reading.keys]
        self._by_key.update(article.reading.keys)
        self._by_number[seq] = article
        self._numbers[article.id] = seq
        for band, seen, _ in (bands := bands_of(article, seq)):
            self._by_band.setdefault(band, []).append((seen, seq))
        self._bands += bands
        for term, dated, _ in (terms := terms_of(article, seq)):
            self._by_term.setdefault(term, []).append((dated, seq))
        self._terms += terms
        return seq

    def add_match(self, seq: int, row: tuple[object, ...]) -> None:
        """Take a match of an article that is not yet written (``INSERT_MATCH``)."""
        self._matches.append((seq, *row))

    def number(self, article: str) -> int | None:
        """The number of the article with this id, if it is not yet written."""
        return self._numbers.get(article)

    def known_by(self, keys: Collection[str]) -> bool:
        """True if one that is not yet written is known by one of these keys."""
        return not self._by_key.isdisjoint(keys)

    def with_band(self, band: int, since: int) -> list[tuple[int, int]]:
        """When those not yet written that have this band were first seen, since then, and their numbers."""
        return [which for which in self._by_band.get(band, ()) if which[0] >= since]

    def with_term(self, term: str) -> list[tuple[int, int]]:
        """What those not yet written that have this term are dated, and their numbers."""
        return self._by_term.get(term, [])

    def __getitem__(self, seq: int) -> Article:
        """The article with this number, if it is not yet written; raises ``KeyError``."""
        return self._by_number[seq]

    def __contains__(self, seq: object) -> bool:
        return seq in self._by_number

    def write(self, db: Connection) -> None:
        """Write what there is."""
        if not self._articles:
            return
        db.run_many(INSERT, self._articles)
        db.run_many(
            "INSERT INTO story_links (article, story, by, score, parts) VALUES (?, ?, ?, ?, ?)", self._links
        )
        link_stories(db, self._linked)
        set_keys(db, self._keys)
        enter(db, self._bands, self._terms)
        db.run_many(INSERT_MATCH, self._matches)
        self.drop()

    def drop(self) -> None:
        """Forget what is not written."""
        for rows in (
            *(self._articles, self._links, self._linked),
            *(self._keys, self._bands, self._terms, self._matches),
        ):
            rows.clear()
        for found_by in (self._by_key, self._by_band, self._by_term, self._by_number, self._numbers):
            found_by.clear()


def linked_of(link: StoryLink, seq: int) -> list[tuple[str, str, int]]:
    """The rows that say that stories are one, in both directions."""
    return [row for other in link.also for row in ((link.story, other, seq), (other, link.story, seq))]


def link_stories(db: Connection, rows: Iterable[tuple[str, str, int]]) -> None:
    """Write such rows."""
    db.run_many("INSERT INTO linked_stories (story, other, article) VALUES (?, ?, ?)", rows)


def bands_of(article: Article, seq: int) -> list[tuple[int, int, int]]:
    """The rows of an article's bands."""
    seen = to_time(article.first_seen)
    return [(band, seen, seq) for band in dict.fromkeys(article.reading.features.bands)]


def terms_of(article: Article, seq: int) -> list[tuple[str, int, int]]:
    """The rows of an article's telling terms."""
    dated = to_time(article.when)
    return [(term, dated, seq) for term in dict.fromkeys(telling(article.reading.features.terms))]


def enter(
    db: Connection, bands: Iterable[tuple[int, int, int]], terms: Iterable[tuple[str, int, int]]
) -> None:
    """Enter such rows, in the order of the tables: so neighbours are on one page."""
    db.run_many("INSERT INTO article_bands (band, seen, article) VALUES (?, ?, ?)", sorted(bands))
    db.run_many("INSERT INTO article_terms (term, dated, article) VALUES (?, ?, ?)", sorted(terms))


def set_keys(db: Connection, keys: Iterable[tuple[str, int]]) -> None:
    """Let these keys lead to these articles; one that leads to another moves."""
    db.run_many(
        """
        INSERT INTO article_keys (key, article) VALUES (?, ?)
        ON CONFLICT (key) DO UPDATE SET article = excluded.article
        """,
        keys,
    )
