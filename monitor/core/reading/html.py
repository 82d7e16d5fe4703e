"""HTML from outside to plain text, and the links in it.

Nothing of what comes in is ever shown as HTML: articles are plain text, paragraphs are blank lines.
Scripts, styles, captions, forms and frames are not text.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from monitor.core.text import LIMIT, clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.cssselect import CSSSelector
    from lxml.etree import _Element

MAX_HTML = 4 * LIMIT
"""Characters of markup that are looked at; more than any text of the length that is kept needs."""

_LOOKS_LIKE_HTML = re.compile(r"<(?:[A-Za-z][A-Za-z0-9]{0,15}(?=[\s/>])|/[A-Za-z]|!--|!\[CDATA\[)")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8}\d{0,2});")
_INLINE_TAG = re.compile(r"</?[A-Za-z][^<>]{0,1000}>|<!--.{0,1000}?-->", re.DOTALL)
_ATTRIBUTE = re.compile(r"(\s(?:href|src)\s{0,5}=\s{0,5})([\"'])([^\"'<>]{1,4000})\2", re.IGNORECASE)
# What stays as it is whatever it is relative to.
_WHOLE_ADDRESS = re.compile(
    r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)*(?:/[A-Za-z0-9._~%/-]*)?(?:\?[A-Za-z0-9._~%=&-]+)?"
)

_SKIPPED_NAMES = (
    "script style noscript template figure figcaption iframe object embed svg math form button select"
    " textarea nav aside audio video canvas head title"
)
_SKIPPED = frozenset(_SKIPPED_NAMES.split())
_PARAGRAPH_NAMES = (
    "p div h1 h2 h3 h4 h5 h6 blockquote section article header footer main ul ol dl table pre hr address"
    " details"
)
_PARAGRAPHS = frozenset(_PARAGRAPH_NAMES.split())
_LINES = frozenset(("br", "li", "tr", "dt", "dd", "caption", "summary"))
_HIDDEN = re.compile(r"display\s{0,5}:\s{0,5}none|visibility\s{0,5}:\s{0,5}hidden", re.IGNORECASE)
# What _parsed would not change the meaning of: short of these tags, entities and characters it is asked.
_SIMPLE_TAG = re.compile(
    r"(</?(?:p|b|i|u|em|strong)>|<br ?/?>|</a>"
    r"|<(?:a|img)(?: (?:href|src|alt|title|target|rel|class|width|height)=\"[^\"<>]*\"){0,20} ?/?>)"
)
_OPEN_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|nbsp|laquo|raquo|mdash|ndash|hellip|[lr][sd]quo);)")
_UNUSUAL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_BLANKS = re.compile(r"[ \t\r\f\v\u00a0\u3000]{2,}|[\t\r\f\v\u00a0\u3000]")
_OTHER_BLANK = re.compile(r"[\t\r\f\v\u00a0\u3000]")
_AROUND_LINES = re.compile(r" ?\n ?")
_BLANK_LINES = re.compile(r"\n{3,}")


def unescape(text: str) -> str:
    """Resolve entities, and once more where they were plainly escaped twice (``E&amp;amp;S``)."""
    for _ in range(3):
        if not _ENTITY.search(text):
            break
        text = html.unescape(text)
    return text


def plain_line(text: str) -> str:
    """A title or name as one line of plain text."""
    if "<" in text:
        text = _INLINE_TAG.sub("", text)
    if "&" in text:
        text = unescape(text)
        if "<" in text and _LOOKS_LIKE_HTML.search(text):  # tags that had been escaped
            text = _INLINE_TAG.sub("", text)
    return " ".join(clean(text).split())


def plain_text(text: str) -> str:
    """A text, HTML or not, as plain text: paragraphs apart by a blank line, at most ``text.LIMIT`` long."""
    if not text:
        return ""  # as every other entry's summary or content
    text = text[:MAX_HTML]
    if "<" not in text and "&lt;" in text:
        text = unescape(text)
    if _LOOKS_LIKE_HTML.search(text):
        simple = _simple_words(text)
        text = "".join(_words(_parsed(text))) if simple is None else simple
    if "&" in text:
        text = unescape(text)
    text = clean(text[: 2 * LIMIT])
    # Asking first whether there is anything to change costs a tenth of changing nothing.
    if "  " in text or _OTHER_BLANK.search(text):
        text = _BLANKS.sub(" ", text)
    text = text.strip()
    if "\n " in text or " \n" in text:
        text = _AROUND_LINES.sub("\n", text)
    if "\n\n\n" in text:
        text = _BLANK_LINES.sub("\n\n", text)
    return text[:LIMIT]


@lru_cache(maxsize=512)
def selector(css: str) -> CSSSelector:
    """A CSS selector, compiled; that costs as much as a page's other reading. Raises ``SelectorError``."""
    from lxml.cssselect import CSSSelector

    return CSSSelector(css, translator="html")


