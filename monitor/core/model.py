"""The nouns: frozen values that every part of Tumen speaks in.

All times are UTC-aware. All text is NFC. Offsets count code points of the named field. Tuples, not
lists. What a noun *means* is said here; how it is computed, kept or sent is said elsewhere.

The path of the data: ``Fetched`` (bytes; with all nouns of fetching in ``monitor.core.fetching``) →
``Entry`` (what the feed said) → ``Reading`` (our understanding of one entry) → ``Article`` (a reading
that has been identified and filed) → ``Match`` → ``Notification`` → ``Delivery``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from monitor.core.pickling import quickly_pickled

if TYPE_CHECKING:
    from datetime import datetime, timedelta

JSON = dict[str, Any]
"""A JSON object, ready for ``json.dumps``."""


# --- Reading ------------------------------------------------------------------------------------


class Entry(NamedTuple):
    """What a feed said of one item, cleaned of nothing but its encoding.

    ``title`` is plain text; ``summary`` and ``content`` may be HTML. ``link`` is absolute, or None.
    ``published`` was read by the source's stated form and zone; ``published_raw`` is what stood there.
    """

    guid: str | None = None
    link: str | None = None
    title: str = ""
    summary: str = ""
    content: str = ""
    published: datetime | None = None
    published_raw: str = ""
    updated: datetime | None = None
    language: str | None = None
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    fingerprint: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A fetched document as read: its entries, those that could not be read, and what was shortened.

    ``kind``: ``rss20``, ``rss10``, ``atom10`` …, ``json``, ``html``, ``sitemap``, or ``sitemapindex``, whose
    entries are the addresses of further sitemaps. ``cut``: it breaks off, so there may be more entries.
    ``next_page`` is where a list goes on. ``ttl``: for how long it says that nothing new comes.
    """

    entries: tuple[Entry, ...]
    bad_entries: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    title: str = ""
    language: str | None = None
    kind: str = ""
    cut: bool = False
    next_page: str | None = None
    ttl: timedelta | None = None


@quickly_pickled
@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A name of a lexicon entity in a text; doubles as a topic's evidence."""

    field: str
    start: int
    end: int
    text: str
    entity: str


@quickly_pickled
@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """An agency quoted as the source of a report, with the words that say so.

    ``field``: ``title`` or ``text``; ``dateline``, ``byline`` or ``trailer`` if it is named there and these
    have been cut off.
    """

    agency: str
    field: str
    start: int
    end: int
    text: str


@quickly_pickled
@dataclass(frozen=True, slots=True, kw_only=True)
class ScorePart:
    """One visible summand of a topic's score."""

    name: str
    weight: float
    detail: str = ""


@quickly_pickled
@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a topic says of an article. ``score`` is the sum of ``parts``."""

    topic: str
    keep: bool
    score: float
    facets: tuple[str, ...] = ()
    evidence: tuple[Mention, ...] = ()
    parts: tuple[ScorePart, ...] = ()


@quickly_pickled
@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The words that satisfied a part of an expression; ``term`` is that part as written."""

    field: str
    start: int
    end: int
    text: str
    term: str


@dataclass(frozen=True, slots=True)
class Beginning:
    """Among the normal forms that a store is searched for: every one that begins with ``text``."""

    text: str

    def __len__(self) -> int:
        return len(self.text)


