"""What may be opened: a file is made whole, brought up to date, or left as it is with a word of advice."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
from contextlib import closing, suppress
from pathlib import Path

import pytest

from monitor.core.errors import StoreBusy, StoreDamaged, StoreError, StoreFull, StoreTooNew
from storage import open_store
from storage.sqlite.connection import Connection
from storage.sqlite.migrations import NAMES, STEPS, migrate
from tests.build import NOW, article, link
from tests.storage.conftest import Fault, open_file, search_text


def filled(path):
    """A closed store with a few articles."""
    store = open_file(path)
    with store.unit() as unit:
        for number in range(40):
            one = article(f"a{number}", text=f"word{number} " * 300)
            unit.add_article(one, link(one))
    store.close()
    return path


def refused(path, error, match):
    """Opening is refused, and the folder is as it was."""
    before = {it.name: it.read_bytes() for it in path.parent.iterdir() if it.is_file()}
    with pytest.raises(error, match=match):
        open_file(path)
    # SQLite may leave empty helpers beside a file that it has only looked at.
    after = {it.name: it.read_bytes() for it in path.parent.iterdir() if it.is_file()}
    assert {name: content for name, content in after.items() if not name.endswith("-shm") and content} == {
        name: content for name, content in before.items() if not name.endswith("-shm") and content
    }


# --- Addresses ----------------------------------------------------------------------------------


def opened(url, folder, **more):
    open_store(url, folder=folder, search_text=search_text, **more).close()


def test_a_relative_address_lies_in_the_folder_and_an_absolute_one_where_it_says(tmp_path):
    folder, elsewhere = tmp_path / "folder", tmp_path / "elsewhere.db"
    folder.mkdir()
    opened("sqlite:///x.db", folder)
    opened(f"sqlite:///{elsewhere}", folder)
    assert (folder / "x.db").is_file()
    assert elsewhere.is_file()


@pytest.mark.parametrize(
    ("url", "advice"),
    [
        ("postgresql://user:hunter2@host/db", "no PostgreSQL; set storage.url to sqlite"),
        ("mysql://user:hunter2@host/db", "cannot begin with mysql:"),
        ("sqlite:///", "write sqlite:///tumen.db"),
        ("sqlite://x.db", "write sqlite:///tumen.db"),
        ("tumen.db", "write sqlite:///tumen.db"),
    ],
)
def test_other_addresses_are_refused_with_advice_and_without_their_secrets(tmp_path, url, advice):
    with pytest.raises(StoreError, match=advice) as caught:
        opened(url, tmp_path)
    assert "hunter2" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


# --- Files that are not there -------------------------------------------------------------------


def test_a_new_store_is_made_and_nothing_else(path):
    open_file(path).close()
    assert [it.name for it in path.parent.iterdir()] == [path.name]


def test_a_store_is_not_made_by_those_who_only_read(path):
    with pytest.raises(StoreError, match=r"no store at .* yet; `tumen run` makes it"):
        open_file(path, create=False)
    assert not path.exists()
    filled(path)
    open_file(path, create=False).close()


def test_a_missing_folder_is_not_made(tmp_path):
    with pytest.raises(StoreError, match="is not there; make it"):
        open_file(tmp_path / "nowhere" / "tumen.db")
    assert list(tmp_path.iterdir()) == []


def test_a_store_that_is_gone_while_its_journal_is_there_is_not_made_anew(path):
    path.with_name("tumen.db-wal").write_bytes(b"x" * 5000)
    refused(path, StoreDamaged, "is gone, but its journal")


def test_two_who_make_the_same_store_at_once_get_the_same(path):
    program = (
        "import sys; from pathlib import Path; from tests.storage.conftest import open_file; "
        "sys.stdin.read(1); open_file(Path(sys.argv[1])).close()"
    )
    both = [subprocess.Popen([sys.executable, "-c", program, path], stdin=subprocess.PIPE) for _ in range(2)]
    for process in both:
        process.stdin.write(b".")
        process.stdin.close()
    assert [process.wait() for process in both] == [0, 0]
    # Two that close at the same moment may each leave SQLite's own side files to the other.
    left = {it.name for it in path.parent.iterdir()} - {f"{path.name}-wal", f"{path.name}-shm"}
    assert left == {path.name}
    open_file(path).close()


# --- Files that are something else --------------------------------------------------------------


def test_a_file_that_is_no_database_is_refused(path):
    path.write_text("feeds: []\n" * 1000)
    refused(path, StoreDamaged, "is not a database")


def test_an_empty_file_is_refused_because_it_may_have_held_something(path):
    path.touch()
    refused(path, StoreDamaged, "is empty, so what it held is lost")


def test_a_folder_is_refused(path):
    path.mkdir()
    refused(path, StoreError, "cannot be read")


def test_another_programs_database_is_refused(path):
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE articles (id)")
        other.commit()
    refused(path, StoreError, "another program")


def test_a_store_of_a_newer_tumen_is_refused(path):
    filled(path)
    with closing(sqlite3.connect(path)) as newer:
        newer.execute("UPDATE _sqlite_migrations SET id = id + 1, name = 'm999_more' WHERE name LIKE 'm005%'")
        newer.commit()
    refused(path, StoreTooNew, r"newer Tumen \(it has m999_more\); upgrade Tumen")


# --- Damage -------------------------------------------------------------------------------------


def test_a_store_with_a_damaged_page_is_refused(path):
    size = filled(path).stat().st_size
    with path.open("r+b") as file:
        file.seek(size // 8192 * 4096)
        file.write(b"\xa5" * 4096)
    refused(path, StoreDamaged, "is damaged .*restore it from a backup")


def test_a_store_that_was_cut_is_refused(path):
    size = filled(path).stat().st_size
    os.truncate(path, size // 2)
    refused(path, StoreDamaged, "is damaged")


def test_a_store_works_on_when_its_helpers_were_deleted_between_runs(path):
    filled(path)
    for helper in ("tumen.db-wal", "tumen.db-shm"):
        path.with_name(helper).unlink(missing_ok=True)
    store = open_file(path)
    assert store.counts()["articles"] == 40
    store.close()


# --- Rights -------------------------------------------------------------------------------------


@pytest.fixture
def as_nobody():
    """A folder of a user without privileges, and that user for the test's own deeds."""
    folder = Path(tempfile.mkdtemp())
    root = os.geteuid() == 0
    if root:
        os.chown(folder, 65534, 65534)
        os.seteuid(65534)
    yield folder
    if root:
        os.seteuid(0)
    folder.chmod(0o700)
    shutil.rmtree(folder)


