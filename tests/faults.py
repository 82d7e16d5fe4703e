"""What publishers do wrong, served for real: the faults that a daemon has to bear beside sound feeds.

Each fault is what a path answers and the outcomes that a check of it may have; those whose items can be
read are published with a title of their own. Nothing here needs more than a socket.
"""

from __future__ import annotations

import gzip
import os
import zlib
from typing import TYPE_CHECKING, NamedTuple

import brotli
import zstandard

from tests.servers import Answer, endless, raw, reset

if TYPE_CHECKING:
    from tests.servers import Behaviour

XML = ("Content-Type", "application/rss+xml; charset=utf-8")
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n"
NEVER: frozenset[str] = frozenset()


class Fault(NamedTuple):
    """What is answered, in turn, and what a check may come to: ``read`` for "new" and "unchanged"."""

    answers: tuple[Answer | Behaviour, ...]
    outcomes: frozenset[str]


def rss(*items: str, head: str = '<?xml version="1.0" encoding="utf-8"?>') -> str:
    return f"{head}<rss version='2.0'><channel><title>A wire</title>{''.join(items)}</channel></rss>"


def item(title: str, *, text: str = "", extra: str = "") -> str:
    return f"<item><title>{title}</title><description>{text}</description>{extra}</item>"


SOUND = rss(item("A sound item about nothing"))


def catalogue(*, large: bool = True) -> dict[str, Fault]:
    """Every fault by its name; without ``large`` those that take neither long nor much."""
    faults = _network() | _http() | _documents() | _encodings()
    return faults | _large() if large else faults


def _fault(outcomes: str, *answers: Answer | Behaviour | bytes | str) -> Fault:
    given = tuple(
        Answer(a.encode() if isinstance(a, str) else a, 200, (XML,)) if isinstance(a, bytes | str) else a
        for a in answers
    )
    return Fault(given, frozenset(outcomes.split("|")))


READ = "new|unchanged"


