"""An article's page to its text: by the source's own selectors, else by trafilatura.

Trafilatura (the extra ``fulltext``) finds the text on any publisher's page; the selectors of
``monitor.sources`` are surer and cheaper where they are known, and need nothing installed. What of the text
is the wire's furniture is cut off later, as of feeds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.core.challenge import challenge_of
from monitor.core.errors import ReadError
from monitor.core.fetching import Outcome
from monitor.core.reading.encoding import decode
from monitor.core.reading.html import plain_line, plain_text, selector
from monitor.core.reading.mend import refuse_attributes

if TYPE_CHECKING:
    from lxml.etree import _Element

    from monitor.core.profile import SourceProfile

MAX_TREE = 50_000
"""Elements of a page that trafilatura is given; it walks over them many times."""

_MISSING = "this source's pages are read by trafilatura: pip install 'tumen[fulltext]', or full_text: never"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What an article's page says: its headline (empty if it states none) and its text, both plain."""

    title: str
    text: str


def read_page(body: bytes, *, content_type: str, profile: SourceProfile, language: str | None = None) -> Page:
    """Read an article's page.

    Raises ``ReadError``: ``EMPTY``, ``CHALLENGE``, ``LAYOUT`` if no text is found on it, ``NOT_A_FEED`` for
    what is no HTML, ``HOSTILE`` for a page of too many elements.
    """
    from lxml import etree, html

    if not body.strip():
        raise ReadError(Outcome.EMPTY, "an answer without a page")
    wall = challenge_of(body)
    if wall:
        raise ReadError(Outcome.CHALLENGE, f"{wall} answered in the page's place")
    text = decode(body, content_type=content_type, language=language).text
    if "<" not in text[:1_000]:
        raise ReadError(Outcome.NOT_A_FEED, "no HTML page")
    refuse_attributes(text, bare=True)
    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    if root is None:
        raise ReadError(Outcome.LAYOUT, "the page is empty")
    title = _title(root)
    found = _by_selectors(root, profile) or _by_trafilatura(root, profile)
    if not found:
        raise ReadError(Outcome.LAYOUT, "no article's text was found on the page")
    return Page(title=title, text=found)


def _title(root: _Element) -> str:
    stated = root.find(".//meta[@property='og:title']")
    if stated is not None and stated.get("content"):
        return plain_line(stated.get("content")[:1_000])
    headline = root.find(".//h1")
    return plain_line("".join(headline.itertext())[:1_000]) if headline is not None else ""


def _by_selectors(root: _Element, profile: SourceProfile) -> str:
    from lxml import etree

    if profile.page is None:
        return ""
    if profile.page.drop:
        for element in selector(profile.page.drop)(root):
            _drop(element)
    parts: list[_Element] = []
    for element in selector(profile.page.text)(root):
        if not parts or all(ancestor not in parts for ancestor in element.iterancestors()):
            parts.append(element)
    markup = "\n".join(etree.tostring(part, encoding="unicode", with_tail=False) for part in parts)
    return plain_text(markup)


def _drop(element: _Element) -> None:
    """Take an element out of its tree; what follows it stays."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _by_trafilatura(root: _Element, profile: SourceProfile) -> str:
    try:
        import trafilatura
    except ImportError as error:
        if profile.page is None:
            raise ReadError(Outcome.LAYOUT, _MISSING) from error
        return ""
    if sum(1 for _ in root.iter()) > MAX_TREE:
        raise ReadError(Outcome.HOSTILE, f"a page of more than {MAX_TREE:,} elements")
    found = trafilatura.extract(root, include_comments=False, include_tables=False, deduplicate=False)
    return "\n\n".join(filter(None, (found or "").splitlines()))