def test_a_store_that_may_not_be_written_is_refused(as_nobody):
    path = filled(as_nobody / "tumen.db")
    path.chmod(0o400)
    refused(path, StoreError, "cannot be written; allow this user")


def test_a_store_in_a_folder_that_may_not_be_written_is_refused(as_nobody):
    path = filled(as_nobody / "tumen.db")
    as_nobody.chmod(0o500)
    refused(path, StoreError, "cannot be")
    with pytest.raises(StoreError, match="cannot be made: Permission denied"):
        open_file(as_nobody / "other.db")


# --- One daemon ---------------------------------------------------------------------------------

HOLDER = """
import sys
from pathlib import Path
from tests.storage.conftest import open_file

with open_file(Path(sys.argv[1])).lock():
    print("held", flush=True)
    sys.stdin.read()
"""


def test_the_lock_holds_between_processes_and_goes_with_its_holder(path):
    open_file(path).close()
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert holder.stdout.readline() == b"held\n"
    store = open_file(path)
    with pytest.raises(StoreBusy, match="another Tumen is at work"), store.lock():
        pass
    assert store.counts()["articles"] == 0, "reading needs no lock"
    holder.kill()
    holder.communicate()
    with store.lock():
        pass
    store.close()


def test_whoever_only_asks_after_the_lock_keeps_no_daemon_from_it(path):
    store, other = open_file(path), open_file(path)
    done = threading.Event()

    def ask():
        while not done.wait(0.002):
            other.is_locked()

    asking = threading.Thread(target=ask)
    asking.start()
    for _ in range(20):
        with store.lock():
            pass
    done.set()
    asking.join()
    store.close()
    other.close()


