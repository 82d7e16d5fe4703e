"""The page about storage names every table, and no other."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.storage.conftest import open_file

PAGE = Path(__file__).parents[2] / "docs" / "storage.md"


def test_every_table_is_on_the_page(path):
    open_file(path).close()
    with closing(sqlite3.connect(path)) as database:
        made = {name for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    shadows = {name for name in made if name.startswith(("search_", "sqlite_"))}
    tables = PAGE.read_text().partition("## Tables")[2].partition("## Questions")[0]
    named = set(re.findall(r"^\| `(\w+)`", tables, re.MULTILINE)) | {"_sqlite_migrations"}
    assert named == made - shadows


def test_the_backup_that_the_page_advises_is_whole(path):
    store = open_file(path)
    store.set_note("key", "only in the journal so far")
    assert "VACUUM INTO" in PAGE.read_text()
    with closing(sqlite3.connect(path)) as database:
        database.execute("VACUUM INTO ?", (str(path.with_name("backup.db")),))
    store.close()
    backup = open_file(path.with_name("backup.db"))
    assert backup.note("key") == "only in the journal so far"
    assert backup._connections.here().value("PRAGMA journal_mode") == "wal"
    backup.close()
