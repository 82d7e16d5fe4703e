"""How often a sound feed is called silent, and how soon a dead one: ``python -m tests.bench.rhythm``.

Feeds of a year are made up in the shapes of four real ones: an agency's translation desk with a market's
opening and close, a wire that never sleeps, a general wire, a seldom feed. Days differ among each other more
than chance would have it (log-normally), and with ``--holidays`` twice three days bring a tenth.
"""

from __future__ import annotations

import argparse
import random
from bisect import bisect_left
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from statistics import median

from monitor.core.rhythm import SHORTEST, WINDOW, Rhythm, hour_of, learn

START = datetime(2025, 3, 3, tzinfo=UTC)  # a Monday
DAYS = 365
HOLIDAYS = (177, 178, 179, 310, 311, 312)
HOUR = timedelta(hours=1)

DESK = (12, 1, 1, 1, 1, 1, 1, 1, 14, 43, 22, 25, 1, 9, 21, 46, 26, 16, 9, 9, 9, 9, 1, 1)
DAY = (3, 2, 2, 2, 3, 5, 8, 10, 12, 12, 11, 10, 10, 11, 12, 12, 11, 10, 9, 8, 7, 6, 5, 4)
FEEDS = {
    "translation desk": (DESK, (29, 29, 29, 29, 29, 4, 11)),
    "restless wire": (DAY, (1700, 1700, 1700, 1700, 1700, 500, 500)),
    "general wire": (DAY, (180, 180, 180, 180, 180, 90, 90)),
    "seldom": (DAY, (1, 1, 1, 1, 1, 0.5, 0.5)),
}


def year(
    shape: tuple[int, ...], days: tuple[float, ...], *, holidays: bool, chance: random.Random
) -> list[datetime]:
    """The moments of a year's articles."""
    came = []
    for number in range(DAYS):
        day = START + timedelta(days=number)
        much = days[day.weekday()] * chance.lognormvariate(0, 0.35)
        if holidays and number in HOLIDAYS:
            much *= 0.1
        for hour, share in enumerate(shape):
            rate = much * share / sum(shape)
            wait = chance.expovariate(rate)
            while wait < 1:
                came.append(day + (hour + wait) * HOUR)
                wait += chance.expovariate(rate)
    return came


def by_hour(came: list[datetime], first: int, end: int) -> Counter[datetime]:
    """The articles from one number to another, counted as a store counts them."""
    return Counter(map(hour_of, came[first:end]))


def learnt_at(came: list[datetime], end: int) -> Rhythm:
    """The rhythm as it is known at the article with this number."""
    return learn(by_hour(came, bisect_left(came, came[end] - WINDOW), end), came[end])


def false_words(came: list[datetime]) -> int:
    """How often the feed was called silent that went on after all."""
    words = 0
    silent_since: int | None = None
    for number, (moment, later) in enumerate(pairwise(came)):
        if silent_since is not None:
            if hour_of(moment) == hour_of(later):
                continue  # nothing that is counted by the hour has changed
            since = silent_since
            if learnt_at(came, number).resumed(by_hour(came, since, number + 1), came[since], later):
                silent_since = None
        elif later - moment >= SHORTEST and learnt_at(came, number).silence(moment, later):
            words, silent_since = words + 1, number
    return words


def noticed_after(came: list[datetime], number: int) -> float:
    """Hours until it is noticed that the feed said nothing more after this article."""
    rhythm, until = learnt_at(came, number), came[number]
    while rhythm.silence(came[number], until) is None:
        until += HOUR / 4
    return (until - came[number]) / HOUR


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--years", type=int, default=2)
    options.add_argument("--holidays", action="store_true")
    options.add_argument("--seed", type=int, default=1)
    args = options.parse_args()
    chance = random.Random(args.seed)
    for name, (shape, days) in FEEDS.items():
        words, hours = 0, []
        for _ in range(args.years):
            came = year(shape, days, holidays=args.holidays, chance=chance)
            words += false_words(came)
            hours += [noticed_after(came, chance.randrange(len(came) // 2, len(came))) for _ in range(20)]
        hours.sort()
        print(
            f"{name:17} called silent {words / args.years:.1f} times a year; a dead one is noticed after "
            f"{median(hours):.0f} h (median), {hours[int(0.9 * len(hours))]:.0f} h (90 %)"
        )


if __name__ == "__main__":
    main()
