"""Plain RSS 2.0 and Atom, read in a tenth of the time that feedparser takes.

feedparser is the reader of record: ``read_plain`` answers only where its answer is known to be the same,
which a test compares, and leaves everything else to it by answering None. So it knows few elements, each of
them once and without children, only the usual attributes, and no document that is not well-formed. What is
said here of feedparser's ways is what it does, not what the formats ask for.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_ATOM = "{http://www.w3.org/2005/Atom}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_PREFIXES = {
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "media": "http://search.yahoo.com/mrss/",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "wfw": "http://wellformedweb.org/CommentAPI/",
}
_DECLARATION = re.compile(r"\sxmlns(?::([\w.-]+))?\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_OTHER_VERSION = "http://purl.org/rss/1.0/"  # declared anywhere, it is the feed's version to feedparser
_NOTHING = "nothing"  # the role of what does not touch the fields that are asked for, whatever it says


def _elements(roles: dict[str, str], *, nothing: str, prefix: str = "") -> dict[str, str]:
    """Elements as the parser names them, with their roles; prefixes are those above."""
    found = dict.fromkeys(nothing.split(), _NOTHING) | roles
    split = [(name.rpartition(":"), role) for name, role in found.items()]
    return {
        (f"{{{_PREFIXES[space]}}}{name}" if space else f"{prefix}{name}"): role
        for (space, _, name), role in split
    }


_RSS_CHANNEL = _elements(
    {"title": "title", "link": "link", "language": "language", "item": "entry", "image": "image"},
    nothing="description copyright managingEditor webMaster pubDate lastBuildDate generator docs ttl"
    " sy:updatePeriod sy:updateFrequency sy:updateBase",
) | {f"{_ATOM}link": "relation"}
_RSS_ITEM = _elements(
    {
        "title": "title",
        "link": "link",
        "guid": "guid",
        "description": "summary",
        "content:encoded": "content",
        "pubDate": "published",
        "dc:date": "updated",
        "category": "category",
        "author": "author",
        "dc:creator": "author",
    },
    nothing="comments enclosure media:content media:thumbnail slash:comments wfw:commentRss",
)
_ATOM_FEED = _elements(
    {"title": "title", "link": "relation", "id": "guid", "entry": "entry", "author": "person"},
    nothing="updated subtitle generator icon logo rights",
    prefix=_ATOM,
)
_ATOM_ENTRY = _elements(
    {
        "title": "title",
        "link": "relation",
        "id": "guid",
        "summary": "summary",
        "content": "content",
        "published": "published",
        "updated": "updated",
        "category": "category",
        "author": "person",
    },
    nothing="",
    prefix=_ATOM,
)
_IMAGE_PARTS = frozenset(("title", "url", "link", "width", "height", "description"))
_PERSON_PARTS = frozenset(f"{_ATOM}{name}" for name in ("name", "email", "uri"))
_TEXT_TYPES = frozenset(("text", "html", "text/plain", "text/html"))
_LINK_ATTRIBUTES = frozenset(("rel", "type", "href", "hreflang", "title", "length"))
_CATEGORY_ATTRIBUTES = frozenset(("term", "scheme", "label"))
# Of the attributes of what touches nothing, not ``base``, which to feedparser holds for what follows too.
_IDLE_ATTRIBUTES = frozenset(
    ("url", "uri", "type", "length", "version", "medium", "width", "height", "fileSize", "isDefault")
)
_C1 = re.compile("[\x80-\x9f]")
_BEYOND_LATIN_1 = re.compile("[^\x00-\xff]")


class ParsedFeed(NamedTuple):
    """What a feed said, in raw strings; ``entries`` are the arguments of ``entries.make_entry``."""

    kind: str
    title: str
    link: str
    language: str
    entries: list[dict[str, Any]]


def read_plain(text: str) -> ParsedFeed | None:
    """A feed's text (after ``mend``) as feedparser would read it; None for one that is not plain."""
    from xml.etree import ElementTree as ET

    head, _, rest = text.partition(">")
    # A processing instruction may be a declaration to feedparser; namespaces are known from the root alone.
    if "<?" in text or "xmlns" in rest or not _usual_namespaces(head):
        return None
    try:
        # No DOCTYPE survives mending, so there are no entities to expand; feedparser asks the same parser.
        root = ET.fromstring(text)  # noqa: S314
    except (ET.ParseError, ValueError):
        return None
    if root.tag == "rss":
        return _rss(root)
    return _atom(root) if root.tag == f"{_ATOM}feed" else None


def _usual_namespaces(head: str) -> bool:
    """True if each prefix that means something here is declared as that, or not at all."""
    declared = _DECLARATION.findall(head)
    if "&" in head or head.count("xmlns") != len(declared):
        return False
    uris = [(prefix, double or single) for prefix, double, single in declared]
    return all(uri.lower() != _OTHER_VERSION and _PREFIXES.get(prefix, uri) == uri for prefix, uri in uris)


def _rss(root: Element) -> ParsedFeed | None:
    if root.keys() != ["version"] or not root.get("version", "").startswith("2."):
        return None
    if len(root) != 1 or root[0].tag != "channel":
        return None
    read = _parts(root[0], _RSS_CHANNEL, _RSS_ITEM)
    if read is None:
        return None
    head, entries = read
    link = head.said.get("link", "")
    if head.links or "&" in link or not _is_plain(link):
        return None
    return ParsedFeed(
        kind="rss20",
        title=head.said.get("title", ""),
        link=link,
        language=head.said.get("language", ""),
        entries=[entry.fields("") for entry in entries],
    )


