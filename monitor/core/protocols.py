"""What the pipeline and the outbox ask of the world, written where it is used.

``storage`` implements ``Store``; ``tests/storage/test_contract_*.py`` say what each method promises and
run against every engine. Only the daemon that holds the lock files and delivers, in one thread; beside it
commands read, and write as little as retrying or dropping a delivery or sending a rule to sleep.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime, timedelta

    from monitor.core.accounts import Ack, Attempt, MatchRecord, Queue, RuleVersion, Snooze
    from monitor.core.fetching import FeedState, FetchRecord, WantedPage
    from monitor.core.model import (
        Article,
        Beginning,
        ChannelState,
        Delivery,
        DeliveryState,
        DigestItem,
        Match,
        Notification,
        Reading,
        Rejected,
        Retry,
        Revision,
        SendResult,
        Sent,
        StoryLink,
    )


class AlertUnit(Protocol):
    """What telling of a match asks of a write transaction; a rehearsal brings one that writes nothing."""

    def told(self, rule: str, once: str) -> bool:
        """Has this rule already told about this story, article or revision?"""
        ...

    def mark_told(self, rule: str, once: str, notification: str) -> None: ...
    def earlier_matches(self, article: str) -> Sequence[Match]:
        """What rules have matched in this article so far, its earlier revisions included, oldest first."""
        ...

    def reports(self, story: str, limit: int) -> Sequence[Article]:
        """The latest articles of a story, whole, newest first."""
        ...

    def revisions(self, article: str) -> Sequence[Revision]: ...
    def add_match(
        self,
        match: Match,
        article: Article,
        *,
        at: datetime,
        notifications: tuple[str, ...],
        held: str,
        version: str = "",
    ) -> None:
        """Record a match in the article's present revision, and what became of it (``MatchRecord``).

        ``notifications`` may name some that are still to be made: the id of a digest is known before its
        time. A record of the same rule, article and revision is replaced.
        """
        ...

    def snoozed(self, rule: str, now: datetime) -> datetime | None:
        """Until when a rule tells nobody, if that time has not come."""
        ...

    def add_notification(self, notification: Notification, deliveries: Iterable[Delivery]) -> None:
        """Put a notification and its deliveries into the outbox; one that is there already stays as it is."""
        ...

    def notification_times(self, rule: str, since: datetime) -> Sequence[datetime]:
        """When this rule's notifications created since then were created, oldest first."""
        ...

    def add_digest_item(self, item: DigestItem) -> None:
        """Keep an item for its rule's digest; one with the same rule, due and once key stays as it is."""
        ...

    def digest_due(self, rule: str) -> datetime | None:
        """When the items that wait for this rule are due (the latest, if there are several times)."""
        ...


