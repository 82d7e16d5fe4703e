"""When a feed usually speaks, learnt from when it spoke, and whether its present silence is unusual.

A night, a weekend and a market's closing hour are silent every week, so silence is not measured in hours but
in *missed articles*: how many the feed usually brings in the hours that have passed, by hour and weekday. In
that measure a steady feed's gaps are alike at all times (the time-rescaling theorem of point processes:
exponential with mean 1 for a feed without bursts), and one limit fits day and night. The limit is what the
feed's own past gaps say, but at least what chance alone would bring about in that time.

How much an hour may bring is another question (``habits``): the mean hides the days on which it is much.

Pure: the counts come from the store, ``now`` is an argument. Hours begin at full hours UTC.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

WINDOW = timedelta(days=91)
"""How far back is learnt from: thirteen weeks, so that each hour of the week was seen thirteen times."""

ENOUGH_ARTICLES = 20
ENOUGH_TIME = timedelta(days=14)
"""Before both are reached a feed's rhythm is not known, and nothing is said of its silence."""

SHORTEST = timedelta(hours=2)
"""No silence shorter than this is spoken of: counts are kept by the hour."""

_HOUR = timedelta(hours=1)
_DAY = 24
_WEEK = 168
_EPOCH = datetime(1970, 1, 5, tzinfo=UTC)  # a Monday
_OWN = 2.0
"""How many weeks an hour of the week must have been seen until its own count weighs as much as what the hour
of the day and the day of the week let expect."""

_MARGIN = 1.5
"""How far beyond the longest usual gap a silence must go."""

_CHANCE = 3.0
"""Beyond ln(articles), which is the longest gap to be expected of a feed without bursts in all the time
learnt from: e⁻³ is a false word in twenty such times."""


def hour_of(moment: datetime) -> datetime:
    """The beginning of its hour, in UTC."""
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """A silence beyond the feed's rhythm: ``missed`` articles usually come in that time, and ``limit`` is how
    many may be missed before it is spoken of. ``weeks`` and ``articles`` were learnt from.
    """

    since: datetime
    until: datetime
    missed: float
    limit: float
    articles: int
    weeks: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """How many articles an hour of the week usually brings (168, from Monday 0 h UTC), and what silence may
    miss. ``limit`` is None while too little is known.
    """

    rates: tuple[float, ...]
    limit: float | None
    articles: int
    learnt: timedelta

    def expected(self, start: datetime, end: datetime) -> float:
        """How many articles usually come between two moments."""
        whole, rest = divmod((end - start) / _HOUR, _WEEK)
        total = whole * sum(self.rates)
        moment, end = start, start + rest * _HOUR
        while moment < end:
            later = min(hour_of(moment) + _HOUR, end)
            total += self.rates[slot_of(moment)] * ((later - moment) / _HOUR)
            moment = later
        return total

    def silence(self, since: datetime, until: datetime) -> Silence | None:
        """The silence from the last article to the last look at the feed, if it is out of the ordinary."""
        if self.limit is None or until - since < SHORTEST:
            return None
        # The rest of the hour in which the last article came is part of no gap that was learnt from.
        missed = self.expected(max(since, hour_of(since) + _HOUR), until)
        if missed <= self.limit:
            return None
        return Silence(
            since=since,
            until=until,
            missed=missed,
            limit=self.limit,
            articles=self.articles,
            weeks=self.learnt / timedelta(weeks=1),
        )

    def resumed(self, arrivals: Mapping[datetime, int], since: datetime, until: datetime) -> bool:
        """Has the feed, silent since then, taken up its rhythm again?

        One article does not say so: on a holiday a feed whispers, and each word of it would end a silence
        and begin another. It has when some would usually have come since it spoke, and half of them have.
        """
        after = [hour for hour in arrivals if hour > hour_of(since)]
        if self.limit is None or not after:
            return self.limit is None
        usual = self.expected(min(after), until)
        return usual >= self.limit / 2 and sum(arrivals[hour] for hour in after) >= usual / 2


