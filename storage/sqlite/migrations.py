"""The tables, and how an older file becomes a present one.

A new file is made by the same steps, so there is only one truth. Each step is one transaction together
with the record that it was done: one that was interrupted is simply done again. Steps that have been
released are never edited; a change of the tables is another step at the end.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlite_utils import Migrations

from monitor.core.errors import StoreTooNew

if TYPE_CHECKING:
    from sqlite_utils import Database

    from storage.sqlite.connection import Connection

APPLICATION = 0x54756D6E
"""``PRAGMA application_id`` of our files ("Tumn"), by which they are told from other programs'."""

STEPS = Migrations("tumen")


def migrate(connection: Connection) -> None:
    """Bring the file up to date; raises ``StoreTooNew``, with nothing changed, if it is ahead of us."""
    check_age(connection)
    while set(NAMES) - _done(connection):
        with connection.write():
            # Asked again under the lock: another process may be at it too.
            done = _done(connection)
            later = [name for name in NAMES if name not in done][1:]
            STEPS.apply(connection.database, stop_before=later)


def check_age(connection: Connection) -> None:
    """Raise ``StoreTooNew`` if the file has seen steps that this program does not know."""
    if unknown := sorted(_done(connection) - set(NAMES)):
        raise StoreTooNew(
            f"{connection.path} was written by a newer Tumen (it has {', '.join(unknown)}); "
            "upgrade Tumen, or set another storage.url"
        )


def _done(connection: Connection) -> set[str]:
    table = STEPS.migrations_table
    if not connection.rows("SELECT 1 FROM sqlite_schema WHERE name = ?", (table,)):
        return set()
    return {row["name"] for row in connection.rows(f"SELECT name FROM {table}")}  # noqa: S608 - a constant


@STEPS()
def m001_feeds(db: Database) -> None:
    """What is remembered of feeds and channels, and small facts for other processes."""
    db.execute(f"PRAGMA application_id = {APPLICATION}")
    db.execute("""
        CREATE TABLE feeds (
            feed TEXT PRIMARY KEY,
            address TEXT NOT NULL,  -- a hash of the url, which may hold a password
            etag TEXT,
            last_modified TEXT,
            body_hash BLOB,
            seen BLOB NOT NULL,  -- fingerprints, 8 bytes each
            permanent_url TEXT,
            next_check INTEGER,
            last_check INTEGER,
            last_success INTEGER,
            first_success INTEGER,
            last_new INTEGER,
            window INTEGER,
            ttl INTEGER,
            entries INTEGER NOT NULL,
            coming INTEGER,
            caught_up INTEGER,
            failures INTEGER NOT NULL,
            outcome TEXT,
            detail TEXT NOT NULL
        ) STRICT
    """)
    db.execute("""
        CREATE TABLE fetches (
            id INTEGER PRIMARY KEY,
            feed TEXT NOT NULL,
            at INTEGER NOT NULL,
            outcome TEXT NOT NULL,
            detail TEXT NOT NULL,
            status INTEGER,
            size INTEGER NOT NULL,
            took INTEGER NOT NULL,
            entries INTEGER NOT NULL,
            bad_entries INTEGER NOT NULL,
            new INTEGER NOT NULL,
            kept INTEGER NOT NULL,
            latency INTEGER,
            gap INTEGER NOT NULL,
            lost INTEGER NOT NULL
        ) STRICT
    """)
    db.execute("CREATE INDEX fetches_of_feed ON fetches (feed, id)")
    db.execute("""
        CREATE TABLE arrivals (
            feed TEXT NOT NULL,
            hour INTEGER NOT NULL,
            articles INTEGER NOT NULL,
            PRIMARY KEY (feed, hour)
        ) STRICT, WITHOUT ROWID
    """)
    db.execute("CREATE TABLE notes (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT")