class Unit(AlertUnit, Protocol):
    """One write transaction: commits on clean exit of ``Store.unit()``, else leaves no trace.

    Everything read through it sees what was written through it before.
    """

    def savepoint(self) -> AbstractContextManager[None]:
        """A part that can fail alone: on an exception only what was written inside is undone."""
        ...

    # feeds
    def save_feed(self, state: FeedState) -> None: ...
    def add_fetch(self, record: FetchRecord) -> None: ...
    def add_arrivals(self, feed: str, times: Collection[datetime]) -> None:
        """Count new articles of a feed by the hour they are of; what ``rhythm.learn`` looks at is kept."""
        ...

    # articles and what they are found by
    def find_articles(self, keys: Collection[str]) -> Mapping[str, Article]:
        """The articles known under these identity keys, by key."""
        ...

    def used_bands(self, bands: Collection[int], since: datetime) -> set[int]:
        """Those of the bands that an article first seen since then has: few, and asked for all at once, so
        that most articles need no ``find_by_bands``.
        """
        ...

    def find_by_bands(
        self,
        bands: Collection[int],
        since: datetime,
        limit: int = 100,
        *,
        alike: Callable[[bytes], bool] = lambda _: True,
    ) -> Sequence[Article]:
        """Articles first seen since then that share a near-duplicate band, oldest first.

        Of these only those whose signature is ``alike``, which is far cheaper to ask than to read an article.
        Of more than ``limit``, those that share most. Of each band only the oldest few hundred are looked
        at, so that a text sent ten thousand times does not cost more with every repeat.
        """
        ...

    def find_by_chain(self, source: str, chain: str) -> Sequence[Article]:
        """The filings of one report, oldest first."""
        ...

    def find_by_terms(self, terms: Collection[str], since: datetime, limit: int) -> Sequence[Article]:
        """Articles with ``when`` since then that share terms: those sharing most first, then the newest.

        Only telling terms (``stories.telling``) are looked up by, of these the rarest (a dozen or so), and a
        rare one counts for more. Of each only the newest uses are looked at (a hundred or so), so that
        commonplace terms stay cheap. The articles come in outline: with what story linking compares (title,
        source, language, times, chain, citations, terms), without text, mentions, verdicts, matches and
        signature.
        """
        ...

    def count_terms(self, terms: Collection[str]) -> Mapping[str, int]:
        """How many stored articles have each term (absent: none); for its rarity."""
        ...

    def count_articles(self) -> int:
        """How many articles have terms: of so many ``count_terms`` counts."""
        ...

    def story_members(self, story: str) -> Sequence[Article]:
        """All articles of a story, oldest first; in outline, as of ``find_by_terms``."""
        ...

    def linked_stories(self, story: str) -> Sequence[Article]:
        """The first article, in outline, of each story that seems to be the same (``StoryLink.also``)."""
        ...

    def add_article(self, article: Article, link: StoryLink) -> None:
        """File a new article: the row, revision 1, its keys, bands, terms, verdicts, search text.

        A key held by another moves.
        """
        ...

    def add_revision(self, article: Article, revision: Revision) -> None:
        """Replace the article's reading (search text included) and keep the new text as a revision.

        Keys of earlier readings stay. Raises ``LookupError`` if the article is not stored.
        """
        ...

    def add_keys(self, article: str, keys: Collection[str]) -> None:
        """Further identities under which the article will be recognised; a key held by another moves.

        Raises ``LookupError`` if the article is not stored.
        """
        ...

    def complete_article(self, article: Article, link: StoryLink | None) -> None:
        """Replace the article's reading (search text included) by one with more of the same text.

        That is no edit: the text of its present revision is replaced with it. With ``link`` its story, too.
        Raises ``LookupError`` if the article is not stored.
        """
        ...

    # pages of articles
    def want_page(self, wanted: WantedPage) -> None:
        """Put a page into the queue; it takes the place of the same article's."""
        ...

    def drop_page(self, article: str) -> None:
        """Take the article's page out of the queue, if it is in it."""
        ...

    # rules
    def add_rule_versions(self, versions: Iterable[RuleVersion]) -> None:
        """Remember rules as they stand now; a version that is known keeps when it was first used."""
        ...

    def snooze(self, rule: str, until: datetime | None, now: datetime) -> None:
        """Let a rule tell nobody until then; None ends it.

        The time makes the id of the digest that tells what was held back, so no two may be the same.
        """
        ...

    # digests
    def due_digests(self, now: datetime) -> Sequence[tuple[str, datetime]]:
        """The (rule, due) pairs with waiting items whose time has come, by due."""
        ...

    def last_digest(self, rule: str) -> Notification | None:
        """The digest of this rule that was made last."""
        ...

    def told_stories(self, rule: str, since: datetime) -> Mapping[str, datetime]:
        """The stories with articles first seen since then of which this rule has told, oldest first, each
        with when it last did: the creation of the notification.
        """
        ...

    def take_digest(self, rule: str, due: datetime) -> Sequence[DigestItem]:
        """Claim and remove the items of one digest; oldest first, each only once."""
        ...


