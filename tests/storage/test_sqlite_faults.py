"""SQLite's own bad days: a locked file, a full disk, a killed process, several threads."""

import gc
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing, suppress
from datetime import timedelta

import pytest

from monitor.core.errors import StoreBusy, StoreDamaged, StoreFull
from monitor.core.model import ChannelState, Features, Sent
from storage.sqlite.connection import Connection, Connections
from tests.build import NOW, after, article, delivery, feed_state, link, notification
from tests.storage.conftest import add, open_file

MINUTE = timedelta(minutes=1)


# --- Locked -------------------------------------------------------------------------------------


def a_unit(store):
    with store.unit():
        pass


WRITES = {
    "unit": a_unit,
    "claim": lambda store: store.outbox.claim("desk", NOW, MINUTE),
    "settle": lambda store: store.outbox.settle(delivery(), Sent(), due=None, now=NOW),
    "release": lambda store: store.outbox.release(delivery()),
    "hurry": lambda store: store.outbox.hurry("desk", NOW),
    "free_leases": lambda store: store.outbox.free_leases(),
    "save_channel": lambda store: store.outbox.save_channel(ChannelState(channel="desk")),
    "revive": lambda store: store.outbox.revive("msg_1", "desk", NOW),
    "drop": lambda store: store.outbox.drop("msg_1", "desk", NOW),
    "acknowledge": lambda store: store.outbox.acknowledge("msg_1", "Kim", NOW),
    "purge": lambda store: store.purge(kept_before=after(days=1), dropped_before=None, limit=9),
    "set_note": lambda store: store.set_note("key", "value"),
}

READS = {
    "feed_state": lambda store: store.feed_state("tass-en"),
    "feed_states": lambda store: store.feed_states(),
    "fetches": lambda store: store.fetches("tass-en"),
    "article": lambda store: store.article("a"),
    "articles": lambda store: list(store.articles()),
    "revisions": lambda store: store.revisions("a"),
    "matches": lambda store: store.matches("a"),
    "story": lambda store: store.story("story-a"),
    "linked_stories": lambda store: store.linked_stories("story-a"),
    "term_counts": lambda store: store.term_counts(["e:t"]),
    "match_candidates": lambda store: list(store.match_candidates([["article"]])),
    "counts": lambda store: store.counts(),
    "rule_version": lambda store: store.rule_version("v1"),
    "snoozes": lambda store: store.snoozes(),
    "notification": lambda store: store.notification("msg_1"),
    "notifications": lambda store: list(store.notifications(NOW)),
    "arrivals": lambda store: store.arrivals("tass-en"),
    "wanted_pages": lambda store: store.wanted_pages(NOW, 9),
    "next_page": lambda store: store.next_page(),
    "activity": lambda store: store.activity(NOW),
    "room": lambda store: store.room(),
    "waiting_digests": lambda store: store.waiting_digests(),
    "note": lambda store: store.note("key"),
    "next_due": lambda store: store.outbox.next_due(["desk"]),
    "channel_state": lambda store: store.outbox.channel_state("desk"),
    "deliveries": lambda store: store.outbox.deliveries(),
    "attempts": lambda store: store.outbox.attempts("msg_1", "desk"),
    "queues": lambda store: store.outbox.queues(NOW),
    "acknowledgement": lambda store: store.outbox.acknowledgement("msg_1"),
}


@pytest.fixture
def impatient(path):
    """A store that holds an article and a delivery, and waits for nobody."""
    store = open_file(path, busy=0.01)
    add(store, article("a"))
    with store.unit() as unit:
        unit.add_notification(notification(), [delivery()])
    yield store
    store.close()


@pytest.fixture
def locked(path, impatient):
    """The same while another program writes to it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield impatient


def test_every_method_is_tried_against_a_locked_file(locked):
    of_its_own = {"unit", "lock", "is_locked", "close", "outbox"}
    methods = {name for part in (locked, locked.outbox) for name in dir(part) if not name.startswith("_")}
    assert methods == (WRITES.keys() | READS.keys() | of_its_own)


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_no_write_gets_through_a_lock_and_all_say_so(locked, write):
    with pytest.raises(StoreBusy, match="locked by another program") as caught:
        write(locked)
    assert isinstance(caught.value.__cause__, sqlite3.OperationalError)


@pytest.mark.parametrize("read", READS.values(), ids=READS)
def test_every_read_gets_through_a_lock(locked, read):
    read(locked)


def test_a_store_is_as_before_when_the_lock_is_gone(path, impatient):
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreBusy):
            add(impatient, article("b"))
    add(impatient, article("b"))
    assert impatient.counts()["articles"] == 2


def test_units_of_two_threads_that_read_before_they_write_wait_for_each_other(path):
    store = open_file(path)
    everybody = threading.Barrier(3)

    def count_up():
        everybody.wait()
        for _ in range(20):
            with store.unit() as unit:
                number = unit.count_articles()
                one = article(f"a{number}", features=Features(terms=("e:t",)))
                unit.add_article(one, link(one))

    threads = [threading.Thread(target=count_up) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.counts()["articles"] == 60
    store.close()


# --- A full disk --------------------------------------------------------------------------------


def fill_up(store, *, room):
    """Let the file of this thread's connection grow by no more than ``room`` pages."""
    database = store._connections.here().database
    pages = database.execute("PRAGMA page_count").fetchone()[0]
    database.execute(f"PRAGMA max_page_count = {pages + room}")