@STEPS()
def m002_articles(db: Database) -> None:
    """Articles and what they are found by.

    ``seq`` is the order of filing, never used twice; other tables refer to it because it is small.
    ``dated`` is ``Article.when``. ``version`` counts changes of the row, for those who keep it decoded. What
    story linking compares stands before the long columns, so that it is read without their pages.
    """
    db.execute("""
        CREATE TABLE articles (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            version INTEGER NOT NULL DEFAULT 1,
            id TEXT NOT NULL UNIQUE,
            kept INTEGER NOT NULL,
            first_seen INTEGER NOT NULL,
            updated INTEGER NOT NULL,
            dated INTEGER NOT NULL,
            revisions INTEGER NOT NULL,
            story TEXT NOT NULL,
            copy_of TEXT,
            previous TEXT,
            source TEXT NOT NULL,
            feed TEXT NOT NULL,
            guid TEXT,
            url TEXT NOT NULL,
            language TEXT NOT NULL,
            published INTEGER,
            chain TEXT,
            title TEXT NOT NULL,
            content TEXT NOT NULL,
            terms TEXT NOT NULL,  -- JSON
            cites TEXT NOT NULL,  -- JSON
            signature BLOB NOT NULL,
            bands BLOB NOT NULL,  -- signed 64-bit numbers
            text TEXT NOT NULL,
            dateline TEXT NOT NULL,
            byline TEXT NOT NULL,
            trailer TEXT NOT NULL,
            markers TEXT NOT NULL,  -- from here on: JSON
            keys TEXT NOT NULL,
            mentions TEXT NOT NULL,
            verdicts TEXT NOT NULL,
            matches TEXT NOT NULL
        ) STRICT
    """)
    db.execute("CREATE INDEX articles_first_seen ON articles (first_seen)")
    db.execute("CREATE INDEX articles_kept ON articles (kept, first_seen)")
    db.execute("CREATE INDEX articles_story ON articles (story, first_seen)")
    db.execute("CREATE INDEX articles_url ON articles (url)")
    db.execute("CREATE INDEX articles_chain ON articles (chain, source) WHERE chain IS NOT NULL")
    db.execute("""
        CREATE TABLE article_keys (
            key TEXT PRIMARY KEY,
            article INTEGER NOT NULL REFERENCES articles (seq) ON DELETE CASCADE
        ) STRICT, WITHOUT ROWID
    """)
    db.execute("CREATE INDEX article_keys_of_article ON article_keys (article)")
    db.execute("""
        CREATE TABLE article_bands (
            band INTEGER NOT NULL,
            seen INTEGER NOT NULL,
            article INTEGER NOT NULL,
            PRIMARY KEY (band, seen, article)
        ) STRICT, WITHOUT ROWID
    """)
    db.execute("""
        CREATE TABLE terms (
            term TEXT PRIMARY KEY,
            articles INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID
    """)
    db.execute("""
        CREATE TABLE article_terms (
            term TEXT NOT NULL,
            dated INTEGER NOT NULL,
            article INTEGER NOT NULL,
            PRIMARY KEY (term, dated, article)
        ) STRICT, WITHOUT ROWID
    """)
    db.execute("""
        CREATE TABLE revisions (
            article INTEGER NOT NULL REFERENCES articles (seq) ON DELETE CASCADE,
            number INTEGER NOT NULL,
            title TEXT NOT NULL,
            text TEXT NOT NULL,
            seen INTEGER NOT NULL,
            content TEXT NOT NULL,
            PRIMARY KEY (article, number)
        ) STRICT
    """)
    db.execute("""
        CREATE TABLE pages (  -- that are still to be fetched
            article INTEGER PRIMARY KEY REFERENCES articles (seq) ON DELETE CASCADE,
            feed TEXT NOT NULL,
            url TEXT NOT NULL,
            created INTEGER NOT NULL,
            due INTEGER NOT NULL,
            attempts INTEGER NOT NULL,
            backlog INTEGER NOT NULL
        ) STRICT
    """)
    db.execute("CREATE INDEX pages_due ON pages (due)")


@STEPS()
def m003_search(db: Database) -> None:
    """The search index over ``search_text``: terms between spaces, already in their normal form.

    The tokenizer splits at spaces only, so that what a query calls a term is one here. Expressions are
    verified on the text, so positions are not kept (``detail=none``): a third smaller and faster to write.
    """
    punctuation = "".join(chr(code) for code in range(0x21, 0x7F) if not chr(code).isalnum())
    tokenchars = punctuation.replace("'", "''").replace('"', '""')  # quoted twice, see the FTS5 manual
    db.execute(f"""
        CREATE VIRTUAL TABLE search USING fts5 (
            terms, detail = none, columnsize = 0, tokenize = "ascii tokenchars '{tokenchars}'"
        )
    """)


@STEPS()
def m004_stories(db: Database) -> None:
    """Why an article belongs to its story (one that founded it has no row); stories that seem to be one."""
    db.execute("""
        CREATE TABLE story_links (
            article INTEGER PRIMARY KEY REFERENCES articles (seq) ON DELETE CASCADE,
            story TEXT NOT NULL,
            by TEXT NOT NULL,
            score REAL NOT NULL,
            parts TEXT NOT NULL  -- JSON
        ) STRICT
    """)
    db.execute("""
        CREATE TABLE linked_stories (  -- each pair in both directions, for each article that shows it
            story TEXT NOT NULL,
            other TEXT NOT NULL,
            article INTEGER NOT NULL REFERENCES articles (seq) ON DELETE CASCADE,
            PRIMARY KEY (story, other, article)
        ) STRICT, WITHOUT ROWID
    """)
    db.execute("CREATE INDEX linked_stories_article ON linked_stories (article)")


