"""What a rule would have told, and when: its policy on matches of the past, in the order of their time.

Who is told is decided by ``alerts.notifications`` as ever; here is a unit that remembers what it asks for and
writes nothing. Nobody is told.
"""

# ruff: noqa: ARG002 - a unit of a single rule that keeps times alone looks at few of the protocol's arguments

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from alerts.notifications import alert
from alerts.policy import ways
from monitor.core.settings import Settings, WebhookSettings

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from monitor.core.model import Article, Delivery, DigestItem, Match, Notification, Revision
    from monitor.core.settings import RuleSettings

ALERT = "alert"
DIGEST = "digest"

_CHANNEL = "rehearsal"
_LAST = datetime.max.replace(tzinfo=UTC)


@dataclass(slots=True)
class Told:
    """When those who are told together (``policy.ways``) would have been; in how many cases by a digest."""

    times: list[datetime] = field(default_factory=list)
    digests: int = 0
    waiting: Counter[datetime] = field(default_factory=Counter)
    """Items of digests to come, by when these are due."""

    def make_digests(self, now: datetime) -> None:
        """Make those whose time has come, each at its time."""
        for due in sorted(due for due in self.waiting if due <= now):
            del self.waiting[due]
            insort(self.times, due)
            self.digests += 1


class Rehearsal:
    """One rule as if it had been in force, and awake, all the time, with nothing told before.

    Its channels are taken to be switched on, and it has one if it names none. ``updates`` are left out:
    whether an article brings its story something new is known only beside all the others of the story.
    """

    def __init__(self, rule: RuleSettings) -> None:
        channels = rule.channels or (_CHANNEL,)
        self._rule = replace(rule, enabled=True, updates=False, channels=channels)
        self._settings = Settings(
            checksum="",
            rules=(self._rule,),
            channels=tuple(WebhookSettings(id=channel, url="") for channel in channels),
        )
        self._unit = _Unit()
        self._copies: dict[str, Article] = {}

    def tell(self, article: Article, match: Match, *, backlog: bool, now: datetime) -> str:
        """What becomes of the rule's match at its time: ``ALERT``, ``DIGEST``, or why nobody is told."""
        self._unit.make_digests(now)
        counts = alert(
            self._unit,
            article,
            (replace(match, rule=self._rule.id),),
            settings=self._settings,
            story_members=self._originals(article),
            backlog=backlog,
            revision=False,
            now=now,
        )
        return ALERT if counts.told else DIGEST if counts.folded else self._unit.held

    def finish(self) -> dict[str, Told]:
        """What would have been told, digests still to come included: by the channel that has a policy of its
        own, and by "" for the others, if there are any.
        """
        self._unit.make_digests(_LAST)
        keys = [key for key, _, _ in ways(self._rule, self._rule.channels)]
        return {key.partition("/")[2]: self._unit.ways[key] for key in keys}

    def _originals(self, article: Article) -> list[Article]:
        """The article, and what it is a copy of if that is a copy itself: of the first, however many lie
        between.
        """
        copied = self._copies.get(article.copy_of or "")
        if article.copy_of:
            first = copied.copy_of if copied else article.copy_of
            bare = replace(article.reading, text="")  # there may be thousands
            self._copies[article.id] = replace(article, copy_of=first, reading=bare)
        return [article, copied] if copied else [article]


class _Unit:
    """See ``monitor.core.protocols.AlertUnit``; of one rule."""

    def __init__(self) -> None:
        self.ways: defaultdict[str, Told] = defaultdict(Told)
        self.held = ""
        self._told: set[str] = set()

    def make_digests(self, now: datetime) -> None:
        for way in self.ways.values():
            way.make_digests(now)

    def told(self, rule: str, once: str) -> bool:
        return once in self._told

    def mark_told(self, rule: str, once: str, notification: str) -> None:
        self._told.add(once)

    def earlier_matches(self, article: str) -> Sequence[Match]:
        return ()

    def reports(self, story: str, limit: int) -> Sequence[Article]:
        return ()

    def revisions(self, article: str) -> Sequence[Revision]:
        return ()

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
        self.held = held

    def snoozed(self, rule: str, now: datetime) -> datetime | None:
        return None

    def add_notification(self, notification: Notification, deliveries: Iterable[Delivery]) -> None:
        insort(self.ways[notification.rule].times, notification.created)

    def notification_times(self, rule: str, since: datetime) -> Sequence[datetime]:
        times = self.ways[rule].times
        return times[bisect_left(times, since) :]

    def add_digest_item(self, item: DigestItem) -> None:
        self.ways[item.rule].waiting[item.due] += 1

    def digest_due(self, rule: str) -> datetime | None:
        return max(self.ways[rule].waiting, default=None)
