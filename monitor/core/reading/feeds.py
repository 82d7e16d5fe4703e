"""RSS 0.9x to 2.0, RDF and Atom, by feedparser, which reads what others refuse.

It is given clean UTF-8 (see ``encoding`` and ``mend``) and asked for the raw strings only: its own
sanitising, link resolution and guesses at dates are slower or less true than what is done here. What is
plain enough to be read without it, with the same result, is ``plainfeeds``'.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from monitor.core.errors import ReadError
from monitor.core.fetching import Outcome
from monitor.core.model import Document
from monitor.core.reading.entries import Context, make_entries
from monitor.core.reading.html import plain_line, web_address
from monitor.core.reading.mend import mend, tree_of
from monitor.core.reading.plainfeeds import ParsedFeed, read_plain
from monitor.core.reading.ttl import stated_ttl

if TYPE_CHECKING:
    from feedparser.util import FeedParserDict

_FULL_TEXTS = ("yandex_full-text", "full-text", "turbo_content")
"""Where feeds made for aggregators put the article, as HTML."""

_BROKEN = "neither RSS nor Atom, or broken beyond reading"
_FALLS = (AttributeError, LookupError, TypeError, ValueError)
"""What feedparser raises over documents that are broken in ways it does not expect."""


def read_feed(text: str, context: Context) -> Document:
    """Read a feed's text. Raises ``ReadError``: ``NOT_A_FEED``, or ``HOSTILE`` for what is costly to read."""
    mended, dropped = mend(text, max_items=context.max_items)
    parsed = read_plain(mended) or read_any(mended)
    if not parsed.kind:
        raise ReadError(Outcome.NOT_A_FEED, _BROKEN)
    site = web_address(parsed.link, context.url) or context.url
    entries, bad = make_entries(context, parsed.entries, base=site, language=parsed.language)
    context.note_unread(dropped + max(0, len(parsed.entries) - context.max_items))
    return Document(
        entries=entries,
        bad_entries=bad,
        notes=tuple(context.notes),
        title=plain_line(parsed.title[:1_000]),
        language=parsed.language[:20] or None,
        kind=parsed.kind,
        ttl=stated_ttl(mended),
    )


def read_any(mended: str) -> ParsedFeed:
    """Any feed, by feedparser; one that is none has no kind."""
    # feedparser lets a picture's caption overwrite the item's description.
    mended = mended.replace("<media:description", "<media:caption").replace(
        "</media:description", "</media:caption"
    )
    try:
        parsed = _parse(mended.encode("utf-8"))
    except _FALLS:
        parsed = _parse_mended_further(mended)
    return ParsedFeed(
        kind=parsed.version,
        title=_text(parsed.feed, "title"),
        link=_text(parsed.feed, "link"),
        language=_text(parsed.feed, "language"),
        entries=[_fields(raw) for raw in parsed.entries],
    )


def _parse(document: bytes) -> Any:  # noqa: ANN401 - feedparser has no types
    import feedparser

    return feedparser.parse(
        BytesIO(document),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )


def _parse_mended_further(mended: str) -> Any:  # noqa: ANN401 - as above
    """Read a document over which feedparser falls, with each of its elements begun and ended."""
    from lxml import etree

    root = tree_of(mended)
    try:
        return _parse(b"" if root is None else etree.tostring(root, encoding="utf-8"))
    except _FALLS as error:
        raise ReadError(Outcome.NOT_A_FEED, _BROKEN) from error


def _fields(raw: FeedParserDict) -> dict[str, Any]:
    full = next((text for name in _FULL_TEXTS if (text := _text(raw, name))), "")
    contents = dict.get(raw, "content") or ()
    return {
        "guid": _text(raw, "id"),
        "link": _text(raw, "feedburner_origlink") or _link(raw),
        "title": _text(raw, "title"),
        "summary": _text(raw, "summary") or _text(raw, "media_caption"),
        "content": full or max((_text(part, "value") for part in contents), key=len, default=""),
        "published": _text(raw, "published"),
        "updated": _text(raw, "updated"),
        "language": _text(dict.get(raw, "title_detail") or {}, "language") or _text(raw, "language"),
        "authors": [_text(author, "name") or _text(author, "email") for author in _dicts(raw, "authors")],
        "categories": list(
            dict.fromkeys(_text(tag, "label") or _text(tag, "term") for tag in _dicts(raw, "tags"))
        ),
    }


def _link(raw: FeedParserDict) -> str:
    """The article's page: an alternate that is HTML, before any other; never a bare id."""
    for link in _dicts(raw, "links"):
        if dict.get(link, "rel") == "alternate" and "html" in _text(link, "type"):
            return _text(link, "href")
    link = _text(raw, "link")
    # Without a link feedparser gives the id in its place, which by RSS 2.0 is an address unless it says no.
    return link if link != _text(raw, "id") or link.startswith(("http", "/")) else ""


def _dicts(raw: FeedParserDict, name: str) -> list[FeedParserDict]:
    return [value for value in dict.get(raw, name) or () if isinstance(value, dict)]


def _text(raw: FeedParserDict, name: str) -> str:
    # dict's own get: feedparser's is slow, and warns that it answers "updated" with "published".
    value = dict.get(raw, name)
    return value if isinstance(value, str) else ""
