"""The nouns of fetching: what a check of a feed brought, and what is remembered from one to the next.

Beside the nouns of ``monitor.core.model``, and of their kind: frozen, with UTC-aware times.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import blake2b


class Outcome(StrEnum):
    """How one check of a feed ended, in words an operator understands."""

    NEW = "new"  # read; at least one entry not seen before
    UNCHANGED = "unchanged"  # 304, the same bytes, or no new entry
    GONE = "gone"  # 410: polling stops
    NOT_FOUND = "not found"
    UNAUTHORIZED = "unauthorized"
    FORBIDDEN = "forbidden"
    RATE_LIMITED = "rate limited"  # 429
    SERVER_ERROR = "server error"  # 5xx
    BAD_STATUS = "bad status"  # any other status that carries no document
    CHALLENGE = "challenge page"  # a bot wall answered in the feed's place
    NOT_A_FEED = "not a feed"
    LAYOUT = "layout changed"  # a list page on which the selectors find nothing
    EMPTY = "empty answer"
    TOO_LARGE = "too large"
    TIMED_OUT = "timed out"
    UNREACHABLE = "unreachable"  # no such name, connection refused or reset
    TLS = "tls failure"
    CUT = "cut answer"  # shorter than announced, or reset in the middle
    BAD_ANSWER = "bad answer"  # not HTTP, damaged encoding
    REDIRECT_LOOP = "redirect loop"
    REFUSED_ADDRESS = "refused address"  # a redirect led to a private network
    HOSTILE = "hostile document"  # reading it exceeded the limits of time, memory or nesting
    INTERNAL = "internal error"  # our own bug; logged with a traceback

    @property
    def ok(self) -> bool:
        """True if the feed was looked at successfully."""
        return self in (Outcome.NEW, Outcome.UNCHANGED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a server gave us to ask "has it changed?" with; echoed byte for byte."""

    etag: str | None = None
    last_modified: str | None = None

    def renewed(self, by: Validators) -> Validators:
        """These, as an answer says that they are now: a 304 may repeat them or not (RFC 9110, 15.4.5)."""
        return Validators(etag=by.etag or self.etag, last_modified=by.last_modified or self.last_modified)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A whole answer with a body.

    ``url`` is where the body finally came from, ``permanent_url`` the address to use from now on
    (set if every redirect on the way was permanent). ``body_hash`` is BLAKE2b-128 of ``body``. ``ttl``: for
    how long its server, or the document once it is read, says that nothing new comes.
    """

    body: bytes
    content_type: str
    url: str
    status: int
    body_hash: bytes
    validators: Validators
    permanent_url: str | None = None
    ttl: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotModified:
    """The server said that nothing has changed (304)."""

    validators: Validators


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """A check that brought nothing, and why. ``retry_after`` is the server's own wish, already capped."""

    outcome: Outcome
    detail: str
    status: int | None = None
    retry_after: timedelta | None = None


Reply = Fetched | NotModified | Failed


def address_hash(url: str) -> str:
    """An address as it is remembered: 16 hexadecimal digits, for it may hold a password or a token."""
    return blake2b(url.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """What we remember of a feed between checks; the truth of "when next".

    ``address`` is the ``address_hash`` of the feed's configured url, to which the rest belongs.
    ``seen`` holds the fingerprints (8 bytes each, see ``Entry.fingerprint``) of the entries of the last
    documents, newest document first, so that a known entry costs nothing.
    ``first_success`` is None until the feed's first success, whose backlog alerts nobody. ``last_new`` is the
    latest check that brought an article not known before. ``window`` is how long an item stays in the
    document at the pace of now (``monitor.core.pace``), ``ttl`` what the last one advised (``Fetched``),
    ``entries`` how many it had, ``coming`` in how long half of them will usually have moved on, if that is
    soon.
    ``caught_up``: when its source's deeper address was last asked.
    """

    feed: str
    address: str
    validators: Validators = Validators()
    body_hash: bytes | None = None
    seen: tuple[bytes, ...] = ()
    permanent_url: str | None = None
    next_check: datetime | None = None
    last_check: datetime | None = None
    last_success: datetime | None = None
    first_success: datetime | None = None
    last_new: datetime | None = None
    window: timedelta | None = None
    ttl: timedelta | None = None
    entries: int = 0
    coming: timedelta | None = None
    caught_up: datetime | None = None
    failures: int = 0
    outcome: Outcome | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchRecord:
    """One line of a feed's history.

    ``latency`` is the median time from publication to first sight of the new articles that say when they were
    published; None if there are none, and for a backlog. ``gap``: the document did not join the one before
    it; about ``lost`` items passed unseen between them, 0 if nothing tells how many.
    """

    feed: str
    at: datetime
    outcome: Outcome
    detail: str = ""
    status: int | None = None
    size: int = 0
    took: timedelta = timedelta()
    entries: int = 0
    bad_entries: int = 0
    new: int = 0
    kept: int = 0
    latency: timedelta | None = None
    gap: bool = False
    lost: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedPage:
    """The page of an article of which the feed has but a lead: fetched at ``due``, ``attempts`` times so far.

    ``backlog``: the article came with its feed's quiet first fetch.
    """

    article: str
    feed: str
    url: str
    created: datetime
    due: datetime
    attempts: int = 0
    backlog: bool = False