def _network() -> dict[str, Fault]:
    slowly = raw(HEAD + b"\r\n", *(bytes([byte]) for byte in SOUND.encode()), pause=1)
    return {
        "headers-one-a-second": _fault("timed out", endless(b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n", pause=1)),
        "body-a-byte-a-second": _fault("timed out", slowly),
        "endless-body": _fault("too large|timed out", endless(HEAD + b"\r\n", b"x" * 65536)),
        "silence": _fault("timed out", endless(b"", b"", pause=1)),
        "kept-open-at-no-length": _fault("timed out", endless(HEAD + b"\r\n" + SOUND.encode(), b"", pause=1)),
        "kept-open-after-all": _fault(
            READ, endless(HEAD + b"Content-Length: %d\r\n\r\n" % len(SOUND) + SOUND.encode(), b"", pause=1)
        ),
        "another-protocol": _fault("bad answer|unreachable", raw(b"220 ready when you are\r\n")),
        "breaks-off-unannounced": _fault("cut answer", raw(HEAD + b"\r\n" + SOUND.encode()[:70])),
        "announced-too-short": _fault(
            "cut answer", raw(HEAD + b"Content-Length: 70\r\n\r\n" + SOUND.encode())
        ),
        "two-lengths": _fault(
            "bad answer", raw(HEAD + b"Content-Length: 5\r\nContent-Length: 9\r\n\r\n" + SOUND.encode())
        ),
        "reset-mid-body": _fault("cut answer|unreachable", reset(HEAD + b"Content-Length: 900\r\n\r\n<rss>")),
        "silent-close": _fault("cut answer|unreachable|bad answer", raw()),
        "two-resets-then-fine": _fault(READ, reset(), reset(), SOUND),
        "shorter-than-announced": _fault(
            "cut answer", raw(HEAD + b'ETag: "a"\r\nContent-Length: 9000\r\n\r\n' + SOUND.encode())
        ),
        "challenge-page": _fault(
            "challenge page",
            Answer(b"<html><head><script>document.cookie='a=1';location.reload()</script></head></html>"),
        ),
        "login-page-with-etag": _fault(
            "not a feed",
            Answer(b"<!DOCTYPE html><html><body><form>Sign in</form></body></html>", 200, (("ETag", '"b"'),)),
        ),
    }


def _http() -> dict[str, Fault]:
    soon, later = ("Retry-After", "3"), ("Retry-After", "Wed, 21 Oct 2099 07:28:00 GMT")
    zipped = gzip.compress(SOUND.encode())
    return {
        "bad-chunk": _fault(
            "bad answer|cut answer", raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n<")
        ),
        "trailers-without-end": _fault(
            "cut answer|timed out",
            endless(HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\n<rss>\r\n0\r\n", b"X: y\r\n" * 1_000),
        ),
        "hints-without-end": _fault(
            "timed out", endless(b"", b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 100, pause=0.01)
        ),
        "cookies-in-masses": _fault(
            "bad answer", Answer(SOUND.encode(), 200, tuple(("Set-Cookie", f"c{n}=d") for n in range(1_000)))
        ),
        "crumbs": _fault(
            "bad answer", endless(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n<\r\n" * 1_000)
        ),
        "garbage-status-line": _fault("bad answer", raw(b"ICY 200 MAYBE\r\n\r\n")),
        "endless-headers": _fault(
            "bad answer|unreachable|timed out",
            endless(b"HTTP/1.1 200 OK\r\n", b"X: " + b"y" * 8000 + b"\r\n"),
        ),
        "many-headers": _fault("bad answer", raw(HEAD + b"X: y\r\n" * 20_000 + b"\r\n")),
        "redirect-to-itself": _fault(
            "redirect loop", Answer(b"", 302, (("Location", "redirect-to-itself"),))
        ),
        "redirect-with-cookies": _fault(
            "redirect loop",
            Answer(b"", 302, (("Location", "redirect-with-cookies"), ("Set-Cookie", "seen=1"))),
        ),
        "redirect-to-the-inside": _fault(
            "refused address", Answer(b"", 302, (("Location", "http://2852039166/latest"),))
        ),
        "redirect-to-a-file": _fault(
            "refused address", Answer(b"", 302, (("Location", "file:///etc/passwd"),))
        ),
        "redirect-to-nowhere": _fault("bad status", Answer(b"", 302)),
        "401": _fault("unauthorized", Answer(b"", 401)),
        "403": _fault("forbidden", Answer(b"", 403)),
        "404": _fault("not found", Answer(b"", 404)),
        "410": _fault("gone", Answer(b"", 410)),
        "500": _fault("server error", Answer(b"oops", 500)),
        "500-then-fine": _fault(f"server error|{READ}", Answer(b"", 500), SOUND),
        "503-retry-soon": _fault("server error", Answer(b"", 503, (soon,))),
        "429-retry-in-2099": _fault("rate limited", Answer(b"", 429, (later,))),
        "429-retry-banana": _fault("rate limited", Answer(b"", 429, (("Retry-After", "banana"),))),
        "429-retry-absurd": _fault("rate limited", Answer(b"", 429, (("Retry-After", "9" * 400),))),
        "304-unasked": _fault("unchanged", Answer(b"", 304)),
        "204": _fault("empty answer", Answer(b"", 204)),
        "999": _fault("bad status", Answer(b"", 999)),
        "206": _fault("bad status", Answer(SOUND.encode(), 206)),
        "odd-etag": _fault(READ, Answer(SOUND.encode(), 200, (XML, ("ETag", '"' + "é" * 2000 + '"')))),
        "wrong-content-type": _fault(READ, Answer(SOUND.encode(), 200, (("Content-Type", "image/png"),))),
        "gzip": _fault(READ, Answer(zipped, 200, (XML, ("Content-Encoding", "gzip")))),
        "encodings-in-masses": _fault(
            "bad answer", Answer(zipped, 200, (("Content-Encoding", ", ".join(["gzip"] * 5_000)),))
        ),
        "encoding-that-is-none": _fault(READ, Answer(SOUND.encode(), 200, (("Content-Encoding", "utf-8"),))),
        "gzip-false": _fault(
            f"{READ}|bad answer", Answer(SOUND.encode(), 200, (("Content-Encoding", "gzip"),))
        ),
        "gzip-damaged": _fault(
            "bad answer|cut answer", Answer(zipped[:-30], 200, (("Content-Encoding", "gzip"),))
        ),
    }


def _documents() -> dict[str, Fault]:
    laughs = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
    doctype = '<?xml version="1.0"?><!DOCTYPE rss [{}]>'
    bomb = doctype.format('<!ENTITY l0 "ha">' + laughs)
    quadratic = doctype.format(f'<!ENTITY a "{"a" * 50_000}">')
    secret = doctype.format('<!ENTITY x SYSTEM "file:///etc/passwd">')
    refused = f"hostile document|not a feed|{READ}"
    return {
        "billion-laughs": _fault(refused, rss(item("&l9;"), head=bomb)),
        "quadratic-blow-up": _fault(refused, rss(item("&a;" * 50_000), head=quadratic)),
        "external-entity": _fault(refused, rss(item("&x;"), head=secret)),
        "harmless-doctype": _fault(READ, rss(item("Doctype"), head=doctype.format(""))),
        "undeclared-entity": _fault(READ, rss(item("a&nbsp;b & c"))),
        "html": _fault("not a feed", "<html><body><p>Hello</p></body></html>"),
        "json": _fault("not a feed", '{"error": "none"}'),
        "json-nested": _fault("hostile document", "[" * 200_000),
        "json-of-nonsense": _fault(
            READ,
            '{"version": "https://jsonfeed.org/version/1", "items": ["a", 1, null, [], {"title": 1e999}]}',
        ),
        "index-to-the-inside": _fault(
            "refused address",
            "<sitemapindex><sitemap><loc>http://169.254.169.254/</loc></sitemap></sitemapindex>",
        ),
        "random-bytes": _fault("not a feed", os.urandom(20_000)),
        "control-characters": _fault(READ, rss(item("Nul\x00 and \x1b[31m escape"))),
        "blanks-and-rubbish": _fault(READ, "\ufeff\n\n  " + SOUND + "\n<!-- and --> rubbish"),
        "empty-body": _fault("empty answer", b""),
        "nothing-in-items": _fault(READ, rss("<item></item>", item("", text="Only a text"))),
        "far-future": _fault(READ, rss(item("2099", extra="<pubDate>Thu, 01 Jan 2099 00:00 GMT</pubDate>"))),
    }


def _encodings() -> dict[str, Fault]:
    korean, russian = "북러 회담 똠방각하", "Переговоры о мосте"
    declared = '<?xml version="1.0" encoding="{}"?>'
    cp1251 = ("Content-Type", "text/xml; charset=windows-1251")
    return {
        "cp949-as-euc-kr": _fault(READ, rss(item(korean), head=declared.format("euc-kr")).encode("cp949")),
        "encoding-of-no-letters": _fault(READ, rss(item("Packed"), head=declared.format("zlib"))),
        "marks-that-contradict": _fault(
            READ, b"\xef\xbb\xbf" + rss(item(russian), head=declared.format("utf-16")).encode()
        ),
        "mixed-encodings": _fault(
            READ, rss(item(russian)).encode().replace(b"</item>", b"</item>" + item(korean).encode("cp949"))
        ),
        "koi8-r": _fault(READ, rss(item(russian), head=declared.format("koi8-r")).encode("koi8-r")),
        "cp1251-by-header": _fault(
            READ, Answer(rss(item(russian), head="").encode("cp1251"), 200, (cp1251,))
        ),
        "utf-16": _fault(READ, rss(item(russian), head=declared.format("utf-16")).encode("utf-16")),
        "one-bad-byte": _fault(
            READ, rss(item(korean)).encode().replace(b"</title><desc", b"\xff</title><desc")
        ),
    }


def _large() -> dict[str, Fault]:
    zeros = bytes(200_000_000)
    bomb = f"too large|hostile document|bad answer|not a feed|{READ}"
    deep = "<a>" * 100_000 + "</a>" * 100_000
    attributes = "".join(f' a{n}="b"' for n in range(200_000))
    crowd = rss(*(item(f"Item {n} of a crowd", extra=f"<guid>{n}</guid>") for n in range(100_000)))

    def packed(body: bytes, encoding: str) -> Answer:
        return Answer(body, 200, (XML, ("Content-Encoding", encoding)))

    return {
        "gzip-bomb": _fault(bomb, packed(gzip.compress(zeros, 1), "gzip")),
        "deflate-bomb": _fault(bomb, packed(zlib.compress(zeros, 1), "deflate")),
        "brotli-bomb": _fault(bomb, packed(brotli.compress(zeros, quality=1), "br")),
        "zstd-bomb": _fault(bomb, packed(zstandard.compress(zeros, 1), "zstd")),
        "gzip-of-many-members": _fault(bomb, packed(gzip.compress(b"") * 400_000, "gzip")),
        "gzip-in-gzip-bomb": _fault(bomb, packed(gzip.compress(gzip.compress(zeros, 1)), "gzip, gzip")),
        "deflate-of-nothing": _fault(
            "cut answer", packed(b"\x78\x01" + b"\0\0\0\xff\xff" * 1_000_000, "deflate")
        ),
        "comments": _fault(bomb, "<!-- -->" * 500_000 + SOUND),
        "categories": _fault(bomb, rss(item("Much", extra="<category>c</category>" * 400_000))),
        "entities-escaped": _fault(bomb, rss(item("Much", text="&amp;nbsp;" * 800_000))),
        "deep-markup": _fault(
            bomb, rss(item("Deep", text="<![CDATA[" + "<table><tr><td>" * 300_000 + "]]>"))
        ),
        "names-in-masses": _fault(bomb, rss(item("Lavrov, Kim", text="Lavrov Kim Putin " * 300_000))),
        "deep-nesting": _fault(bomb, rss(item("Deep", text=deep))),
        "deep-elements": _fault(bomb, rss(item("Deep", extra=deep))),
        "many-attributes": _fault(bomb, rss(f"<item{attributes}><title>Much</title></item>")),
        "crowd": _fault(bomb, crowd),
        "crowd-8-mb": _fault(bomb, crowd[:8_000_000]),
        "long-title": _fault(bomb, rss(item("t" * 300_000))),
        "long-description": _fault(bomb, rss(item("Long", text="A word and another. " * 400_000))),
        "long-korean": _fault(bomb, rss(item("긴", text="북러 정상회담에서 " * 250_000))),
        "combining-marks": _fault(bomb, rss(item("e" + "\u0301" * 100_000, text="a" + "\u0301" * 1_000_000))),
    }
