"""OPML 2.0 (http://opml.org/spec2.opml): the lists of feeds that readers exchange.

It comes from anywhere, so it is read as feeds are: no entities, no depth or attributes without end.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.core.errors import ReadError
from monitor.core.fetching import Outcome
from monitor.core.reading.encoding import decode
from monitor.core.reading.html import plain_line, web_address
from monitor.core.reading.mend import mend, root_of, tree_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element

MAX_OUTLINES = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A feed of such a list. ``language`` as the list has it, or None."""

    url: str
    title: str = ""
    language: str | None = None


def read_opml(body: bytes) -> tuple[Outline, ...]:
    """The feeds of a list, each address once, in its order.

    Raises ``ReadError``: ``NOT_A_FEED`` for what is no OPML, ``HOSTILE`` as of feeds.
    """
    text = decode(body).text
    if root_of(text) != "opml":
        raise ReadError(Outcome.NOT_A_FEED, "no OPML")
    mended, _ = mend(text, max_items=MAX_OUTLINES)
    root = tree_of(mended)
    found: dict[str, Outline] = {}
    for element in root.iter("outline") if root is not None else ():
        outline = _outline(element)
        if outline and len(found) < MAX_OUTLINES:
            found.setdefault(outline.url, outline)
    return tuple(found.values())


def write_opml(outlines: Iterable[Outline], *, title: str) -> str:
    """The list of these feeds."""
    from lxml import etree

    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = title
    body = etree.SubElement(root, "body")
    for outline in outlines:
        name = outline.title or outline.url
        element = etree.SubElement(body, "outline", type="rss", text=name, title=name, xmlUrl=outline.url)
        if outline.language:
            element.set("language", outline.language)
    etree.indent(root)
    written: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written.decode() + "\n"


def _outline(element: _Element) -> Outline | None:
    said = {name.lower(): value for name, value in element.attrib.items()}
    url = web_address(said.get("xmlurl", ""), "")
    if not url:
        return None
    return Outline(
        url=url,
        title=plain_line((said.get("title") or said.get("text") or "")[:1_000]),
        language=said.get("language", "").strip()[:20] or None,
    )
