"""What ``feeds.yaml`` says, as frozen values; ``monitor.core.config`` parses the file into these.

Every default that an operator may rely on stands here and nowhere else. Expressions are kept as
written (they were compiled once, to check them, when the file was read).

``missing`` names the environment variables that a part needs and that are not set: it must not be used
before they are. What may hold a secret (addresses, keys) stays out of every ``repr``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time, timedelta
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class StorageSettings:
    """``keep`` and ``keep_dropped``: how long kept and dropped articles stay; None is for ever."""

    url: str = field(default="sqlite:///tumen.db", repr=False)
    keep: timedelta | None = None
    keep_dropped: timedelta | None = timedelta(days=30)
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSettings:
    listen: str = "127.0.0.1:8765"
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchSettings:
    """``allow_private``: hosts, addresses or networks that redirects and discovered links may reach."""

    interval: timedelta = timedelta(minutes=10)
    per_host: int = 2
    timeout: timedelta = timedelta(seconds=30)
    max_size: int = 10_000_000
    allow_private: tuple[str, ...] = ()


class FeedFormat(StrEnum):
    AUTO = "auto"
    FEED = "feed"
    HTML = "html"
    SITEMAP = "sitemap"


class FullText(StrEnum):
    NEVER = "never"
    AUTO = "auto"
    ALWAYS = "always"


class Backlog(StrEnum):
    QUIET = "quiet"
    ALERT = "alert"


@dataclass(frozen=True, slots=True, kw_only=True)
class HtmlSelectors:
    """CSS selectors of a list page. ``item`` finds the items; the others are looked up inside each.

    An empty ``link`` or ``title`` means the item's first link; an empty ``date`` the first ``time``. ``next``
    finds the link to the list's next page.
    """

    item: str
    link: str = ""
    title: str = ""
    date: str = ""
    summary: str = ""
    next: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedSettings:
    """A feed. ``interval`` is the longest wait between two checks.

    ``timezone``: for dates without a zone; None: the source's, if it is known.
    """

    id: str
    url: str = field(repr=False)
    source: str
    name: str
    language: str | None = None
    timezone: str | None = None
    interval: timedelta = timedelta(minutes=10)
    format: FeedFormat = FeedFormat.AUTO
    html: HtmlSelectors | None = None
    full_text: FullText = FullText.AUTO
    backlog: Backlog = Backlog.QUIET
    legacy_tls: bool = False
    enabled: bool = True
    missing: tuple[str, ...] = ()

    @property
    def watched(self) -> bool:
        """True unless it is switched off, or waits for environment variables."""
        return self.enabled and not self.missing


@dataclass(frozen=True, slots=True, kw_only=True)
class EntitySettings:
    """An entity the operator adds to the lexicon (or new names for one that it has)."""

    id: str
    names: tuple[tuple[str, tuple[str, ...]], ...]  # (language, names)
    under: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetSettings:
    """A facet of a topic: the article is about all of these sides together.

    ``sides`` are entity ids; the facet holds where each of them takes part in the subject.
    """

    id: str
    sides: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicSettings:
    """A named filter that keeps articles.

    ``model`` names the way of judging: ``relation`` scores how far an article is about the relation
    between the facets' sides (the built-in understanding of Korea and Russia); ``expression`` keeps what
    ``when`` matches. ``threshold`` decides on the score; ``weights`` override single parts by name.
    """

    id: str
    name: str
    model: str = "expression"
    when: str = ""
    threshold: float = 1.0
    facets: tuple[FacetSettings, ...] = ()
    weights: tuple[tuple[str, float], ...] = ()


class Severity(StrEnum):
    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"


class OncePer(StrEnum):
    STORY = "story"
    ARTICLE = "article"
    REVISION = "revision"


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestSettings:
    """``every``: ``hourly``, ``daily`` or ``weekly``; ``at`` in the rule's zone; ``weekday`` 0 is Monday."""

    every: str
    at: time = time(0, 0)
    weekday: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietSettings:
    """Hours of the rule's zone in which deliveries wait; may span midnight."""

    start: time
    end: time


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitSettings:
    """At most ``count`` notifications in ``per``; what is more is folded into one digest."""

    count: int
    per: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicySettings:
    """How a rule tells one of its channels, if otherwise than the others; everything as in the rule."""

    channel: str
    digest: DigestSettings | None = None
    quiet: QuietSettings | None = None
    timezone: str = "UTC"
    limit: LimitSettings | None = None
    empty: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSettings:
    id: str
    name: str
    when: str
    topic: str | None = None
    severity: Severity = Severity.NORMAL
    channels: tuple[str, ...] = ()
    once_per: OncePer = OncePer.STORY
    digest: DigestSettings | None = None
    quiet: QuietSettings | None = None
    timezone: str = "UTC"
    limit: LimitSettings | None = None
    empty: bool = False
    per_channel: tuple[PolicySettings, ...] = ()
    updates: bool = False
    enabled: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailSettings:
    """A mail channel. ``smtp`` is the URL with its credentials; ``language`` of the field names;
    ``limit``: what the server takes, the rest waits.
    """

    id: str
    to: tuple[str, ...]
    sender: str
    smtp: str = field(repr=False)
    language: str = "en"
    timezone: str = "UTC"
    limit: LimitSettings | None = None
    enabled: bool = True
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookSettings:
    """A webhook channel. Several ``secrets`` sign side by side while keys rotate.

    ``format``: ``json`` is our own, the others are those of services. ``chat`` is Telegram's ``chat_id``.
    ``language`` and ``timezone`` are those of a chat's readers.
    """

    id: str
    url: str = field(repr=False)
    secrets: tuple[str, ...] = field(default=(), repr=False)
    format: str = "json"
    chat: str = ""
    language: str = "en"
    timezone: str = "UTC"
    limit: LimitSettings | None = None
    enabled: bool = True
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AppriseSettings:
    """A channel by way of the Apprise library; ``url`` is one of its addresses, credentials and all."""

    id: str
    url: str = field(repr=False)
    language: str = "en"
    timezone: str = "UTC"
    limit: LimitSettings | None = None
    enabled: bool = True
    missing: tuple[str, ...] = ()


ChannelSettings = EmailSettings | WebhookSettings | AppriseSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class HeartbeatSettings:
    """``url`` is requested ``every`` so often; ``alive``: when the notices' channels get a sign of life."""

    url: str = field(repr=False)
    every: timedelta = timedelta(minutes=5)
    alive: DigestSettings | None = None
    timezone: str = "UTC"
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """A part of the file that waits for environment variables; ``part`` names it (``channels.hook``)."""

    part: str
    missing: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.part}: stopped until the environment has {', '.join(self.missing)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The whole file. ``checksum`` identifies its content; receipts name it.

    ``stopped`` lists every part with ``missing`` variables that is not switched off; topics and rules among
    them, which can do nothing without, are left out of their tuples.
    """

    checksum: str
    storage: StorageSettings = StorageSettings()
    web: WebSettings = WebSettings()
    fetch: FetchSettings = FetchSettings()
    feeds: tuple[FeedSettings, ...] = ()
    entities: tuple[EntitySettings, ...] = ()
    topics: tuple[TopicSettings, ...] = ()
    rules: tuple[RuleSettings, ...] = ()
    channels: tuple[ChannelSettings, ...] = ()
    notices: tuple[str, ...] = ()
    heartbeat: HeartbeatSettings | None = None
    stopped: tuple[Stopped, ...] = ()

    @property
    def watched(self) -> tuple[FeedSettings, ...]:
        """The feeds that are checked."""
        return tuple(feed for feed in self.feeds if feed.watched)
