"""The daemon as a process: it alerts, takes up a changed file, refuses a second one, and stops in time."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sqlite3
from contextlib import AsyncExitStack, closing, contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from alerts.outbox import Dispatcher
from monitor import checks, daemon
from monitor.core.errors import StoreFull
from monitor.core.fetching import Outcome
from monitor.core.progress import standstill
from monitor.demo.newswire import Newswire
from monitor.demo.receivers import MailReceiver, WebhookReceiver
from monitor.demo.sample import Sample
from tests import killing, waiting
from tests.alerts.fakes import StandingClock
from tests.build import NOW, after
from tests.servers import Answer, WebServer

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from monitor.core.settings import FeedSettings
    from monitor.pipeline import Filed


class Newsroom:
    """A newswire, receivers and a daemon on them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.wire = Newswire(Sample(items=(), about=()))
        self.mail, self.hook = MailReceiver(), WebhookReceiver()

    def config(self) -> str:
        return killing.CONFIG.format(
            feed=self.wire.feeds["tass-en"], smtp=self.mail.url, hook=self.hook.url, secret=self.hook.secret
        )

    def write(self, config: str) -> None:
        (self.folder / "feeds.yaml").write_text(config, encoding="utf-8")

    def tumen(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return killing.tumen(self.folder, *arguments)

    def status(self) -> dict[str, object]:
        return json.loads(self.tumen("status", "--json").stdout)

    @property
    def log(self) -> str:
        return (self.folder / "daemon.log").read_text(encoding="utf-8")


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    room = Newsroom(tmp_path)
    with room.wire, room.mail, room.hook:
        yield room


def until(true: Callable[[], object], what: str) -> None:
    assert waiting.until(true), what


def test_the_heartbeat_beats_while_all_goes_on(newsroom: Newsroom) -> None:
    with WebServer() as watcher:
        pinged = watcher.answer("/hunter2", b"OK")
        config = newsroom.config() + f'heartbeat: {{url: "{pinged}", every: 1s}}\n'
        with killing.Daemon(newsroom.folder, config):
            until(lambda: len(watcher.asked("/hunter2")) >= 2, "two beats")
            until(lambda: newsroom.status()["daemon"]["heartbeat"]["beaten"], "the beat in the status")  # type: ignore[index]
        assert newsroom.status()["troubles"] == []
    assert "hunter2" not in newsroom.log


def test_a_day_in_the_life(newsroom: Newsroom) -> None:
    with killing.Daemon(newsroom.folder, newsroom.config()) as daemon:
        until(lambda: "checked" in newsroom.log, "the first check")

        newsroom.wire.publish_fresh()
        until(lambda: newsroom.mail.received and newsroom.hook.received, "the first alert on both channels")
        assert newsroom.mail.received[0].verified
        assert newsroom.hook.received[0].verified
        assert newsroom.mail.received[0].notification == newsroom.hook.received[0].notification

        second = newsroom.tumen("run")
        assert second.returncode == 1
        assert "another" in second.stderr

        newsroom.write(newsroom.config().replace("when:", "wenn:"))
        until(lambda: newsroom.status()["daemon"]["problems"], "the refusal in the status")  # type: ignore[index]
        assert any("wenn" in problem for problem in newsroom.status()["daemon"]["problems"])  # type: ignore[index]
        newsroom.wire.publish_fresh()
        until(lambda: len(newsroom.hook.received) == 2, "an alert by the last good file")

        keyed = "feeds:\n  - {id: keyed, url: 'https://a.example/?key=${NO_SUCH_KEY}'}\n"
        newsroom.write(newsroom.config().replace('"group"', '"never heard of"').replace("feeds:\n", keyed))
        until(lambda: not newsroom.status()["daemon"]["problems"], "the good file taken up")  # type: ignore[index]
        (stopped,) = newsroom.status()["daemon"]["stopped"]  # type: ignore[index]
        assert stopped == "feeds.keyed: stopped until the environment has NO_SUCH_KEY"
        newsroom.wire.publish_fresh()
        until(lambda: newsroom.status()["counts"]["articles"] == 3, "the third article")  # type: ignore[index]

        assert daemon.stop() < 10
    assert len(newsroom.hook.received) == 2  # the third article matched no rule any more
    assert not newsroom.status()["daemon"]["running"]  # type: ignore[index]
    assert newsroom.hook.secret not in newsroom.log


@contextmanager
def store_held(newsroom: Newsroom) -> Iterator[None]:
    """Another program holds the store, and the daemon has news that it cannot file."""
    until(lambda: "checked" in newsroom.log, "the first check")
    with closing(sqlite3.connect(newsroom.folder / "kill.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        newsroom.wire.publish_fresh()
        until(lambda: "nothing can be stored" in newsroom.log, "the trouble")
        yield


def test_it_stops_in_time_while_another_program_holds_the_store(newsroom: Newsroom) -> None:
    with killing.Daemon(newsroom.folder, newsroom.config()) as daemon:
        with store_held(newsroom):
            assert daemon.stop() < 10
        daemon.start()
        until(lambda: newsroom.mail.received and newsroom.hook.received, "the alert")
    assert "Traceback" not in newsroom.log


def test_asked_twice_to_stop_it_ends_at_once(newsroom: Newsroom) -> None:
    with killing.Daemon(newsroom.folder, newsroom.config()) as daemon, store_held(newsroom):
        os.kill(daemon.pid, signal.SIGTERM)
        until(lambda: "stopping" in newsroom.log, "the first ask")
        assert daemon.stop() < 3
    assert "Traceback" not in newsroom.log
    assert "never awaited" not in newsroom.log


def test_once_checks_every_feed_delivers_what_is_due_and_exits(newsroom: Newsroom) -> None:
    newsroom.wire.publish_fresh()
    newsroom.write(newsroom.config())
    done = newsroom.tumen("run", "--once")
    assert done.returncode == 0, done.stderr
    assert len(newsroom.mail.received) == len(newsroom.hook.received) == 1
    assert newsroom.tumen("run", "--once").returncode == 0
    assert len(newsroom.mail.received) == 1


def test_the_store_holds_no_secret(newsroom: Newsroom) -> None:
    newsroom.wire.publish_fresh()
    feed = newsroom.wire.feeds["tass-en"]
    config = newsroom.config().replace(feed, feed.replace("//", "//analyst:hunter2@"))
    assert "hunter2" in config
    newsroom.write(config)
    assert newsroom.tumen("run", "--once").returncode == 0
    assert len(newsroom.hook.received) == 1
    stored = b"".join(path.read_bytes() for path in newsroom.folder.glob("kill.db*"))
    for secret in ("hunter2", newsroom.hook.secret, newsroom.hook.url):
        assert secret.encode() not in stored


@pytest.mark.parametrize(("took", "left"), [(2, 28), (30, 5), (44, 5)])
def test_once_waits_for_a_dead_receiver_half_a_minute_in_all(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, took: int, left: int
) -> None:
    clock = StandingClock()
    limits = []

    async def drain(_: Dispatcher, limit: timedelta) -> None:
        limits.append(limit)
        clock.move(seconds=took)

    monkeypatch.setattr(Dispatcher, "drain", drain)
    newsroom.write("version: 1")
    asyncio.run(daemon.Daemon(newsroom.folder / "feeds.yaml", clock=clock).once())
    assert limits == [timedelta(seconds=30), timedelta(seconds=left)]


def test_a_check_that_fails_by_our_fault_takes_no_other_feed_down(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = checks.ingest

    async def faulty(feed: FeedSettings, *rest: Any, **more: Any) -> Filed:
        if feed.id == "other":
            raise KeyError("a bug")
        return await real(feed, *rest, **more)

    monkeypatch.setattr(checks, "ingest", faulty)
    other = f'  - {{id: other, url: "{newsroom.wire.base}/other"}}\ntopics:'
    newsroom.write(newsroom.config().replace("topics:", other))
    records = asyncio.run(daemon.Daemon(newsroom.folder / "feeds.yaml").once())
    outcomes = {record.feed: record.outcome for record in records}
    assert outcomes["other"] is Outcome.INTERNAL
    assert outcomes["wire"].ok


def test_once_leaves_a_feed_alone_that_is_gone(newsroom: Newsroom) -> None:
    with WebServer() as server:
        gone = server.answer("/gone", Answer(b"", 410))
        newsroom.write(newsroom.config().replace(newsroom.wire.feeds["tass-en"], gone))
        first = newsroom.tumen("run", "--once")
        assert "wire: gone: 410" in first.stderr
        again = newsroom.tumen("run", "--once")
        assert again.returncode == 0
        assert "gone for good" in again.stderr
        assert len(server.asked("/gone")) == 1


class At:
    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now


def test_a_digest_says_that_nothing_came_if_it_is_asked_to(newsroom: Newsroom) -> None:
    asked = newsroom.config().replace("once_per: article", "digest: hourly, empty: true")
    newsroom.write(asked)
    for minutes in (0, 59, 62, 63):
        asyncio.run(daemon.Daemon(newsroom.folder / "feeds.yaml", clock=At(after(minutes=minutes))).once())
    assert len(newsroom.mail.received) == len(newsroom.hook.received) == 1


def test_a_store_that_can_only_be_read_is_no_sign_of_life(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsroom.write(newsroom.config())

    def full(*_: object) -> None:
        raise StoreFull("no room")

    async def an_hour_in_the_life(desk: daemon.Daemon) -> tuple[str, ...]:
        async with AsyncExitStack() as stack:
            await desk._open(stack)
            monkeypatch.setattr(desk._store, "set_note", full)
            await desk._report()
            await desk._digests()
            return standstill(await desk._signs(), NOW)

    standing = asyncio.run(an_hour_in_the_life(daemon.Daemon(newsroom.folder / "feeds.yaml", clock=At(NOW))))
    assert "nothing is stored" in standing


def test_once_names_the_feeds_that_failed(newsroom: Newsroom) -> None:
    config = newsroom.config().replace(newsroom.wire.feeds["tass-en"], newsroom.wire.base + "/nowhere")
    newsroom.write(config)
    done = newsroom.tumen("run", "--once")
    assert done.returncode == 1
    assert "wire: not found" in done.stderr


def test_a_file_that_is_wrong_or_missing_is_exit_2_with_every_problem(newsroom: Newsroom) -> None:
    missing = newsroom.tumen("run")
    assert missing.returncode == 2
    assert "feeds.yaml" in missing.stderr
    newsroom.write("version: 1\nfeeds:\n  - {id: a, url: nowhere}\nruels: []\n")
    wrong = newsroom.tumen("check")
    assert wrong.returncode == 2
    assert wrong.stderr.count("feeds.yaml:") == 2
    assert "feeds.yaml:4: ruels" in wrong.stderr


def test_a_file_that_is_no_database_is_refused_and_left_as_it_was(newsroom: Newsroom) -> None:
    newsroom.write(newsroom.config())
    store = newsroom.folder / "kill.db"
    store.write_bytes(b"my thesis, chapter one\n" * 1000)
    done = newsroom.tumen("run")
    assert done.returncode == 1
    assert "kill.db" in done.stderr
    assert store.read_bytes() == b"my thesis, chapter one\n" * 1000