@quickly_pickled
@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A rule that an article satisfies, with the spans that hit: "why did I get this?"."""

    rule: str
    evidence: tuple[Evidence, ...]


@quickly_pickled
@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """What identity and story linking compare; computed once, with the reading.

    ``content``: fingerprint of title and text, 16 hexadecimal digits.
    ``signature``: the near-duplicate signature; ``bands``: its look-up keys (signed 64-bit).
    ``terms``: what stories are linked by: entities, places, numbers, names, concepts; each a short
    string with a one-letter kind before a colon (``e:north-korea``, ``n:120``).
    """

    content: str = ""
    signature: bytes = b""
    bands: tuple[int, ...] = ()
    terms: tuple[str, ...] = ()


@quickly_pickled
@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Our understanding of one entry, before it is known whether it is a new article.

    ``title`` and ``text`` are plain text without the wire's furniture, which is kept beside them:
    ``markers`` (normalised: ``urgent``, ``lead``, ``2nd-lead``, ``brief``, ``update`` …), ``dateline``,
    ``byline``, ``trailer``. ``chain`` groups filings of one report by the source's own serial.
    ``keys`` are the identities under which the article may already be known.
    """

    source: str
    feed: str
    guid: str | None
    url: str
    title: str
    text: str
    language: str
    published: datetime | None
    markers: tuple[str, ...] = ()
    dateline: str = ""
    byline: str = ""
    trailer: str = ""
    chain: str | None = None
    keys: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()
    cites: tuple[Citation, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    matches: tuple[Match, ...] = ()
    features: Features = Features()

    @property
    def as_published(self) -> str:
        """The text with its dateline, which publishers correct like any other word of it."""
        return f"{self.dateline} {self.text}" if self.dateline else self.text

    @property
    def kept(self) -> bool:
        """True if at least one topic keeps it."""
        return any(verdict.keep for verdict in self.verdicts)


# --- Articles and stories -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A reading that has been identified and filed under an id of its own.

    ``revisions`` counts the texts seen (1 if never edited). ``copy_of`` is the article whose text
    this substantially is. ``previous`` is the earlier filing of the same chain.
    """

    id: str
    reading: Reading
    first_seen: datetime
    updated: datetime
    revisions: int = 1
    story: str = ""
    copy_of: str | None = None
    previous: str | None = None

    @property
    def when(self) -> datetime:
        """The time that story linking goes by: publication, unless that is missing or in the future."""
        published = self.reading.published
        return min(published, self.first_seen) if published else self.first_seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One text of an article; number 1 is the first."""

    article: str
    number: int
    title: str
    text: str
    seen: datetime
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryLink:
    """Why an article belongs to its story: the member it was linked by, and the parts of the score.

    ``also``: other stories that by it seem to be the same.
    """

    story: str
    article: str
    by: str | None
    score: float
    parts: tuple[ScorePart, ...] = ()
    also: tuple[str, ...] = ()


# --- Alerts -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Notification:
    """What is told, frozen as sent. ``id`` is the webhook-id and the stem of the Message-ID.

    ``kind``: ``article`` (a match), ``digest`` or ``notice`` (to the operator).
    ``payload`` is the webhook's ``data`` object; mails are rendered from it, so all channels say the same.
    """

    id: str
    kind: str
    rule: str
    severity: str
    created: datetime
    payload: JSON = field(hash=False)
    article: str | None = None
    story: str | None = None


class DeliveryState(StrEnum):
    """Where a delivery stands. ``dead`` can be retried by the operator, ``dropped`` was given up by them."""

    PENDING = "pending"
    LEASED = "leased"
    SENT = "sent"
    DEAD = "dead"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One notification to one channel.

    ``remaining`` names the recipients still to be reached, when some of several already were; empty
    means all that the channel has. ``attempts`` is counted by the claim, before anything is sent.
    ``thread`` is the notification whose mail this one answers, as settled by the first claim: of those about
    the same story the first that was sent on this channel or is being tried; itself if there is none.
    """

    notification: str
    channel: str
    state: DeliveryState = DeliveryState.PENDING
    created: datetime
    due: datetime
    attempts: int = 0
    lease: datetime | None = None
    remaining: tuple[str, ...] = ()
    thread: str | None = None
    settled: datetime | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestItem:
    """A match that waits for its rule's digest at ``due``, instead of being told singly.

    ``once`` is its once key, ``payload`` what a notification of its own would have carried, ``channels``
    who was to be told when it was filed. All items of one rule and one ``due`` make one digest.
    """

    rule: str
    due: datetime
    once: str
    at: datetime
    article: str | None
    channels: tuple[str, ...]
    payload: JSON = field(hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """The receiver took it; ``detail`` is its answer. ``refused``: recipients it will never take it for;
    ``reached``: those it took it for.
    """

    detail: str = ""
    refused: tuple[str, ...] = ()
    reached: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Retry:
    """Not taken now; ``after`` is the receiver's own wish. ``pause`` holds the whole channel back.

    ``remaining`` as in ``Delivery``, ``refused`` and ``reached`` as in ``Sent``.
    """

    detail: str
    after: timedelta | None = None
    pause: bool = False
    remaining: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    reached: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreachable:
    """The receiver could not be asked (no connection, no safe TLS, no log-in); nothing was sent.

    The channel as a whole waits and the attempt does not count. ``alarm``: time will not mend it (a wrong
    password, a certificate), so the operator is told at once.
    """

    detail: str
    alarm: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """Will never be taken. ``disable`` switches the whole channel off until the operator acts (410)."""

    detail: str
    disable: bool = False


SendResult = Sent | Retry | Unreachable | Rejected
"""What a channel's ``send`` returns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelState:
    """What the outbox remembers of a channel. ``failing_since`` and ``detail``: since when, and why, it
    cannot be reached.
    """

    channel: str
    paused_until: datetime | None = None
    disabled: str = ""  # why; empty if it is not
    failing_since: datetime | None = None
    detail: str = ""
