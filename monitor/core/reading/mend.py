"""XML as publishers write it, mended so that a strict parser reads it.

What is mended changes no words: text before and after the document, control characters, bare ampersands,
HTML's named entities, a DOCTYPE (whose entities are never expanded), items beyond a number.
What would cost a parser more than it is worth is refused: ``ReadError`` with ``Outcome.HOSTILE``.
All of it is linear in the text.
"""

from __future__ import annotations

import re
from html.entities import html5
from typing import TYPE_CHECKING

from monitor.core.errors import ReadError
from monitor.core.fetching import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.etree import _Element

MAX_DEPTH = 500
ELEMENTS_OF_AN_ITEM = 50
"""So many elements a document may have for each item that is read; feedparser takes 12 s for a million."""

MAX_ATTRIBUTES = 250
_MAX_BARE = 1_000  # words in a tag: of a value whose own quotes end it there are many more than of attributes
_MANY_TAGS = 20_000
_LONG_TAG = 10_000

_INVALID = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ROOT = re.compile(r"<([A-Za-z_][\w.-]{0,40}:)?([A-Za-z_][\w.-]{0,40})(?=[\s/>])")
_TAG = re.compile(r"<(/?)[A-Za-z_][^<>]*>")
_LONG = re.compile(rf"<[A-Za-z_][^<>]{{{_LONG_TAG}}}")
_ATTRIBUTE = re.compile(r"=\s{0,5}[\"']")
# Values may hold brackets, which hide the tag's end. What is taken is never given back, so it stays linear.
_MANY_ATTRIBUTES = re.compile(
    r"<[A-Za-z_][^<>\"'=]*+(?:=\s*+(?:\"[^\"]*+\"|'[^']*+')[^<>\"'=]*+)"
    f"{{{MAX_ATTRIBUTES + 1}}}"
)
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_BARE = re.compile(r"\s[^\s=]")
_SUBSET_END = re.compile(r"\]\s{0,200}>")
_ITEM_END = re.compile(r"</(?:[A-Za-z_][\w.-]{0,20}:)?(item|entry|url|sitemap)\s{0,5}>")

# References that no XML parser takes: to nothing, to HTML's names, to control characters.
_REFERENCE = re.compile(
    r"&(?!(?:amp|lt|gt|quot|apos);)(?:#(?:(?P<decimal>\d{1,7})|[xX](?P<hex>[0-9a-fA-F]{1,6}));|(?P<name>[A-Za-z]\w{1,31};))?"
)


def root_of(text: str) -> str:
    """The name of the document's first element, in lower case and without prefix; empty if there is none."""
    found = _ROOT.search(_without_prolog(text)[:20_000])
    return found[2].lower() if found else ""


def mend(text: str, *, max_items: int) -> tuple[str, int]:
    """The document as well-formed as it gets without a declaration, and how many items were left out."""
    text = _INVALID.sub("", _without_prolog(text))
    text, dropped = _first_items(text, max_items)
    text = _cut_trailing(text)
    _refuse_hostile(text, ELEMENTS_OF_AN_ITEM * max_items)
    return _outside_cdata(text, _with_sound_references), dropped


def tree_of(mended: str) -> _Element | None:
    """What libxml2 makes of a document after ``mend``, however broken it is; None if that is nothing."""
    from lxml import etree

    parser = etree.XMLParser(
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
    )
    return etree.fromstring(mended.encode("utf-8"), parser)


def _without_prolog(text: str) -> str:
    """The document from its first element on: no blanks, declarations, comments or DOCTYPE before it."""
    position = max(text.find("<"), 0)
    while True:
        if text.startswith("<?", position):
            end = text.find("?>", position)
            step = 2
        elif text.startswith("<!--", position):
            end = text.find("-->", position)
            step = 3
        elif text[position : position + 9].upper() == "<!DOCTYPE":
            end, step = _doctype_end(text, position), 0
        else:
            return text[position:]
        following = text.find("<", end + step) if end >= 0 else -1
        if following < 0:
            return ""
        position = following


def _doctype_end(text: str, start: int) -> int:
    close, subset = text.find(">", start), text.find("[", start)
    if 0 <= subset < close:
        found = _SUBSET_END.search(text, subset)
        return found.end() if found else -1
    return close + 1 if close >= 0 else -1


def refuse_attributes(text: str, *, bare: bool = False) -> None:
    """Raise ``ReadError`` with ``HOSTILE`` for an element of more attributes than anybody writes.

    Parsers compare each with those before it. ``bare``: also those without quotes, as HTML may have them.
    """
    refusal = ReadError(Outcome.HOSTILE, f"an element with more than {MAX_ATTRIBUTES:,} attributes")
    if _MANY_ATTRIBUTES.search(text):
        raise refusal
    long = _LONG.search(text)
    while long:
        end = text.find(">", long.end())
        tag = text[long.start() : end if end >= 0 else len(text)]
        if len(_ATTRIBUTE.findall(tag)) > MAX_ATTRIBUTES or (
            bare and len(_BARE.findall(_QUOTED.sub("", tag))) > _MAX_BARE
        ):
            raise refusal
        long = _LONG.search(text, max(end, long.end()))


def _refuse_hostile(text: str, most: int) -> None:
    refuse_attributes(text)
    if text.count("<") < _MANY_TAGS:
        return
    depth = deepest = elements = 0
    for tag in _TAG.finditer(_outside_cdata(text, str, keep=False)):
        if tag[1]:
            depth -= 1
            continue
        elements += 1
        if elements > most:
            raise ReadError(Outcome.HOSTILE, f"more than {most:,} elements")
        if not tag[0].endswith("/>"):
            depth += 1
            if depth > deepest:
                deepest = depth
                if deepest > MAX_DEPTH:
                    raise ReadError(Outcome.HOSTILE, f"elements nested more than {MAX_DEPTH} deep")


def _first_items(text: str, most: int) -> tuple[str, int]:
    """The document cut after so many items, and how many there were beyond them."""
    if text.count("</") <= most:
        return text, 0
    ends = [found.end() for found in _ITEM_END.finditer(text)]
    if len(ends) <= most:
        return text, 0
    root = _ROOT.search(text)
    name = f"{root[1] or ''}{root[2]}" if root else ""
    closing = "</channel>" if root and root[2].lower() == "rss" else ""
    return f"{text[: ends[most - 1]]}{closing}</{name}>", len(ends) - most


def _cut_trailing(text: str) -> str:
    """The document without what stands after its root's end."""
    root = _ROOT.search(text)
    end = text.rfind(f"</{root[1] or ''}{root[2]}") if root else -1
    close = text.find(">", end) if end >= 0 else -1
    return text[: close + 1] if close >= 0 else text


def _outside_cdata(text: str, change: Callable[[str], str], *, keep: bool = True) -> str:
    parts = []
    position = 0
    while (start := text.find("<![CDATA[", position)) >= 0:
        parts.append(change(text[position:start]))
        end = text.find("]]>", start)
        position = end + 3 if end >= 0 else len(text)
        if keep:
            parts.append(text[start:position])
    return "".join((*parts, change(text[position:])))


def _with_sound_references(markup: str) -> str:
    return _REFERENCE.sub(_reference, markup) if "&" in markup else markup


def _reference(found: re.Match[str]) -> str:
    if found["name"]:
        return html5.get(found["name"]) or f"&amp;{found['name']}"
    digits = found["decimal"] or found["hex"]
    if not digits:
        return "&amp;"
    code = int(digits, 10 if found["decimal"] else 16)
    if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF or (code < 32 and code not in (9, 10, 13)):
        return ""
    return found[0]
