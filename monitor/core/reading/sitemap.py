"""Sitemaps (https://www.sitemaps.org/protocol.html), with Google's news extension, and their indexes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from monitor.core.errors import ReadError
from monitor.core.fetching import Outcome
from monitor.core.model import Document, Entry
from monitor.core.reading.entries import Context, make_entry
from monitor.core.reading.mend import mend, tree_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element

LARGEST = 50_000
"""Addresses that the protocol allows in one sitemap."""

_OLDEST = datetime.min.replace(tzinfo=UTC)


def read_sitemap(text: str, context: Context) -> Document:
    """Read a sitemap or an index of sitemaps, newest first. Raises ``ReadError``, as ``read_feed`` does.

    An entry without the news extension has no title: its page has to be asked for it.
    """
    mended, _ = mend(text, max_items=LARGEST)
    root = tree_of(mended)
    if root is None:
        raise ReadError(Outcome.NOT_A_FEED, "a sitemap broken beyond reading")
    entries: list[Entry] = []
    bad: list[str] = []
    for number, element in enumerate(root, 1):
        if _name(element) in ("url", "sitemap"):
            entry = make_entry(context, **_fields(element))
            if entry and entry.link:
                entries.append(entry)
            else:
                bad.append(f"item {number}: no address")
    entries.sort(key=lambda entry: entry.published or _OLDEST, reverse=True)
    if len(entries) > context.max_items:
        beyond = len(entries) - context.max_items
        context.note(f"the {beyond:,} oldest of {len(entries):,} addresses were not read")
    return Document(
        entries=tuple(entries[: context.max_items]),
        bad_entries=tuple(bad),
        notes=tuple(context.notes),
        kind="sitemapindex" if _name(root) == "sitemapindex" else "sitemap",
    )


def newest_sitemap(index: Document) -> str | None:
    """The sitemap of an index that has the latest news, as far as dates and names tell; None if it has none.

    Without dates: one for news, by its address, else the first.
    """
    entries = [entry for entry in index.entries if entry.link]
    if not entries:
        return None
    news = [entry for entry in entries if "news" in (entry.link or "").lower()]
    dated = [entry for entry in news or entries if entry.published]
    newest = max(dated, key=lambda entry: entry.published or _OLDEST, default=(news or entries)[0])
    return newest.link


def _fields(element: _Element) -> dict[str, str]:
    said = _said(element)  # not what is below: pictures and films have addresses of their own
    news = next((part for part in element if _name(part) == "news"), None)
    headline = _said(news.iter()) if news is not None else {}
    return {
        "link": said.get("loc", ""),
        "title": headline.get("title", ""),
        "published": headline.get("publication_date") or said.get("lastmod", ""),
        "updated": said.get("lastmod", ""),
        "language": headline.get("language", ""),
    }


def _said(parts: Iterable[_Element]) -> dict[str, str]:
    return {_name(part): (part.text or "").strip() for part in parts}


def _name(element: _Element) -> str:
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""
