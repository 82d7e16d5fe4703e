"""A fetched document, whatever it is, to its entries: the one way into ``monitor.core.reading``."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.core.challenge import challenge_of
from monitor.core.errors import ReadError
from monitor.core.fetching import Outcome
from monitor.core.reading.encoding import decode
from monitor.core.reading.entries import Context
from monitor.core.reading.feeds import read_feed
from monitor.core.reading.html import plain_line, web_address
from monitor.core.reading.jsonfeed import read_json_feed
from monitor.core.reading.lists import read_list
from monitor.core.reading.mend import root_of
from monitor.core.reading.sitemap import read_sitemap
from monitor.core.settings import FeedFormat

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from monitor.core.model import Document
    from monitor.core.profile import SourceProfile
    from monitor.core.settings import FeedSettings

MAX_ITEMS = 5_000

_HTML_ROOTS = frozenset(
    (
        "html",
        "head",
        "body",
        "meta",
        "title",
        "script",
        "style",
        "div",
        "p",
        "h1",
        "span",
        "a",
        "b",
        "pre",
        "form",
        "table",
        "br",
    )
)
_FEED_ROOTS = frozenset(("rss", "rdf", "feed", "channel"))
_SITEMAP_ROOTS = frozenset(("urlset", "sitemapindex"))
_END = 100_000  # characters, among which a document ends; the others may be rubbish
_LATEST = 20_000  # characters that may stand before a feed's first line
_TITLE = re.compile(r"<title[^<>]{0,200}>([^<]{1,300})", re.IGNORECASE)
_ALTERNATE = re.compile(r"<link\s[^<>]{1,600}>", re.IGNORECASE)
_FEED_TYPE = re.compile(r"application/(?:rss|atom|feed)\+(?:xml|json)", re.IGNORECASE)
_PASSWORD = re.compile(r"<input\s[^<>]{0,500}type\s{0,5}=\s{0,5}[\"']?password", re.IGNORECASE)
_HREF = re.compile(r"href\s{0,5}=\s{0,5}[\"']?([^\"'\s>]{1,1000})", re.IGNORECASE)


def read_document(
    body: bytes,
    *,
    content_type: str,
    url: str,
    feed: FeedSettings,
    profile: SourceProfile,
    max_items: int = MAX_ITEMS,
    now: datetime | None = None,
) -> Document:
    """Read what a feed's address answered.

    ``url`` is where the body came from. ``now`` lets dates be checked against the clock and relative ones
    («Сегодня, 12:20») be read. What it is decides the document itself; the feed's ``format`` is asked where
    that leaves it open, the content type never.

    Raises ``ReadError``: ``EMPTY``, ``CHALLENGE``, ``NOT_A_FEED``, ``LAYOUT``, ``HOSTILE`` or ``CUT``.
    """
    text = decode(body, content_type=content_type, language=feed.language).text
    bare = text.strip("\ufeff \t\r\n")
    if not bare:
        raise ReadError(Outcome.EMPTY, "an answer without a document")
    context = Context(url=url, feed=feed, profile=profile, max_items=max_items, now=now)
    if bare.startswith(("{", "[")):
        return read_json_feed(bare, context)
    root = root_of(text)
    if root in _HTML_ROOTS and (feed_text := _behind_complaints(text)):
        text, root = feed_text, root_of(feed_text)
    if root in _SITEMAP_ROOTS:
        return _unless_cut(read_sitemap(text, context), text, root)
    if root in _HTML_ROOTS or (feed.format is FeedFormat.HTML and root not in _FEED_ROOTS):
        return _read_page(body, text, context)
    if not root:
        raise ReadError(Outcome.NOT_A_FEED, "neither XML nor JSON")
    return _unless_cut(read_feed(text, context), text, root)


def _unless_cut(document: Document, text: str, root: str) -> Document:
    """The document, marked if it breaks off: not every server says how long its answer is."""
    end = text[-_END:]
    if re.search(rf"</(?:[\w.-]{{1,100}}:)?{re.escape(root)}\s{{0,100}}>", end, re.IGNORECASE):
        return document
    if not document.entries:
        if text.count("<", 0, _END) < 3 and end.rstrip().endswith("/>"):  # an element without content
            return document
        raise ReadError(Outcome.CUT, "it breaks off before its first item")
    return replace(document, cut=True, notes=(*document.notes, "it breaks off"))


def _behind_complaints(text: str) -> str:
    """The feed behind what its server's own program complains of in HTML (``<b>Warning</b>: …``), if any."""
    start = text.find("<?xml", 0, _LATEST)
    document = text[start:] if start >= 0 else ""
    return document if root_of(document) in _FEED_ROOTS | _SITEMAP_ROOTS else ""


def feeds_named_in(page: str, url: str) -> tuple[str, ...]:
    """The addresses of the feeds that an HTML page says it has (``<link rel="alternate">``)."""
    return tuple(dict.fromkeys(_feeds_named_in(page, url)))


def _feeds_named_in(page: str, url: str) -> Iterator[str]:
    for found in _ALTERNATE.finditer(page[:200_000]):
        href = _HREF.search(found[0])
        address = web_address(href[1], url) if href and _FEED_TYPE.search(found[0]) else None
        if address:
            yield address


def _read_page(body: bytes, text: str, context: Context) -> Document:
    wall = challenge_of(body)
    if wall:
        raise ReadError(Outcome.CHALLENGE, f"{wall} answered in the feed's place")
    wants = "; it asks for a password" if _PASSWORD.search(text[:200_000]) else ""
    selectors = context.feed.html or context.profile.lists
    if selectors and context.feed.format in (FeedFormat.AUTO, FeedFormat.HTML):
        try:
            return read_list(text, context, selectors)
        except ReadError as error:
            raise ReadError(error.outcome, f"{error.detail}{wants}") from error
    found = _TITLE.search(text[:20_000])
    title = plain_line(found[1])[:80] if found else ""
    named = feeds_named_in(text, context.url)
    raise ReadError(
        Outcome.NOT_A_FEED,
        f"an HTML page{f' titled {title!r}' if title else ''}{wants}"
        + (f"; it names a feed: {named[0]}" if named else ""),
    )
