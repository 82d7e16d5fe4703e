"""Reads test documents as the fetched documents of a feed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from monitor.core.profile import GENERIC, SourceProfile
from monitor.core.reading import EntryParts, entry_parts, read_document
from monitor.core.settings import FeedSettings
from tests.build import NOW

if TYPE_CHECKING:
    from monitor.core.model import Document

URL = "https://news.example/feeds/all.xml"


def feed_settings(**more: Any) -> FeedSettings:
    return FeedSettings(**({"id": "ferry", "url": URL, "source": "ferry", "name": "Ferry"} | more))


def read(
    body: str | bytes,
    *,
    content_type: str = "",
    url: str = URL,
    profile: SourceProfile = GENERIC,
    max_items: int = 5_000,
    **feed: Any,
) -> Document:
    """Read a document at ``NOW``; further arguments are the feed's settings."""
    return read_document(
        body.encode() if isinstance(body, str) else body,
        content_type=content_type,
        url=url,
        feed=feed_settings(**feed),
        profile=profile,
        max_items=max_items,
        now=NOW,
    )


def parts_of(body: str | bytes, *, profile: SourceProfile = GENERIC, **more: Any) -> list[EntryParts]:
    """Read a document down to the parts of its articles."""
    feed = {name: value for name, value in more.items() if name not in ("content_type", "url", "max_items")}
    document = read(body, profile=profile, **more)
    return [entry_parts(entry, feed_settings(**feed), profile) for entry in document.entries]


def rss(*items: str, head: str = "<title>Ferry News</title><link>https://news.example/</link>") -> str:
    """An RSS 2.0 document with these items' insides."""
    inside = "".join(f"<item>{item}</item>" for item in items)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/" '
        f'xmlns:yandex="http://news.yandex.ru"><channel>{head}{inside}</channel></rss>'
    )