class Outbox(Protocol):
    """The deliveries not yet settled. Each method is one short transaction of its own."""

    def claim(self, channel: str, now: datetime, lease: timedelta) -> tuple[Delivery, Notification] | None:
        """The channel's oldest due delivery, leased and with its attempt counted; None if there is none,
        another of the channel is leased, or the channel is paused or disabled.

        The first claim says what the delivery answers (``Delivery.thread``), which stays so.
        """
        ...

    def settle(
        self, delivery: Delivery, result: Sent | Retry | Rejected, *, due: datetime | None, now: datetime
    ) -> bool:
        """Record how an attempt ended. ``due`` is when to try again (None: not any more, which makes
        a ``Retry`` dead). A ``Retry`` that names no remaining recipients leaves them as they were. False
        if the lease was lost meanwhile (not if it only ran out): then nothing is changed.
        """
        ...

    def release(self, delivery: Delivery) -> bool:
        """Give back a leased delivery for which nothing was sent: pending and due as before, the claim's
        attempt not counted. False if the lease was lost meanwhile.
        """
        ...

    def hurry(self, channel: str, now: datetime) -> int:
        """Make due now what waits on this channel for another try (attempts above 0); how many.

        Also what was due as soon as it was created, if that is still to come: by a clock that was set back.
        """
        ...

    def free_leases(self) -> int:
        """Free every lease (a predecessor's); how many there were."""
        ...

    def next_due(self, channels: Collection[str]) -> datetime | None:
        """When one of these channels can next be claimed from, pauses and leases included; disabled
        channels count for nothing.
        """
        ...

    def channel_state(self, channel: str) -> ChannelState: ...
    def save_channel(self, state: ChannelState) -> None: ...
    def deliveries(
        self,
        *,
        states: Collection[DeliveryState] = (),
        channel: str | None = None,
        notification: str | None = None,
        unnoted: bool = False,
        limit: int = 100,
    ) -> Sequence[tuple[Delivery, Notification]]:
        """Newest first; with ``unnoted`` only of notifications that nobody has acknowledged."""
        ...

    def attempts(self, notification: str, channel: str) -> Sequence[Attempt]: ...
    def queues(self, now: datetime) -> Sequence[Queue]:
        """The channels, by id, for which something waits that is due or was tried before."""
        ...

    def acknowledge(self, notification: str, by: str, now: datetime) -> bool:
        """Record that somebody has taken note; who was first stays. False if there is no such
        notification.
        """
        ...

    def acknowledgement(self, notification: str) -> Ack | None: ...
    def revive(self, notification: str, channel: str, now: datetime) -> bool:
        """Make a dead delivery pending again, with attempts and age counted from now; False if it is
        not dead.
        """
        ...

    def drop(self, notification: str, channel: str, now: datetime) -> bool:
        """Give a pending or dead delivery up; False if it is neither."""
        ...