def make_room(store):
    store._connections.here().database.execute("PRAGMA max_page_count = 1000000")


def test_a_full_disk_costs_the_unit_and_nothing_else(path):
    store = open_file(path)
    add(store, article("before"))
    fill_up(store, room=3)
    with pytest.raises(StoreFull, match="make room"):
        add(store, article("small"), article("large", text="x" * 100_000))
    assert [it.id for it in store.articles()] == ["before"]
    assert store.article("before") == article("before")
    make_room(store)
    add(store, article("after"))
    assert [it.id for it in store.articles()] == ["before", "after"]
    store.close()


def file_carelessly(store, articles):
    """File each on its own, and go on whatever happens."""
    with store.unit() as unit:
        for one in articles:
            with suppress(StoreFull), unit.savepoint():
                unit.add_article(one, link(one))


def test_a_unit_on_a_full_disk_cannot_be_committed_in_part(path):
    store = open_file(path)
    fill_up(store, room=3)
    articles = [article("small"), article("large", text="x" * 100_000), article("another")]
    with pytest.raises(StoreFull):
        file_carelessly(store, articles)
    make_room(store)
    assert list(store.articles()) == []
    file_carelessly(store, articles)
    assert list(store.articles()) == articles
    store.close()


# --- A killed process ---------------------------------------------------------------------------

KILLED = """
import os, signal, sys
from pathlib import Path
from tests.build import article, delivery, feed_state, link, notification
from tests.storage.conftest import open_file

store = open_file(Path(sys.argv[1]))
try:
    with store.unit() as unit:
        one = article("whole")
        unit.add_article(one, link(one))
        unit.add_notification(notification("m-whole"), [delivery("m-whole")])
    with store.unit() as unit:
        unit.save_feed(feed_state())
        for number in range(500):
            one = article(f"half{number}", text="x" * 5_000)
            unit.add_article(one, link(one))
            unit.add_notification(notification(f"m{number}"), [delivery(f"m{number}")])
        if sys.argv[2] == "within":
            os.kill(os.getpid(), signal.SIGKILL)
finally:
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize(("moment", "articles"), [("within", 1), ("after", 501)])
def test_a_killed_process_leaves_whole_units_only(path, moment, articles):
    killed = subprocess.run([sys.executable, "-c", KILLED, path, moment], check=False)
    assert killed.returncode == -signal.SIGKILL
    store = open_file(path)
    counts = store.counts()
    assert (counts["articles"], counts["notifications"], counts["pending"]) == (articles,) * 3
    assert (store.feed_state("tass-en") is None) == (moment == "within")
    assert len(list(store.match_candidates([["article"]]))) == articles
    with store.lock():
        store.outbox.free_leases()
    store.close()


# --- Damage that shows later --------------------------------------------------------------------


def test_damage_met_while_running_is_named(path):
    store = open_file(path)
    add(store, *(article(f"a{number}", text="x" * 3000) for number in range(50)))
    store.close()
    store = open_file(path)
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(path.stat().st_size - 4096))
    with pytest.raises(StoreDamaged, match="restore it from a backup"):
        list(store.articles())
    store.close()


# --- Threads ------------------------------------------------------------------------------------


def test_readers_see_whole_units_and_never_wait_for_the_writer(path):
    store = open_file(path, busy=0.01)
    add(store, article("a"))
    seen = []
    with store.unit() as unit:
        unit.add_article(article("b"), link(article("b")))
        reader = threading.Thread(target=lambda: seen.append([it.id for it in store.articles()]))
        reader.start()
        reader.join()
    assert seen == [["a"]]
    assert store.counts()["articles"] == 2
    store.close()


def test_a_thread_that_ends_leaves_no_open_file(path):
    open_file(path).close()
    connections = Connections(path, busy=MINUTE)
    gc.collect()  # what earlier tests left behind
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - a listing, not paths
    for _ in range(5):
        thread = threading.Thread(target=lambda: connections.here().rows("SELECT * FROM notes"))
        thread.start()
        thread.join()
    gc.collect()
    assert len(os.listdir("/proc/self/fd")) == before  # noqa: PTH208 - as above
    connections.close()


def test_a_closed_store_leaves_one_file(path):
    store = open_file(path)
    add(store, article("a"))
    reader = threading.Thread(target=store.counts)
    reader.start()
    reader.join()
    store.close()
    assert [it.name for it in path.parent.iterdir()] == [path.name]


def test_every_commit_is_synced_to_the_disk_before_it_counts(path):
    open_file(path).close()
    connection = Connection(path, busy=MINUTE)
    full = 2
    assert connection.value("PRAGMA synchronous") == full
    assert connection.value("PRAGMA journal_mode") == "wal"
    assert connection.value("PRAGMA foreign_keys") == 1
    connection.close()


def test_units_do_not_nest(path):
    store = open_file(path)
    with pytest.raises(sqlite3.OperationalError, match="within a transaction"), store.unit(), store.unit():
        pass
    with store.unit() as unit:
        unit.save_feed(feed_state())
    store.close()
