"""What stands in an answer's body: encodings, bombs, and pages of bot walls."""

from __future__ import annotations

import gzip
import zlib
from typing import TYPE_CHECKING

import pytest

from monitor.core.fetching import Outcome
from tests.servers import Answer, WebServer, endless, raw
from tests.shell.test_fetch import DOCUMENT, announced, failed, feed, fetch, fetched

if TYPE_CHECKING:
    from collections.abc import Iterator

ALSO = b"<rss version='2.0'><channel><item><title>Another ferry</title></item></channel></rss>"


@pytest.fixture
def server() -> Iterator[WebServer]:
    with WebServer() as server:
        yield server


pytestmark = pytest.mark.usefixtures("no_waiting")


# --- size and encodings ---------------------------------------------------------------------------

MANY = b"<rss>" + b" " * 5_000_000


def encoded(name: str, body: bytes) -> Answer:
    return Answer(body, headers=(("Content-Encoding", name),))


def brotli(body: bytes) -> bytes:
    import brotli

    return brotli.compress(body)


def zstd(body: bytes) -> bytes:
    import zstandard

    return zstandard.ZstdCompressor().compress(body)


def bare_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(body) + packer.flush()


PACKERS = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli,
    "zstd": zstd,
    "identity": bytes,
}


@pytest.mark.parametrize("name", PACKERS)
def test_encodings_are_undone(server: WebServer, name: str) -> None:
    url = server.answer("/feed", encoded(name, PACKERS[name](DOCUMENT)))
    assert fetched(fetch(feed(url))).body == DOCUMENT


def test_stacked_encodings_are_undone(server: WebServer) -> None:
    stacked = encoded("deflate, gzip", gzip.compress(zlib.compress(DOCUMENT)))
    unannounced = Answer(gzip.compress(gzip.compress(DOCUMENT)))
    for answer in (stacked, unannounced, encoded("deflate", bare_deflate(DOCUMENT))):
        assert fetched(fetch(feed(server.answer("/feed", answer)))).body == DOCUMENT


def test_an_encoding_that_is_only_announced_is_none(server: WebServer) -> None:
    assert fetched(fetch(feed(server.answer("/feed", encoded("gzip", DOCUMENT))))).body == DOCUMENT


@pytest.mark.parametrize("name", ["gzip", "deflate", "br", "zstd"])
def test_a_bomb_is_not_unpacked(server: WebServer, name: str) -> None:
    url = server.answer("/feed", encoded(name, PACKERS[name](MANY)))
    reply = failed(fetch(feed(url), max_size=1_000_000))
    assert reply.outcome is Outcome.TOO_LARGE


def test_a_bomb_in_a_bomb_is_not_unpacked(server: WebServer) -> None:
    url = server.answer("/feed", encoded("gzip, gzip", gzip.compress(gzip.compress(MANY))))
    assert failed(fetch(feed(url), max_size=1_000_000)).outcome is Outcome.TOO_LARGE


@pytest.mark.parametrize(
    ("name", "outcome"),
    [("gzip", Outcome.CUT), ("deflate", Outcome.CUT), ("br", Outcome.CUT), ("zstd", Outcome.CUT)],
)
def test_an_unfinished_encoding_is_a_cut_answer(server: WebServer, name: str, outcome: Outcome) -> None:
    packed = PACKERS[name](ALSO * 50)
    reply = failed(fetch(feed(server.answer("/feed", encoded(name, packed[: len(packed) // 2])))))
    assert reply.outcome is outcome


def test_a_damaged_or_unknown_encoding_is_a_bad_answer(server: WebServer) -> None:
    damaged = bytearray(gzip.compress(ALSO * 50))
    damaged[20] ^= 0xFF
    for answer in (
        encoded("gzip", bytes(damaged)),
        encoded("rot13", b"?kzy irefvba"),
        encoded("br", b"\xff" * 99),
    ):
        assert failed(fetch(feed(server.answer("/feed", answer)))).outcome is Outcome.BAD_ANSWER


@pytest.mark.parametrize("name", ["utf-8", "none", "UTF-8, gzip"])
def test_an_encoding_that_is_none_is_overlooked(server: WebServer, name: str) -> None:
    assert fetched(fetch(feed(server.answer("/feed", encoded(name, DOCUMENT))))).body == DOCUMENT


def test_a_weight_of_an_encoding_says_nothing(server: WebServer) -> None:
    url = server.answer("/feed", encoded("gzip;q=1.0", gzip.compress(DOCUMENT)))
    assert fetched(fetch(feed(url))).body == DOCUMENT


def test_a_gzip_of_very_many_members_is_not_unpacked(server: WebServer) -> None:
    few, many = gzip.compress(DOCUMENT[:9]) + gzip.compress(DOCUMENT[9:]), gzip.compress(b"") * 100_000
    assert fetched(fetch(feed(server.answer("/few", encoded("gzip", few))))).body == DOCUMENT
    assert failed(fetch(feed(server.answer("/many", encoded("gzip", many))))).outcome is Outcome.BAD_ANSWER


def test_a_body_of_crumbs_is_not_picked_up(server: WebServer) -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    url = server.answer("/feed", endless(head, b"1\r\n<\r\n" * 1_000))
    assert failed(fetch(feed(url))).outcome is Outcome.BAD_ANSWER
    in_lines = b"".join(b"%x\r\n%b\r\n" % (len(line), line) for line in DOCUMENT.split(b"><"))
    assert fetched(fetch(feed(server.answer("/lines", raw(head + in_lines + b"0\r\n\r\n")))))


def test_an_endless_body_is_cut_at_the_limit(server: WebServer) -> None:
    url = server.answer("/feed", endless(b"HTTP/1.1 200 OK\r\n\r\n<rss>", b" " * 65_536))
    assert failed(fetch(feed(url), max_size=1_000_000)).outcome is Outcome.TOO_LARGE


def test_a_body_that_announces_too_much_is_not_begun(server: WebServer) -> None:
    url = server.answer("/feed", raw(announced(10**12)))
    reply = failed(fetch(feed(url)))
    assert reply.outcome is Outcome.TOO_LARGE
    assert len(server.seen) == 1


# --- bot walls ------------------------------------------------------------------------------------

WALL = b"""<!DOCTYPE html><html><head><title>Loading</title><script src="https://id.servicepipe.example/x.js">
</script></head><body><noscript>Turn JavaScript on</noscript></body></html>"""
SCRIPT = (
    b"""<html><head><script>document.cookie="k=1";location.reload();</script></head><body></body></html>"""
)


@pytest.mark.parametrize("status", [200, 403, 503])
def test_a_bot_wall_is_named(server: WebServer, status: int) -> None:
    reply = failed(fetch(feed(server.answer("/feed", Answer(WALL, status)))))
    assert reply.outcome is Outcome.CHALLENGE
    assert "servicepipe" in reply.detail


def test_a_cloudflare_challenge_is_known_by_its_header(server: WebServer) -> None:
    url = server.answer("/feed", Answer(b"<html>", 403, (("cf-mitigated", "challenge"),)))
    assert failed(fetch(feed(url))).outcome is Outcome.CHALLENGE


def test_a_page_that_is_only_a_script_is_a_challenge(server: WebServer) -> None:
    assert failed(fetch(feed(server.answer("/feed", SCRIPT)))).outcome is Outcome.CHALLENGE
