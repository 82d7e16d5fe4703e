"""Rules before they are saved: what a rule would have fired on in the archive, and whom it would have told.

An article is tried with the text that it has now, and counts for the time at which it was first seen. Words
are looked for anew; which entities it names, whom it cites and which topics keep it is what was understood of
it when it came. What would have been told is ``alerts.rehearsal``'s; ``backtest_report`` shows it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from heapq import heappush, heappushpop
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from alerts.rehearsal import Rehearsal
from monitor.core.expressions import search_groups, search_parts
from monitor.core.expressions.syntax import And, Filter, Or
from monitor.core.settings import Backlog
from monitor.reader import Reader, subject_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from monitor.core.expressions import Expression
    from monitor.core.model import Article, Match
    from monitor.core.protocols import Store
    from monitor.core.settings import RuleSettings, Settings

HIT, NEW, LOST = "hit", "new", "lost"
"""What an article is: matched by the rule (and by the other version, if there is one), by the rule alone, by
the other alone.
"""

_RULE, _OTHER = "rule", "other"
_DAY = timedelta(days=1)
_EVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An article that fires. ``kind`` is ``HIT``, ``NEW`` or ``LOST``; ``match`` the rule's, or the other's.

    ``outcome`` says what would have become of it (``Rehearsal.tell``); empty for what is lost.
    """

    article: Article
    kind: str
    match: Match
    outcome: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day in the rule's zone: how often the rule fires, how many of these are new, what is lost, what is
    told.
    """

    day: date
    hits: int
    new: int
    lost: int
    alerts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A whole back-test, of articles first seen between ``begin`` and ``end``.

    ``stored`` of them are in the archive, ``looked_at`` had to be read. ``alerts`` are notifications by the
    rule's own policy, ``digests`` among them; one that would still be to come counts for the last day.
    ``channels``: both figures of each channel with a policy of its own; if all have one, those of the first
    stand for the rule's. ``purged``: since when what no topic kept, which the rule may fire on, is stored;
    None if that makes no difference.
    """

    begin: datetime
    end: datetime
    stored: int
    looked_at: int
    hits: int
    new: int
    lost: int
    alerts: int
    digests: int
    outcomes: dict[str, int]
    channels: dict[str, tuple[int, int]]
    days: tuple[Day, ...]
    purged: datetime | None = None

    @property
    def alerts_per_day(self) -> float:
        return self.per_day(self.alerts)

    def per_day(self, alerts: int) -> float:
        """On average; of less than a day, as if it were a day."""
        return alerts / max(1.0, (self.end - self.begin) / _DAY)


