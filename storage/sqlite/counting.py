"""How many articles have each term: changed once a unit, though a unit may ask before its end."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from storage.rows import to_json

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from storage.sqlite.connection import Connection


ANY = ""
"""The term that every article with terms has: it counts them."""


class TermCounts:
    """A unit's changes to the counts, kept until its end.

    The articles of one unit share most of their words, and what is written once and in order touches far
    fewer pages than a row for each word of each article.
    """

    def __init__(self, stored: dict[str, int]) -> None:
        """``stored``: what is known of the counts in the file; kept up to date."""
        self._changes: list[tuple[frozenset[str], int]] = []
        self._sum: Counter[str] = Counter()
        self._stored = stored

    def add(self, terms: Iterable[str]) -> None:
        """Count an article that has these terms; most have none."""
        if counted := _counted(terms):
            self._changes.append((counted, 1))
            self._sum.update(counted)

    def remove(self, terms: Iterable[str]) -> None:
        """Count an article no more."""
        counted = _counted(terms)
        self._changes.append((counted, -1))
        self._sum.subtract(counted)

    def __len__(self) -> int:
        return len(self._changes)

    def cut(self, length: int) -> None:
        """Take back all changes but the first ``length``."""
        for terms, by in self._changes[length:]:
            for term in terms:
                self._sum[term] -= by
        del self._changes[length:]

    def read(self, db: Connection, terms: Collection[str]) -> dict[str, int]:
        """The counts of these terms, the changes included."""
        unread = [term for term in terms if term not in self._stored]
        if unread:
            self._stored |= dict.fromkeys(unread, 0)
            self._stored |= db.tuples(
                "SELECT term, articles FROM terms WHERE term IN (SELECT value FROM json_each(?))",
                (to_json(unread),),
            )
        counts = {term: self._stored[term] + self._sum.get(term, 0) for term in terms}
        return {term: count for term, count in counts.items() if count}

    def write(self, db: Connection) -> None:
        """Make the changes; called once, at the unit's end."""
        changed = sorted((term, by) for term, by in self._sum.items() if by)
        db.run_many(
            """
            INSERT INTO terms (term, articles) VALUES (?, ?)
            ON CONFLICT (term) DO UPDATE SET articles = articles + excluded.articles
            """,
            changed,
        )
        gone = [(term,) for term, by in changed if by < 0]
        db.run_many("DELETE FROM terms WHERE term = ? AND articles < 1", gone)
        for term, by in changed:
            if term in self._stored:
                self._stored[term] += by


def _counted(terms: Iterable[str]) -> frozenset[str]:
    counted = frozenset(terms)
    return counted | {ANY} if counted else counted