def damage(path):
    """Spoil a page that nobody reads but to look for damage."""
    with path.open("r+b") as file:
        file.seek(8192)
        file.write(b"\xa5" * 4096)


def test_whoever_takes_the_lock_looks_for_damage(path):
    filled(path)
    store = open_file(path)
    list(store.articles())
    damage(path)
    with pytest.raises(StoreDamaged), store.lock():
        pass
    store.close()


def test_after_a_daemon_that_ended_well_the_next_begins_without_looking(path):
    store = open_file(filled(path))
    with store.lock():
        pass
    store.close()
    store = open_file(path)
    damage(path)
    with suppress(Fault), store.lock():
        raise Fault
    with pytest.raises(StoreDamaged), store.lock():
        pass
    store.close()


def test_a_backup_of_a_running_daemon_is_looked_through(path):
    store, backup = open_file(filled(path)), path.with_name("backup.db")
    for _ in range(2):
        with store.lock():
            backup.unlink(missing_ok=True)
            store._db.run("VACUUM INTO ?", (str(backup),))
    store.close()
    store = open_file(backup)
    damage(backup)
    with pytest.raises(StoreDamaged), store.lock():
        pass
    store.close()


def test_a_full_disk_keeps_no_daemon_from_beginning_or_ending(path, monkeypatch):
    def full(key, value):
        raise StoreFull("no room")

    store = open_file(path)
    with store.lock():
        pass
    monkeypatch.setattr(store, "set_note", full)
    for _ in range(2):
        with store.lock():
            pass
    store.close()


# --- Older files --------------------------------------------------------------------------------


def schema(path):
    with closing(sqlite3.connect(path)) as database:
        rows = database.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name")
        return rows.fetchall()


def older(path, *, before):
    """A file as it was before a step."""
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA journal_mode = WAL")
    connection = Connection(path, busy=NOW - NOW)
    STEPS.apply(connection.database, stop_before=before)
    connection.close()


@pytest.mark.parametrize("step", NAMES[1:])
def test_an_older_file_becomes_like_a_new_one(tmp_path, path, step):
    older(path, before=step)
    fresh = tmp_path / "fresh.db"
    open_file(fresh).close()
    assert schema(path) != schema(fresh)
    open_file(path).close()
    assert schema(path) == schema(fresh)


def test_an_interrupted_migration_resumes(path, monkeypatch):
    older(path, before=NAMES[1])
    (interrupted,) = [step for step in STEPS._migrations if step.name == NAMES[2]]
    whole = interrupted.fn

    def broken(database):
        whole(database)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(interrupted, "fn", broken)
        with pytest.raises(KeyboardInterrupt):
            open_file(path)
    with closing(sqlite3.connect(path)) as database:
        done = [name for (name,) in database.execute("SELECT name FROM _sqlite_migrations ORDER BY id")]
    assert done == list(NAMES[:2])
    filled(path)


def test_a_migration_on_a_full_disk_says_so_and_resumes_when_there_is_room(path):
    older(path, before=NAMES[1])
    connection = Connection(path, busy=NOW - NOW)
    pages = connection.value("PRAGMA page_count")
    connection.run(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(StoreFull):
        migrate(connection)
    connection.close()
    filled(path)


def test_every_table_keeps_the_types_of_its_columns(path):
    open_file(path).close()
    with closing(sqlite3.connect(path)) as database:
        loose = database.execute(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT strict"
        ).fetchall()
    assert {name for (name,) in loose} <= {"_sqlite_migrations", "sqlite_schema", "sqlite_sequence"}