class Backtest:
    """A rule tried on the archive, perhaps beside another version of it; raises ``ExpressionError``.

    ``samples`` and ``report`` say what ``hits`` has found once it was read to its end.
    """

    def __init__(
        self,
        store: Store,
        settings: Settings,
        rule: RuleSettings,
        *,
        against: RuleSettings | None = None,
        since: datetime | None = None,
        samples: int = 5,
    ) -> None:
        reader = Reader(settings)
        tried = [replace(rule, id=_RULE, enabled=True)]
        if against:
            tried.append(replace(against, id=_OTHER, enabled=True))
        self.compares = against is not None
        self.samples = {kind: Sample(samples) for kind in (HIT, NEW, LOST)}
        self._store = store
        self._since = since
        self._keep_dropped = settings.storage.keep_dropped
        self._zone = ZoneInfo(rule.timezone)
        self._expressions = [reader.parse(one.when) for one in tried]
        self._topics = [one.topic for one in tried]
        self._kept_only = all(
            one.topic or _is_of_topics(expression)
            for one, expression in zip(tried, self._expressions, strict=True)
        )
        self._matcher = reader.matcher(tried)
        self._rehearsal = Rehearsal(rule)
        self._backlogs = _backlogs(store, settings)
        self._looked_at = 0
        self._outcomes: Counter[str] = Counter()
        self._days: Counter[tuple[date, str]] = Counter()

    def candidates(self) -> Iterator[Article]:
        """The stored articles that may match, in the order of filing; they are for ``hits``."""
        wanted = Or(tuple(self._expressions))
        parts = search_parts(wanted)
        return self._store.match_candidates(
            search_groups(wanted),
            since=self._since,
            kept_only=self._kept_only,
            parts=parts | {"verdicts"} if any(self._topics) else parts,
        )

    def hits(self, articles: Iterable[Article]) -> Iterator[Hit]:
        """Those of the candidates that fire."""
        for article in articles:
            self._looked_at += 1
            matches = self._matcher.match(subject_of(article.reading))
            if matches:
                hit = self._hit(article, {match.rule: match for match in matches})
                self.samples[hit.kind].offer(hit)
                self._days[self._day(article.first_seen), hit.kind] += 1
                yield hit

    def _hit(self, article: Article, matches: dict[str, Match]) -> Hit:
        match = matches.get(_RULE)
        if match is None:
            return Hit(article=article, kind=LOST, match=matches[_OTHER])
        outcome = self._rehearsal.tell(
            article,
            match,
            backlog=article.first_seen <= self._backlogs.get(article.reading.feed, _EVER),
            now=article.first_seen,
        )
        self._outcomes[outcome] += 1
        kind = NEW if self.compares and _OTHER not in matches else HIT
        return Hit(article=article, kind=kind, match=match, outcome=outcome)

    def _day(self, moment: datetime) -> date:
        return moment.astimezone(self._zone).date()

    def report(self, now: datetime) -> Report:
        """What was found by now."""
        first = next(self._store.articles(kept_only=False, since=self._since), None)
        begin = min(first.first_seen, now) if first else now
        keep = None if self._kept_only else self._keep_dropped
        told = self._rehearsal.finish()
        first_told = next(iter(told.values()))
        found = self._days
        # A clock that was put back may have left articles of tomorrow.
        last = max((self._day(now), *(day for day, _ in found)))
        alerts = Counter(min(self._day(time), last) for time in first_told.times)
        days = []
        day = self._day(begin)
        while day <= last:
            new = found[day, NEW]
            hits = found[day, HIT] + new
            days.append(Day(day=day, hits=hits, new=new, lost=found[day, LOST], alerts=alerts[day]))
            day += _DAY
        return Report(
            begin=begin,
            end=now,
            stored=self._store.activity(begin)["articles"],
            looked_at=self._looked_at,
            hits=sum(one.hits for one in days),
            new=sum(one.new for one in days),
            lost=sum(one.lost for one in days),
            alerts=len(first_told.times),
            digests=first_told.digests,
            outcomes=dict(self._outcomes.most_common()),
            channels={name: (len(way.times), way.digests) for name, way in told.items() if name},
            days=tuple(days),
            purged=now - keep if keep and begin < now - keep else None,
        )


class Sample:
    """Some of many hits: each as likely as any other, and for the same archive always the same."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._heap: list[tuple[int, str, Hit]] = []

    def offer(self, hit: Hit) -> None:
        """Take it in, if chance will have it."""
        identity = hit.article.id
        chance = -int.from_bytes(blake2b(identity.encode(), digest_size=8).digest())
        if len(self._heap) < self._size:
            heappush(self._heap, (chance, identity, hit))
        elif self._heap and self._heap[0][0] < chance:
            heappushpop(self._heap, (chance, identity, hit))

    def newest_first(self) -> list[Hit]:
        """What was taken in."""
        return sorted((hit for _, _, hit in self._heap), key=lambda hit: hit.article.first_seen, reverse=True)


def _is_of_topics(expression: Expression) -> bool:
    """Does it hold only for what some topic keeps?"""
    match expression:
        case Filter(field):
            return field in ("topic", "facet")
        case And(parts):
            return any(map(_is_of_topics, parts))
        case Or(parts):
            return all(map(_is_of_topics, parts))
    return False


def _backlogs(store: Store, settings: Settings) -> dict[str, datetime]:
    """When each feed that keeps quiet about its backlog was first fetched: what came by then is that."""
    loud = {feed.id for feed in settings.feeds if feed.backlog is Backlog.ALERT}
    return {
        feed: state.first_success
        for feed, state in store.feed_states().items()
        if state.first_success and feed not in loud
    }
