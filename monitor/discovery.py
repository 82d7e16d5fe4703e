"""Finding the feeds of a site from any of its addresses: ``tumen feeds add``.

In this order: the address itself, what its page names (``<link rel="alternate">``), the news sitemaps of the
site's robots.txt, and where feeds usually are. In this process and without the limits of workers, as
``monitor.look``: an operator watches and can interrupt.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from monitor import sources
from monitor.clock import SystemClock
from monitor.core.fetching import Failed, Fetched, Outcome
from monitor.core.reading import feeds_named_in
from monitor.core.reading.encoding import decode
from monitor.core.reading.html import web_address
from monitor.core.settings import FeedSettings
from monitor.fetch import Fetcher
from monitor.look import read_reply

if TYPE_CHECKING:
    from monitor.core.model import Document
    from monitor.core.settings import Settings

USUAL = (
    *("/rss.xml", "/feed/", "/rss", "/rss/", "/feed.xml", "/atom.xml", "/index.xml", "/export/rss.xml"),
    *("/rss/all.xml", "/sitemap_news.xml", "/news-sitemap.xml", "/sitemap-news.xml"),
)
"""Where sites have their feeds, the most usual first."""

NAMED = 8
"""Feeds that a page names and that are looked at; some pages name one for each section."""

GAP = 0.3
"""Seconds between two addresses that are tried."""

_SITEMAP = re.compile(r"^sitemap:\s*(\S{1,2000})", re.IGNORECASE | re.MULTILINE)
_NO_ID = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A feed, as it would be configured, and what it holds now."""

    feed: FeedSettings
    document: Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What was found, and how the other addresses answered that were tried."""

    found: tuple[Found, ...]
    failed: tuple[tuple[str, Failed], ...]


async def discover(settings: Settings, url: str) -> Search:
    """Look for feeds at an address and around it; the first of ``found`` is the likeliest."""
    asked = FeedSettings(id="new", url=url, source=source_of(url), name="")
    fetcher = Fetcher(replace(settings, feeds=(*settings.feeds, asked)), clock=SystemClock())
    search = _Searching(fetcher, asked)
    page = await search.look(url)
    if not search.found and page is not None:
        text = decode(page.body, content_type=page.content_type).text
        for address in feeds_named_in(text, page.url)[:NAMED]:
            await search.look(address)
        if not search.found:
            for address in await search.sitemaps(page.url):
                await search.look(address)
        for path in () if search.found else USUAL:
            if await search.look(urljoin(page.url, path)) and search.found:
                break
    return Search(found=tuple(search.found), failed=tuple(search.failed.items()))


def source_of(url: str) -> str:
    """The source that an address belongs to: one that is known, else named by its host."""
    known = sources.profile("", url).source
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    labels = host.split(".")
    short = labels[-2] if len(labels) > 1 and not labels[-1].isdigit() else host
    if short in ("co", "or", "go", "com", "org", "gov") and len(labels) > 2:
        short = labels[-3]
    return known or _NO_ID.sub("-", short).strip("-.") or "feed"


def new_id(source: str, language: str | None, taken: frozenset[str]) -> str:
    """An id for a source's further feed: ``tass``, ``tass-ru``, ``tass-ru-2`` …"""
    names = [source] if not language else [f"{source}-{language}", source]
    if len(sources.profile(source).languages) < 2:
        names.reverse()
    names += [f"{names[0]}-{number}" for number in range(2, len(taken) + 3)]
    return next(name for name in names if name not in taken)


class _Searching:
    def __init__(self, fetcher: Fetcher, asked: FeedSettings) -> None:
        self._fetcher = fetcher
        self._asked = asked
        self.found: list[Found] = []
        self.failed: dict[str, Failed] = {}

    async def look(self, url: str) -> Fetched | None:
        """Fetch and read an address; what it answered if that is no feed but a page."""
        if url in self.failed or any(url == found.feed.url for found in self.found):
            return None
        feed = replace(self._asked, url=url, source=source_of(url))
        if url == self._asked.url:
            reply = await self._fetcher.fetch(feed)
        else:
            reply = await self._fetcher.fetch_page(url, self._asked, gap=GAP)
        if isinstance(reply, Fetched):
            feed = replace(feed, url=reply.permanent_url or url)
        document = await read_reply(feed, reply)
        if isinstance(document, Failed):
            self.failed[url] = document
        elif document.entries:
            self.found.append(Found(feed=feed, document=document))
        else:
            self.failed[url] = Failed(outcome=Outcome.EMPTY, detail="a feed without items")
        return reply if isinstance(reply, Fetched) else None

    async def sitemaps(self, url: str) -> list[str]:
        """The news sitemaps that the site's robots.txt names."""
        reply = await self._fetcher.fetch_page(urljoin(url, "/robots.txt"), self._asked, gap=GAP)
        if not isinstance(reply, Fetched):
            return []
        named = _SITEMAP.findall(reply.body[:500_000].decode("utf-8", "replace"))
        addresses = [address for said in named if (address := web_address(said, reply.url))]
        return [address for address in addresses if "news" in urlsplit(address).path.lower()][:NAMED]