def habits(arrivals: Mapping[datetime, int], now: datetime) -> tuple[int, ...]:
    """How many articles each hour of the week (168, from Monday 0 h UTC) has brought twice of late.

    Once is news, twice a habit: the second most that the same hour has brought in the last seven days, or on
    that day of the last four weeks, whichever is more. The hour that is not yet over does not count.
    """
    end = hour_of(now)
    weeks = [
        [arrivals.get(end - (_WEEK * week - hour) * _HOUR, 0) for hour in range(_WEEK)]
        for week in range(1, 5)  # each from this hour of the week on, the latest first
    ]
    of_day = [sorted(weeks[0][hour::_DAY])[-2] for hour in range(_DAY)]
    of_week = [sorted(counts)[-2] for counts in zip(*weeks, strict=True)]
    usual = [max(it, of_day[hour % _DAY]) for hour, it in enumerate(of_week)]
    start = _WEEK - slot_of(end)
    return (*usual[start:], *usual[:start])


def learn(arrivals: Mapping[datetime, int], now: datetime) -> Rhythm:
    """The rhythm of a feed whose articles came so many in these hours; hours without any may be left out.

    What is older than ``WINDOW`` or lies in the future is not looked at. An hour of the week is taken for
    what it brought itself, drawn towards what its hour of the day and its day of the week bring as long as it
    was seen only a few times, and a little towards its neighbours: clocks change, and editors are late.
    """
    end = hour_of(now)
    counts = {hour: count for hour, count in arrivals.items() if end - WINDOW <= hour < end and count > 0}
    articles = sum(counts.values())
    if not counts:
        return Rhythm(rates=(0.0,) * _WEEK, limit=None, articles=0, learnt=timedelta())
    first = min(counts)
    learnt = end - first
    rates = _rates(counts, first, end)
    enough = articles >= ENOUGH_ARTICLES and learnt >= ENOUGH_TIME
    limit = _limit(counts, rates, first, end, articles) if enough else None
    return Rhythm(rates=rates, limit=limit, articles=articles, learnt=learnt)


def _rates(counts: Mapping[datetime, int], first: datetime, end: datetime) -> tuple[float, ...]:
    came, seen = [0.0] * _WEEK, [0] * _WEEK
    for hour, count in counts.items():
        came[slot_of(hour)] += count
    hours = int((end - first) / _HOUR)
    start = slot_of(first)
    for slot in range(_WEEK):
        seen[slot] = hours // _WEEK + ((slot - start) % _WEEK < hours % _WEEK)
    of_hour = [sum(came[hour::24]) / max(1, sum(seen[hour::24])) for hour in range(24)]
    of_day = [sum(came[day : day + 24]) / max(1, sum(seen[day : day + 24])) for day in range(0, _WEEK, 24)]
    over_all = sum(came) / hours
    own = [
        (came[slot] + _OWN * of_hour[slot % 24] * of_day[slot // 24] / over_all) / (seen[slot] + _OWN)
        for slot in range(_WEEK)
    ]
    return tuple(
        0.25 * own[slot - 1] + 0.5 * own[slot] + 0.25 * own[(slot + 1) % _WEEK] for slot in range(_WEEK)
    )


def _limit(
    counts: Mapping[datetime, int],
    rates: tuple[float, ...],
    first: datetime,
    end: datetime,
    articles: int,
) -> float:
    """What the longest past gaps missed, without the very longest, which may have been outages."""
    start, hours = slot_of(first), int((end - first) / _HOUR)
    sums = [0.0, *accumulate(rates[(start + hour) % _WEEK] for hour in range(hours))]
    spoke = sorted(int((hour - first) / _HOUR) for hour in counts)
    gaps = sorted((sums[after] - sums[before + 1] for before, after in pairwise(spoke)), reverse=True)
    outages = 1 + hours // (4 * _WEEK)  # one in four weeks is forgiven
    usual = gaps[min(outages, len(gaps) - 1)] if gaps else 0.0
    return max(_MARGIN * usual, math.log(articles) + _CHANCE)


def slot_of(moment: datetime) -> int:
    """The number of its hour in the week, from Monday 0 h UTC."""
    return int((moment - _EPOCH) // _HOUR) % _WEEK
