"""Articles as rows of ``articles``: the columns, and the noun that they make."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from monitor.core.model import Article, Features, Reading
from storage import rows
from storage.rows import from_time, pack_bands, to_json, to_time, unpack_bands

if TYPE_CHECKING:
    import sqlite3

_COLUMNS = (  # noqa: SIM905 - as a list it would fill the page
    "id kept first_seen updated dated revisions story copy_of previous source feed guid url language "
    "published chain title content terms cites signature bands text dateline byline trailer markers keys "
    "mentions verdicts matches"
).split()

INSERT = (
    f"INSERT INTO articles (seq, {', '.join(_COLUMNS)}) "  # noqa: S608 - names of our own
    f"VALUES (:seq, {', '.join(':' + name for name in _COLUMNS)})"
)
UPDATE = (
    f"UPDATE articles SET {', '.join(f'{name} = :{name}' for name in _COLUMNS)}, "  # noqa: S608 - as above
    "version = version + 1 WHERE seq = :seq"
)


def values_of(article: Article) -> dict[str, Any]:
    """The row of an article, by column."""
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


OUTLINE = (
    "seq, id, first_seen, updated, revisions, story, copy_of, previous, source, feed, guid, url, "
    "title, language, published, chain, content, terms, cites"
)
"""The columns of ``outline_from``."""


def outline_from(row: sqlite3.Row) -> Article:
    """What ``storage.neighbours.outline`` leaves of the article, from these columns alone."""
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
            text="",
            language=row["language"],
            published=from_time(row["published"]),
            chain=row["chain"],
            cites=rows.citations(row["cites"]),
            features=Features(
                content=row["content"],
                # As in ``storage.neighbours.outline``.
                terms=tuple(map(sys.intern, rows.strings(row["terms"]))),
            ),
        ),
    )