def line_of(element: _Element) -> str:
    """The words of an element as one line."""
    return " ".join("".join(_words(element)).split())


def _simple_words(text: str) -> str | None:
    """The text of plain, well-nested paragraphs as the parsed tree gives it; None for any other markup."""
    if _UNUSUAL.search(text) or _OPEN_ENTITY.search(text):
        return None
    pieces = _SIMPLE_TAG.split(text)
    if "<" in "".join(pieces[::2]):
        return None
    opened: list[str] = []
    words = [pieces[0].replace("\n", " ")]
    for tag, following in zip(pieces[1::2], pieces[2::2], strict=True):
        name = tag.strip("</>").partition(" ")[0]
        if name == "p":
            if opened != (["p"] if tag == "</p>" else []):
                return None
            words.append("\n\n")
        if name == "br":
            words.append("\n")
        elif tag.startswith("</"):
            if not opened or opened.pop() != name:
                return None
        elif name != "img":
            opened.append(name)
        words.append(following.replace("\n", " "))
    return html.unescape("".join(words)) if not opened else None


def _parsed(text: str) -> _Element:
    from lxml import etree

    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    document = f"<html><body>{text}</body></html>".encode("utf-8", "replace")
    return etree.fromstring(document, parser)


def _words(root: _Element) -> Iterator[str]:
    """The text of a tree in order, without recursion: nesting is up to the document's writer."""
    from lxml.etree import iterwalk

    walk = iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if event == "start":
            if tag in _SKIPPED or _is_hidden(element):
                walk.skip_subtree()
                continue
            if tag in _PARAGRAPHS:
                yield "\n\n"
            elif tag in _LINES:
                yield "\n"
            if element.text:
                yield _flow(element.text, tag)
        else:
            if tag in _PARAGRAPHS:
                yield "\n\n"
            elif tag in ("td", "th"):
                yield " "
            if element.tail and element is not root:
                yield _flow(element.tail, "")


def _flow(text: str, tag: str) -> str:
    return text if tag == "pre" else text.replace("\n", " ").replace("\r", " ")


def _is_hidden(element: _Element) -> bool:
    style = element.get("style")
    return element.get("hidden") is not None or bool(style and _HIDDEN.search(style[:500]))


def web_address(link: str | None, base: str) -> str | None:
    """A link as an absolute http(s) address; None for anything else (``javascript:``, ``data:``, junk)."""
    link = "".join((link or "").splitlines()).strip()
    if not link:
        return None
    if _WHOLE_ADDRESS.fullmatch(link):
        return link
    try:
        address = urljoin(base, link)
        parts = urlsplit(address)
        hostname, _port = parts.hostname, parts.port
    except ValueError:  # brackets or a port that no address has
        return None
    if parts.scheme not in ("http", "https") or not hostname or any(char < " " for char in address):
        return None
    return address.replace(" ", "%20")


def absolute_links(markup: str, base: str) -> str:
    """Markup whose relative links and sources are made absolute; what is no web address becomes ``#``."""

    def absolute(found: re.Match[str]) -> str:
        address = web_address(html.unescape(found[3]), base)
        return f"{found[1]}{found[2]}{html.escape(address) if address else '#'}{found[2]}"

    return _ATTRIBUTE.sub(absolute, markup) if "=" in markup and "<" in markup else markup
