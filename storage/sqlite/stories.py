"""Stories as they are read: members, and why each belongs. (Filed with the article, found in ``finding``.)"""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.model import StoryLink
from storage import rows
from storage.rows import to_json
from storage.sqlite.article_rows import OUTLINE, article_from, outline_from
from storage.sqlite.connection import Tables
from storage.sqlite.counting import ANY, TermCounts

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from monitor.core.model import Article
    from storage.sqlite.connection import Connection


class StoryReads(Tables):
    """What anybody may read of stories."""

    def story(self, story: str) -> Sequence[tuple[Article, StoryLink]]:
        found = self._db.rows(
            """
            SELECT articles.*, link.by,
                COALESCE(link.story, articles.story) AS link_story, COALESCE(link.score, 0.0) AS score,
                COALESCE(link.parts, '[]') AS parts
            FROM articles LEFT JOIN story_links AS link ON link.article = seq
            WHERE articles.story = ? ORDER BY first_seen, seq
            """,
            (story,),
        )
        return [
            (
                article_from(row),
                StoryLink(
                    story=row["link_story"],
                    article=row["id"],
                    by=row["by"],
                    score=row["score"],
                    parts=rows.parts(row["parts"]),
                ),
            )
            for row in found
        ]

    def linked_stories(self, story: str) -> Sequence[Article]:
        found = self._db.rows(
            f"""
            SELECT {OUTLINE} FROM articles WHERE seq IN (SELECT value FROM json_each(?))
            ORDER BY first_seen, seq
            """,  # noqa: S608 - a constant of ours
            (to_json(linked(self._db, story)),),
        )
        return [outline_from(row) for row in found]

    def term_counts(self, terms: Collection[str]) -> tuple[Mapping[str, int], int]:
        counts = TermCounts({}).read(self._db, {*terms, ANY})
        return {term: counts[term] for term in terms if term in counts}, counts.get(ANY, 0)


def linked(db: Connection, story: str) -> list[int]:
    """The number of the first article of each story that seems to be the same, by their time."""
    found = db.tuples(
        """
        SELECT seq FROM articles WHERE seq IN (
            SELECT (SELECT seq FROM articles WHERE story = other ORDER BY first_seen, seq LIMIT 1)
            FROM linked_stories WHERE linked_stories.story = ?
        ) ORDER BY first_seen, seq
        """,
        (story,),
    )
    return [seq for (seq,) in found]
