"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from monitor.core.errors import ReadError
from monitor.core.fetching import Outcome
from monitor.core.model import Document
from monitor.core.reading.entries import Context, make_entries
from monitor.core.reading.html import plain_line

if TYPE_CHECKING:
    from collections.abc import Iterator


def read_json_feed(text: str, context: Context) -> Document:
    """Read a JSON Feed. Raises ``ReadError``: ``NOT_A_FEED`` for other or broken JSON, or ``HOSTILE``."""
    try:
        document = json.loads(text)
    except RecursionError as error:
        raise ReadError(Outcome.HOSTILE, "JSON nested too deep") from error
    except ValueError as error:
        raise ReadError(Outcome.NOT_A_FEED, "broken JSON") from error
    items = document.get("items") if isinstance(document, dict) else None
    version = document.get("version") if isinstance(document, dict) else None
    if not isinstance(items, list) or not (isinstance(version, str) and "jsonfeed.org" in version):
        raise ReadError(Outcome.NOT_A_FEED, "JSON, but no JSON Feed")
    context.note_unread(len(items) - context.max_items)
    language = _text(document, "language")
    said = [_said(item) if isinstance(item, dict) else None for item in items[: context.max_items]]
    entries, bad = make_entries(context, said, language=language)
    return Document(
        entries=entries,
        bad_entries=bad,
        notes=tuple(context.notes),
        title=plain_line(_text(document, "title")[:1_000]),
        language=language[:20] or None,
        kind="json",
    )


def _said(item: dict[str, Any]) -> dict[str, Any]:
    return {
        "guid": _id(item),
        "link": _text(item, "url") or _text(item, "external_url"),
        "title": _text(item, "title"),
        "summary": _text(item, "summary"),
        "content": _text(item, "content_html") or _text(item, "content_text"),
        "published": _text(item, "date_published"),
        "updated": _text(item, "date_modified"),
        "language": _text(item, "language"),
        "authors": list(_authors(item)),
        "categories": [tag for tag in _list(item, "tags") if isinstance(tag, str)],
    }


def _authors(item: dict[str, Any]) -> Iterator[str]:
    for author in (*_list(item, "authors"), item.get("author")):  # "author" is 1.0's
        if isinstance(author, dict):
            yield _text(author, "name")


def _list(values: dict[str, Any], name: str) -> list[Any]:
    value = values.get(name)
    return value if isinstance(value, list) else []


def _text(values: dict[str, Any], name: str) -> str:
    value = values.get(name)
    return value if isinstance(value, str) else ""


def _id(item: dict[str, Any]) -> str:
    """The specification wants a string; numbers are often given."""
    value = item.get("id")
    return str(value) if isinstance(value, int) else _text(item, "id")
