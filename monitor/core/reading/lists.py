"""HTML list pages: the entries of a source that has no feed, by CSS selectors.

What a selector does not say is found the usual way: the first link, its words, the first ``<time>``.
One article shown in several blocks of a page is one entry.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.errors import ReadError
from monitor.core.fetching import Outcome
from monitor.core.model import Document
from monitor.core.reading.entries import Context, make_entries
from monitor.core.reading.html import line_of, plain_line, selector, web_address
from monitor.core.reading.mend import refuse_attributes
from monitor.core.urls import without_place

if TYPE_CHECKING:
    from lxml.etree import _Element

    from monitor.core.settings import HtmlSelectors

_DATE_ATTRIBUTES = ("datetime", "content", "data-published-time", "data-date", "data-time", "title")


def read_list(text: str, context: Context, selectors: HtmlSelectors) -> Document:
    """Read a list page. Raises ``ReadError``: ``LAYOUT`` if the selectors find no article, or ``HOSTILE``."""
    from lxml import etree

    refuse_attributes(text)
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
    root = etree.fromstring(text.encode("utf-8", "replace") or b"<html/>", parser)
    if root is None:
        raise ReadError(Outcome.LAYOUT, "the page is empty")
    base_element = root.find(".//base[@href]")
    base = web_address(base_element.get("href"), context.url) if base_element is not None else None
    found: dict[str, dict[str, str]] = {}
    bad: list[str] = []
    items = _select(root, selectors.item)
    for number, item in enumerate(items[: context.max_items], 1):
        fields = _fields(item, selectors)
        address = web_address(fields["link"], base or context.url)
        if not address or not fields["title"]:
            bad.append(f"item {number}: no {'title' if address else 'link'}")
            continue
        fields["link"] = without_place(address)
        _merge(found.setdefault(fields["link"], fields), fields)
    if not found:
        what = f"{len(items)} items without link or title" if items else "nothing"
        raise ReadError(Outcome.LAYOUT, f"the selector {selectors.item!r} finds {what} on the page")
    context.note_unread(len(items) - context.max_items)
    language = root.get("lang") or ""
    entries, _ = make_entries(context, list(found.values()), language=language)
    title = root.find(".//title")
    return Document(
        entries=entries,
        bad_entries=tuple(bad),
        notes=tuple(context.notes),
        title=plain_line((title.text or "")[:1_000]) if title is not None else "",
        language=language[:20] or None,
        kind="html",
        next_page=_next_page(root, selectors, base or context.url),
    )


def _fields(item: _Element, selectors: HtmlSelectors) -> dict[str, str]:
    link = _first(item, selectors.link) if selectors.link else _link_in(item)
    if link is not None and link.get("href") is None:
        link = _link_in(link)
    title = _first(item, selectors.title) if selectors.title else link
    date = _first(item, selectors.date or "time")
    summary = _first(item, selectors.summary) if selectors.summary else None
    return {
        "link": link.get("href") or "" if link is not None else "",
        "title": _title(title),
        "published": _date(date),
        "summary": line_of(summary) if summary is not None else "",
    }


def _next_page(root: _Element, selectors: HtmlSelectors, base: str) -> str | None:
    element = _first(root, selectors.next) if selectors.next else None
    link = _link_in(element) if element is not None else None
    return web_address(link.get("href"), base) if link is not None else None


def _merge(known: dict[str, str], again: dict[str, str]) -> None:
    for name, value in again.items():
        if not known[name] or (name == "title" and len(value) > len(known[name])):
            known[name] = value


def _select(root: _Element, css: str) -> list[_Element]:
    from cssselect import SelectorError

    try:
        return list(selector(css)(root))
    except SelectorError as error:
        raise ReadError(Outcome.LAYOUT, f"{css!r} is no CSS selector: {error}") from error


def _first(item: _Element, css: str) -> _Element | None:
    return next(iter(_select(item, css)), None)


def _link_in(item: _Element) -> _Element | None:
    return item if item.get("href") is not None else item.find(".//a[@href]")


def _title(element: _Element | None) -> str:
    if element is None:
        return ""
    image = element.find(".//img[@alt]")
    return line_of(element) or element.get("title") or (image.get("alt") if image is not None else "") or ""


def _date(element: _Element | None) -> str:
    if element is None:
        return ""
    stated = (element.get(name) for name in _DATE_ATTRIBUTES)
    return next((value for value in stated if value), "") or line_of(element)
