"""Finding a site's feeds, also where what it says of them is no address."""

from __future__ import annotations

import asyncio

from monitor.core.settings import Settings
from monitor.discovery import Search, discover
from tests.servers import Answer, WebServer

NEWS = b"""<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'
    xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'><url><loc>http://port.example/ferry</loc>
    <news:news><news:title>The ferry sails again</news:title></news:news></url></urlset>"""


def found_at(url: str) -> Search:
    return asyncio.run(discover(Settings(checksum=""), url))


def test_sitemaps_that_are_no_addresses_are_passed_over() -> None:
    with WebServer() as web:
        home = web.answer("/", Answer(b"<html><body>The port"))
        news = web.answer("/sitemap-of-news.xml", NEWS)
        lines = (
            "http://[news/1",
            "http://[port]x/news",
            "news:",
            "//[/news",
            f"{web.url('/sitemap.xml')}",
            news,
        )
        web.answer("/robots.txt", "\n".join(f"Sitemap: {line}" for line in lines).encode())
        (only,) = found_at(home).found
        assert only.feed.url == news
        assert web.asked("/sitemap.xml") == []


def test_an_address_that_says_304_to_a_first_question_is_no_feed() -> None:
    with WebServer() as web:
        search = found_at(web.answer("/feed", Answer(b"", 304)))
        assert search.found == ()
        assert [failed.status for _, failed in search.failed] == [304]
