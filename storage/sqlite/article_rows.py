"""Articles as rows of ``articles``: the columns, and the noun that they make."""

from __future__ import annotations

import sys
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from monitor.core.model import Article, Features, Reading
from storage import rows
from storage.rows import from_time, pack_bands, to_json, to_time, unpack_bands

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection

_COLUMNS = (  # noqa: SIM905 - as a list it would fill the page
    "id kept first_seen updated dated revisions story copy_of previous source feed guid url language "
    "published chain title content terms cites signature bands text dateline byline trailer markers keys "
    "mentions verdicts matches"
).split()

INSERT = (
    f"INSERT INTO articles ({', '.join(_COLUMNS)}, seq) "  # noqa: S608 - names of our own
    f"VALUES ({', '.join('?' for _ in _COLUMNS)}, ?)"
)
UPDATE = (
    f"UPDATE articles SET {', '.join(f'{name} = ?' for name in _COLUMNS)}, "  # noqa: S608 - as above
    "version = version + 1 WHERE seq = ?"
)


# Most articles have the same: that no topic finds anything in them.
_verdicts_json = lru_cache(maxsize=256)(to_json)


def row_of(article: Article, seq: int) -> tuple[object, ...]:
    """The row of an article: its values in the order of the columns, and its number."""
    reading = article.reading
    features = reading.features
    return (
        article.id,
        int(reading.kept),
        to_time(article.first_seen),
        to_time(article.updated),
        to_time(article.when),
        article.revisions,
        article.story,
        article.copy_of,
        article.previous,
        reading.source,
        reading.feed,
        reading.guid,
        reading.url,
        reading.language,
        to_time(reading.published),
        reading.chain,
        reading.title,
        features.content,
        to_json(features.terms),
        to_json(reading.cites),
        features.signature,
        pack_bands(features.bands),
        reading.text,
        reading.dateline,
        reading.byline,
        reading.trailer,
        to_json(reading.markers),
        to_json(reading.keys),
        to_json(reading.mentions),
        _verdicts_json(reading.verdicts),
        to_json(reading.matches),
        seq,
    )


def article_from(row: sqlite3.Row) -> Article:
    """The article of a whole row."""
    return _article(
        row,
        text=row["text"],
        markers=rows.strings(row["markers"]),
        dateline=row["dateline"],
        byline=row["byline"],
        trailer=row["trailer"],
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
    )


_BARE = (
    "seq, id, first_seen, updated, revisions, story, copy_of, previous, source, feed, guid, url, title, "
    "language, published, chain"
)

OUTLINE = f"{_BARE}, content, terms, cites"
"""The columns of ``outline_from``."""


def outline_from(row: sqlite3.Row) -> Article:
    """What ``storage.neighbours.outline`` leaves of the article, from these columns alone."""
    return _article(
        row,
        text="",
        cites=rows.citations(row["cites"]),
        features=Features(
            content=row["content"],
            # As in ``storage.neighbours.outline``.
            terms=tuple(map(sys.intern, rows.strings(row["terms"]))),
        ),
    )


MATCH_OUTLINE = f"{_BARE}, text"
"""The columns of ``match_outline_from``, beside those that are asked for."""


def match_outline_from(row: sqlite3.Row, parts: Collection[str]) -> Article:
    """What ``storage.neighbours.match_outline`` leaves of the article; ``parts`` are columns of the row."""
    return _article(
        row,
        text=row["text"],
        mentions=rows.mentions(row["mentions"]) if "mentions" in parts else (),
        cites=rows.citations(row["cites"]) if "cites" in parts else (),
        verdicts=rows.verdicts(row["verdicts"]) if "verdicts" in parts else (),
    )


def _article(row: sqlite3.Row, *, text: str, **read: Any) -> Article:
    """The article of a row with the columns of ``_BARE``; ``read``: what else of its reading there is."""
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
            text=text,
            language=row["language"],
            published=from_time(row["published"]),
            chain=row["chain"],
            **read,
        ),
    )