def _atom(root: Element) -> ParsedFeed | None:
    language = root.attrib.pop(_LANG, "").replace("_", "-")
    read = _parts(root, _ATOM_FEED, _ATOM_ENTRY)
    if read is None:
        return None
    head, entries = read
    return ParsedFeed(
        kind="atom10",
        title=head.said.get("title", ""),
        link=head.links[-1] if head.links else head.said.get("guid", ""),
        language=language,
        entries=[entry.fields(language) for entry in entries],
    )


def _parts(
    element: Element, head_roles: dict[str, str], entry_roles: dict[str, str]
) -> tuple[_Sayings, list[_Sayings]] | None:
    """What a feed says of itself, and its entries; None if anything in it is not plain."""
    if element.keys():
        return None
    head, entries = _Sayings(), []
    for part in element:
        role = head_roles.get(part.tag)
        if role != "entry":
            if not head.take(part, role):
                return None
            continue
        entry = _Sayings()
        if part.keys() or not all(entry.take(detail, entry_roles.get(detail.tag)) for detail in part):
            return None
        entries.append(entry)
    return head, entries


class _Sayings:
    """What a feed or an entry says, gathered part by part."""

    __slots__ = ("authors", "categories", "links", "permalink", "said")

    def __init__(self) -> None:
        self.said: dict[str, str] = {}
        self.links: list[str] = []  # Atom's, to a page
        self.authors: list[str] = []
        self.categories: list[str] = []
        self.permalink = True

    def take(self, part: Element, role: str | None) -> bool:
        """Take up an element; False if what it says must be left to feedparser."""
        if role == "person":
            return self._take_person(part)
        if role is None or len(part):
            return role == "image" and _is_idle_image(part)
        attributes = part.attrib
        if role == _NOTHING:
            return _IDLE_ATTRIBUTES.issuperset(attributes)
        if role == "relation":
            return self._take_link(attributes)
        text = _text(part)
        if text is None:
            return False
        if role == "category":
            return self._take_category(attributes, text)
        if role == "author":
            self.authors.append(text)
            return not attributes and "@" not in text  # feedparser parts a name from an address
        if role in ("link", "guid"):
            # It mends addresses too: slashes, and what it takes for spoilt queries.
            if not _is_plain(text) or ";" in text:
                return False
            self.permalink = attributes.get("isPermaLink", "true") == "true"
        if role in self.said or (attributes and not _are_usual(attributes, part.tag)):
            return False
        self.said[role] = text
        return True

    def _take_link(self, attributes: dict[str, str]) -> bool:
        href = attributes.get("href")
        if href is None or not _LINK_ATTRIBUTES.issuperset(attributes) or not _is_plain(href):
            return False
        if attributes.get("rel", "alternate").lower() != "alternate":
            return True
        self.links.append(href)
        return attributes.get("type", "text/html").lower() == "text/html"

    def _take_person(self, part: Element) -> bool:
        names = [(child.text or "").strip() for child in part if child.tag == f"{_ATOM}name"]
        self.authors += names
        tags = [child.tag for child in part]
        return (
            len(names) == 1
            and names[0] != ""
            and _PERSON_PARTS.issuperset(tags)
            and len(set(tags)) == len(tags)
            and not part.keys()
            and not (part.text or "").strip()
            and not any(len(child) or child.keys() or (child.tail or "").strip() for child in part)
        )

    def _take_category(self, attributes: dict[str, str], text: str) -> bool:
        self.categories.append(text or attributes.get("label") or attributes.get("term", ""))
        if text:
            return not attributes or attributes.keys() == {"domain"}
        return bool(attributes.get("term")) and _CATEGORY_ATTRIBUTES.issuperset(attributes)

    def fields(self, language: str) -> dict[str, Any]:
        """What an entry says, in its feed's language, as ``make_entry`` takes it."""
        say = self.said.get
        guid, link, content = say("guid", ""), say("link"), say("content", "")
        if link is None:
            link = self.links[0] if self.links else ""
            if not link and not self.links and self.permalink and guid.startswith(("http", "/")):
                link = guid
        return {
            "guid": guid,
            "link": link,
            "title": say("title", ""),
            "summary": say("summary", content),
            "content": content,
            "published": say("published", ""),
            "updated": say("updated", ""),
            "language": language if "title" in self.said else "",
            "authors": self.authors,
            "categories": list(dict.fromkeys(self.categories)),
        }


def _is_idle_image(part: Element) -> bool:
    return not part.keys() and not any(
        len(child) or child.keys() or child.tag not in _IMAGE_PARTS for child in part
    )


def _are_usual(attributes: dict[str, str], tag: str) -> bool:
    """True if an element's attributes leave its words what they are."""
    if tag == "guid":
        return attributes.keys() == {"isPermaLink"}
    return tag.startswith(_ATOM) and attributes.keys() == {"type"} and attributes["type"] in _TEXT_TYPES


def _is_plain(address: str) -> bool:
    return ":///" not in address


def _text(part: Element) -> str | None:
    """The words of an element; None if they hold what feedparser takes for letters of Windows."""
    text = (part.text or "").strip()
    if text.isascii():
        return text
    # It reads as UTF-8 what looks like UTF-8 taken for Latin-1.
    if not _BEYOND_LATIN_1.search(text):
        with suppress(UnicodeError):
            text = text.encode("latin-1").decode("utf-8")
    return None if _C1.search(text) else text
