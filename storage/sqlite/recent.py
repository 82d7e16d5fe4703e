"""What story linking asks for again and again, held in memory: the newest uses of terms, counts, outlines.

An article asks for a dozen terms, and in a busy week for much the same ones as the article before it. What
is held is what the file has, or will have once the open unit is committed: a unit enters what it files, and
whoever edits, forgets or undoes anything clears all. What other processes commit shows in SQLite's
``data_version``.
"""

from __future__ import annotations

import weakref
from bisect import bisect_left, insort
from typing import TYPE_CHECKING

from monitor.core.stories import telling
from storage.limits import TERM_USES
from storage.neighbours import outline
from storage.rows import to_json, to_time
from storage.sqlite.article_rows import OUTLINE, outline_from

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from monitor.core.model import Article
    from storage.sqlite.connection import Connection

Use = tuple[int, int]
"""That an article has a term: its ``dated`` and ``seq``."""

USES = 50_000
"""Held at most, some 5 MB; of the terms asked for last."""

COUNTS = 50_000
"""Terms of which the count is held at most, some 5 MB."""

OUTLINES = 8_000
"""Held at most, about 3 kB each."""


class Recent:
    """What one store holds; touched only inside its write transactions, of which there is one at a time."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}
        """How many articles have a term, as the file says; the open unit's are ``TermCounts``'."""
        self._uses: dict[str, list[Use]] = {}  # the newest, ascending; the term asked for last at the end
        self._held = 0
        self._outlines: dict[int, Article] = {}
        self._as_of: tuple[weakref.ref[Connection], int] | None = None

    def begin(self, db: Connection) -> None:
        """A write transaction has begun: forget all if others may have written since the last one."""
        version: int = db.value("PRAGMA data_version")  # says something only beside others of its connection
        if self._as_of is None or self._as_of[0]() is not db or self._as_of[1] != version:
            self.clear()
            self._as_of = weakref.ref(db), version
        elif len(self.counts) > COUNTS:
            self.counts.clear()

    def add(self, article: Article, seq: int) -> None:
        """Enter a new article; one without terms, as most are, will be asked for by nobody."""
        terms = article.reading.features.terms
        if not terms:
            return
        use = (to_time(article.when), seq)
        for term in set(telling(terms)):
            uses = self._uses.get(term)
            if uses is not None:
                insort(uses, use)
                self._held += 1
                if len(uses) > TERM_USES:
                    del uses[0]
                    self._held -= 1
        self._hold(seq, outline(article))

    def uses(self, term: str, since: int, db: Connection, new: Sequence[Use]) -> Iterator[Use]:
        """The newest articles that have a term, those dated since then, in no order.

        ``new``: the uses that are not yet written.
        """
        uses = self._uses.pop(term, None)
        if uses is None:
            stored: list[Use] = db.tuples(
                """
                SELECT dated, article FROM article_terms WHERE term = ?
                ORDER BY dated DESC, article DESC LIMIT ?
                """,
                (term, TERM_USES),
            )
            uses = sorted([*stored, *new])[-TERM_USES:]
            self._held += len(uses)
        self._uses[term] = uses
        while self._held > USES:
            self._held -= len(self._uses.pop(next(iter(self._uses))))
        return iter(uses[bisect_left(uses, (since,)) :])

    def outlines(self, numbers: Sequence[int], db: Callable[[], Connection]) -> list[Article]:
        """The articles of these numbers, in the same order."""
        found = {number: self._outlines[number] for number in numbers if number in self._outlines}
        missing = [number for number in numbers if number not in found]
        if missing:
            for row in db().rows(
                f"SELECT {OUTLINE} FROM articles WHERE seq IN (SELECT value FROM json_each(?))",  # noqa: S608
                (to_json(missing),),
            ):
                found[row["seq"]] = outline_from(row)
                self._hold(row["seq"], found[row["seq"]])
        return [found[number] for number in numbers]

    def _hold(self, seq: int, article: Article) -> None:
        if len(self._outlines) >= OUTLINES:
            del self._outlines[next(iter(self._outlines))]
        self._outlines[seq] = article

    def clear(self) -> None:
        """Forget all."""
        self.counts.clear()
        self._uses.clear()
        self._held = 0
        self._outlines.clear()
