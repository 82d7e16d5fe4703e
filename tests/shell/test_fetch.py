"""Fetching: what servers do, well and badly, and the outcome it has by name."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from monitor.core.fetching import (
    Failed,
    FeedState,
    Fetched,
    NotModified,
    Outcome,
    Reply,
    Validators,
    address_hash,
)
from monitor.core.settings import FeedSettings, FetchSettings, Settings
from monitor.fetch import Fetcher
from tests.build import NOW
from tests.servers import Answer, WebServer, endless, raw, reset

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCUMENT = b"<rss version='2.0'><channel><item><title>A ferry to Vladivostok</title></item></channel></rss>"
ALSO = b"<rss version='2.0'><channel><item><title>Another ferry</title></item></channel></rss>"


pytestmark = pytest.mark.usefixtures("no_waiting")


class Fixed:
    def now(self) -> datetime:
        return NOW


@pytest.fixture
def server() -> Iterator[WebServer]:
    with WebServer() as server:
        yield server


def feed(url: str, **more: object) -> FeedSettings:
    return FeedSettings(id="ferry", url=url, source="ferry", name="Ferry", **more)


def fetch(*feeds: FeedSettings, state: FeedState | None = None, **settings: object) -> Reply:
    """Fetch the first of the configured feeds."""

    async def once() -> Reply:
        options = {"timeout": timedelta(seconds=5), **settings}
        fetcher = Fetcher(Settings(checksum="", fetch=FetchSettings(**options), feeds=feeds), clock=Fixed())
        return await fetcher.fetch(feeds[0], state)

    return asyncio.run(once())


def failed(reply: Reply) -> Failed:
    assert isinstance(reply, Failed), reply
    return reply


def fetched(reply: Reply) -> Fetched:
    assert isinstance(reply, Fetched), reply
    return reply


# --- sound answers --------------------------------------------------------------------------------


def test_a_whole_answer(server: WebServer) -> None:
    url = server.answer("/feed", Answer(DOCUMENT, headers=(("Content-Type", "application/rss+xml"),)))
    reply = fetched(fetch(feed(url)))
    assert (reply.body, reply.content_type, reply.url) == (DOCUMENT, "application/rss+xml", url)
    assert len(reply.body_hash) == 16
    assert reply.permanent_url is None


def test_we_say_who_we_are_and_how_to_reach_us(server: WebServer) -> None:
    fetch(feed(server.answer("/feed", DOCUMENT)))
    agent = server.seen[0].headers["user-agent"]
    assert agent.startswith("Tumen/")
    assert "(+https://" in agent


def test_no_cookie_goes_back(server: WebServer) -> None:
    url = server.answer("/feed", Answer(DOCUMENT, headers=(("Set-Cookie", "seen=1; Path=/"),)))

    async def twice() -> None:
        fetcher = Fetcher(Settings(checksum="", feeds=(feed(url),)), clock=Fixed())
        await fetcher.fetch(feed(url))
        await fetcher.fetch(feed(url))

    asyncio.run(twice())
    assert not any("cookie" in request.headers for request in server.seen)


ODD_TAGS = ['W/"a b"', "unquoted", '"\xe9\xe8"', '"' + "x" * 2000 + '"']


@pytest.mark.parametrize("etag", ODD_TAGS, ids=["weak", "unquoted", "not ASCII", "2 kB"])
def test_validators_go_back_byte_for_byte(server: WebServer, etag: str) -> None:
    modified = "Mon,  02 Mar 2026 08:00:00 +0000"  # no date that HTTP knows, which is no business of ours
    url = server.answer(
        "/feed",
        Answer(DOCUMENT, headers=(("ETag", etag), ("Last-Modified", modified))),
        Answer(status=304),
    )
    first = fetched(fetch(feed(url)))
    state = FeedState(feed="ferry", address=address_hash(url), validators=first.validators)
    second = fetch(feed(url), state=state)
    assert isinstance(second, NotModified)
    assert second.validators == first.validators
    assert server.seen[1].headers["if-none-match"] == etag
    assert server.seen[1].headers["if-modified-since"] == modified


def test_validators_of_another_address_are_not_used(server: WebServer) -> None:
    url = server.answer("/feed", DOCUMENT)
    state = FeedState(
        feed="ferry", address=address_hash(server.url("/old")), validators=Validators(etag='"1"')
    )
    fetched(fetch(feed(url), state=state))
    assert "if-none-match" not in server.seen[0].headers


def test_a_304_that_nobody_asked_for_changes_nothing(server: WebServer) -> None:
    reply = fetch(feed(server.answer("/feed", Answer(status=304))))
    assert reply == NotModified(validators=Validators())


def test_a_page_that_nobody_has_is_no_page_unchanged(server: WebServer) -> None:
    home = feed(server.answer("/feed", DOCUMENT))
    page = server.answer("/page", Answer(status=304))
    fetcher = Fetcher(Settings(checksum="", feeds=(home,)), clock=Fixed())
    assert failed(asyncio.run(fetcher.fetch_page(page, home))).outcome is Outcome.BAD_STATUS


# --- statuses -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (204, Outcome.EMPTY),
        (206, Outcome.BAD_STATUS),
        (401, Outcome.UNAUTHORIZED),
        (403, Outcome.FORBIDDEN),
        (404, Outcome.NOT_FOUND),
        (410, Outcome.GONE),
        (418, Outcome.BAD_STATUS),
        (429, Outcome.RATE_LIMITED),
        (500, Outcome.SERVER_ERROR),
        (503, Outcome.SERVER_ERROR),
        (999, Outcome.BAD_STATUS),
    ],
)
def test_a_status_has_its_name(server: WebServer, status: int, outcome: Outcome) -> None:
    body = b"" if status == 204 else DOCUMENT
    reply = failed(fetch(feed(server.answer("/feed", Answer(body, status)))))
    assert (reply.outcome, reply.status) == (outcome, status)


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        ("120", timedelta(minutes=2)),
        ((NOW + timedelta(seconds=90)).strftime("%a, %d %b %Y %H:%M:%S GMT"), timedelta(seconds=90)),
        ((NOW - timedelta(hours=1)).strftime("%a, %d %b %Y %H:%M:%S GMT"), timedelta()),
        ("1000000000000", timedelta(hours=24)),
        ("Fri, 01 Jan 2999 00:00:00 GMT", timedelta(hours=24)),
        ("banana", None),
        ("-5", None),
        ("", None),
    ],
)
def test_the_servers_own_wish_is_read_and_capped(
    server: WebServer, value: str, wait: timedelta | None
) -> None:
    url = server.answer("/feed", Answer(status=503, headers=(("Retry-After", value),)))
    assert failed(fetch(feed(url))).retry_after == wait


# --- redirects ------------------------------------------------------------------------------------


def moved(target: str, status: int = 302) -> Answer:
    return Answer(b"moved", status, (("Location", target),))


def test_five_redirects_are_followed(server: WebServer) -> None:
    for number in range(5):
        server.answer(f"/{number}", moved(f"/{number + 1}"))
    server.answer("/5", DOCUMENT)
    reply = fetched(fetch(feed(server.url("/0"))))
    assert reply.url == server.url("/5")
    assert reply.permanent_url is None


def test_what_a_proxy_has_changed_is_read(server: WebServer) -> None:
    reply = fetched(fetch(feed(server.answer("/feed", Answer(DOCUMENT, 203)))))
    assert (reply.body, reply.status) == (DOCUMENT, 203)


def test_a_permanent_redirect_is_remembered_and_used(server: WebServer) -> None:
    old = server.answer("/old", moved("/new", 301))
    new = server.answer("/new", DOCUMENT)
    reply = fetched(fetch(feed(old)))
    assert reply.permanent_url == new
    state = FeedState(feed="ferry", address=address_hash(old), permanent_url=reply.permanent_url)
    again = fetched(fetch(feed(old), state=state))
    assert len(server.asked("/old")) == 1
    assert again.permanent_url == new


def test_only_the_permanent_part_of_a_way_is_remembered(server: WebServer) -> None:
    old = server.answer("/old", moved("/new", 308))
    server.answer("/new", moved("/today", 302))
    server.answer("/today", DOCUMENT)
    assert fetched(fetch(feed(old))).permanent_url == server.url("/new")


def test_an_address_with_a_token_in_it_is_not_remembered(server: WebServer) -> None:
    old = server.answer("/old", moved("/new?token=abcdef", 301))
    server.answer("/new?token=abcdef", DOCUMENT)
    assert fetched(fetch(feed(old))).permanent_url is None


@pytest.mark.parametrize("status", [404, 410])
def test_the_configured_address_is_asked_again_when_the_new_one_fails(server: WebServer, status: int) -> None:
    old = server.answer("/old", DOCUMENT)
    server.answer("/vanished", Answer(b"", status))
    state = FeedState(feed="ferry", address=address_hash(old), permanent_url=server.url("/vanished"))
    reply = fetched(fetch(feed(old), state=state))
    assert reply.url == old
    assert reply.permanent_url is None


def test_what_has_moved_and_is_gone_is_asked_for_three_times_at_most(server: WebServer) -> None:
    old = server.answer("/old", moved("/new", 301))
    state = FeedState(
        feed="ferry", address=address_hash(old), permanent_url=server.answer("/new", Answer(b"", 410))
    )
    assert failed(fetch(feed(old), state=state)).outcome is Outcome.GONE
    assert len(server.seen) == 3


@pytest.mark.parametrize(
    ("first", "then", "outcome"),
    [
        (302, None, Outcome.NOT_FOUND),
        (307, None, Outcome.NOT_FOUND),
        (301, 302, Outcome.NOT_FOUND),
        (302, 301, Outcome.NOT_FOUND),
        (301, None, Outcome.GONE),
        (308, 301, Outcome.GONE),
    ],
)
def test_only_where_a_feed_has_moved_for_good_it_can_be_gone_for_good(
    server: WebServer, first: int, then: int | None, outcome: Outcome
) -> None:
    old = server.answer("/old", moved("/new", first))
    server.answer("/new", moved("/newer", then) if then else Answer(b"", 410))
    server.answer("/newer", Answer(b"", 410))
    reply = failed(fetch(feed(old)))
    assert (reply.outcome, reply.status) == (outcome, 410)


@pytest.mark.parametrize("path", ["/loop", "/a"])
def test_a_loop_is_named(server: WebServer, path: str) -> None:
    server.answer("/loop", moved("/loop"))
    server.answer("/a", moved("/b"))
    server.answer("/b", moved("/a"))
    assert failed(fetch(feed(server.url(path)))).outcome is Outcome.REDIRECT_LOOP


def test_redirects_without_end_are_ended(server: WebServer) -> None:
    for number in range(40):
        server.answer(f"/{number}", moved(f"/{number + 1}"))
    assert failed(fetch(feed(server.url("/0")))).outcome is Outcome.REDIRECT_LOOP
    assert len(server.seen) < 20


# --- broken answers -------------------------------------------------------------------------------

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n"


def announced(length: int) -> bytes:
    return HEAD + b"Content-Length: %d\r\n\r\n" % length


@pytest.mark.parametrize(
    "behaviour",
    [
        raw(announced(500) + DOCUMENT),
        raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\n<rss>\r\n"),
        raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n<rss>\r\n0\r\n\r\n"),
        reset(announced(500), b"<rss>"),
    ],
    ids=["shorter than announced", "chunks without end", "no chunk", "reset"],
)
def test_a_cut_answer_is_a_failure(server: WebServer, behaviour: object) -> None:
    assert failed(fetch(feed(server.answer("/feed", behaviour)))).outcome is Outcome.CUT


def test_resets_are_tried_again(server: WebServer) -> None:
    url = server.answer("/feed", reset(), reset(announced(500)), DOCUMENT)
    assert fetched(fetch(feed(url))).body == DOCUMENT


def test_a_silent_close_is_tried_again(server: WebServer) -> None:
    url = server.answer("/feed", raw(), DOCUMENT)
    assert fetched(fetch(feed(url))).body == DOCUMENT


def test_trying_again_ends(server: WebServer) -> None:
    url = server.answer("/feed", reset())
    assert failed(fetch(feed(url))).outcome is Outcome.UNREACHABLE
    assert len(server.seen) == 3


@pytest.mark.parametrize(
    "behaviour",
    [
        raw(b"SSH-2.0-Server\r\n\r\n"),
        raw(b"HTTP/1.1 banana\r\n\r\n"),
        endless(b"HTTP/1.1 200 OK\r\n", b"X-Long: " + b"x" * 60_000 + b"\r\n"),
        raw(b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: 1\r\n" % n for n in range(20_000)) + b"\r\n"),
        raw(b"HTTP/1.1 200 OK\r\n" + b"".join(b"X: 1\r\n" for _ in range(500)) + b"\r\n"),
    ],
    ids=["another protocol", "no status", "endless headers", "20,000 headers", "500 headers"],
)
def test_what_is_no_sound_http_is_a_bad_answer(server: WebServer, behaviour: object) -> None:
    assert failed(fetch(feed(server.answer("/feed", behaviour)))).outcome is Outcome.BAD_ANSWER


@pytest.mark.parametrize(
    "behaviour",
    [
        endless(b"HTTP/1.1 200 OK\r\n", b"X-Drip: 1\r\n", 0.05),
        endless(announced(10_000), b"<", 0.05),
        endless(b"", b"", 0.05),
        endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n", 0.05),
    ],
    ids=["dripping headers", "dripping body", "silence", "continue for ever"],
)
def test_the_whole_fetch_has_a_deadline(server: WebServer, behaviour: object) -> None:
    reply = failed(fetch(feed(server.answer("/feed", behaviour)), timeout=timedelta(seconds=0.5)))
    assert reply.outcome is Outcome.TIMED_OUT


def test_a_slow_answer_within_the_deadline_is_read(server: WebServer) -> None:
    url = server.answer("/feed", raw(announced(len(DOCUMENT)), DOCUMENT[:9], DOCUMENT[9:], pause=0.2))
    assert fetched(fetch(feed(url))).body == DOCUMENT


def test_nobody_listens() -> None:
    with WebServer() as server:
        url = server.url("/feed")
    assert failed(fetch(feed(url))).outcome is Outcome.UNREACHABLE


def test_a_name_that_does_not_exist_is_unreachable() -> None:
    reply = failed(fetch(feed("http://nowhere.invalid/feed")))
    assert reply.outcome is Outcome.UNREACHABLE
    assert "nowhere.invalid" in reply.detail


# --- credentials ----------------------------------------------------------------------------------


def test_credentials_work_and_stay_at_home(server: WebServer) -> None:
    with WebServer() as other:
        other.answer("/feed", DOCUMENT)
        server.answer("/feed", moved(server.url("/here")))
        server.answer("/here", moved(other.url("/feed")))
        home = feed(server.url("/feed", user="reader:geheim%21"))
        reply = fetched(fetch(home, feed(other.url("/x"))))
        expected = "Basic cmVhZGVyOmdlaGVpbSE="
        assert [request.headers["authorization"] for request in server.seen] == [expected, expected]
        assert "authorization" not in other.seen[0].headers
        assert "geheim" not in reply.url


def test_credentials_are_in_no_failure_and_no_log(
    server: WebServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    url = server.answer("/feed", moved("/feed"))
    replies = [
        failed(fetch(feed(url.replace("http://", "http://reader:geheim@")))),
        failed(fetch(feed("http://reader:geheim@nowhere.invalid/"))),
    ]
    assert not any("geheim" in reply.detail for reply in replies)
    assert "geheim" not in caplog.text


def test_credentials_in_a_redirect_are_not_used(server: WebServer) -> None:
    server.answer("/feed", moved(server.url("/other", user="someone:else")))
    server.answer("/other", DOCUMENT)
    reply = fetched(fetch(feed(server.url("/feed"))))
    assert "authorization" not in server.seen[1].headers
    assert reply.url == server.url("/other")


# --- how long it holds ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Cache-Control": "public, max-age=300"}, 300),
        ({"Cache-Control": 'Max-Age="300"', "Age": "100"}, 200),
        ({"Cache-Control": "s-maxage=300"}, None),
        ({"Cache-Control": "max-age=300, no-cache"}, None),
        ({"Cache-Control": "max-age=300", "Age": "301"}, None),
        ({"Cache-Control": "max-age=999999999999"}, 86_400),
        ({"Cache-Control": "max-age=banana", "Age": "banana"}, None),
        ({"Cache-Control": "max-age=0"}, None),
    ],
)
def test_a_server_says_for_how_long_its_answer_holds(
    server: WebServer, headers: dict[str, str], seconds: int | None
) -> None:
    url = server.answer("/feed", Answer(DOCUMENT, headers=tuple(headers.items())))
    wanted = None if seconds is None else timedelta(seconds=seconds)
    assert fetched(fetch(feed(url))).ttl == wanted