class Store(Protocol):
    """Everything Tumen remembers."""

    outbox: Outbox

    def lock(self) -> AbstractContextManager[None]:
        """Become the one daemon of this store; raises ``StoreBusy`` if there is one.

        Raises ``StoreDamaged`` if it is seen to be damaged, which is looked for unless the last daemon ended
        well.
        """
        ...

    def is_locked(self) -> bool:
        """Is a daemon at work?"""
        ...

    def unit(self) -> AbstractContextManager[Unit]: ...
    def close(self) -> None: ...

    # reading
    def feed_state(self, feed: str) -> FeedState | None: ...
    def feed_states(self) -> Mapping[str, FeedState]: ...
    def fetches(self, feed: str, limit: int = 50) -> Sequence[FetchRecord]:
        """A feed's history, newest first; its last thousand checks are kept."""
        ...

    def article(self, id_or_url: str) -> Article | None:
        """The article with this id, else this identity key, else (the latest) with this URL."""
        ...

    def articles(self, *, kept_only: bool = True, since: datetime | None = None) -> Iterator[Article]:
        """Stored articles in the order they were first seen, read as they are asked for."""
        ...

    def revisions(self, article: str) -> Sequence[Revision]: ...
    def matches(self, article: str) -> Sequence[MatchRecord]:
        """The matches of an article, its earlier revisions included, oldest first."""
        ...

    def rule_version(self, version: str) -> RuleVersion | None: ...
    def snoozes(self) -> Sequence[Snooze]:
        """The rules that were sent to sleep, by id; also those whose time has come and that nobody woke."""
        ...

    def notification(self, notification: str) -> Notification | None: ...
    def notifications(self, since: datetime) -> Iterator[Notification]:
        """Those created since then, oldest first, read as they are asked for."""
        ...

    def arrivals(self, feed: str) -> Mapping[datetime, int]:
        """How many articles of a feed are of which hour, by its beginning (``rhythm.learn``)."""
        ...

    def story(self, story: str) -> Sequence[tuple[Article, StoryLink]]:
        """The members of a story, oldest first, each with why it belongs."""
        ...

    def wanted_pages(self, now: datetime, limit: int, *, but: Collection[str] = ()) -> Sequence[WantedPage]:
        """Pages whose time has come, by due, ``but`` those of some feeds."""
        ...

    def next_page(self) -> datetime | None:
        """When the next page is due."""
        ...

    def linked_stories(self, story: str) -> Sequence[Article]:
        """The first article, in outline, of each story that seems to be the same, by their time."""
        ...

    def term_counts(self, terms: Collection[str]) -> tuple[Mapping[str, int], int]:
        """How many articles have each of the terms (absent: none), and how many have terms at all."""
        ...

    def match_candidates(
        self,
        words: Sequence[Sequence[str | Beginning]],
        *,
        since: datetime | None = None,
        kept_only: bool = False,
        parts: Collection[str] = (),
        newest_first: bool = False,
    ) -> Iterator[Article]:
        """Articles whose search text holds, for every group, at least one of its normal forms, of those first
        seen since then; in the order of filing or against it, read as they are asked for.

        An empty ``words`` means all articles. A superset of what an expression matches, to be verified.

        In outline: what expressions and alerts go by, without the wire's furniture, keys, matches and
        features. Of ``mentions``, ``cites`` and ``verdicts``, which take longest to read, only those that
        ``parts`` names.
        """
        ...

    def counts(self) -> Mapping[str, int]:
        """Figures for ``status``: articles, kept, stories, pages_wanted (the queue), notifications, and
        deliveries by state.
        """
        ...

    def activity(self, since: datetime) -> Mapping[str, int]:
        """What has happened since then: ``articles`` first seen, of these ``kept``; matches ``told`` and
        ``held``; deliveries ``sent`` and ``dead``.
        """
        ...

    def room(self) -> tuple[int, int] | None:
        """Bytes free, and bytes in all, on the disk that it lies on; None if it lies on none."""
        ...

    # keeping house
    def purge(self, *, kept_before: datetime | None, dropped_before: datetime | None, limit: int) -> int:
        """Forget articles first seen before these times, at most ``limit`` of them; how many were.

        Never one that a pending, leased or dead delivery, or a digest still to be made, tells of. Its
        settled notifications go with it; digests and notices go after the articles of their time, kept and
        dropped. What has been told stays told.
        """
        ...

    def waiting_digests(self) -> Sequence[tuple[str, datetime, int]]:
        """The digests with waiting items: rule, when due, how many; by due."""
        ...

    def set_note(self, key: str, value: str) -> None:
        """A small fact for other processes to read (the daemon's status, a refused file)."""
        ...

    def note(self, key: str) -> str | None: ...


class SearchText(Protocol):
    """How a store turns a reading into search text; given by ``monitor.core.text``."""

    def __call__(self, reading: Reading) -> str: ...


class Channel(Protocol):
    """A way to a receiver. Never raises for what the receiver does; a bug may raise."""

    id: str

    async def send(self, notification: Notification, delivery: Delivery, *, now: datetime) -> SendResult:
        """Send under ``notification.id``, the same each time, within a minute."""
        ...

    async def aclose(self) -> None:
        """Let go of open connections; the channel can still be used."""
        ...


class Clock(Protocol):
    def now(self) -> datetime: ...
