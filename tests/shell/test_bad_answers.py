"""Answers that break, lie or never end, from a real server to the alerts: nothing is lost or told twice."""

from __future__ import annotations

import gzip
import os
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

import pytest

from monitor.core.fetching import Outcome
from tests.faults import item, rss
from tests.servers import Answer, Behaviour, Request, WebServer, endless, raw, reset
from tests.shell.publisher import Publisher

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Iterator
    from pathlib import Path


pytestmark = pytest.mark.usefixtures("no_waiting")


@pytest.fixture
def wire(tmp_path: Path) -> Iterator[Publisher]:
    with Publisher(tmp_path) as wire:
        yield wire


def numbered(*numbers: int) -> bytes:
    """A feed of these items, newest first."""
    items = (item(f"Bulletin {number}", extra=f"<guid>b{number}</guid>") for number in reversed(numbers))
    return rss(*items).encode()


def conditional(etag: str, answer: Answer | Behaviour) -> Behaviour:
    """Answer 304 to whoever has the ETag, else so."""

    async def behave(request: Request, writer: asyncio.StreamWriter) -> None:
        if request.headers.get("if-none-match") == etag:
            writer.write(Answer(status=304).encoded())
        elif isinstance(answer, Answer):
            writer.write(answer.encoded())
        else:
            await answer(request, writer)
        await writer.drain()

    return behave


def tagged(body: bytes, etag: str, status: int = 200) -> Answer:
    return Answer(body, status, (("ETag", etag),))


HEAD = b'HTTP/1.1 200 OK\r\nETag: "2"\r\n'
TWO = numbered(1, 2)
PAGE = b"<!DOCTYPE html><html><head><title>Sign in</title></head><body><form>Name</form></body></html>"
WALL = b"<html><head><script>document.cookie='a=1';location.reload()</script></head><body></body></html>"


class Fault(NamedTuple):
    """What comes in the place of an answer that has a new item, and the outcome of that check."""

    answer: Answer | Behaviour
    outcome: Outcome


