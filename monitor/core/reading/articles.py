"""From an entry to the article's parts: plain text, its furniture cut off, its address and chain."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from monitor.core.furniture import FurnitureSpan, separate
from monitor.core.pages import completed
from monitor.core.reading.html import plain_text
from monitor.core.urls import clickable

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.core.model import Entry, Reading
    from monitor.core.profile import SourceProfile
    from monitor.core.reading.pages import Page
    from monitor.core.settings import FeedSettings


_LANGUAGE = re.compile("(?!mis|mul|und|zxx)[a-z]{2,3}")  # these say that it is none, or many


class EntryParts(NamedTuple):
    """What an entry says, ready to be understood. ``language`` is the publisher's word, or None.

    The other fields are those of ``model.Reading``.
    """

    guid: str | None
    url: str
    title: str
    text: str
    published: datetime | None
    language: str | None
    markers: tuple[str, ...] = ()
    dateline: str = ""
    byline: str = ""
    trailer: str = ""
    chain: str | None = None

    @property
    def furniture(self) -> tuple[FurnitureSpan, ...]:
        """What was cut off and kept, each part as a field of its own."""
        parts = {"dateline": self.dateline, "byline": self.byline, "trailer": self.trailer}
        return tuple(
            FurnitureSpan(field=kind, start=0, end=len(value), kind=kind, value=value)
            for kind, value in parts.items()
            if value
        )


def entry_parts(entry: Entry, feed: FeedSettings, profile: SourceProfile) -> EntryParts:
    """Read an entry's words: its full content if it has one that says more, else its summary."""
    summary, content = plain_text(entry.summary), plain_text(entry.content)
    parts = separate(entry.title, content if len(content) >= len(summary) else summary, profile)
    return EntryParts(
        guid=entry.guid,
        url=clickable(entry.link) if entry.link else "",
        title=parts.title,
        text=parts.text,
        published=entry.published,
        language=primary_language(entry.language) or primary_language(feed.language),
        markers=parts.markers,
        dateline=parts.dateline,
        byline=parts.byline,
        trailer=parts.trailer,
        chain=profile.chain_of(entry.guid, entry.link),
    )


def page_parts(reading: Reading, page: Page, feed: FeedSettings, profile: SourceProfile) -> EntryParts:
    """An article's words with the text of its page, where that says more than its feed did.

    Raises ``ReadError`` with ``LAYOUT`` if the page does not (``pages.completed``).
    """
    title = reading.title or page.title
    parts = separate(title, completed(title, reading.text, page.text), profile)
    return EntryParts(
        guid=reading.guid,
        url=reading.url,
        title=parts.title,
        text=parts.text,
        published=reading.published,
        language=primary_language(feed.language) or reading.language,
        markers=tuple(dict.fromkeys((*reading.markers, *parts.markers))),
        dateline=parts.dateline or reading.dateline,
        byline=parts.byline or reading.byline,
        trailer=parts.trailer or reading.trailer,
        chain=reading.chain,
    )


@lru_cache(maxsize=256)  # a feed's entries say the same
def primary_language(tag: str | None) -> str | None:
    """The language of a tag such as ``ko-KR`` or ``EN_us``: its first part, in lower case (RFC 5646).

    None for a tag that names none.
    """
    primary = (tag or "").replace("_", "-").partition("-")[0].strip().lower()
    return primary if _LANGUAGE.fullmatch(primary) else None
