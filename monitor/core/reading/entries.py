"""From what a document said of one item to an ``Entry``: cleaned, capped, dated, fingerprinted.

Every format ends here, so that the rules of cleaning stand in one place.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from monitor.core.model import Entry
from monitor.core.reading.dates import parse_date, plausible
from monitor.core.reading.html import MAX_HTML, absolute_links, plain_line, web_address
from monitor.core.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from monitor.core.profile import SourceProfile
    from monitor.core.settings import FeedSettings

MAX_TITLE = 1_000
MAX_ADDRESS = 4_000
MAX_NAMES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What is known beside the document: where it came from and whose it is.

    ``now`` decides what is impossibly far in the future and what «yesterday» means; without it the one is
    believed and the other is no date. ``notes`` collects what had to be shortened, for the operator.
    """

    url: str
    feed: FeedSettings
    profile: SourceProfile
    max_items: int
    now: datetime | None = None
    notes: list[str] = field(default_factory=list)

    @property
    def zone(self) -> str:
        """The zone of dates that name none: the feed's own setting, else what is known of the source."""
        return self.feed.timezone or self.profile.timezone or "UTC"

    def date(self, raw: str) -> datetime | None:
        """A date of this source; None if it is missing, impossible or far in the future."""
        moment = parse_date(raw, zone=self.zone, day_first=self.profile.day_first, now=self.now)
        return plausible(moment, self.now)

    def note(self, text: str) -> None:
        """Remember something for the operator, once."""
        if text not in self.notes:
            self.notes.append(text)

    def note_unread(self, beyond: int) -> None:
        """Remember that a document held so many items more than are read."""
        if beyond > 0:
            self.note(f"{beyond:,} items beyond the first {self.max_items:,} were not read")


def make_entries(
    context: Context, items: Sequence[Mapping[str, Any] | None], *, language: str, base: str = ""
) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    """The entries of a feed's first items, and a word on each of those that are none.

    An item is what ``make_entry`` takes, or None if it is nothing of the kind. ``language`` is what the feed
    says of itself: it holds where neither the item nor the operator says another.
    """
    entries: list[Entry] = []
    bad: list[str] = []
    usual = "" if context.feed.language else language
    for number, fields in enumerate(items[: context.max_items], 1):
        said = {**fields, "language": fields.get("language") or usual} if fields else {}
        entry = make_entry(context, base=base, **said)
        if entry:
            entries.append(entry)
        else:
            bad.append(f"item {number}: neither title, nor link, nor text")
    return tuple(entries), tuple(bad)


def make_entry(
    context: Context,
    *,
    guid: str = "",
    link: str = "",
    title: str = "",
    summary: str = "",
    content: str = "",
    published: str = "",
    updated: str = "",
    language: str = "",
    authors: Iterable[str] = (),
    categories: Iterable[str] = (),
    base: str = "",
) -> Entry | None:
    """An entry of raw strings; None if they say nothing at all.

    ``base`` is what relative links are relative to (default: the document's address). A guid that is an
    address stands in for a missing link. Without a publication date, the date of the update is it.
    """
    base = base or context.url
    address = web_address(link[:MAX_ADDRESS], base)
    if address is None and guid.startswith(("http://", "https://")):
        address = web_address(guid[:MAX_ADDRESS], base)
    line = plain_line(title[: 4 * MAX_TITLE])
    if not (line or address or summary.strip() or content.strip()):
        return None
    moment = context.date(published) or context.date(updated)
    return Entry(
        guid=clean(guid).strip()[:MAX_ADDRESS] or None,
        link=address,
        title=_shortened(line, MAX_TITLE, "a title", context),
        summary=_markup(summary, base, context),
        content=_markup(content, base, context),
        published=moment,
        published_raw=" ".join((published or updated)[:200].split()),
        updated=context.date(updated) if updated else None,
        language=language.strip()[:20] or None,
        authors=_names(authors),
        categories=_names(categories),
        fingerprint=fingerprint(guid, link, title, summary, content, published or updated),
    )


def fingerprint(*parts: str) -> bytes:
    """BLAKE2b-64 of the strings as they stood; equal if and (nearly) only if all of them are equal."""
    encoded = [part.encode("utf-8", "surrogatepass") for part in parts]
    return blake2b(b"".join([b"%d:%s" % (len(part), part) for part in encoded]), digest_size=8).digest()


def _markup(text: str, base: str, context: Context) -> str:
    text = _shortened(text, MAX_HTML, "a text", context)
    return absolute_links(clean(text), base) if text else ""


def _shortened(text: str, most: int, what: str, context: Context) -> str:
    if len(text) <= most:
        return text
    context.note(f"{what} was shortened to {most:,} characters")
    return text[: most - 1] + "…"


def _names(names: Iterable[str]) -> tuple[str, ...]:
    lines = dict.fromkeys(plain_line(name[:300]) for name in names if name)
    return tuple(name for name in lines if name)[:MAX_NAMES]