@STEPS()
def m005_alerts(db: Database) -> None:
    """Matches, what has been told, digests that wait, notifications and the outbox.

    ``told`` outlives the articles: what has been told is never told again. A match may name the
    notification of a digest before it is made.
    """
    db.execute("""
        CREATE TABLE matches (
            id INTEGER PRIMARY KEY,
            article INTEGER NOT NULL REFERENCES articles (seq) ON DELETE CASCADE,
            rule TEXT NOT NULL,
            revision INTEGER NOT NULL,
            at INTEGER NOT NULL,
            evidence TEXT NOT NULL,  -- JSON
            notifications TEXT NOT NULL,  -- JSON
            held TEXT NOT NULL,
            version TEXT NOT NULL,
            UNIQUE (article, rule, revision)
        ) STRICT
    """)
    db.execute("""
        CREATE TABLE rule_versions (
            id TEXT PRIMARY KEY,
            rule TEXT NOT NULL,
            text TEXT NOT NULL,
            first_used INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID
    """)
    db.execute("""
        CREATE TABLE snoozes (
            rule TEXT PRIMARY KEY,
            since INTEGER NOT NULL,
            until INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID
    """)
    db.execute("""
        CREATE TABLE told (
            rule TEXT NOT NULL,
            once TEXT NOT NULL,
            notification TEXT NOT NULL,
            PRIMARY KEY (rule, once)
        ) STRICT, WITHOUT ROWID
    """)
    db.execute("""
        CREATE TABLE digest_items (
            id INTEGER PRIMARY KEY,
            rule TEXT NOT NULL,
            due INTEGER NOT NULL,
            once TEXT NOT NULL,
            at INTEGER NOT NULL,
            article TEXT,
            channels TEXT NOT NULL,  -- JSON
            payload TEXT NOT NULL,   -- JSON
            UNIQUE (rule, due, once)
        ) STRICT
    """)
    db.execute("CREATE INDEX digest_items_due ON digest_items (due)")
    db.execute("CREATE INDEX digest_items_article ON digest_items (article) WHERE article IS NOT NULL")
    db.execute("""
        CREATE TABLE notifications (
            id TEXT PRIMARY KEY,
            kind TEXT NOT NULL,
            rule TEXT NOT NULL,
            severity TEXT NOT NULL,
            created INTEGER NOT NULL,
            payload TEXT NOT NULL,  -- JSON
            article TEXT,
            story TEXT
        ) STRICT
    """)
    db.execute("CREATE INDEX notifications_rule ON notifications (rule, created)")
    db.execute("CREATE INDEX notifications_story ON notifications (story, created) WHERE story IS NOT NULL")
    db.execute("CREATE INDEX notifications_article ON notifications (article) WHERE article IS NOT NULL")
    db.execute("CREATE INDEX notifications_created ON notifications (created, id)")
    db.execute("CREATE INDEX notifications_other ON notifications (created) WHERE article IS NULL")
    db.execute("""
        CREATE TABLE deliveries (
            id INTEGER PRIMARY KEY,
            notification TEXT NOT NULL REFERENCES notifications (id) ON DELETE CASCADE,
            channel TEXT NOT NULL,
            state TEXT NOT NULL,
            created INTEGER NOT NULL,
            due INTEGER NOT NULL,
            attempts INTEGER NOT NULL,
            lease INTEGER,
            remaining TEXT NOT NULL,  -- JSON
            thread TEXT,
            settled INTEGER,
            detail TEXT NOT NULL,
            UNIQUE (notification, channel)
        ) STRICT
    """)
    db.execute(
        "CREATE INDEX deliveries_pending ON deliveries (channel, due, created) WHERE state = 'pending'"
    )
    db.execute("CREATE INDEX deliveries_leased ON deliveries (channel) WHERE state = 'leased'")
    db.execute("CREATE INDEX deliveries_state ON deliveries (state, id)")
    db.execute("CREATE INDEX deliveries_sent ON deliveries (channel, settled) WHERE state = 'sent'")
    db.execute("""
        CREATE TABLE attempts (
            id INTEGER PRIMARY KEY,
            delivery INTEGER NOT NULL REFERENCES deliveries (id) ON DELETE CASCADE,
            number INTEGER NOT NULL,
            at INTEGER NOT NULL,
            result TEXT NOT NULL,
            detail TEXT NOT NULL,
            reached TEXT NOT NULL  -- JSON
        ) STRICT
    """)
    db.execute("CREATE INDEX attempts_of_delivery ON attempts (delivery)")
    db.execute("""
        CREATE TABLE acks (
            notification TEXT PRIMARY KEY REFERENCES notifications (id) ON DELETE CASCADE,
            at INTEGER NOT NULL,
            by TEXT NOT NULL
        ) STRICT, WITHOUT ROWID
    """)
    db.execute("""
        CREATE TABLE channels (
            channel TEXT PRIMARY KEY,
            paused_until INTEGER,
            disabled TEXT NOT NULL,
            failing_since INTEGER,
            detail TEXT NOT NULL
        ) STRICT
    """)


NAMES = tuple(name for name in list(globals()) if re.fullmatch(r"m\d\d\d_\w+", name))
"""The steps in their order."""