IN_BETWEEN = {
    "headers that drip": Fault(endless(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n", pause=0.05), Outcome.TIMED_OUT),
    "a body that drips": Fault(endless(HEAD + b"\r\n", b" ", pause=0.05), Outcome.TIMED_OUT),
    "an endless body": Fault(endless(HEAD + b"\r\n", b" " * 65_536), Outcome.TOO_LARGE),
    "a reset in the middle": Fault(reset(HEAD + b"Content-Length: 900\r\n\r\n" + TWO[:100]), Outcome.CUT),
    "a silent close": Fault(raw(), Outcome.UNREACHABLE),
    "fewer bytes than announced": Fault(raw(HEAD + b"Content-Length: 9000\r\n\r\n" + TWO), Outcome.CUT),
    "an end that nobody announced": Fault(raw(HEAD + b"\r\n" + TWO[:70]), Outcome.CUT),
    "no last chunk": Fault(raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\n<rss>\r\n"), Outcome.CUT),
    "a bad chunk": Fault(raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n<"), Outcome.CUT),
    "a garbled status line": Fault(raw(b"ICY 200 MAYBE\r\n\r\n"), Outcome.BAD_ANSWER),
    "endless headers": Fault(endless(HEAD, b"X: " + b"y" * 60_000 + b"\r\n"), Outcome.BAD_ANSWER),
    "many headers": Fault(raw(HEAD + b"X: y\r\n" * 20_000 + b"\r\n" + TWO), Outcome.BAD_ANSWER),
    "a log-in page": Fault(tagged(PAGE, '"2"'), Outcome.NOT_A_FEED),
    "a bot wall": Fault(tagged(WALL, '"2"'), Outcome.CHALLENGE),
    "JSON": Fault(tagged(b'{"error": "later"}', '"2"'), Outcome.NOT_A_FEED),
    "nothing": Fault(tagged(b"", '"2"'), Outcome.EMPTY),
    "204": Fault(tagged(b"", '"2"', 204), Outcome.EMPTY),
    "206": Fault(tagged(TWO[:200], '"2"', 206), Outcome.BAD_STATUS),
    "401": Fault(tagged(b"", '"2"', 401), Outcome.UNAUTHORIZED),
    "403": Fault(tagged(b"", '"2"', 403), Outcome.FORBIDDEN),
    "404": Fault(tagged(PAGE, '"2"', 404), Outcome.NOT_FOUND),
    "429": Fault(tagged(b"", '"2"', 429), Outcome.RATE_LIMITED),
    "500": Fault(tagged(b"oops", '"2"', 500), Outcome.SERVER_ERROR),
    "503": Fault(tagged(TWO, '"2"', 503), Outcome.SERVER_ERROR),
    "a cut gzip": Fault(
        Answer(gzip.compress(TWO)[:-20], 200, (("ETag", '"2"'), ("Content-Encoding", "gzip"))), Outcome.CUT
    ),
    "a redirect to itself": Fault(
        Answer(b"", 302, (("Location", "/feed"), ("ETag", '"2"'))), Outcome.REDIRECT_LOOP
    ),
    "a redirect to the inside": Fault(
        Answer(b"", 302, (("Location", "http://[::ffff:169.254.169.254]/latest"), ("ETag", '"2"'))),
        Outcome.REFUSED_ADDRESS,
    ),
    "a redirect to nowhere": Fault(Answer(b"", 302, (("ETag", '"2"'),)), Outcome.BAD_STATUS),
    "random bytes": Fault(tagged(os.urandom(5_000), '"2"'), Outcome.NOT_A_FEED),
}


@pytest.mark.parametrize("fault", IN_BETWEEN.values(), ids=IN_BETWEEN)
def test_what_came_behind_a_fault_is_told_once(wire: Publisher, fault: Fault) -> None:
    wire.answers(tagged(numbered(1), '"1"'))
    assert wire.checked() == [Outcome.NEW]
    seconds = 0.5 if fault.outcome is Outcome.TIMED_OUT else 10
    wire.configure(timeout=timedelta(seconds=seconds), max_size=1_000_000)
    # The fault's ETag is that of the whole document: who kept it would be told of no change from then on.
    wire.answers(conditional('"2"', fault.answer))
    assert wire.checked() == [fault.outcome]
    wire.configure(timeout=timedelta(seconds=10))
    wire.answers(conditional('"2"', tagged(TWO, '"2"')))
    assert wire.checked(2) == [Outcome.NEW, Outcome.UNCHANGED]
    assert wire.told == ["Bulletin 1", "Bulletin 2"]


def test_a_fault_that_passes_at_once_costs_nothing(wire: Publisher) -> None:
    wire.answers(reset(), raw(HEAD + b"Content-Length: 900\r\n\r\n<rss>"), TWO)
    assert wire.checked() == [Outcome.NEW]
    assert len(wire.server.seen) == 3


def test_what_is_missing_from_an_answer_that_breaks_off_unannounced_is_no_secret(wire: Publisher) -> None:
    wire.answers(tagged(numbered(1), '"1"'))
    assert wire.checked() == [Outcome.NEW]
    whole = numbered(1, 2, 3)
    cut = raw(HEAD + b"\r\n" + whole[: whole.index(b"Bulletin 2") - 20])
    wire.answers(conditional('"2"', cut), conditional('"2"', tagged(whole, '"2"')))
    filed = wire.check("wire")
    assert (filed.record.new, filed.record.detail) == (1, "it breaks off")
    assert wire.checked() == [Outcome.NEW]
    assert wire.told == ["Bulletin 1", "Bulletin 3", "Bulletin 2"]


def test_a_304_that_nobody_asked_for_drops_nothing(wire: Publisher) -> None:
    wire.answers(Answer(status=304), numbered(1), Answer(status=304), TWO)
    assert wire.checked(4) == [Outcome.UNCHANGED, Outcome.NEW, Outcome.UNCHANGED, Outcome.NEW]
    assert wire.told == ["Bulletin 1", "Bulletin 2"]


def test_an_etag_that_changes_over_the_same_bytes_is_no_news(wire: Publisher) -> None:
    wire.answers(*(tagged(TWO, f'"{number}"') for number in range(3)))
    assert wire.checked(3) == [Outcome.NEW, Outcome.UNCHANGED, Outcome.UNCHANGED]
    assert [request.headers.get("if-none-match") for request in wire.server.seen] == [None, '"0"', '"1"']
    assert wire.told == ["Bulletin 1", "Bulletin 2"]


@pytest.mark.parametrize("etag", ['"' + "x" * 2_000 + '"', '"' + "x" * 20_000 + '"', '"é\x01"', "W/", '""'])
def test_an_odd_etag_is_echoed_or_dropped(wire: Publisher, etag: str) -> None:
    wire.answers(tagged(numbered(1), etag), tagged(TWO, etag))
    assert wire.checked(2) == [Outcome.NEW, Outcome.NEW]
    assert wire.server.seen[1].headers.get("if-none-match") in (None, etag)


def test_a_server_that_is_gone_is_asked_once(wire: Publisher) -> None:
    wire.answers(Answer(status=410))
    filed = wire.check("wire")
    assert filed.record.outcome is Outcome.GONE
    assert filed.state.next_check is None


def test_a_redirect_to_what_is_gone_ends_no_feed(wire: Publisher) -> None:
    wire.server.answer("/holiday", Answer(status=410))
    wire.answers(Answer(status=302, headers=(("Location", "/holiday"),)), numbered(1))
    assert wire.checked(2) == [Outcome.NOT_FOUND, Outcome.NEW]
    assert wire.told == ["Bulletin 1"]


def test_failures_are_asked_after_ever_longer(wire: Publisher) -> None:
    wire.answers(Answer(status=500))
    waits = [(state := wire.check("wire").state).next_check - state.last_check for _ in range(3)]
    assert waits[0] < waits[1] < waits[2]


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_kept(wire: Publisher, status: int) -> None:
    wire.answers(Answer(status=status, headers=(("Retry-After", "7200"),)))
    state = wire.check("wire").state
    assert state.next_check - state.last_check == timedelta(hours=2)


@pytest.mark.parametrize("value", ["9" * 400, "1e400", "banana", "-1", "٣", "Fri, 32 Foo 99999 99:99:99 GMT"])
def test_an_absurd_retry_after_is_capped_or_overlooked(wire: Publisher, value: str) -> None:
    headers = (("Retry-After", value.encode().decode("latin-1")),)
    wire.answers(Answer(status=503, headers=headers))
    state = wire.check("wire").state
    assert timedelta() < state.next_check - state.last_check <= timedelta(hours=24)


def test_whatever_a_header_says_of_the_body_the_body_decides(wire: Publisher) -> None:
    wire.answers(
        Answer(numbered(1), headers=(("Content-Type", "image/png; charset=klingon"),)),
        Answer(TWO, headers=(("Content-Encoding", "gzip"), ("Content-Type", "\xff\xfe"))),
        Answer(gzip.compress(numbered(1, 2, 3))),
    )
    assert wire.checked(3) == [Outcome.NEW] * 3


def test_a_moved_feed_is_followed_and_tells_nothing_again(wire: Publisher) -> None:
    with WebServer() as other:
        new = other.answer("/new", numbered(1), TWO)
        wire.answers(numbered(1), Answer(b"", 301, (("Location", new),)))
        wire.configure(allow_private=("127.0.0.1",))
        assert wire.checked(4)[0] is Outcome.NEW
        assert len(wire.server.seen) == 2
        assert wire.told == ["Bulletin 1", "Bulletin 2"]


def test_an_outage_is_caught_up_with(wire: Publisher) -> None:
    wire.answers(numbered(1), raw(), raw(), raw(), raw(), raw(), raw(), numbered(*range(1, 9)))
    assert wire.checked(4) == [Outcome.NEW, Outcome.UNREACHABLE, Outcome.UNREACHABLE, Outcome.NEW]
    assert wire.told == [f"Bulletin {number}" for number in range(1, 9)]
