"""Manners towards real servers, from the request to the store, with a restart before every check."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from monitor.core import schedule
from monitor.core.fetching import Outcome
from monitor.core.text import search_text
from monitor.fetch import Fetcher
from storage import open_store
from tests.build import NOW
from tests.servers import Answer, WebServer, raw
from tests.shell import desk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from monitor.core.fetching import FeedState
    from monitor.pipeline import Filed

CONFIG = 'version: 1\nfeeds:\n  - {{id: ferry, url: "{url}", language: en, full_text: never}}\n'


def rss(*numbers: int) -> bytes:
    items = "".join(f"<item><title>Ferry {n} sails</title><guid>{n}</guid></item>" for n in numbers)
    return f"<rss version='2.0'><channel><title>Harbour</title>{items}</channel></rss>".encode()


def tagged(body: bytes, etag: str, **more: str) -> Answer:
    return Answer(body, headers=(("ETag", etag), *((k.replace("_", "-"), v) for k, v in more.items())))


@pytest.fixture
def server() -> Iterator[WebServer]:
    with WebServer() as server:
        yield server


class Harbour:
    """One feed; each check is a program of its own on the same store."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder = folder
        self.config = CONFIG.format(url=url).encode()
        self.checks = 0

    def check(self) -> Filed:
        store = open_store("sqlite:///ferry.db", folder=self.folder, search_text=search_text)
        newsroom = desk.Newsroom(store, self.config)
        self.checks += 1
        newsroom.desk.now_is = NOW + self.checks * timedelta(minutes=10)
        newsroom.fetcher = Fetcher(newsroom.settings, clock=newsroom.desk)  # type: ignore[assignment]
        filed = newsroom.check("ferry")
        store.close()
        return filed

    @property
    def state(self) -> FeedState:
        store = open_store("sqlite:///ferry.db", folder=self.folder, search_text=search_text)
        state = store.feed_state("ferry")
        store.close()
        assert state is not None
        return state


pytestmark = pytest.mark.usefixtures("no_waiting")


def test_validators_go_back_byte_for_byte_after_a_restart(server: WebServer, tmp_path: Path) -> None:
    etag, modified = 'W/"\xe9 a,b"', "Mon,  02 Mar 2026 08:00:00 +0000"
    url = server.answer("/feed", tagged(rss(1), etag, Last_Modified=modified), Answer(status=304))
    harbour = Harbour(tmp_path, url)
    assert [harbour.check().record.outcome for _ in range(3)] == [Outcome.NEW, *[Outcome.UNCHANGED] * 2]
    assert "if-none-match" not in server.seen[0].headers
    for request in server.seen[1:]:
        assert request.headers["if-none-match"] == etag
        assert request.headers["if-modified-since"] == modified


CUT = raw(b'HTTP/1.1 200 OK\r\nETag: "trap"\r\nContent-Length: 5000\r\n\r\n' + rss(1, 2)[:60])
LOGIN = tagged(b"<html><title>Log in</title><p>Please log in.</p></html>", '"trap"')
EMPTY = tagged(b"", '"trap"')


@pytest.mark.parametrize(
    ("trap", "outcome"),
    [(CUT, Outcome.CUT), (LOGIN, Outcome.NOT_A_FEED), (EMPTY, Outcome.EMPTY)],
    ids=["cut", "log-in page", "empty"],
)
def test_the_validators_of_what_was_not_read_hide_nothing(
    server: WebServer, tmp_path: Path, trap: Answer, outcome: Outcome
) -> None:
    harbour = Harbour(tmp_path, server.answer("/feed", tagged(rss(1), '"1"')))
    harbour.check()
    server.answer("/feed", trap)
    assert harbour.check().record.outcome is outcome
    server.answer("/feed", tagged(rss(2, 1), '"2"'))
    filed = harbour.check()
    assert server.seen[-1].headers["if-none-match"] == '"1"'
    assert (filed.record.outcome, filed.record.new) == (Outcome.NEW, 1)


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("5400", timedelta(minutes=90)),
        ((NOW + timedelta(hours=3)).strftime("%a, %d %b %Y %H:%M:%S GMT"), timedelta(hours=2, minutes=45)),
        ("999999999999", timedelta(days=1)),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
def test_the_servers_own_wish_is_kept_across_a_restart(
    server: WebServer, tmp_path: Path, status: int, asked: str, kept: timedelta
) -> None:
    harbour = Harbour(tmp_path, server.answer("/feed", Answer(b"", status, (("Retry-After", asked),))))
    now = harbour.check().record.at
    assert harbour.state.next_check == now + kept
    assert not schedule.is_due(harbour.state, now + kept - timedelta(seconds=1))


def test_a_move_for_good_is_remembered_across_a_restart(server: WebServer, tmp_path: Path) -> None:
    old = server.answer("/old", Answer(b"", 301, (("Location", "/new"),)))
    new = server.answer("/new", tagged(rss(1), '"1"'), Answer(status=304), tagged(rss(2, 1), '"2"'))
    harbour = Harbour(tmp_path, old)
    assert [harbour.check().record.new for _ in range(3)] == [1, 0, 1]
    assert len(server.asked("/old")) == 1
    assert [request.headers.get("if-none-match") for request in server.asked("/new")] == [None, '"1"', '"1"']
    assert harbour.state.permanent_url == new


def test_an_address_that_moved_to_where_no_feed_is_any_more_is_asked_again(
    server: WebServer, tmp_path: Path
) -> None:
    new = server.answer("/new", tagged(rss(1), '"1"'), b"<html><body>This domain is for sale")
    moved = Answer(b"", 301, (("Location", new),))
    harbour = Harbour(tmp_path, server.answer("/old", moved, rss(2, 1)))
    outcomes = [harbour.check().record.outcome for _ in range(3)]
    assert outcomes == [Outcome.NEW, Outcome.NOT_A_FEED, Outcome.NEW]
    assert harbour.state.permanent_url is None


def test_what_is_gone_stays_gone_after_a_restart(server: WebServer, tmp_path: Path) -> None:
    harbour = Harbour(tmp_path, server.answer("/feed", Answer(b"", 410)))
    assert harbour.check().record.outcome is Outcome.GONE
    assert not schedule.is_due(harbour.state, NOW + timedelta(days=365))
    assert len(server.seen) == 1


def test_a_restart_keeps_the_place(server: WebServer, tmp_path: Path) -> None:
    harbour = Harbour(tmp_path, server.answer("/feed", rss(1, 2), rss(3, 2, 1)))
    first = harbour.check().state
    assert harbour.state == first
    assert harbour.check().record.new == 1
