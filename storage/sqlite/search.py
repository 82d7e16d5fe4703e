"""The search index: written once a unit, read in the order of filing or against it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from monitor.core.model import Beginning
from storage.rows import to_time
from storage.sqlite.article_rows import MATCH_OUTLINE, match_outline_from
from storage.sqlite.connection import Tables

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import datetime

    from monitor.core.model import Article
    from storage.sqlite.connection import Connection

_FIRST_PAGE, _LARGEST_PAGE = 100, 3200
"""Articles read at a time. Pages grow, because FTS5 gathers for each anew what a ``Beginning`` stands for."""

_BEYOND = 2**63 - 1
"""A number above those of all articles."""

_SPACES = re.compile(r"[\x00-\x20\x7f]+")
"""What separates terms: the same that the index's tokenizer takes for it."""


class SearchQueue:
    """A unit's changes to the index, kept until its end.

    FTS5 flushes what it gathers at the end of every statement, so one statement for all articles of a
    unit costs little more than half of one for each; and nothing inside a unit searches.
    """

    def __init__(self) -> None:
        self._changes: list[tuple[int, str, bool]] = []

    def add(self, seq: int, text: str) -> None:
        """Enter a new article."""
        self._changes.append((seq, text, True))

    def replace(self, seq: int, text: str) -> None:
        """Give an article another text."""
        self._changes.append((seq, text, False))

    def __len__(self) -> int:
        return len(self._changes)

    def cut(self, length: int) -> None:
        """Take back all changes but the first ``length``."""
        del self._changes[length:]

    def write(self, db: Connection) -> None:
        """Make the changes; called once, at the unit's end."""
        fresh = {seq for seq, _, is_new in self._changes if is_new}
        stale = {seq for seq, _, is_new in self._changes if not is_new} - fresh
        db.run_many("DELETE FROM search WHERE rowid = ?", [(seq,) for seq in stale])
        texts = {seq: text for seq, text, _ in self._changes}
        db.run_many("INSERT INTO search (rowid, terms) VALUES (?, ?)", list(texts.items()))


class SearchReads(Tables):
    """What anybody may search."""

    def match_candidates(
        self,
        words: Sequence[Sequence[str | Beginning]],
        *,
        since: datetime | None = None,
        kept_only: bool = False,
        parts: Collection[str] = (),
        newest_first: bool = False,
    ) -> Iterator[Article]:
        if not all(words):
            return  # a group without forms is found nowhere
        columns = ", ".join((MATCH_OUTLINE, *sorted(parts)))
        source = "search CROSS JOIN articles ON seq = search.rowid" if words else "articles"
        place = "search.rowid" if words else "seq"
        order, moving = ("DESC", "end") if newest_first else ("ASC", "begin")
        conditions = [
            "search MATCH :words" if words else "",
            f"{place} > :begin AND {place} < :end",
            # The plus signs keep SQLite from their indexes, for which it would sort the rest for every page.
            "+first_seen >= :since" if since else "",
            "+kept = 1" if kept_only else "",
        ]
        sql = f"""
            SELECT {columns} FROM {source} WHERE {" AND ".join(filter(None, conditions))}
            ORDER BY {place} {order} LIMIT :page
        """  # noqa: S608 - words of our own
        wanted = {
            "words": _query(words),
            "since": since and to_time(since),
            "begin": self._before(since),
            "end": _BEYOND,
        }
        size = _FIRST_PAGE
        while page := self._db.rows(sql, wanted | {"page": size}):
            for row in page:
                yield match_outline_from(row, parts)
            wanted[moving] = page[-1]["seq"]
            size = min(2 * size, _LARGEST_PAGE)

    def _before(self, since: datetime | None) -> int:
        """A number below those of all articles first seen since then; the years before stay unread."""
        if since is None:
            return 0
        sql = "SELECT MIN(seq) - 1 FROM articles WHERE first_seen >= ?"
        return self._db.value(sql, (to_time(since),)) or 0


def _query(words: Sequence[Sequence[str | Beginning]]) -> str:
    """At least one form of every group, in the language of FTS5."""
    return " AND ".join(f"({' OR '.join(map(_quoted, forms))})" for forms in words)


def _quoted(form: str | Beginning) -> str:
    """A form as an expression of FTS5; what the index would have split must all be there."""
    if isinstance(form, Beginning):
        return f"{_string(form.text)} *"
    terms = [_string(term) for term in _SPACES.split(form) if term]
    return "(" + " AND ".join(terms or [_string("")]) + ")"


def _string(term: str) -> str:
    return '"' + term.replace('"', '""') + '"'
